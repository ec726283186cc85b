"""The agents' workspace under /agentes/."""

from django.urls import include, path

from agents.site import site

urlpatterns = [
    path("cuenta/", include("agents.account_urls")),
    path("", site.urls),
]
