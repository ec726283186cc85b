"""The agents' workspace: an AdminSite, whose login is allauth's and whose catalogues are the admin's own screens."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.urls import path

WORK = "tickets.work_tickets"


class AgentSite(AdminSite):
    """Everything beneath /agentes/ needs `tickets.work_tickets` and is never stored by a browser or a proxy."""

    site_title = site_header = "Segusoporte"
    index_title = "Catálogos"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.has_perm(WORK)

    def get_urls(self) -> list:
        from agents.routes import ROUTES

        own = [path(route, self.admin_view(view), name=name) for route, view, name in ROUTES]
        return own + super().get_urls()

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
        """Sign in with allauth; who is signed in and may not work here is told so instead of being sent round."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", resolve_url("agents:queue")))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("account_change_password")

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("agents:queue")


site = AgentSite(name="agents")
