"""What an agent wrote while the session ended, or the page grew old: given back instead of lost.

Without a session it waits in the browser's own (anonymous) one until somebody signs in there, opens the page again
and sends it. Files cannot wait: they are named as missing.
"""

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from tickets.throttle import UNSENT_PER_NETWORK, too_often
from tickets.views.guards import FormRequest

SESSION = "unsent"  # {path to come back to: {field: text}}
LONGEST = 25_000  # characters of one field; a form's own limits are lower
MOST_FIELDS = 20
# Pages where one writes, and the page that shows what was written there.
WRITTEN_ON = {"agents:send": "agents:ticket", "agents:new": "agents:new", "agents:split": "agents:split"}
NEVER = {"csrfmiddlewaretoken", "submission_id", "kept", "attempt"}

ENDED = "Tu sesión terminó mientras escribías. Aquí está tu texto: revísalo y envíalo."
EXPIRED = "Tu sesión cambió mientras escribías, quizá en otra pestaña. Aquí está tu texto: envíalo otra vez."
FILES = " Los archivos sí hay que adjuntarlos de nuevo."


def keep(request: HttpRequest) -> str:
    """Keep what was posted without a session; the path to go on at after signing in."""
    match = request.resolver_match
    assert match is not None  # a view was found
    shown = WRITTEN_ON.get(match.view_name, "")
    if not shown:
        folio = match.kwargs.get("folio")
        return reverse("agents:ticket", args=[folio]) if folio else reverse("agents:queue")
    back = reverse(shown, kwargs=match.kwargs)
    # A foreign page's post is kept for nobody: not even a session is begun for it.
    if not _csrf_failed(request) and not too_often(request, "unsent", UNSENT_PER_NETWORK):
        request.session[SESSION] = {back: _written(request)}
    return back


def _written(request: HttpRequest) -> dict[str, str]:
    fields = [(name, str(text)[:LONGEST]) for name, text in request.POST.items() if name not in NEVER and text]
    return dict(fields[:MOST_FIELDS]) | ({"_files": "1"} if request.FILES else {})


def kept(request: HttpRequest) -> tuple[dict[str, str], str]:
    """What waits for this page, and the sentence about it; both empty where nothing does."""
    fields = dict(request.session.get(SESSION, {}).get(request.path, {}))
    lost_files = fields.pop("_files", "")
    return fields, ENDED + (FILES if lost_files else "") if fields else ""


def forget(request: HttpRequest) -> None:
    """It was sent, or saved, after all."""
    request.session.pop(SESSION, None)


def checks_csrf_itself(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page where one writes: a failed CSRF check sets `request.csrf_failed` instead of refusing.

    The view must then change nothing, and show what was written again with a new token.
    """

    @csrf_exempt
    @wraps(view)
    def checked(received: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        request = cast(FormRequest, received)
        request.csrf_failed = _csrf_failed(request)
        return view(request, *args, **kwargs)

    return checked


def _csrf_failed(request: HttpRequest) -> bool:
    return CsrfViewMiddleware(HttpResponse).process_view(request, HttpResponse, (), {}) is not None


def page_expired(request: HttpRequest) -> str:
    """Why a form comes back that was sent from a page grown old."""
    return EXPIRED + (FILES if request.FILES else "")
