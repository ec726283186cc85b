"""Every error page: Spanish, in our shell, under the strict policy."""

import re

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client
from django.urls import path

from segusoporte.errors import PLAIN
from segusoporte.urls import handler500  # noqa: F401  (of this file as a URLconf)


def forbid(request):
    raise PermissionDenied


def suspect(request):
    raise SuspiciousOperation


def fail(request):
    raise RuntimeError("secreto interno")


def accept(request):
    raise AssertionError("the CSRF check lets nothing through")


urlpatterns = [path("403/", forbid), path("400/", suspect), path("500/", fail), path("formulario/", accept)]


@pytest.fixture
def visitor(settings):
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


PAGES = [
    ("get", "/400/", 400, "No entendimos lo que llegó"),
    ("get", "/403/", 403, "No tienes permiso para ver esto"),
    ("post", "/formulario/", 403, "La página se quedó abierta mucho tiempo"),
    ("get", "/no-existe/", 404, "No encontramos esa página"),
    ("get", "/500/", 500, "Algo falló de nuestro lado"),
]


@pytest.mark.parametrize(("method", "url", "status", "title"), PAGES)
def test_an_error_is_told_in_our_own_shell(visitor, method, url, status, title):
    response = getattr(visitor, method)(url)

    page = response.content.decode()
    assert response.status_code == status
    assert f"<title>{title}</title>" in page
    assert 'lang="es-MX"' in page
    assert f"Error {status}" in page


@pytest.mark.parametrize(("method", "url", "status", "title"), PAGES)
def test_an_error_page_keeps_the_strict_policy(visitor, method, url, status, title):
    response = getattr(visitor, method)(url)

    policy = response["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert not re.search(r"<style|<script|\sstyle=|\son\w+=", response.content.decode())


def test_a_fault_shows_nothing_of_its_cause(visitor):
    page = visitor.get("/500/").content.decode()

    assert "secreto interno" not in page
    assert "Traceback" not in page


def test_a_forged_host_is_refused_with_the_same_page(visitor):
    response = visitor.get("/403/", HTTP_HOST="malo.ejemplo")

    assert response.status_code == 400
    assert "No entendimos lo que llegó" in response.content.decode()


def test_when_even_the_error_page_fails_one_sentence_remains(visitor, settings):
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [], "APP_DIRS": False}]

    response = visitor.get("/500/")

    assert response.status_code == 500
    assert response.content.decode() == PLAIN
