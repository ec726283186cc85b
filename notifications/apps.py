from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = "Correo"

    def ready(self) -> None:
        from notifications import doorbell
        from tickets.signals import something_happened

        something_happened.connect(doorbell.something_happened, dispatch_uid="doorbell")
