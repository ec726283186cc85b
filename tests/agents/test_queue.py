"""The queue: what each view holds, in which order, how it is filtered and paged, and what is done to several."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from agents.queue.lists import VIEWS, Place, counts
from tests.factories import make_requester, make_ticket, make_user, receive_reply
from tests.pictures import png
from tickets.models import Attachment, Insurer, Process, Ticket
from tickets.models.attachment import AttachmentKind
from tickets.states import CloseReason, State

QUEUE = "/agentes/solicitudes/"


@pytest.fixture
def now():
    """The views take the real time."""
    return timezone.now()


def folios(browser, **query) -> list[int]:
    answer = browser.get(QUEUE, query)
    assert answer.status_code == 200
    return [row.ticket.pk for row in answer.context["rows"]]


@pytest.fixture
def day(agent, requester, now, settings):
    """One ticket for every view, by name."""
    made = {
        "abierta": make_ticket(requester=requester, now=now - timedelta(hours=1)),
        "vence": make_ticket(requester=requester, now=now - timedelta(hours=23, minutes=59, seconds=50)),
        "espera": make_ticket(requester=requester, agent=agent, state=State.EN_ESPERA, now=now),
        "cliente": make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now),
        "resuelta": make_ticket(requester=requester, agent=make_user("luis"), state=State.RESUELTO, now=now),
        "cerrada": make_ticket(requester=requester, agent=agent, state=State.CERRADO, now=now - timedelta(days=3)),
        "reabierta": make_ticket(requester=requester, agent=agent, state=State.CERRADO, now=now - timedelta(days=1)),
        "spam": make_ticket(requester=requester, agent=agent, state=State.CERRADO, reason=CloseReason.SPAM, now=now),
    }
    receive_reply(made["reabierta"], by=requester, body="Sigue sin cotizar con ATLAS", now=now)
    made["debe"] = make_ticket(requester=requester, agent=agent, state=State.EN_ESPERA, now=now - timedelta(days=7))
    made["perdida"] = make_ticket(requester=requester, now=now)
    made["perdida"].lose_contact(why="550 no existe", now=now)
    return {name: ticket.pk for name, ticket in made.items()}


HELD = {
    "mios": ["debe", "espera", "reabierta", "cliente"],
    "abiertas": ["vence", "abierta", "perdida", "reabierta"],
    "en-espera": ["debe", "espera"],
    "respondio": ["reabierta"],
    "por-dar-noticia": ["debe"],
    "sin-asignar": ["vence", "abierta", "perdida"],
    "en-cliente": ["cliente"],
    "resueltas": ["resuelta"],
    "reabiertas": ["reabierta"],
    "sin-contacto": ["perdida"],
    "cerradas": ["spam", "cerrada"],
}


def test_each_view_holds_its_tickets(desk, day):
    found = {view: sorted(folios(desk, vista=view)) for view in HELD}

    assert found == {view: sorted(day[name] for name in names) for view, names in HELD.items()}


def test_due_today_holds_what_falls_due_before_midnight(desk, day, now):
    found = folios(desk, vista="vencen-hoy")

    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    due = Ticket.objects.filter(first_response_due_at__lte=midnight, state=State.ABIERTA)
    assert sorted(found) == sorted(due.values_list("pk", flat=True))
    assert day["vence"] in found


def test_closing_soon_holds_what_closes_alone_within_two_days(desk, day, now):
    Ticket.objects.filter(pk=day["resuelta"]).update(auto_close_at=now + timedelta(days=9))

    assert folios(desk, vista="por-cerrar") == [day["cliente"]]


def test_the_nearest_clock_stands_first(desk, day):
    clocks = [Ticket.objects.get(pk=folio).risk_at for folio in folios(desk, vista="mios")]

    assert clocks == sorted(clocks)


def test_the_counts_are_what_the_views_hold(agent, day, now):
    expected = {view.slug: str(view.tickets(agent, now).count()) for view in VIEWS if view.counted}

    assert counts(agent, now) == expected


def test_counts_are_one_query_and_stop_at_a_hundred(agent, requester, now, django_assert_num_queries):
    model = make_ticket(requester=requester, now=now)
    _multiply(model, 120)

    with django_assert_num_queries(1):
        found = counts(agent, now)

    assert found["abiertas"] == "99+"
    assert found["resueltas"] == "0"


def _multiply(model: Ticket, number: int) -> None:
    fields = {f.attname: getattr(model, f.attname) for f in model._meta.concrete_fields if not f.primary_key}
    Ticket.objects.bulk_create(Ticket(**fields | {"sending_key": uuid.uuid4().hex}) for _ in range(number))


@pytest.mark.parametrize("view", ["abiertas", "todas"])
def test_pages_go_by_key_and_miss_none(desk, requester, now, view):
    first = make_ticket(requester=requester, now=now)
    _multiply(first, 120)  # all with the same clock
    seen, address = [], f"?vista={view}"
    while address:
        answer = desk.get(f"{QUEUE}{address}")
        seen += [row.ticket.pk for row in answer.context["rows"]]
        address = answer.context["next_page"]

    assert len(seen) == len(set(seen)) == 121


def test_tickets_without_a_clock_come_last_and_are_paged_too(desk, requester, now):
    first = make_ticket(requester=requester, now=now)
    _multiply(first, 60)
    Ticket.objects.filter(pk__gt=first.pk + 30).update(risk_at=None)
    answer = desk.get(f"{QUEUE}?vista=abiertas")
    rest = desk.get(QUEUE + answer.context["next_page"])

    found = [row.ticket for row in [*answer.context["rows"], *rest.context["rows"]]]
    assert len({ticket.pk for ticket in found}) == 61
    assert [ticket.risk_at is None for ticket in found] == sorted(ticket.risk_at is None for ticket in found)


@pytest.mark.parametrize(
    "text", ["", "x", "1", ".", "9.", ".x", "1.1.1", "-1.2", "9" * 40 + ".1", "999999999999999999.1", "١.١"]
)
def test_a_made_up_place_is_no_place(desk, requester, now, text):
    make_ticket(requester=requester, now=now)

    assert Place.read(text) is None or text == "999999999999999999.1"
    assert desk.get(QUEUE, {"despues": text}).status_code == 200


def test_a_place_is_read_as_it_was_written(now):
    for place in (Place(now, 7), Place(None, 7)):
        assert Place.read(str(place)) == place


def test_filters_narrow_the_view(desk, agent, requester, now):
    process = Process.objects.create(name="Emisión", slug="emision")
    insurer = Insurer.objects.create(name="SURA")
    mine = make_ticket(requester=requester, now=now, process=process, insurer=insurer)
    mine.assign(agent, by=agent, now=now)
    other = make_ticket(requester=requester, now=now)

    assert folios(desk, vista="abiertas", proceso=process.pk) == [mine.pk]
    assert folios(desk, vista="abiertas", aseguradora=insurer.pk) == [mine.pk]
    assert folios(desk, vista="abiertas", asignada="yo") == [mine.pk]
    assert folios(desk, vista="abiertas", asignada=str(agent.pk)) == [mine.pk]
    assert folios(desk, vista="abiertas", asignada="nadie") == [other.pk]
    assert folios(desk, vista="todas", estado="en_espera") == []


@pytest.mark.parametrize(
    "query",
    [
        {"vista": "inventada"},
        {"estado": "inventado"},
        {"proceso": "0 OR 1=1"},
        {"asignada": "requester__email"},
        {"assignee__password__startswith": "md5"},
        {"order_by": "-requester__email"},
        {"sort": "password"},
        {"estado": ["abierta", "cerrado"]},
        {"q": "\x00"},
    ],
)
def test_what_is_not_on_the_list_filters_nothing_and_breaks_nothing(desk, requester, now, query):
    ticket = make_ticket(requester=requester, now=now)

    answer = desk.get(QUEUE, query)

    assert answer.status_code == 200
    assert [row.ticket.pk for row in answer.context["rows"]] in ([ticket.pk], [])
    if "estado" not in query:
        assert [row.ticket.pk for row in answer.context["rows"]] == [ticket.pk]


@pytest.mark.parametrize("text", ["#{folio}", "{folio}", "ana@agencia.test", "cotizando", "COTIZÁNDO atlas"])
def test_the_search_looks_everywhere(desk, requester, stranger, agent, now, text):
    closed = make_ticket(requester=requester, agent=agent, state=State.CERRADO, now=now)
    make_ticket(requester=stranger, subject="Otra cosa", now=now)

    assert folios(desk, q=text.format(folio=closed.pk)) == [closed.pk]


def test_a_row_says_what_the_ticket_carries_and_who_has_it(desk, requester, agent, now):
    ticket = make_ticket(requester=requester, now=now, files=[
        Attachment.objects.keep(png(), "p.png", kind=AttachmentKind.SCREENSHOT, now=now),
        Attachment.objects.keep(b"uno", "1.txt", now=now), Attachment.objects.keep(b"dos", "2.txt", now=now),
        Attachment.objects.keep(b"firma", "logo.txt", kind=AttachmentKind.SIGNATURE, now=now),
    ])  # fmt: skip
    ticket.assign(agent, by=agent, now=now)

    page = desk.get(QUEUE).content.decode()

    assert "imagen, 2 archivos" in page
    assert '<td class="wide">Tú</td>' in page
    assert 'class="subject unread"' in page
    assert '<span class="due ok">' in page


def test_the_deadline_says_its_risk_in_words(desk, requester, now):
    make_ticket(requester=requester, now=now - timedelta(hours=25))
    make_ticket(requester=requester, now=now - timedelta(hours=22))

    page = desk.get(QUEUE).content.decode()

    assert '<span class="due late">1 h tarde</span>' in page
    assert '<span class="due soon">1 h 59 min</span>' in page


def test_queries_do_not_grow_with_the_rows(desk, requester, now, django_assert_num_queries):
    for _ in range(5):
        make_ticket(requester=make_requester(now=now), now=now)
    desk.get(QUEUE)
    with django_assert_num_queries(ROWS_COST):
        desk.get(QUEUE)
    for _ in range(45):
        make_ticket(requester=make_requester(now=now), now=now)

    with django_assert_num_queries(ROWS_COST):
        assert len(folios(desk)) == 50


ROWS_COST = 14  # session, user, permissions, profile, team, views' counts, quarantine, drafts, rows, files, lists to choose from


def test_the_rows_refresh_themselves_only_when_something_changed(desk, requester, now):
    ticket = make_ticket(requester=requester, now=now)
    htmx = {"HTTP_HX_REQUEST": "true"}
    first = desk.get(QUEUE, **htmx)

    same = desk.get(QUEUE, HTTP_IF_NONE_MATCH=first["ETag"], **htmx)
    receive_reply(ticket, by=requester, body="¿Alguna novedad?", now=now)
    ticket.refresh_from_db()
    ticket.set_subject("Otro asunto", by=None, now=now)
    changed = desk.get(QUEUE, HTTP_IF_NONE_MATCH=first["ETag"], **htmx)

    assert first.content.decode().lstrip().startswith("<tr")
    assert (same.status_code, same.content) == (304, b"")
    assert changed.status_code == 200
    assert "Otro asunto" in changed.content.decode()


def test_a_part_of_the_page_asked_for_without_a_session_reloads_the_whole(client, db):
    answer = client.get(QUEUE, HTTP_HX_REQUEST="true")

    assert (answer.status_code, answer["HX-Refresh"]) == (401, "true")


# --- several at once ------------------------------------------------------------------------------------------
def several(browser, tickets, **data):
    return browser.post(reverse("agents:bulk"), {"id": [str(getattr(t, "pk", t)) for t in tickets]} | data, follow=True)


@pytest.fixture
def three(requester, now):
    return [make_ticket(requester=requester, now=now) for _ in range(3)]


def test_several_are_assigned_to_oneself_or_to_another(desk, three, agent, colleague):
    several(desk, three, change="take")
    assert {ticket.assignee for ticket in Ticket.objects.all()} == {agent}

    several(desk, three[:2], change="assign", agent=colleague.pk)
    assert [ticket.assignee for ticket in Ticket.objects.order_by("pk")] == [colleague, colleague, agent]
    assert three[0].events.last().action == "assign"


def test_several_get_a_process(desk, three):
    process = Process.objects.create(name="Emisión", slug="emision")

    several(desk, three, change="process", process=process.pk)

    assert {ticket.process for ticket in Ticket.objects.all()} == {process}


@pytest.mark.parametrize("forbidden", ["closed", "missing", "text"])
def test_of_a_mixture_that_may_not_all_be_changed_none_is(desk, three, requester, agent, now, forbidden):
    closed = make_ticket(requester=requester, agent=make_user("luis"), state=State.CERRADO, now=now)
    odd = {"closed": closed.pk, "missing": 10**9, "text": "1 OR 1=1"}[forbidden]
    before = list(Ticket.objects.order_by("pk").values())

    answer = several(desk, [*three, odd], change="take")

    assert list(Ticket.objects.order_by("pk").values()) == before
    assert 'class="notice error"' in answer.content.decode()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"change": "borrar"}, "Elige qué hacer."),
        ({}, "Elige qué hacer."),
        ({"change": "assign"}, "Elige a quién asignarlas."),
        ({"change": "assign", "agent": "999999"}, "Elige a alguien del equipo."),
        ({"change": "process"}, "Elige el proceso."),
        ({"change": "process", "process": "x"}, "Elige un proceso de la lista."),
    ],
)
def test_what_makes_no_sense_is_said(desk, three, data, said):
    assert said in several(desk, three, **data).content.decode()


def test_nobody_is_given_work_who_may_not_work_here(desk, three):
    outsider = make_user("nadie")
    outsider.groups.clear()
    inactive = make_user("ida", is_active=False)

    for person in (outsider, inactive):
        several(desk, three, change="assign", agent=person.pk)

    assert not Ticket.objects.exclude(assignee=None).exists()
    assert User.objects.filter(assigned_tickets__isnull=False).count() == 0
