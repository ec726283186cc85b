"""Where every address leads. Paths are Spanish, without accents; the contract fixes them.

/soporte/, /solicitud/…, /archivo/…, /mis-solicitudes/ are of tickets; /encuesta/… of surveys; /correo/… and
/buzon/ of notifications; /agentes/ of agents; /salud/… stands here.
"""

from django.urls import include, path

from segusoporte import health

handler500 = "segusoporte.errors.server_error"
urlpatterns = [
    path("", include("tickets.urls")),
    path("", include("surveys.urls")),
    path("", include("notifications.urls")),
    path("agentes/", include("agents.urls")),
    path("salud/vivo/", health.alive, name="alive"),
    path("salud/listo/", health.ready, name="ready"),
]
