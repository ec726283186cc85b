from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = "Correo"

    def ready(self) -> None:
        from notifications import wakeup
        from tickets.signals import something_happened

        something_happened.connect(wakeup.wake_publisher, dispatch_uid="wakeup")
