"""The webhooks of e-mail services, and in development the built-in mailbox."""

from django.urls import URLPattern, URLResolver, include, path

from notifications.inbound.channels import webhooks
from notifications.tracking import views as tracking

app_name = "notifications"
urlpatterns: list[URLPattern | URLResolver] = [
    path("correo/entrante/<slug:esp>/mime/", webhooks.receive, name="webhook"),
    path("correo/seguimiento/<slug:esp>/", tracking.receive, name="tracking"),
    path("buzon/", include("notifications.mailbox.urls")),
]
