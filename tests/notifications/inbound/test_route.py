"""Where a message belongs, by strength of evidence: one test a line."""

from datetime import timedelta

import pytest

from notifications.addresses import reply_address
from tests.factories import make_requester, make_ticket
from tests.notifications.inbound.raw import arrive, mail_sent, raw_mail, state_of
from tickets.models import Message, Ticket, TicketLink
from tickets.models.message import Review
from tickets.models.ticket_link import LinkKind
from tickets.states import Action, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(requester, agent, now):
    """One that waits for its requester."""
    return make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)


def new_ticket_besides(ticket) -> Ticket:
    return Ticket.objects.exclude(pk=ticket.pk).get()


def test_a_mail_with_no_thread_opens_a_ticket_of_an_unproven_requester(now):
    row = arrive(raw_mail(), now)

    ticket = Ticket.objects.get()
    assert (row.ticket, row.became, row.reason) == (ticket, ticket.messages.get(), "Abrió una solicitud nueva.")
    assert (ticket.subject, ticket.requester.email, ticket.requester.name) == (
        "No cotiza SURA", "ana@agencia.test", "Ana Ruiz",
    )  # fmt: skip
    assert ticket.requester.proven_at is None
    assert ticket.events.get().action == Action.SUBMIT


def test_a_sender_without_a_name_is_called_by_the_local_part(now):
    arrive(raw_mail(sender="luis.mora@agencia.test"), now)

    assert Ticket.objects.get().requester.name == "luis.mora"


def test_the_promise_of_a_mail_counts_from_its_arrival(now):
    row = arrive(raw_mail(), now)

    assert Ticket.objects.get().first_response_due_at == row.received_at + timedelta(hours=24)


def test_prefixes_and_foreign_folios_leave_the_subject_of_a_new_ticket(now):
    arrive(raw_mail(subject="RE: RV: No cotiza SURA [#77]"), now)

    assert Ticket.objects.get().subject == "No cotiza SURA"


def test_the_reply_address_threads_and_proves_its_requester(agent, now):
    unproven = make_requester("leo@agencia.test", now=now, proven=False)
    ticket = make_ticket(requester=unproven, agent=agent, state=State.EN_CLIENTE, now=now)
    to = reply_address(ticket.reply_token)

    row = arrive(raw_mail(sender="leo@agencia.test", to=to, subject=f"Re: {ticket.subject}", body="Es la 77123"), now)

    ticket.refresh_from_db()
    assert (ticket.state, ticket.auto_close_at) == (State.EN_ESPERA, None)
    assert ticket.events.last().action == Action.CUSTOMER_REPLY
    assert ticket.requester.proven_at == now
    assert Message.objects.get(spooled=row).body == "Es la 77123"


def test_the_domain_of_the_reply_address_may_be_written_in_any_case(ticket, now):
    local, _, domain = reply_address(ticket.reply_token).partition("@")

    arrive(raw_mail(to=f"<{local}@{domain.title()}>", in_reply_to="<x@y>"), now)

    assert state_of(ticket) == State.EN_ESPERA


def test_a_token_that_only_a_mail_server_noted_threads(ticket, now):
    """A forward or a Bcc: the visible To is another address."""
    delivered = f"Delivered-To: {reply_address(ticket.reply_token)}"

    arrive(raw_mail(to="soporte@grupo.test", in_reply_to="<x@y>", headers=delivered), now)

    assert state_of(ticket) == State.EN_ESPERA


def test_our_message_id_in_in_reply_to_threads(ticket, now):
    sent = mail_sent(ticket, now)

    arrive(raw_mail(in_reply_to=sent.mail_id, subject="otra cosa"), now)

    assert state_of(ticket) == State.EN_ESPERA


def test_of_several_references_the_last_one_that_is_ours_wins(ticket, requester, agent, now):
    other = make_ticket(requester=requester, agent=agent, now=now)
    earlier, later = mail_sent(other, now), mail_sent(ticket, now)

    row = arrive(raw_mail(references=f"{earlier.mail_id} {later.mail_id} <ajeno@otra.test>"), now)

    assert row.ticket == ticket


def test_the_token_is_stronger_than_the_message_id(ticket, requester, agent, now):
    other = make_ticket(requester=requester, agent=agent, now=now)
    sent = mail_sent(other, now)

    row = arrive(raw_mail(to=reply_address(ticket.reply_token), in_reply_to=sent.mail_id), now)

    assert row.ticket == ticket


def test_a_follow_up_to_ones_own_mail_threads_by_the_received_message_id(now):
    first = arrive(raw_mail(message_id="primero@agencia.test"), now)

    second = arrive(
        raw_mail(message_id="segundo@agencia.test", in_reply_to="<primero@agencia.test>", body="Adjunto la póliza"), now
    )

    assert second.ticket == first.ticket
    assert first.ticket.messages.count() == 2


def test_the_folio_threads_only_for_its_own_requester(ticket, now):
    arrive(raw_mail(subject=f"RV: Re: lo que sea [#{ticket.pk}]"), now)

    assert state_of(ticket) == State.EN_ESPERA
    assert Ticket.objects.count() == 1


def test_the_folio_from_anyone_else_opens_a_ticket(ticket, now):
    arrive(raw_mail(sender="otra@agencia.test", subject=f"Re: lo que sea [#{ticket.pk}]"), now)

    assert state_of(ticket) == State.EN_CLIENTE
    assert new_ticket_besides(ticket).requester.email == "otra@agencia.test"


def test_an_autocompleted_reply_address_opens_a_linked_ticket(ticket, now):
    raw = raw_mail(to=reply_address(ticket.reply_token), subject="Alta de usuarios para Querétaro", body="Son tres.")

    arrive(raw, now)

    new = new_ticket_besides(ticket)
    assert state_of(ticket) == State.EN_CLIENTE
    assert TicketLink.objects.filter(ticket=new, other=ticket, kind=LinkKind.RELATED).exists()


def test_a_client_that_loses_the_thread_still_reaches_the_ticket_by_address_and_subject(ticket, now):
    raw = raw_mail(to=reply_address(ticket.reply_token), subject=f"RE: Nos falta un dato: {ticket.subject}")

    arrive(raw, now)

    assert state_of(ticket) == State.EN_ESPERA


def test_a_new_mail_while_we_wait_for_its_sender_holds_the_closing(ticket, now):
    arrive(raw_mail(subject="Te mando la póliza que pediste"), now)

    new, ticket = new_ticket_besides(ticket), Ticket.objects.get(pk=ticket.pk)
    assert (ticket.state, ticket.held_for_review_at) == (State.EN_CLIENTE, now)
    assert TicketLink.objects.undecided().get(ticket=new, other=ticket)
    assert Ticket.objects.close_due(heard_until=now + timedelta(days=9)) == 0


def test_a_colleague_who_answers_is_held_for_review(ticket, now):
    raw = raw_mail(sender="Luis <luis@agencia.test>", to=reply_address(ticket.reply_token), in_reply_to="<x@y>")

    arrive(raw, now)

    ticket.refresh_from_db()
    assert (ticket.state, ticket.held_for_review_at) == (State.EN_CLIENTE, now)
    held = ticket.messages.under_review().get()
    assert (held.author_email, held.author_name, held.review) == ("luis@agencia.test", "Luis", Review.PENDING)


def test_a_participant_counts_as_the_requester(ticket, agent, now):
    ticket._add_participant("luis@agencia.test", "Luis", agent, now)

    arrive(raw_mail(sender="luis@agencia.test", to=reply_address(ticket.reply_token), in_reply_to="<x@y>"), now)

    assert state_of(ticket) == State.EN_ESPERA


def test_mail_to_a_merged_ticket_goes_to_the_one_it_was_merged_into(ticket, requester, agent, now):
    other = make_ticket(requester=requester, agent=agent, now=now)
    other.merge_into(ticket, by=agent, now=now)

    row = arrive(raw_mail(to=reply_address(other.reply_token), in_reply_to="<x@y>"), now)

    assert row.ticket == ticket
    assert state_of(ticket) == State.EN_ESPERA


def test_mail_to_spam_is_kept_and_moves_nothing(ticket, agent, now):
    ticket.close(by=agent, now=now, reason="spam")

    arrive(raw_mail(to=reply_address(ticket.reply_token), in_reply_to="<x@y>"), now)

    assert state_of(ticket) == State.CERRADO
    assert ticket.messages.last().body.startswith("Desde ayer")


# --- links that died --------------------------------------------------------------------------------------
@pytest.mark.parametrize("how", ["token", "message-id"])
def test_after_a_change_of_person_old_addresses_and_message_ids_thread_no_more(ticket, requester, agent, now, how):
    old, sent = reply_address(ticket.reply_token), mail_sent(ticket, now)
    later = now + timedelta(hours=1)
    requester.change_person("Eva Luna", since=later, sees_earlier=False, by=agent, now=later)
    headers = {"to": old, "in_reply_to": "<x@y>"} if how == "token" else {"in_reply_to": sent.mail_id}

    arrive(raw_mail(subject=f"Re: {ticket.subject} [#{ticket.pk}]", **headers), later)

    assert state_of(ticket) == State.EN_CLIENTE
    assert not ticket.messages.filter(channel="correo").exists()
    assert new_ticket_besides(ticket).requester == requester


def test_after_a_correction_the_wrong_address_reaches_nothing(ticket, agent, now):
    old, sent = reply_address(ticket.reply_token), mail_sent(ticket, now)
    ticket.correct_address("ana.ruiz@agencia.test", by=agent, now=now)

    arrive(raw_mail(to=old, in_reply_to=sent.mail_id, subject=f"Re: {ticket.subject} [#{ticket.pk}]"), now)

    assert state_of(ticket) == State.EN_CLIENTE
    assert new_ticket_besides(ticket).requester.email == "ana@agencia.test"
