"""Where every address leads. Paths are Spanish, without accents; DESIGN's contract fixes them."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
