"""Warnings, breaches and news not given: one mail per person and slot, each alert reported once."""

from datetime import timedelta

import pytest

from notifications.inbound import quarantine
from notifications.models import Email, Preference
from notifications.outbox.digests import publish_due
from tests.factories import make_requester, make_ticket, make_user, receive_reply
from tests.notifications.inbound.raw import arrive, raw_mail
from tickets.states import State

HOURS = timedelta(hours=1)


def digests() -> list[Email]:
    return list(Email.objects.filter(kind="interno").order_by("pk"))


def reported(at) -> dict[str, str]:
    """Whom the digest reported what at that moment: address → subject."""
    last = Email.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    publish_due(at)
    return dict(Email.objects.filter(pk__gt=last).values_list("to", "subject"))


def test_four_hours_before_the_deadline_the_assignee_is_warned_once(requester, agent, now):
    make_user("luis")
    ticket = make_ticket(requester=requester, now=now)
    ticket.assign(agent, by=agent, now=now)

    assert reported(now + 19 * HOURS) == {}
    assert reported(now + 20 * HOURS) == {"laura@segupoliza.test": "1 por vencer"}
    assert reported(now + 21 * HOURS) == {}

    [mail] = digests()
    assert ticket.events.filter(action="warn").count() == 1
    assert ticket.rounds.get().warned_at == now + 20 * HOURS
    for words in (f"#{ticket.pk} No está cotizando con ATLAS", "Ana Ruiz", "Vence en 4 h"):
        assert words in mail.text
        assert words in mail.html
    assert f"http://testserver/agentes/solicitudes/{ticket.pk}/" in mail.text
    assert mail.reply_to == ""


def test_without_an_assignee_all_agents_are_warned(requester, agent, now):
    make_user("luis")
    make_ticket(requester=requester, now=now)

    assert set(reported(now + 20 * HOURS)) == {"laura@segupoliza.test", "luis@segupoliza.test"}


def test_with_the_assignee_away_all_agents_here_are_warned(requester, agent, now):
    make_user("luis")
    Preference.objects.create(user=agent, away=True)
    make_ticket(requester=requester, now=now).assign(agent, by=agent, now=now)

    assert set(reported(now + 20 * HOURS)) == {"luis@segupoliza.test"}


def test_the_breach_is_reported_to_assignee_and_supervisors_once(requester, agent, supervisor, now):
    make_user("luis")
    ticket = make_ticket(requester=requester, now=now)
    ticket.assign(agent, by=agent, now=now)
    publish_due(now + 20 * HOURS)

    assert reported(now + 24 * HOURS) == {"laura@segupoliza.test": "1 vencida", "sofia@segupoliza.test": "1 vencida"}
    assert reported(now + 25 * HOURS) == {}
    assert ticket.events.filter(action="breach").count() == 1


def test_a_breach_of_nobodys_ticket_without_supervisors_reaches_the_agents(requester, agent, now):
    make_ticket(requester=requester, now=now)
    publish_due(now + 20 * HOURS)

    assert reported(now + 24 * HOURS) == {"laura@segupoliza.test": "1 vencida"}


def test_one_mail_says_everything_that_a_person_must_know(requester, agent, now):
    for hours in (0, 0, 4):
        ticket = make_ticket(requester=requester, now=now + hours * HOURS)
        ticket.assign(agent, by=agent, now=now)
    late = make_ticket(requester=requester, agent=agent, state=State.EN_ESPERA, now=now - 20 * HOURS)

    subjects = reported(now + 24 * HOURS)

    late.refresh_from_db()
    assert late.next_update_missed_at is None  # its news are due later
    assert subjects == {"laura@segupoliza.test": "1 por vencer, 2 vencidas"}


def test_news_promised_and_not_given_are_reported_once(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_ESPERA, now=now)
    ticket.set_next_update(now + HOURS, by=agent, now=now)

    assert reported(now + HOURS) == {"laura@segupoliza.test": "1 sin noticia"}
    assert reported(now + 2 * HOURS) == {}
    assert ticket.events.filter(action="missed_update").count() == 1
    assert "Prometida hace" in digests()[0].text


def test_within_a_slot_one_person_gets_one_mail_and_the_rest_in_the_next(requester, agent, now):
    first, second = (make_ticket(requester=requester, now=now + timedelta(minutes=n)) for n in (0, 5))

    assert reported(now + 20 * HOURS) == {"laura@segupoliza.test": "1 por vencer"}
    assert reported(now + 20 * HOURS + timedelta(minutes=5)) == {}
    assert reported(now + 20 * HOURS + timedelta(minutes=15)) == {"laura@segupoliza.test": "1 por vencer"}
    assert f"#{first.pk}" in digests()[0].text
    assert f"#{second.pk}" in digests()[1].text
    assert digests()[0].key != digests()[1].key


def test_an_answered_promise_is_neither_warned_of_nor_breached(requester, agent, now):
    make_ticket(requester=requester, agent=agent, now=now).reply("Lo vemos.", by=agent, now=now)

    assert reported(now + 23 * HOURS) == {}
    assert reported(now + 30 * HOURS) == {}


def test_a_reopened_ticket_is_judged_by_its_new_round_alone(requester, agent, now):
    ticket = make_ticket(requester=requester, now=now)
    ticket.withdraw(by=requester, now=now + HOURS)
    receive_reply(ticket, by=requester, body="Siempre sí lo necesito hoy", now=now + 10 * HOURS)

    assert reported(now + 25 * HOURS) == {}
    assert reported(now + 30 * HOURS) == {"laura@segupoliza.test": "1 por vencer"}
    assert reported(now + 34 * HOURS) == {"laura@segupoliza.test": "1 vencida"}


def test_a_warning_longer_than_the_promise_is_no_warning(settings, requester, agent, now):
    settings.FIRST_RESPONSE_WITHIN, settings.FIRST_RESPONSE_WARNING = 2 * HOURS, 4 * HOURS
    make_ticket(requester=requester, now=now)

    assert reported(now) == {}
    assert reported(now + 2 * HOURS) == {"laura@segupoliza.test": "1 vencida"}


def test_subjects_of_requesters_are_escaped(agent, now):
    requester = make_requester("eva@agencia.test", "<i>Eva</i>", now=now)
    make_ticket(requester=requester, subject="<script>x</script>", now=now)

    publish_due(now + 20 * HOURS)

    assert "<script" not in digests()[0].html
    assert "&lt;script&gt;" in digests()[0].html
    assert "<i>Eva" not in digests()[0].html


@pytest.mark.parametrize("number", [2, 12])
def test_queries_to_find_what_is_due_do_not_grow_with_the_team(
    number, requester, agent, now, django_assert_max_num_queries
):
    for n in range(number):
        make_user(f"agente_{n}")

    with django_assert_max_num_queries(9):
        publish_due(now)


def test_a_mail_that_nobody_could_read_is_reported_to_all_agents_once(agent, now):
    make_user("luis")
    row = arrive(raw_mail(headers="X-Largo: " + "x" * 300_000), now)

    assert reported(now + HOURS) == {
        "laura@segupoliza.test": "1 correo sin leer",
        "luis@segupoliza.test": "1 correo sin leer",
    }
    assert reported(now + 2 * HOURS) == {}

    mail = digests()[0]
    for form in (mail.text, mail.html):
        for words in ("Correos que no pudimos leer", "El encabezado del mensaje pesa más de 256 KB.", "Hace 1 h"):
            assert words in form
        assert f"http://testserver/agentes/cuarentena/{row.pk}/" in form
        assert "sin asignar" not in form


def test_a_mail_that_somebody_put_aside_meanwhile_is_not_reported(agent, now):
    quarantine.dismiss(arrive(raw_mail(headers="X-Largo: " + "x" * 300_000), now), by=agent, now=now)

    assert reported(now + HOURS) == {}
