"""What no ticket has can be brought back: automatic mail and the quarantine, with what an agent does about it."""

import threading

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from notifications.addresses import reply_address
from notifications.inbound.tray import open_as_ticket
from notifications.models import Email
from notifications.models.spool import SpoolState
from notifications.outbox.digests import publish_due
from notifications.outbox.publish import publish_pending
from tests.factories import make_ticket
from tests.notifications.inbound.raw import arrive, raw_mail
from tests.notifications.inbound.test_files import with_files
from tickets.models import Ticket
from tickets.refusals import Refusal
from tickets.states import State

pytestmark = pytest.mark.django_db
MACHINE = {"subject": "Boletín de primas", "headers": "Precedence: bulk"}
UNREADABLE = {"headers": "X-Largo: " + "x" * 300_000}


@pytest.fixture
def now():
    """The pages look at the clock themselves."""
    return timezone.now().replace(microsecond=0)


@pytest.fixture
def automatic(now):
    return arrive(raw_mail(**MACHINE), now)


@pytest.fixture
def unreadable(now):
    return arrive(raw_mail(**UNREADABLE), now)


def page(desk, name: str, *args, **query) -> str:
    return desk.get(reverse(f"agents:{name}", args=args), query).content.decode()


def post(desk, name: str, row, **data):
    return desk.post(reverse(f"agents:{name}", args=[row.pk]), data)


@pytest.mark.parametrize("kind", ["automatic", "unreadable"])
def test_it_shows_who_wrote_about_what_how_it_begins_and_why_it_is_here(desk, kind, request):
    row = request.getfixturevalue(kind)

    for shown in (page(desk, "quarantine"), page(desk, "received", row.pk)):
        assert "Ana Ruiz &lt;ana@agencia.test&gt;" in shown
        assert row.subject in shown
        assert row.reason in shown
    assert ("Desde ayer no me regresa primas" in page(desk, "quarantine")) == (kind == "automatic")
    assert all(words in page(desk, "received", row.pk) for words in ("Abrir como solicitud", "Adjuntar", "Descartar"))


def test_both_are_counted_in_the_side_bar_and_found_by_search(desk, automatic, unreadable):
    assert "Cuarentena y bandeja <small>2</small>" in page(desk, "queue")

    assert reverse("agents:received", args=[automatic.pk]) in page(desk, "queue", q="boletin ANA@agencia")
    assert reverse("agents:received", args=[unreadable.pk]) in page(desk, "queue", q="ruiz sura")
    assert "También en la bandeja" not in page(desk, "queue", q="ruiz otra")
    assert "También en la bandeja" not in page(desk, "queue")


def test_opened_as_a_request_it_is_one_like_any_other_and_leaves_the_tray(desk, agent, now):
    row = arrive(with_files(2).replace(b"MIME-Version", b"Precedence: bulk\r\nMIME-Version"), now)

    answer = post(desk, "received_open", row)

    ticket, event = Ticket.objects.get(), Ticket.objects.get().events.get()
    row.refresh_from_db()
    assert answer["Location"] == reverse("agents:ticket", args=[ticket.pk])
    assert (ticket.state, ticket.requester.email, event.agent) == (State.ABIERTA, "ana@agencia.test", agent)
    assert ticket.messages.get().body == "Van todas."
    assert ticket.messages.get().attachments.count() == 2
    assert (row.ticket, row.became, row.decision) == (
        ticket, ticket.messages.get(), "Abierto como solicitud por Laura.",
    )  # fmt: skip
    assert "Nada por aquí." in page(desk, "quarantine")


def test_a_machine_whose_mail_is_opened_is_not_answered(desk, automatic, now):
    post(desk, "received_open", automatic)
    publish_pending(now)

    assert [email.state for email in Ticket.objects.get().emails.all()] == ["suprimido"]


def test_of_one_that_cannot_be_read_a_request_says_what_could(desk, unreadable, now):
    post(desk, "received_open", unreadable)

    ticket = Ticket.objects.get()
    assert (ticket.subject, ticket.requester.email) == ("No cotiza SURA", "ana@agencia.test")
    assert "No se pudo leer su texto" in ticket.messages.get().body


def test_opened_twice_it_is_one_request(desk, automatic):
    first, second = post(desk, "received_open", automatic), post(desk, "received_open", automatic)

    assert Ticket.objects.count() == 1
    assert first["Location"] == second["Location"]


@pytest.mark.django_db(transaction=True)
def test_opened_by_two_at_once_it_is_one_request(agent, now):
    row = arrive(raw_mail(**MACHINE), now)
    together, refused = threading.Barrier(2), []

    def act() -> None:
        try:
            together.wait(10)
            open_as_ticket(row, by=agent, now=now)
        except Refusal as refusal:
            refused.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=act) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert Ticket.objects.count() == 1
    assert refused == ["Alguien ya decidió sobre este mensaje."]


def test_one_that_names_nobody_opens_nothing_and_says_so(desk, now):
    row = arrive(raw_mail(sender=""), now)

    answer = post(desk, "received_open", row)

    assert answer.status_code == 409
    assert "sin remitente" in answer.content.decode()
    row.refresh_from_db()
    assert (row.state, Ticket.objects.count()) == (SpoolState.QUARANTINED, 0)


@pytest.mark.parametrize(
    ("sender", "state"),
    [("Ana <ana@agencia.test>", State.EN_ESPERA), ("Portal <avisos@portal.test>", State.EN_CLIENTE)],
)
def test_attached_the_requesters_words_move_the_ticket_and_a_machines_do_not(desk, agent, now, sender, state):
    opened = arrive(raw_mail(), now).ticket
    opened.ask("¿Con qué póliza?", by=agent, now=now)
    row = arrive(raw_mail(sender=sender, message_id="dos@x", **MACHINE), now)

    answer = post(desk, "received_attach", row, folio=f"#{opened.pk}")

    row.refresh_from_db()
    opened.refresh_from_db()
    assert answer["Location"] == reverse("agents:ticket", args=[opened.pk])
    assert (row.ticket, opened.state, opened.messages.count()) == (opened, state, 3)


@pytest.mark.parametrize("folio", ["", "x", "99", "9" * 30])
def test_attached_to_nothing_it_stays_and_says_so(desk, automatic, folio):
    answer = post(desk, "received_attach", automatic, folio=folio)

    assert answer.status_code == 422
    assert "Escribe el número de una solicitud que exista." in answer.content.decode()


def test_discarded_with_its_reason_it_can_still_be_opened(desk, automatic):
    post(desk, "received_dismiss", automatic, why="publicidad")

    automatic.refresh_from_db()
    assert automatic.decision == "Descartado por Laura: es publicidad o un boletín"
    assert "Descartados" in page(desk, "quarantine")
    post(desk, "received_dismiss", automatic, other="me equivoqué")
    automatic.refresh_from_db()
    assert automatic.decision == "Descartado por Laura: es publicidad o un boletín"
    post(desk, "received_open", automatic)

    automatic.refresh_from_db()
    assert (automatic.state, automatic.ticket) == (SpoolState.PROCESSED, Ticket.objects.get())


def test_an_unreadable_answer_that_is_attached_lets_the_closing_go(desk, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)
    row = arrive(raw_mail(sender="otra@x.test", to=reply_address(ticket.reply_token), **UNREADABLE), now)
    ticket.refresh_from_db()
    held = ticket.held_for_review_at

    post(desk, "received_attach", row, folio=ticket.pk)

    assert held is not None
    assert not Ticket.objects.held_for("correo_sin_leer", row.pk).exists()
    assert ticket.messages.under_review().exists()


def test_what_waits_is_in_the_digest_once(agent, automatic, now):
    assert publish_due(now) == 1
    assert "Boletín de primas" in agent_digest(agent)
    assert publish_due(now + timezone.timedelta(hours=1)) == 0


def agent_digest(agent) -> str:
    return Email.objects.get(to=agent.email, kind="interno").text


def test_nobody_else_may_decide(client, automatic):
    client.force_login(User.objects.create_user("visita"))

    for name in ("received_open", "received_attach", "received_dismiss"):
        assert client.post(reverse(f"agents:{name}", args=[automatic.pk])).status_code == 403
    automatic.refresh_from_db()
    assert (automatic.state, automatic.ticket) == (SpoolState.PROCESSED, None)


def test_a_link_that_is_only_opened_decides_nothing(desk, automatic):
    for name in ("received_open", "received_attach", "received_dismiss"):
        assert desk.get(reverse(f"agents:{name}", args=[automatic.pk])).status_code == 405
    assert Ticket.objects.count() == 0
