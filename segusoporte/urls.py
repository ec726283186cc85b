"""Where every address leads. Paths are Spanish, without accents; the contract fixes them.

/soporte/, /solicitud/…, /archivo/…, /mis-solicitudes/ are of tickets; /encuesta/… of surveys; /correo/… and
/buzon/ of notifications; /agentes/ of agents; / and /salud/… stand here.
"""

from django.urls import include, path
from django.views.generic import RedirectView

from segusoporte import health

handler500 = "segusoporte.errors.server_error"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="tickets:form"), name="home"),
    path("", include("tickets.urls")),
    path("", include("surveys.urls")),
    path("", include("notifications.urls")),
    path("agentes/", include("agents.urls")),
    path("salud/vivo/", health.alive, name="alive"),
    path("salud/listo/", health.ready, name="ready"),
]
