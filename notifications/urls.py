"""Webhooks for mail, and in development the built-in mailbox: every view of it answers 404 without DEBUG."""

from django.urls import URLPattern, URLResolver, path

from notifications.inbound.channels import webhooks
from notifications.mailbox import views as mailbox
from notifications.mailbox.gallery import views as gallery
from notifications.tracking import views as tracking
from tickets import keys  # noqa: F401  (its converter reads `<key:…>`)

app_name = "notifications"
urlpatterns: list[URLPattern | URLResolver] = [
    path("correo/entrante/<slug:esp>/mime/", webhooks.receive, name="webhook"),
    path("correo/seguimiento/<slug:esp>/", tracking.receive, name="tracking"),
    path("buzon/", mailbox.mails, name="mailbox"),
    path("buzon/nuevo/", mailbox.letter, name="mailbox-letter"),
    path("buzon/galeria/", gallery.gallery, name="gallery"),
    path("buzon/galeria/<slug:slug>/", gallery.sample, name="gallery-sample"),
    path("buzon/galeria/<slug:slug>/<slug:look>/", gallery.frame, name="gallery-frame"),
    path("buzon/enviados/", mailbox.sent, name="mailbox-sent"),
    path("buzon/<key:pk>/", mailbox.mail, name="mailbox-mail"),
    path("buzon/<key:pk>/html/", mailbox.page, name="mailbox-page"),
    path("buzon/<key:pk>/correo.eml", mailbox.raw, name="mailbox-raw"),
    path("buzon/<key:pk>/archivo/<key:number>/", mailbox.file, name="mailbox-file"),
]
