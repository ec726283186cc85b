"""/buzon/galeria/: every mail in its variants."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("<slug:slug>/", views.sample, name="gallery-sample"),
    path("<slug:slug>/<slug:look>/", views.frame, name="gallery-frame"),
]
