"""What requesters open. Paths are part of the contract."""

from django.urls import include, path

from tickets.views.files import file
from tickets.views.form import support_form
from tickets.views.known import name_needed
from tickets.views.my_tickets import my_tickets, my_tickets_link
from tickets.views.sent import sent
from tickets.views.tracking import tracking

app_name = "tickets"
urlpatterns = [
    path("soporte/", support_form, name="form"),
    path("soporte/nombre/", name_needed, name="name_needed"),
    path("soporte/enviada/<str:token>/", sent, name="sent"),
    path("solicitud/<str:token>/", tracking, name="tracking"),
    path("archivo/<str:token>/", file, name="file"),
    path("mis-solicitudes/", my_tickets, name="my_tickets"),
    path("mis-solicitudes/<str:token>/", my_tickets_link, name="my_tickets_link"),
    path("", include("tickets.widget.urls")),
]
