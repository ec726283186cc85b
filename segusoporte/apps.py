from django.apps import AppConfig


class SegusoporteConfig(AppConfig):
    name = "segusoporte"

    def ready(self) -> None:
        from segusoporte import celery  # noqa: F401  (every process that publishes needs the application)
