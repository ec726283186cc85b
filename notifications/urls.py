"""Doors for mail, and in development the built-in mailbox."""

from django.urls import URLPattern

app_name = "notifications"
urlpatterns: list[URLPattern] = []
