"""What the demo host answers. Nothing, unless DEBUG."""

from django.conf import settings
from django.urls import path
from django.views.generic import RedirectView

from segusoporte.demo_host import views

urlpatterns = (
    [
        path("", RedirectView.as_view(pattern_name="host_page")),
        path("demo/anfitrion/", views.page, name="host_page"),
        path("demo/anfitrion/soporte-token", views.token, name="host_token"),
        path("demo/anfitrion/caratula.pdf", views.cover, name="host_cover"),
        path("demo/anfitrion/primas", views.premiums, name="host_premiums"),
    ]
    if settings.DEBUG
    else []
)
