"""Doors for mail, and in development the built-in mailbox."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "notifications"
urlpatterns: list[URLPattern | URLResolver] = [
    path("buzon/", include("notifications.mailbox.urls")),
]
