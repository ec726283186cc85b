"""Who asks: registration, proof, a wrong address, a new person behind it."""

from datetime import timedelta

import pytest

from tests.factories import make_requester, make_ticket, receive_reply
from tickets.intake import open_ticket
from tickets.models import Requester, Ticket
from tickets.states import Action, State
from tickets.submission import Identity, Submission

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def submit(email, name="Ana Ruiz", *, now, by=None, **fields):
    submission = Submission(email=email, name=name, subject="No cotiza", body="Desde ayer", **fields)
    return open_ticket(submission, now=now, by=by).ticket


@pytest.mark.parametrize(
    "typed", ["ana@agencia.test", "ANA@Agencia.Test", "  ana@agencia.test\n", "ana@agen\0cia.test"]
)
def test_an_address_is_one_requester_in_upper_and_lower_case(typed, requester, now):
    ticket = submit(typed, "Otro Nombre", now=now)

    assert ticket.requester == requester
    assert (ticket.requester.name, ticket.requester_name) == ("Ana Ruiz", "Ana Ruiz")


def test_a_first_time_requester_is_registered_under_their_name_and_not_yet_proven(db, now):
    ticket = submit("nueva@agencia.test", "  Eva\r\nLuna ", now=now)

    assert (ticket.requester.name, ticket.requester.registered_at, ticket.requester.proven_at) == (
        "Eva Luna",
        now,
        None,
    )


def test_whoever_wrote_without_a_name_gets_it_when_they_say_it(db, now):
    submit("eva@agencia.test", "", now=now)

    submit("eva@agencia.test", "Eva Luna", now=now)

    assert Requester.objects.get().name == "Eva Luna"


@pytest.mark.parametrize(
    ("identity", "proven"),
    [
        (Identity("eva.luna", True, "EVA@agencia.test"), True), (Identity("eva.luna", True, "otra@agencia.test"), False),
        (Identity("eva.luna", True), False), (Identity("eva.luna", False, "eva@agencia.test"), False),
    ],
)  # fmt: skip
def test_only_the_signed_address_is_proven_by_a_signature(identity, proven, db, now):
    ticket = submit("eva@agencia.test", now=now, identity=identity)

    assert (ticket.requester.proven_at == now) is proven
    assert (ticket.login_claimed, ticket.login_verified) == ("eva.luna", identity.verified)


def test_proof_is_given_once(db, now):
    requester = make_requester(now=now, proven=False)

    requester.prove(now)
    requester.prove(now + DAY)

    requester.refresh_from_db()
    assert requester.proven_at == now


def test_a_corrected_address_moves_the_ticket_and_kills_the_old_links(requester, now):
    ticket = make_ticket(requester=requester, now=now)
    ticket.lose_contact(why="550 no such user", now=now)
    old_token = ticket.tracking_token

    event = ticket.correct_address("Ana.Ruiz@agencia.test", by=requester, now=now + HOUR)

    ticket.refresh_from_db()
    assert ticket.requester.email == "ana.ruiz@agencia.test"
    assert (ticket.requester_name, ticket.contact_lost_at) == ("Ana Ruiz", None)
    assert ticket.tracking_token != old_token
    assert (event.action, event.facts.old_email, event.snapshot.email) == (
        "correct_address", "ana@agencia.test", "ana.ruiz@agencia.test",
    )  # fmt: skip
    assert ticket.state == State.ABIERTA


def test_the_same_address_again_corrects_nothing_and_ends_the_loss_of_contact(requester, now):
    ticket = make_ticket(requester=requester, now=now)
    ticket.lose_contact(why="550", now=now)
    token = ticket.tracking_token

    event = ticket.correct_address(" ANA@agencia.test", by=requester, now=now)

    ticket.refresh_from_db()
    assert (event.action, ticket.contact_lost_at, ticket.tracking_token) == ("contact_restored", None, token)


def test_a_bounced_acknowledgement_shows_the_ticket_without_contact_until_they_write(requester, now):
    ticket = make_ticket(requester=requester, now=now)

    ticket.lose_contact(why="550 no such user", now=now)
    lost = list(Ticket.objects.without_contact())
    receive_reply(ticket, by=requester, body="Aquí estoy, ¿qué pasó?", now=now + HOUR)

    assert lost == [ticket]
    assert not Ticket.objects.without_contact().exists()
    assert ticket.events.filter(action="contact_lost").count() == 1


@pytest.mark.parametrize("sees_earlier", [True, False])
def test_an_account_passes_to_another_person_and_the_agent_decides_what_they_see(sees_earlier, requester, agent, now):
    old = make_ticket(requester=requester, now=now)
    links = old.tracking_token, old.reply_token

    change = requester.change_person("Eva Luna", since=now + HOUR, sees_earlier=sees_earlier, by=agent, now=now + DAY)
    new = make_ticket(requester=requester, now=now + 2 * DAY)

    old.refresh_from_db()
    visible = set(Ticket.objects.visible_to(requester))
    assert (change.old_name, change.new_name, change.since) == ("Ana Ruiz", "Eva Luna", now + HOUR)
    assert (old.requester_name, new.requester_name) == ("Ana Ruiz", "Eva Luna")
    assert old.messages.get().author_name == "Ana Ruiz"
    assert not {old.tracking_token, old.reply_token} & set(links)
    assert visible == ({old, new} if sees_earlier else {new})


def test_a_reported_change_of_person_is_an_event_for_the_agent(requester, now):
    ticket = make_ticket(requester=requester, now=now)

    event = ticket.report_new_person("Eva\r\nLuna", by=requester, now=now)

    requester.refresh_from_db()
    assert (event.action, event.facts.name) == ("person_changed", "Eva Luna")
    assert requester.name == "Ana Ruiz"


def test_a_requester_never_sees_spam_or_anothers_tickets(requester, stranger, agent, now):
    mine = make_ticket(requester=requester, now=now)
    make_ticket(requester=stranger, now=now)
    make_ticket(requester=requester, agent=agent, state=State.CERRADO, reason="spam", now=now)

    assert list(Ticket.objects.visible_to(requester)) == [mine]


def test_an_agent_opens_a_ticket_on_a_requesters_behalf(requester, agent, now):
    ticket = submit(requester.email, now=now, by=agent)

    event = ticket.events.get()
    assert (event.action, event.agent, event.actor_kind, ticket.requester) == (
        Action.SUBMIT,
        agent,
        "agente",
        requester,
    )


def test_what_a_browser_sends_as_diagnostics_can_always_be_stored(requester, now):
    ticket = submit(requester.email, now=now, diagnostics={"u\0rl": ["a\0b", {"x": "\ud800"}]})

    assert ticket.messages.get().diagnostics == {"url": ["ab", {"x": ""}]}


def test_a_subject_of_nothing_has_a_name_all_the_same(requester, now):
    ticket = make_ticket(requester=requester, subject="\u202e \r\n", description="\0", now=now)

    assert (ticket.subject, ticket.messages.get().body) == ("(sin asunto)", "")
