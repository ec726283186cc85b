"""/mis-solicitudes/: a mailed link opens a session of twelve hours that lists one's own tickets.

Asking answers the same for a known and an unknown address, and takes as long: a row is written either way.
"""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from tickets.forms.address import AskLinkForm
from tickets.keys import KeyPage
from tickets.models import LinkRequest, Requester, Ticket
from tickets.throttle import LINKS_PER_EMAIL, LINKS_PER_NETWORK, too_often
from tickets.tokens import InvalidToken
from tickets.views.guards import SeeOther, page

OPEN_FOR = timedelta(hours=12)
SESSION = "requester"  # {id, version, until: seconds of the epoch}
PER_PAGE = 20


@page
def my_tickets(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    requester = requester_of(request, now)
    if request.method == "POST":
        if requester and "leave" in request.POST:
            del request.session[SESSION]
            return SeeOther(reverse("tickets:my_tickets"))
        return _ask(request, now)
    if requester is None:
        return render(request, "tickets/ask_link.html", {"form": AskLinkForm()})
    return _list(request, requester)


def _ask(request: HttpRequest, now: datetime) -> HttpResponse:
    form = AskLinkForm(request.POST)
    if not form.is_valid():
        return render(request, "tickets/ask_link.html", {"form": form})
    email = form.cleaned_data["email"]
    if too_often(request, "link", LINKS_PER_NETWORK):
        form.add_error(None, "Pidieron muchos enlaces desde tu red. Espera unos minutos y vuelve a intentarlo.")
        return render(request, "tickets/ask_link.html", {"form": form}, status=429)
    if not too_often(request, "link", LINKS_PER_EMAIL, email=email):
        LinkRequest.objects.ask(email, now)
    return render(request, "tickets/link_asked.html", {"email": email})


def _list(request: HttpRequest, requester: Requester) -> HttpResponse:
    tickets = Ticket.objects.visible_to(requester).select_related("requester", "merged_into")
    shown = KeyPage.older_than(request.GET.get("antes", ""), tickets, PER_PAGE)
    context = {"requester": requester, "tickets": shown.rows, "more": shown.last}
    return render(request, "tickets/my_tickets.html", context)


@page
@sensitive_variables("token")
def my_tickets_link(request: HttpRequest, token: str) -> HttpResponse:
    now = timezone.now()
    link = LinkRequest.objects.open(token, now)
    if link is None:
        raise InvalidToken
    if request.method != "POST":
        return render(request, "tickets/enter.html", {"email": link.email})
    requester = Requester.objects.known_as(link.email)
    if requester is None or not link.spend(now):
        raise InvalidToken
    requester.prove(now)
    request.session.cycle_key()
    request.session[SESSION] = {
        "id": requester.pk, "version": requester.link_version, "until": (now + OPEN_FOR).timestamp()
    }  # fmt: skip
    return SeeOther(reverse("tickets:my_tickets"))


def requester_of(request: HttpRequest, now: datetime) -> Requester | None:
    """Who this browser proved to be, until the twelve hours are over or the address passes to another person."""
    session = request.session.get(SESSION)
    if not session or session["until"] <= now.timestamp():
        return None
    return Requester.objects.filter(pk=session["id"], link_version=session["version"]).first()
