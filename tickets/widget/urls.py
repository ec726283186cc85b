"""/w/v1/: the «Soporte» button. v1.js, config and enviar are the contract; the others serve the dialog."""

from django.urls import path

from tickets.widget import parts, views

urlpatterns = [
    path("w/v1.js", parts.loader, name="widget_loader"),
    path("w/v1/p/<slug:fingerprint>/<str:name>", parts.part, name="widget_part"),
    path("w/v1/config", views.config, name="widget_config"),
    path("w/v1/solicitante", views.requester, name="widget_requester"),
    path("w/v1/parecidas", views.similar, name="widget_similar"),
    path("w/v1/asunto", views.coach, name="widget_coach"),
    path("w/v1/enviar", views.submit, name="widget_submit"),
]
