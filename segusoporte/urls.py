"""Where every address leads. Paths are Spanish, without accents; the contract fixes them.

/soporte/, /solicitud/…, /archivo/…, /mis-solicitudes/ are of tickets; /encuesta/… of surveys; /correo/… and
/buzon/ of notifications; /agentes/ of agents; /salud/… stands here.
"""

from django.urls import include, path

urlpatterns = [
    path("", include("tickets.urls")),
    path("", include("surveys.urls")),
    path("", include("notifications.urls")),
    path("agentes/", include("agents.urls")),
]
