"""The agents' workspace: an AdminSite, whose login is allauth's and whose catalogues are the admin's own screens."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeVar, cast

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.urls import path
from django.views.decorators.cache import never_cache

from agents import unsent
from agents.requests import HtmxRequest
from tickets.team import can_work

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
Page = tuple[str, Callable[..., HttpResponseBase], str]  # path, view, name


class AgentSite(AdminSite):
    """Everything beneath /agentes/ needs the permission to work on tickets and is never stored by a browser or a proxy."""

    site_title = site_header = "Segusoporte"
    index_title = "Catálogos"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return can_work(request.user)

    def urls_with(self, pages: list[Page]) -> tuple[list, str, str]:
        """For `path()`: these pages, each behind the site's own guard, before the catalogues."""
        own = [path(route, self.admin_view(view), name=name) for route, view, name in pages]
        return own + self.get_urls(), "admin", self.name

    def get_urls(self) -> list:
        # «View on site» leads to what a requester's own link opens: nobody here may act in their name.
        return [entry for entry in super().get_urls() if getattr(entry, "name", "") != "view_on_site"]

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """The admin's own guard, except for how it turns people away."""
        inner = super().admin_view(view)

        @never_cache
        @wraps(view)
        def guarded(request: HtmxRequest, *args, **kwargs) -> HttpResponseBase:
            return inner(request, *args, **kwargs) if self.has_permission(request) else sign_in_or_refuse(request)

        return cast(View, guarded)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return sign_in_or_refuse(cast(HtmxRequest, request))

    def logout(  # type: ignore[override]  # the stubs promise the admin's own page, Django any response
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_logout")

    def password_change(  # type: ignore[override]  # the stubs promise the admin's own page, Django any response
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_change_password")

    def index(  # type: ignore[override]  # the stubs promise the admin's own page, Django any response
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("agents:queue")

    def catalogues(self, request: HttpRequest) -> HttpResponse:
        """The catalogues that this person may see."""
        return render(request, "agents/catalogues/index.html", {"apps": self.get_app_list(request)})


def sign_in_or_refuse(request: HtmxRequest) -> HttpResponse:
    """To allauth's login and back. Raises PermissionDenied for who is signed in and may not work here."""
    if request.user.is_authenticated:
        raise PermissionDenied
    if request.htmx:  # a part of a page whose session ended: the whole page is to be asked for anew
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED, headers={"HX-Refresh": "true"})
    if request.method not in ("GET", "HEAD"):
        return redirect_to_login(unsent.keep(request))
    here = request.path != resolve_url("agents:login")
    return redirect_to_login(request.get_full_path() if here else resolve_url("agents:queue"))


site = AgentSite(name="agents")
