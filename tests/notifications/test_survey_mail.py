"""The survey's invitation and its mail: once per answered round, while asking still means something."""

from datetime import timedelta

import pytest

from notifications.models import Email
from notifications.models.email import EmailState
from notifications.outbox.invitations import publish_due
from surveys.models import Invitation
from tests.factories import make_ticket, receive_reply
from tickets.states import CloseReason, State

AN_HOUR = timedelta(hours=1)


@pytest.fixture
def mailed(publish, now):
    """Everything published, and taken by a server."""

    def mailed(at=now) -> list[Email]:
        mails = publish(at)
        Email.objects.filter(pk__in=[mail.pk for mail in mails]).update(state=EmailState.ACCEPTED, accepted_at=at)
        return mails

    return mailed


def surveys() -> list[Email]:
    return list(Email.objects.filter(kind="encuesta").order_by("pk"))


def test_it_leaves_an_hour_after_the_solution_with_five_links(requester, agent, now, mailed):
    ticket = make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)
    mailed()

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


def test_it_leaves_as_late_where_no_approval_was_needed(requester, agent, now, mailed):
    make_ticket(requester=requester, agent=agent, state=State.CERRADO, now=now)
    mailed()

    assert publish_due(now + AN_HOUR - timedelta(seconds=1)) == 0
    assert publish_due(now + AN_HOUR) == 1


def test_it_waits_for_the_closing_notice_and_counts_from_when_a_server_took_it(requester, agent, now, publish):
    make_ticket(requester=requester, agent=agent, state=State.CERRADO, now=now)
    [*_, notice] = publish()

    assert publish_due(now + 5 * AN_HOUR) == 0
    Email.objects.filter(pk=notice.pk).update(state=EmailState.ACCEPTED, accepted_at=now + 5 * AN_HOUR)

    assert publish_due(now + 6 * AN_HOUR - timedelta(seconds=1)) == 0
    assert publish_due(now + 6 * AN_HOUR) == 1


@pytest.mark.parametrize("fate", [EmailState.BOUNCED, EmailState.FAILED])
def test_none_follows_a_closing_notice_that_did_not_arrive(fate, requester, agent, now, mailed):
    make_ticket(requester=requester, agent=agent, state=State.CERRADO, now=now)
    [*_, notice] = mailed()
    Email.objects.filter(pk=notice.pk).update(state=fate)

    assert publish_due(now + AN_HOUR) == 0

    assert (notice.kind, surveys()) == ("cerrada", [])
    assert Invitation.objects.get().decided_at == now + AN_HOUR


def test_it_follows_a_notice_that_arrived_when_it_was_sent_again(requester, agent, now, mailed):
    make_ticket(requester=requester, agent=agent, state=State.CERRADO, now=now)
    [*_, notice] = mailed()
    Email.objects.filter(pk=notice.pk).update(state=EmailState.BOUNCED)
    again = Email.objects.get(pk=notice.pk).resend(now)
    Email.objects.filter(pk=again.pk).update(state=EmailState.DELIVERED, delivered_at=now)

    assert publish_due(now + AN_HOUR) == 1


def test_an_approval_does_not_stop_it(requester, agent, now, mailed):
    make_ticket(requester=requester, agent=agent, state=State.CERRADO, reason=CloseReason.COMPLETA, now=now)
    mailed()

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
def test_it_does_not_leave_once_it_means_nothing(stop, requester, agent, now, mailed):
    ticket = make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)
    other = make_ticket(requester=requester, agent=agent, now=now)
    mailed()

    stop(ticket, other, agent, now)

    assert publish_due(now + AN_HOUR) == 0
    assert surveys() == []


def test_one_that_cannot_be_written_stops_no_other(requester, agent, now, mailed):
    for _ in range(2):
        make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)
    [acknowledged, *_] = mailed()
    first, second = Invitation.objects.order_by("pk")
    Email.objects.filter(pk=acknowledged.pk).update(key=f"encuesta:{first.pk}")  # its key is taken

    assert publish_due(now + AN_HOUR) == 1

    assert [mail.ticket for mail in surveys()] == [second.ticket]
    first.refresh_from_db()
    assert first.decided_at is None


def test_a_reopened_ticket_is_asked_about_its_next_solution(requester, agent, now, mailed):
    ticket = make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)
    receive_reply(ticket, by=requester, body="Sigue saliendo prima cero", now=now)
    ticket.refresh_from_db()
    ticket.resolve("Ahora sí.", by=agent, now=now)
    mailed()

    publish_due(now + AN_HOUR)

    [mail] = surveys()
    assert ticket.rounds.get(number=2).survey_token in mail.text


@pytest.mark.parametrize("state", [State.EN_CLIENTE, State.EN_ESPERA])
def test_nothing_else_brings_a_survey(state, requester, agent, now, mailed):
    make_ticket(requester=requester, agent=agent, state=state, now=now)
    mailed()

    assert not Invitation.objects.exists()
