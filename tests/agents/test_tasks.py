"""The sweep that sends what can no longer be undone."""

import shutil
from datetime import timedelta

from django.utils import timezone

from agents import tasks
from segusoporte.celery import app
from tests.factories import make_ticket
from tickets.models import Draft
from tickets.states import State


def test_the_sweep_is_on_the_schedule_under_its_own_name():
    assert tasks.send_due_drafts.name in {entry["task"] for entry in app.conf.beat_schedule.values()}


def test_it_sends_what_is_due_and_leaves_what_is_not(requester, agent, settings):
    now = timezone.now()
    due = make_ticket(requester=requester, now=now)
    later = make_ticket(requester=requester, now=now)
    for ticket, seconds_ago in ((due, 60), (later, 0)):
        draft = Draft.objects.keep(ticket, agent, verb="resolve", body="Ya quedó", now=now)
        frozen_at = now - timedelta(seconds=seconds_ago)
        draft.freeze(expected_last_message=ticket.messages.get().pk, expected_state=ticket.state, now=frozen_at)

    tasks.send_due_drafts()

    due.refresh_from_db()
    later.refresh_from_db()
    assert (due.state, later.state) == (State.RESUELTO, State.ABIERTA)


def test_the_hint_comes_when_the_time_to_undo_is_over(settings, broker_folder):
    settings.UNDO_SEND = timedelta(0)

    tasks.send_soon().join(timeout=30)

    (message,) = broker_folder.glob("*.celery.msg")
    assert tasks.SEND_DUE_DRAFTS in message.read_text()


def test_a_broker_that_is_away_is_no_trouble(settings, broker_folder, caplog):
    settings.UNDO_SEND = timedelta(0)
    shutil.rmtree(broker_folder)
    broker_folder.write_text("in its place")  # into a file nobody can put a file

    tasks.send_soon().join(timeout=30)

    assert "the broker did not take that a draft is due" in caplog.text
