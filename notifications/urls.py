"""Doors for mail, and in development the built-in mailbox."""

from django.urls import URLPattern, URLResolver, include, path

from notifications.inbound import webhooks

app_name = "notifications"
urlpatterns: list[URLPattern | URLResolver] = [
    path("correo/entrante/<slug:esp>/mime/", webhooks.receive, name="webhook"),
    path("buzon/", include("notifications.mailbox.urls")),
]
