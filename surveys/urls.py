"""The survey's pages."""

from django.urls import path

from surveys.views import survey

app_name = "surveys"
urlpatterns = [path("encuesta/<str:token>/", survey, name="survey")]
