"""What requesters open. Paths are part of the contract."""

from django.urls import URLPattern

app_name = "tickets"
urlpatterns: list[URLPattern] = []
