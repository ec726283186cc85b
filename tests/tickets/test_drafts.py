"""A message with its verb, before it happens: frozen, undone, given back, sent exactly once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from tests.factories import make_ticket, make_user, receive_reply
from tickets.models import Attachment, Draft
from tickets.models.draft import NOTE
from tickets.refusals import DraftFrozen, InvalidInput, StaleAnswer
from tickets.states import Action, State, TransitionNotAllowed


def draft_on(ticket, agent, now, verb=Action.REPLY, body="Ya quedó, vuelve a cotizar.", frozen=True) -> Draft:
    draft = Draft.objects.keep(ticket, agent, verb=verb, body=body, now=now)
    if frozen:
        draft.freeze(expected_last_message=last_message(ticket), expected_state=ticket.state, now=now)
    return draft


def last_message(ticket) -> int:
    return ticket.messages.order_by("-pk").first().pk


@pytest.fixture
def ticket(requester, now):
    return make_ticket(requester=requester, now=now)


@pytest.fixture
def due(now, settings):
    return now + settings.UNDO_SEND


def test_nothing_changes_until_it_is_due(ticket, agent, now, due):
    draft = draft_on(ticket, agent, now, Action.RESOLVE)

    assert draft.send(due - timedelta(seconds=1)) is None
    ticket.refresh_from_db()
    assert ticket.state == State.ABIERTA
    assert ticket.messages.count() == 1


@pytest.mark.parametrize(
    ("verb", "state"),
    [
        (Action.REPLY, State.EN_ESPERA),
        (Action.ASK, State.EN_CLIENTE),
        (Action.LOG_CONTACT, State.EN_ESPERA),
        (Action.RESOLVE, State.RESUELTO),
        (Action.CLOSE, State.CERRADO),
        (NOTE, State.ABIERTA),
    ],
)
def test_when_due_the_ordinary_verb_runs_at_that_moment(ticket, agent, now, due, verb, state):
    draft_on(ticket, agent, now, verb)

    assert Draft.objects.send_due(due) == 1

    ticket.refresh_from_db()
    event = ticket.events.last()
    assert (ticket.state, event.action, event.at) == (state, verb, due)
    assert event.message.body == "Ya quedó, vuelve a cotizar."
    assert not Draft.objects.exists()


def test_its_files_go_with_it(ticket, agent, now, due):
    draft = draft_on(ticket, agent, now)
    Attachment.objects.keep(b"%PDF-1.4 hola", "guia.pdf", now=now, draft=draft)

    event = draft.send(due)

    assert [file.name for file in event.message.attachments.all()] == ["guia.pdf"]
    assert Attachment.objects.get().draft_id is None


def test_undone_it_is_being_written_again(ticket, agent, now, due):
    draft = draft_on(ticket, agent, now)

    assert draft.undo()

    assert Draft.objects.send_due(due) == 0
    assert Draft.objects.get().body == "Ya quedó, vuelve a cotizar."


def test_what_was_sent_cannot_be_undone(ticket, agent, now, due):
    draft = draft_on(ticket, agent, now)
    Draft.objects.get().send(due)

    assert not draft.undo()


def test_a_customer_message_meanwhile_gives_it_back(ticket, requester, agent, now, due):
    draft = draft_on(ticket, agent, now)
    Attachment.objects.keep(b"%PDF-1.4 hola", "guia.pdf", now=now, draft=draft)
    receive_reply(ticket, by=requester, body="Perdón, era con SURA", now=now)

    assert draft.send(due) is None

    back = Draft.objects.get()
    assert not back.is_frozen
    assert back.returned_reason == "La solicitud cambió mientras escribías."
    assert back.body == "Ya quedó, vuelve a cotizar."
    assert back.attachments.count() == 1
    assert ticket.messages.count() == 2


def test_another_agents_verb_meanwhile_gives_it_back(ticket, agent, now, due):
    draft_on(ticket, agent, now)
    ticket.resolve("Listo.", by=make_user("luis"), now=now)

    assert Draft.objects.send_due(due) == 0

    assert Draft.objects.get().returned_reason
    ticket.refresh_from_db()
    assert ticket.state == State.RESUELTO


def test_a_verb_that_became_impossible_gives_it_back_with_the_reason(ticket, agent, now, due):
    draft_on(ticket, agent, now, Action.ASK)
    ticket.resolve("Listo.", by=agent, now=now)  # the same agent, in another window

    assert Draft.objects.send_due(due) == 0

    assert Draft.objects.get().returned_reason == "«Petición de información» no es posible en «Resuelto»."


def test_what_is_impossible_already_is_refused_at_once(requester, agent, now):
    closed = make_ticket(requester=requester, agent=agent, state=State.CERRADO, now=now)

    with pytest.raises(TransitionNotAllowed):
        draft_on(closed, agent, now, Action.ASK)
    assert not Draft.objects.get().is_frozen


def test_what_is_stale_already_is_refused_at_once(ticket, requester, agent, now):
    seen = last_message(ticket)
    receive_reply(ticket, by=requester, body="Perdón, era con SURA", now=now)
    draft = draft_on(ticket, agent, now, frozen=False)

    with pytest.raises(StaleAnswer) as refusal:
        draft.freeze(expected_last_message=seen, expected_state=ticket.state, now=now)
    assert [message.body for message in refusal.value.messages] == ["Perdón, era con SURA"]


@pytest.mark.parametrize("verb", [Action.REPLY, Action.ASK, Action.RESOLVE, Action.LOG_CONTACT, NOTE])
def test_an_empty_message_is_refused(ticket, agent, now, verb):
    with pytest.raises(InvalidInput, match="Escribe el mensaje"):
        draft_on(ticket, agent, now, verb, body="  \n ")


def test_a_frozen_draft_takes_no_other_text(ticket, agent, now):
    draft = draft_on(ticket, agent, now)

    with pytest.raises(DraftFrozen):
        draft_on(ticket, agent, now, body="Otra cosa", frozen=False)
    with pytest.raises(DraftFrozen):
        draft.freeze(expected_last_message=last_message(ticket), expected_state=ticket.state, now=now)
    with pytest.raises(DraftFrozen):
        draft.discard()
    assert Draft.objects.get().body == "Ya quedó, vuelve a cotizar."


def test_thrown_away_its_files_go_too(ticket, agent, now):
    draft = draft_on(ticket, agent, now, frozen=False)
    kept = Attachment.objects.keep(b"hola", "nota.txt", now=now, draft=draft)

    draft.discard()

    assert not Draft.objects.exists()
    assert not Attachment.objects.filter(pk=kept.pk).exists()
    assert not kept.file.storage.exists(kept.file.name)


def test_one_that_fails_oddly_stops_no_other(ticket, agent, requester, now, due):
    odd = draft_on(ticket, agent, now)
    other = make_ticket(requester=requester, now=now)
    draft_on(other, agent, now)
    Draft.objects.filter(pk=odd.pk).update(verb="approve")  # no agent's verb

    assert Draft.objects.send_due(due) == 1

    other.refresh_from_db()
    assert other.state == State.EN_ESPERA
    assert Draft.objects.get() == odd


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_send_it_once(now, settings):
    """Real threads on real connections: the row's lock on PostgreSQL, the write lock on SQLite."""
    agent = make_user("laura")
    ticket = make_ticket(now=now)
    draft_on(ticket, agent, now)
    due, together, sent = now + settings.UNDO_SEND, threading.Barrier(4), []

    def work():
        try:
            together.wait()
            sent.append(Draft.objects.send_due(due))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(sent) == [0, 0, 0, 1]
    assert ticket.messages.filter(kind="agente").count() == 1
    assert ticket.events.filter(action=Action.REPLY).count() == 1
    assert not Draft.objects.exists()
