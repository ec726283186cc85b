"""What every page of requesters does before its own work: one value a parameter, bounded attempts, links that still open."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import cast

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tickets.models import Ticket
from tickets.throttle import UPLOADS_PER_NETWORK, too_often
from tickets.tokens import InvalidToken, Purpose, read

View = Callable[..., HttpResponseBase]
# For a form that comes back, filled, because `csrf_failed`.
NO_COOKIE = (
    "Tu navegador no guardó la cookie de seguridad de esta página. Lo que escribiste sigue aquí: envíalo de nuevo."
)
SEVERAL = {"remove", "kept"}  # the only parameters that may come more than once
# A little more than a whole form may weigh: its files, the picture, and the text. BodyLimit refuses what is larger.
LARGEST_BODY = (settings.MAX_FILES + 1) * settings.MAX_FILE_SIZE + settings.DATA_UPLOAD_MAX_MEMORY_SIZE


class FormRequest(HttpRequest):
    """The request of a page whose form comes back, filled, when the CSRF check failed: what `form_page` hands on."""

    csrf_failed: bool


class SeeOther(HttpResponseRedirect):
    """After a POST: the next page is another one, whatever the client."""

    status_code = 303


def page(view: View) -> View:
    """A page that requesters open: GET and POST, never cached, a dead link said kindly."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        try:
            _refuse_repeated(request.GET)
            return view(request, *args, **kwargs)
        except InvalidToken:
            return render(request, "tickets/dead_link.html", status=404)

    return guarded


def form_page(view: View) -> View:
    """A page whose form may carry files: nothing typed is lost to a missing cookie.

    Instead of refusing, a failed CSRF check sets `request.csrf_failed`: the view must then change nothing but show
    its form again, filled, with a new token. Must be the outermost decorator.
    """
    inner = page(view)

    @csrf_exempt
    @wraps(view)
    def checked(received: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        request = cast(FormRequest, received)
        request.csrf_failed = False
        if request.method == "POST":
            if too_often(request, "uploads", UPLOADS_PER_NETWORK):
                return render(request, "tickets/too_often.html", status=429)
            _refuse_repeated(request.POST)
            middleware = CsrfViewMiddleware(lambda _request: HttpResponse())
            request.csrf_failed = middleware.process_view(request, view, args, kwargs) is not None
        return inner(request, *args, **kwargs)

    return checked


def ticket_behind(purpose: Purpose, token: str, now: datetime) -> Ticket:
    """The ticket that this token opens, with its requester. Raises InvalidToken."""
    claim = read(purpose, token)
    tickets = Ticket.objects.select_related("requester", "insurer", "process")
    ticket = tickets.filter(pk=claim.object_id, requester=claim.principal_id).first()
    if ticket is None:
        raise InvalidToken
    claim.check(ticket.token_version(), now)
    if not ticket.requester.sees(ticket):
        raise InvalidToken  # of the person who used the address before
    return ticket


def _refuse_repeated(values) -> None:
    for name in values:
        if "[" in name or (name not in SEVERAL and len(values.getlist(name)) > 1):
            raise BadRequest(f"Repeated parameter: {name[:40]!r}")
