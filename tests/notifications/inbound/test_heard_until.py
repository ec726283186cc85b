"""No blind close: a silence counts only up to the moment until which everything was surely heard."""

from datetime import timedelta

import pytest

from notifications.addresses import reply_address
from notifications.inbound import pipeline, quarantine
from notifications.inbound.heard_until import NEVER, heard_until, mailbox_name
from notifications.models import MailboxHeartbeat, SpooledMessage
from notifications.models.spool import SpoolState
from tests.factories import make_ticket
from tests.notifications.inbound.raw import arrive, keep, mail_sent, raw_mail, state_of
from tickets.models import Ticket
from tickets.states import State

pytestmark = pytest.mark.django_db
MAILBOX = "imaps://soporte%40x.mx:clave@imap.x.mx/Soporte"
UNREADABLE = {"headers": "X-Largo: " + "x" * 300_000}


@pytest.fixture
def ticket(requester, agent, now):
    """Resuelto: it closes alone, with no reminder before."""
    return make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)


def close_due(at) -> int:
    return Ticket.objects.close_due(heard_until=heard_until(at), now=at)


@pytest.fixture
def asked(requester, agent, now):
    """En cliente: it is reminded of first."""
    return make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)


def remind_due(at) -> int:
    return Ticket.objects.remind_due(heard_until=heard_until(at), now=at)


def test_who_answered_is_not_reminded_while_the_answer_waits_in_the_spool(asked, now):
    due = asked.reminder_due_at
    keep(raw_mail(to=reply_address(asked.reply_token), in_reply_to="<x@y>"), due - timedelta(hours=1))

    assert remind_due(due + timedelta(minutes=1)) == 0

    pipeline.process_pending(due + timedelta(minutes=2))
    assert remind_due(due + timedelta(minutes=3)) == 0
    assert state_of(asked) == State.EN_ESPERA
    assert not asked.events.filter(action="remind").exists()


def test_nobody_is_reminded_until_every_mailbox_was_fetched(asked, settings):
    settings.MAILBOX_URLS, due = [MAILBOX], asked.reminder_due_at
    beat = MailboxHeartbeat.objects.create(mailbox=mailbox_name(MAILBOX), heard_until=due - timedelta(minutes=1))

    assert remind_due(due + timedelta(hours=1)) == 0

    beat.heard_until = due
    beat.save()
    assert remind_due(due + timedelta(hours=1)) == 1


def test_a_late_reminder_moves_an_overdue_closing_from_now(asked, settings):
    settings.MAILBOX_URLS, late = [MAILBOX], asked.auto_close_at + timedelta(hours=5)
    MailboxHeartbeat.objects.create(mailbox=mailbox_name(MAILBOX), heard_until=asked.reminder_due_at)

    assert (remind_due(late), close_due(late)) == (1, 0)

    asked.refresh_from_db()
    assert asked.auto_close_at == late + settings.AUTO_CLOSE_REMINDER


def test_with_nothing_pending_we_have_heard_until_now(now):
    assert heard_until(now) == now


def test_a_reply_that_waits_in_the_spool_keeps_its_ticket_open(ticket, now):
    late = ticket.auto_close_at + timedelta(minutes=1)
    keep(raw_mail(to=reply_address(ticket.reply_token), in_reply_to="<x@y>"), ticket.auto_close_at - timedelta(hours=1))

    assert close_due(late) == 0

    pipeline.process_pending(late)
    assert close_due(late) == 0
    assert state_of(ticket) == State.ABIERTA


def test_what_arrived_after_the_silence_ended_does_not_keep_it(ticket, now):
    late = ticket.auto_close_at + timedelta(hours=2)
    keep(raw_mail(), ticket.auto_close_at + timedelta(hours=1))

    assert close_due(late) == 1


def test_a_mailbox_never_fetched_closes_nothing(ticket, settings):
    settings.MAILBOX_URLS = [MAILBOX]

    assert heard_until(ticket.auto_close_at) == NEVER
    assert close_due(ticket.auto_close_at + timedelta(days=30)) == 0


def test_a_silence_counts_up_to_the_last_fetch_of_every_mailbox(ticket, settings, now):
    settings.MAILBOX_URLS = [MAILBOX, "imaps://otra:c@imap.x.mx"]
    late = ticket.auto_close_at + timedelta(hours=1)
    MailboxHeartbeat.objects.create(mailbox=mailbox_name(settings.MAILBOX_URLS[0]), heard_until=late)
    stale = MailboxHeartbeat.objects.create(mailbox="otra@imap.x.mx/INBOX", heard_until=now)

    assert heard_until(late) == now
    assert close_due(late) == 0

    stale.heard_until = late
    stale.save()
    assert close_due(late) == 1


def test_a_mailbox_is_named_without_its_password():
    assert mailbox_name(MAILBOX) == "soporte@x.mx@imap.x.mx/Soporte"


@pytest.mark.parametrize("pointer", ["token", "message-id"])
def test_an_unreadable_message_holds_the_ticket_it_points_to_and_no_other(ticket, requester, agent, now, pointer):
    other = make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)
    points = {
        "token": {"to": reply_address(ticket.reply_token)},
        "message-id": {"in_reply_to": mail_sent(ticket, now).mail_id},
    }[pointer]

    row = arrive(raw_mail(**points, **UNREADABLE), now)

    assert row.state == SpoolState.QUARANTINED
    assert close_due(other.auto_close_at + timedelta(hours=1)) == 1
    assert (state_of(ticket), state_of(other)) == (State.RESUELTO, State.CERRADO)
    assert ticket.events.last().action == "unread_mail"


def test_a_dismissed_message_lets_its_ticket_go(ticket, agent, now):
    row = arrive(raw_mail(to=reply_address(ticket.reply_token), **UNREADABLE), now)

    quarantine.dismiss(row, by=agent, now=now)

    row.refresh_from_db()
    assert row.state == SpoolState.DISMISSED
    assert close_due(ticket.auto_close_at + timedelta(hours=1)) == 1


def test_a_message_processed_again_waits_as_if_it_had_just_been_kept(ticket, now):
    row = arrive(raw_mail(to=reply_address(ticket.reply_token), **UNREADABLE), now)

    quarantine.process_again(row, now=now)

    assert SpooledMessage.objects.pending().get() == row
    assert close_due(ticket.auto_close_at + timedelta(hours=1)) == 0


def test_a_decision_on_something_else_does_not_lift_the_hold(ticket, agent, now):
    arrive(raw_mail(sender="luis@x.mx", to=reply_address(ticket.reply_token), in_reply_to="<x@y>"), now)
    arrive(raw_mail(message_id="dos@x", to=reply_address(ticket.reply_token), **UNREADABLE), now)

    ticket.dismiss(ticket.messages.under_review().get(), by=agent, now=now)

    ticket.refresh_from_db()
    assert ticket.held_for_review_at == now
