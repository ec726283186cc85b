"""The account passed to another person, who does not see the earlier tickets: nothing about them reaches her."""

from datetime import timedelta

import pytest

from notifications.models.email import EmailState
from notifications.outbox.email_rows import ANOTHER_PERSON
from notifications.outbox.invitations import publish_due
from tests.factories import make_ticket
from tickets.states import Action, State


@pytest.fixture
def ticket(requester, agent, supervisor, publish, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_ESPERA, now=now)
    publish()
    later = now + timedelta(hours=1)
    requester.change_person("Juana Paz", since=later, sees_earlier=False, by=supervisor, now=later)
    ticket.refresh_from_db()
    return ticket


def test_a_question_stays_here_and_returns_to_its_agent_instead_of_closing_alone(ticket, agent, publish, now):
    ticket.ask("¿Con qué póliza te pasa?", by=agent, now=now + timedelta(hours=2))

    [email] = publish(now + timedelta(hours=2))

    ticket.refresh_from_db()
    assert (email.kind, email.state, email.reason) == ("mas_informacion", EmailState.SUPPRESSED, ANOTHER_PERSON)
    assert ticket.state == State.EN_ESPERA
    assert ticket.auto_close_at is None
    assert ticket.events.last().action == Action.BOUNCE
    assert ticket.events.last().facts.why == ANOTHER_PERSON


def test_an_answer_stays_here_and_moves_nothing_more(ticket, agent, publish, now):
    ticket.reply("Ya lo vimos con ATLAS.", by=agent, now=now + timedelta(hours=2))

    [email] = publish(now + timedelta(hours=2))

    ticket.refresh_from_db()
    assert (email.state, email.reason) == (EmailState.SUPPRESSED, ANOTHER_PERSON)
    assert ticket.state == State.EN_ESPERA


def test_the_survey_of_the_former_person_is_not_mailed(ticket, agent, publish, now):
    ticket.close("Quedó.", by=agent, now=now + timedelta(hours=2))
    publish(now + timedelta(hours=2))

    publish_due(now + timedelta(hours=3))

    survey = ticket.emails.get(kind="encuesta")
    assert (survey.state, survey.reason) == (EmailState.SUPPRESSED, ANOTHER_PERSON)


def test_who_may_see_the_earlier_tickets_gets_their_mails(requester, agent, supervisor, publish, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_ESPERA, now=now)
    publish()
    requester.change_person("Juana Paz", since=now, sees_earlier=True, by=supervisor, now=now)
    ticket.refresh_from_db()

    ticket.reply("Ya lo vimos con ATLAS.", by=agent, now=now + timedelta(hours=2))

    [email] = publish(now + timedelta(hours=2))
    assert email.state == EmailState.PENDING
