"""Who may open and post what: role × page × method, read from the URLconf so that no new page is forgotten."""

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from agents.catalogues.site import site
from agents.urls import PAGES
from tests.agents.conftest import signed_in
from tests.factories import make_ticket, make_user
from tickets.models import Draft, Insurer, Process, Requester, Ticket, TicketEvent

CATALOGUES = {"process", "insurer", "holiday"}  # a supervisor's
ADMINISTRATION = {"site", "user"}
SHARED = {"jsi18n", "autocomplete", "app_list", "password_change_done"}


def pages() -> list[tuple[str, str]]:
    """(path with every key 1, name) of all patterns beneath /agentes/, allauth's own apart."""
    found = []

    def walk(patterns, prefix, name_prefix=""):
        for entry in patterns:
            route = prefix + str(entry.pattern)
            if isinstance(entry, URLResolver):
                walk(entry.url_patterns, route)
            elif isinstance(entry, URLPattern):
                found.append((route, entry.name or ""))

    for resolver in get_resolver().url_patterns:
        if str(resolver.pattern) == "agentes/":
            walk(resolver.url_patterns, "/agentes/")
    return found


def concrete(route: str) -> str:
    route = re.sub(r"<key:\w+>|<path:object_id>", "1", route)
    return (
        re.sub(r"\(\?P<url>\.\*\)\$|\(\?P<app_label>[^)]*\)/\$", "", route)
        .replace("^", "")
        .replace("<path:content_type_id>", "1")
    )


OWN = [concrete(f"/agentes/{route}") for route, _view, _name in PAGES]
EVERY = sorted(
    {concrete(route) for route, name in pages() if "cuenta/" not in route or route.endswith("/agentes/cuenta/")}
)


def snapshot() -> list:
    """Everything a page could have changed."""
    models = (Ticket, TicketEvent, Draft, Requester, Process, Insurer)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.fixture
def ticket(requester, now):
    return make_ticket(requester=requester, now=now)


def test_the_urlconf_is_read(db):
    assert len(EVERY) > 50
    assert set(OWN) <= set(EVERY)


@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_a_stranger_is_sent_to_sign_in(db, method):
    login = (reverse("account_login"), "/agentes/login/")
    browser = Client()

    for path in EVERY:
        answer = getattr(browser, method)(path)
        assert answer.status_code == 302, path
        assert answer["Location"].startswith(login) or answer["Location"] == f"{path}/", path


def test_who_signed_in_without_the_permission_is_refused(db):
    outsider = make_user("nadie")
    outsider.groups.clear()
    browser = signed_in(outsider)

    assert {path: browser.get(path).status_code for path in EVERY} == dict.fromkeys(EVERY, 403)


def test_a_requesters_session_opens_nothing_here(requester, ticket):
    browser = Client()
    session = browser.session
    session["requester"] = {"id": requester.pk, "version": 0, "until": 4102444800}
    session.save()

    for path in OWN:
        assert browser.get(path).status_code == 302, path


def test_no_page_here_leads_to_what_only_a_requesters_link_opens(administrator, ticket):
    kind = ContentType.objects.get_for_model(Ticket)

    assert signed_in(administrator).get(f"/agentes/r/{kind.pk}/{ticket.pk}/").status_code == 404


@pytest.mark.parametrize("group", ["Agente", "Supervisor", "Administrador"])
def test_the_catalogues_open_to_whom_their_group_allows(db, group):
    desk = signed_in(make_user("quien", group))
    allowed = {"Agente": set(), "Supervisor": CATALOGUES, "Administrador": CATALOGUES | ADMINISTRATION}[group]

    for model in site._registry:
        name = model._meta.model_name
        expected = 200 if name in allowed or (name == "requester" and group != "Agente") else 403
        assert desk.get(reverse(f"agents:{model._meta.app_label}_{name}_changelist")).status_code == expected, name
        adds = 200 if name in allowed else 403
        assert desk.get(reverse(f"agents:{model._meta.app_label}_{name}_add")).status_code == adds, name


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing_and_is_never_stored(administrator, ticket, method):
    desk = signed_in(administrator)
    before = snapshot()

    for path in EVERY:
        answer = getattr(desk, method)(path)
        assert answer.status_code in (200, 302, 403, 404, 405), path
        # A refusal says nothing of ours.
        assert answer.status_code in (403, 404) or "no-store" in answer["Cache-Control"], path
    assert snapshot() == before


def test_what_changes_something_is_refused_by_get(desk, ticket):
    changing = {"bulk", "send", "draft_save", "draft_undo", "draft_discard", "take", "assign_to_me", "details", "subject",
                "postpone", "reopen", "restore", "spam", "merge", "unmerge", "person", "address", "accept", "dismiss",
                "confirm_person", "confirm_automatic", "decide_link", "resend", "add_copied", "open_for", "received_retry",
                "received_attach", "received_dismiss", "received_open"}  # fmt: skip
    refused = {name for route, _view, name in PAGES if desk.get(concrete(f"/agentes/{route}")).status_code == 405}

    assert refused == changing


def test_without_the_token_of_the_page_nothing_is_accepted(agent, ticket):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(agent)

    assert browser.post(reverse("agents:take", args=[ticket.pk])).status_code == 403
    ticket.refresh_from_db()
    assert ticket.state == "abierta"


def test_an_administrator_gives_no_superuser_and_touches_none(administrator):
    root = make_user("root", is_superuser=True)
    desk = signed_in(administrator)

    desk.post(
        reverse("agents:auth_user_change", args=[administrator.pk]),
        {
            "username": "adriana",
            "is_superuser": "on",
            "is_staff": "on",
            "is_active": "on",
            "groups": administrator.groups.get().pk,
        },
    )

    administrator.refresh_from_db()
    assert not administrator.is_superuser
    assert desk.get(reverse("agents:auth_user_change", args=[root.pk])).status_code == 302  # «no existe»
    assert desk.get(reverse("agents:auth_user_password_change", args=[root.pk])).status_code == 404
