from django.apps import AppConfig


class SegusoporteConfig(AppConfig):
    name = "segusoporte"

    def ready(self) -> None:
        # Every process that publishes needs the Celery application; the checks register themselves.
        from segusoporte import celery, checks  # noqa: F401
