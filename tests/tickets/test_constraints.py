"""What the database itself refuses, whoever asks: each CHECK and UNIQUE by its name."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import CheckConstraint, UniqueConstraint

from surveys.models import Answer, Invitation
from tests.factories import make_ticket
from tickets import models
from tickets.models import (
    Draft,
    Hold,
    Insurer,
    InsurerAlias,
    Message,
    Participant,
    Requester,
    Round,
    Site,
    SiteSecret,
    Ticket,
    TicketLink,
)
from tickets.refusals import InvalidInput
from tickets.states import State

DAY = timedelta(days=1)


def refused(name, change, *args, **kwargs):
    """The change violates the constraint of that name; SQLite names a UNIQUE's columns instead."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        change(*args, **kwargs)
    assert name in str(refusal.value) or (connection.vendor == "sqlite" and "UNIQUE" in str(refusal.value))


@pytest.fixture
def rows(requester, agent, now):
    """Update one ticket behind the door's back, by state."""
    return {
        state: Ticket.objects.filter(pk=make_ticket(requester=requester, agent=agent, state=state, now=now).pk)
        for state in State
    }


def test_a_ticket_that_cannot_be_is_refused(rows, now):
    opened, asked, solved, closed, working = (
        rows[state] for state in ("abierta", "en_cliente", "resuelto", "cerrado", "en_espera")
    )

    refused("known_state", working.update, state="perdida")
    refused("closed_with_a_reason", closed.update, close_reason="")
    refused("closed_with_a_reason", closed.update, close_reason="otra")
    refused("closed_with_a_reason", working.update, close_reason="completa")
    refused("duplicate_says_of_what", closed.update, close_reason="duplicada")
    refused("duplicate_says_of_what", closed.update, merged_into=opened.get())
    refused("not_merged_into_itself", closed.update, close_reason="duplicada", merged_into=closed.get())
    refused("open_owes_an_answer", opened.update, first_response_due_at=None)
    refused("open_owes_an_answer", working.update, first_response_due_at=now)
    refused("only_waiting_tickets_close_alone", working.update, auto_close_at=now)
    refused("only_waiting_tickets_close_alone", closed.update, auto_close_at=now)
    refused("reminder_before_closing", asked.update, reminder_due_at=now + 2 * DAY)
    refused("reminder_before_closing", solved.update, reminder_due_at=now)
    refused("reminder_before_closing", asked.update, auto_close_at=None, reminder_due_at=now)
    refused("next_update_only_while_waiting", asked.update, next_update_at=now)


def test_what_must_be_one_is_one(rows, requester, agent, now):
    ticket, other = rows["abierta"].get(), rows["en_espera"].get()
    message = ticket.messages.get()
    Participant.objects.create(ticket=ticket, email="a@b.test", added_by=agent, added_at=now)
    Draft.objects.create(ticket=ticket, agent=agent, saved_at=now)
    TicketLink.objects.create(ticket=ticket, other=other, kind="enlazada", made_at=now)
    insurer = Insurer.objects.create(name="Prueba Seguros")
    InsurerAlias.objects.create(insurer=insurer, text="Prúeba")
    site = Site.objects.create(name="Sitio de prueba")
    SiteSecret.objects.create(site=site, kid="a")

    refused("sending_key", rows["en_espera"].update, sending_key=ticket.sending_key)
    refused("email", Requester.objects.create, email=requester.email, registered_at=now)
    refused("sending_key", Message.objects.filter(ticket=other).update, sending_key=message.sending_key)
    refused(
        "one_round_per_number",
        Round.objects.create,
        ticket=ticket,
        number=1,
        opened_at=now,
        due_at=now,
        promised_within=DAY,
    )
    refused(
        "one_participant_per_address",
        Participant.objects.create,
        ticket=ticket,
        email="a@b.test",
        added_by=agent,
        added_at=now,
    )
    refused("one_draft_per_agent_and_ticket", Draft.objects.create, ticket=ticket, agent=agent, saved_at=now)
    refused("linked_once", TicketLink.objects.create, ticket=ticket, other=other, kind="enlazada", made_at=now)
    Hold.objects.create(ticket=ticket, kind="revision", reference=1, placed_at=now)
    refused("one_open_hold_a_cause", Hold.objects.create, ticket=ticket, kind="revision", reference=1, placed_at=now)
    refused("folded", InsurerAlias.objects.create, insurer=insurer, text="PRUEBA")
    refused("one_secret_per_kid", SiteSecret.objects.create, site=site, kid="a")


def test_what_makes_no_sense_is_refused(rows, agent, now):
    ticket = rows["abierta"].get()

    refused("requester_email_is_lower_case", Requester.objects.create, email="Ana@Agencia.test", registered_at=now)
    refused("due_after_opening", ticket.rounds.update, due_at=now - DAY)
    refused(
        "not_linked_to_itself", TicketLink.objects.create, ticket=ticket, other=ticket, kind="enlazada", made_at=now
    )
    refused(
        "an_agent_wrote_agent_messages", Message.objects.create, ticket=ticket, kind="agente", channel="agente", at=now
    )


def test_a_survey_has_one_invitation_a_round_one_answer_and_scores_from_one_to_five(rows, now):
    ticket = rows["resuelto"].get()
    round_ = ticket.rounds.get()
    invitation = Invitation.objects.for_round(round_, now=now)

    assert Invitation.objects.for_round(round_, now=now + DAY) == invitation
    refused("round_id", Invitation.objects.create, ticket=ticket, round=round_, created_at=now)
    invitation.answer_with(4, now)
    assert invitation.answer_with(5, now + DAY).score == 5
    assert Answer.objects.get().answered_at == now
    refused("invitation_id", Answer.objects.create, invitation=invitation, score=3, answered_at=now)
    refused("score_from_one_to_five", Answer.objects.update, score=6)
    for score in (0, 6, -1, 45):
        with pytest.raises(InvalidInput, match="cinco opciones"):
            invitation.answer_with(score, now)


def test_every_named_constraint_of_the_domain_is_tried_here():
    named = {
        constraint.name
        for name in (*models.__all__,)
        for constraint in getattr(models, name)._meta.constraints
        if isinstance(constraint, CheckConstraint | UniqueConstraint)
    }

    assert named - set(Path(__file__).read_text().split('"')) == set()
