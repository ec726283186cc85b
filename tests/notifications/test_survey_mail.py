"""The survey's invitation and its mail: once per answered round, while asking still means something."""

from datetime import timedelta

import pytest

from notifications.models import Email
from notifications.outbox.invitations import publish_due
from surveys.models import Invitation
from tests.factories import make_ticket, receive_reply
from tickets.states import CloseReason, State

AN_HOUR = timedelta(hours=1)


def surveys() -> list[Email]:
    return list(Email.objects.filter(kind="encuesta").order_by("pk"))


def test_it_leaves_an_hour_after_the_solution_with_five_links(requester, agent, now, publish):
    ticket = make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)
    publish()

    assert publish_due(now + AN_HOUR - timedelta(seconds=1)) == 0
    assert publish_due(now + AN_HOUR) == 1
    assert publish_due(now + AN_HOUR) == 0

    [mail] = surveys()
    invitation = Invitation.objects.get()
    page = f"http://testserver/encuesta/{invitation.round.survey_token}/"
    assert mail.key == f"encuesta:{invitation.pk}"
    assert mail.subject == f"¿Cómo te atendimos? No está cotizando con ATLAS [#{ticket.pk}]"
    assert "te toma 10 segundos" in mail.text
    for score, words in enumerate(["Muy mala", "Mala", "Regular", "Buena", "Muy buena"], 1):
        assert f"{words}: {page}?n={score}" in mail.text
        assert f'href="{page}?n={score}"' in mail.html
    assert invitation.decided_at == now + AN_HOUR


def test_it_leaves_at_once_where_no_approval_was_needed(requester, agent, now, publish):
    make_ticket(requester=requester, agent=agent, state=State.CERRADO, now=now)
    publish()

    assert publish_due(now) == 1


def test_an_approval_does_not_stop_it(requester, agent, now, publish):
    make_ticket(requester=requester, agent=agent, state=State.CERRADO, reason=CloseReason.COMPLETA, now=now)
    publish()

    assert publish_due(now + AN_HOUR) == 1


@pytest.mark.parametrize(
    "stop",
    [
        lambda t, other, a, n: Invitation.objects.get(ticket=t).answer_with(5, n),
        lambda t, other, a, n: receive_reply(t, by=t.requester, body="Sigue saliendo prima cero", now=n),
        lambda t, other, a, n: t.merge_into(other, by=a, now=n),
        lambda t, other, a, n: t.close(by=a, now=n, reason=CloseReason.SPAM),
    ],
    ids=["answered", "reopened", "merged", "spam"],
)
def test_it_does_not_leave_once_it_means_nothing(stop, requester, agent, now, publish):
    ticket = make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)
    other = make_ticket(requester=requester, agent=agent, now=now)
    publish()

    stop(ticket, other, agent, now)

    assert publish_due(now + AN_HOUR) == 0
    assert surveys() == []


def test_one_that_cannot_be_written_stops_no_other(requester, agent, now, publish):
    for _ in range(2):
        make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)
    [acknowledged, *_] = publish()
    first, second = Invitation.objects.order_by("pk")
    Email.objects.filter(pk=acknowledged.pk).update(key=f"encuesta:{first.pk}")  # its key is taken

    assert publish_due(now + AN_HOUR) == 1

    assert [mail.ticket for mail in surveys()] == [second.ticket]
    first.refresh_from_db()
    assert first.decided_at is None


def test_a_reopened_ticket_is_asked_about_its_next_solution(requester, agent, now, publish):
    ticket = make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)
    receive_reply(ticket, by=requester, body="Sigue saliendo prima cero", now=now)
    ticket.refresh_from_db()
    ticket.resolve("Ahora sí.", by=agent, now=now)
    publish()

    publish_due(now + AN_HOUR)

    [mail] = surveys()
    assert ticket.rounds.get(number=2).survey_token in mail.text


@pytest.mark.parametrize("state", [State.EN_CLIENTE, State.EN_ESPERA])
def test_nothing_else_brings_a_survey(state, requester, agent, now, publish):
    make_ticket(requester=requester, agent=agent, state=state, now=now)
    publish()

    assert not Invitation.objects.exists()
