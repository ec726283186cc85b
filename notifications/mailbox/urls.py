"""/buzon/ and what hangs on it. Every view answers 404 without DEBUG."""

from django.urls import include, path

from . import views

urlpatterns = [
    path("", views.mails, name="mailbox"),
    path("nuevo/", views.letter, name="mailbox-letter"),
    path("galeria/", include("notifications.mailbox.gallery.urls")),
    path("enviados/", views.sent, name="mailbox-sent"),
    path("<int:pk>/", views.mail, name="mailbox-mail"),
    path("<int:pk>/html/", views.page, name="mailbox-page"),
    path("<int:pk>/correo.eml", views.raw, name="mailbox-raw"),
    path("<int:pk>/archivo/<int:number>/", views.file, name="mailbox-file"),
]
