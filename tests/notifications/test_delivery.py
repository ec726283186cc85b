"""Handing mails to a real SMTP server that refuses, stumbles, hangs up and falls silent."""

import time
from datetime import timedelta

import pytest

from notifications.models import Email
from notifications.models.email import EmailState, lease
from notifications.outbox.deliver import MOST_CUTS, deliver_due
from notifications.outbox.undelivered import record_bounce
from tests.factories import make_requester, make_ticket
from tests.notifications.smtp import CUT, Server, blackhole
from tickets.models import Attachment, LinkRequest, Participant
from tickets.refusals import Refusal
from tickets.states import Action, State

A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def mail(requester, now, publish):
    """One acknowledgement, due."""
    make_ticket(requester=requester, now=now)
    [email] = publish()
    return email


def many(now, publish, number) -> list[Email]:
    for n in range(number):
        make_ticket(requester=make_requester(f"ana{n}@agencia.test", now=now), now=now)
    return publish()


def fresh(email) -> Email:
    return Email.objects.get(pk=email.pk)


def test_a_mail_arrives_whole(mail, server, script, now):
    run = deliver_due(now)

    [taken] = script.took
    assert run.accepted == 1
    assert (fresh(mail).state, fresh(mail).attempts) == (EmailState.ACCEPTED, 1)
    assert fresh(mail).accepted_at >= now
    assert taken["Message-ID"] == mail.mail_id
    assert taken["Auto-Submitted"] == "auto-replied"
    assert taken["X-Auto-Response-Suppress"] == "All"
    assert taken["X-Segusoporte-Loop"] == "soporte@segupoliza.test"
    assert taken["Reply-To"] == mail.reply_to
    assert [part.get_content_type() for part in taken.walk()][1:] == ["text/plain", "text/html"]


def test_what_an_agent_wrote_comes_from_them_and_is_not_automatic(requester, agent, server, script, now, publish):
    ticket = make_ticket(requester=requester, agent=agent, now=now)
    file = Attachment.objects.keep(b"%PDF-1.4 x", "póliza 1.pdf", now=now)
    ticket.reply("Lo vemos.", by=agent, now=now, files=[file])
    publish()

    deliver_due(now)

    first, second = script.took
    assert "Laura" in Email.objects.last().from_name
    assert second["Auto-Submitted"] is None
    assert second["In-Reply-To"] == first["Message-ID"]
    assert [part.get_filename() for part in second.walk() if part.get_filename()] == ["póliza 1.pdf"]


def test_one_connection_carries_many(server, script, now, publish):
    many(now, publish, 10)

    run = deliver_due(now)

    assert run.accepted == 10
    assert script.sessions == 1


def test_a_temporary_refusal_concerns_one_recipient_and_is_tried_again_later(server, script, now, publish):
    first, second, third = many(now, publish, 3)
    script.to[second.to] = "450 4.2.0 Buzon ocupado"

    deliver_due(now)

    assert fresh(first).state == fresh(third).state == EmailState.ACCEPTED
    waiting = fresh(second)
    assert (waiting.state, waiting.reason) == (EmailState.PENDING, "450 4.2.0 Buzon ocupado")
    assert now + A_MINUTE <= waiting.not_before <= now + 2 * A_MINUTE
    script.to.clear()
    deliver_due(now + 3 * A_MINUTE)
    assert fresh(second).state == EmailState.ACCEPTED
    assert script.ids.count(second.mail_id) == 1


def test_a_permanent_refusal_fails_once_with_the_servers_words(server, script, now, publish):
    first, second = many(now, publish, 2)
    script.to[first.to] = "550 5.1.1 No existe el usuario"

    deliver_due(now)
    deliver_due(now + timedelta(hours=5))

    assert (fresh(first).state, fresh(first).reason) == (EmailState.FAILED, "550 5.1.1 No existe el usuario")
    assert fresh(first).attempts == 1
    assert fresh(second).state == EmailState.ACCEPTED


def test_the_waits_grow_and_end_after_a_day(mail, server, script, now):
    script.to[mail.to] = "451 4.7.1 Vuelve luego"
    at, waits = now, []

    while fresh(mail).state == EmailState.PENDING:
        deliver_due(at)
        waits.append(fresh(mail).not_before - at)
        at = max(fresh(mail).not_before, at + A_MINUTE)

    assert fresh(mail).state == EmailState.FAILED
    assert fresh(mail).reason == "451 4.7.1 Vuelve luego"
    assert timedelta(hours=24) <= at - now <= timedelta(hours=28)
    assert waits[0] < timedelta(minutes=2)
    assert max(waits) < timedelta(hours=2, minutes=1)


def test_a_session_that_the_server_ends_is_opened_again_for_the_rest(server, script, now, publish):
    emails = many(now, publish, 7)
    script.after = 3

    run = deliver_due(now)

    assert run.accepted == 7
    assert sorted(script.ids) == sorted(email.mail_id for email in emails)
    assert script.sessions == 3


def test_a_line_cut_after_the_message_was_taken_repeats_it_under_the_same_name(server, script, now, publish):
    first, second = many(now, publish, 2)
    script.data = [CUT]

    deliver_due(now)
    deliver_due(now + A_MINUTE)

    assert fresh(first).state == fresh(second).state == EmailState.ACCEPTED
    assert script.ids.count(first.mail_id) == 2
    assert script.ids.count(second.mail_id) == 1


def test_a_message_refused_after_its_body_concerns_only_itself(server, script, now, publish):
    first, second = many(now, publish, 2)
    script.data = ["554 5.7.1 Parece basura"]

    deliver_due(now)

    assert (fresh(first).state, fresh(first).reason) == (EmailState.FAILED, "554 5.7.1 Parece basura")
    assert fresh(second).state == EmailState.ACCEPTED


def test_nobody_listening_keeps_every_mail_and_costs_one_attempt(server, script, now, publish):
    emails = many(now, publish, 5)
    server.stop()

    run = deliver_due(now)

    assert run.accepted == 0
    assert {fresh(email).state for email in emails} == {EmailState.PENDING}
    assert sum(fresh(email).attempts for email in emails) == 1
    assert fresh(emails[0]).not_before <= now + A_MINUTE

    again = Server(script, port=server.port)
    again.start()
    deliver_due(now + 2 * A_MINUTE)
    again.stop()
    assert {fresh(email).state for email in emails} == {EmailState.ACCEPTED}


def test_a_server_that_never_answers_costs_one_timeout(settings, server, now, publish):
    silent = blackhole()
    settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = silent.getsockname()[1], 0.5
    emails = many(now, publish, 5)
    started = time.monotonic()

    run = deliver_due(now)

    silent.close()
    assert run.accepted == 0
    assert time.monotonic() - started < 5  # a hang guard: a timeout each would be no bound at all
    assert {fresh(email).state for email in emails} == {EmailState.PENDING}


def test_a_server_that_is_too_slow_is_left_and_tried_again(settings, mail, server, script, now):
    settings.EMAIL_TIMEOUT = 0.3
    script.delay = 0.8

    deliver_due(now)
    assert fresh(mail).state == EmailState.PENDING
    script.delay = 0
    deliver_due(now + 2 * A_MINUTE)

    assert fresh(mail).state == EmailState.ACCEPTED
    assert script.ids == [mail.mail_id]


def test_a_mail_in_a_dead_workers_hands_is_taken_again_when_its_lease_ends(mail, server, script, now):
    assert Email.objects.lease(mail.pk, now) is not None

    deliver_due(now + lease() - timedelta(seconds=1))
    assert script.took == []
    deliver_due(now + lease())

    assert script.ids == [mail.mail_id]
    assert fresh(mail).attempts == 2


def test_a_worker_that_lost_its_lease_cannot_undo_what_the_next_one_did(mail, now):
    slow = Email.objects.lease(mail.pk, now)
    quick = Email.objects.lease(mail.pk, now + lease())
    quick.mark_accepted(now + lease())

    slow.put_off(now + timedelta(hours=1), "se cortó")
    slow.mark_failed("se cortó")

    assert fresh(mail).state == EmailState.ACCEPTED


def test_two_workers_cannot_hold_the_same_mail(mail, now):
    assert Email.objects.lease(mail.pk, now) is not None
    assert Email.objects.lease(mail.pk, now) is None


def test_mails_of_one_ticket_to_one_person_leave_in_order(requester, agent, server, script, now, publish):
    ticket = make_ticket(requester=requester, agent=agent, now=now)
    ticket.reply("Uno.", by=agent, now=now)
    ticket.reply("Dos.", by=agent, now=now)
    emails = publish()
    held = Email.objects.lease(emails[0].pk, now)

    deliver_due(now)
    assert script.took == []
    held.put_off(now, "")
    deliver_due(now)

    assert script.ids == [email.mail_id for email in emails]


def test_one_that_waits_for_later_does_not_hold_up_those_already_due(requester, agent, server, script, now, publish):
    ticket = make_ticket(requester=requester, agent=agent, now=now)
    ticket.take(by=agent, now=now)
    publish()
    Email.objects.create(
        key="prueba", kind="respuesta", ticket=ticket, to=requester.email, from_name="x", subject="x", text="x",
        html="x", created_at=now, not_before=now,
    )  # fmt: skip

    deliver_due(now)

    assert len(script.took) == 2
    assert Email.objects.get(kind="atendiendo").state == EmailState.PENDING


def test_the_mailed_link_is_not_kept_once_it_left(requester, server, script, now, publish):
    LinkRequest.objects.ask(requester.email, now)
    [mail] = publish()
    assert "/mis-solicitudes/" in mail.text

    deliver_due(now)

    assert "/mis-solicitudes/" in script.took[0].get_payload()[0].get_payload()
    assert "/mis-solicitudes/" not in fresh(mail).text + fresh(mail).html
    with pytest.raises(Refusal, match="pedir uno nuevo"):
        fresh(mail).resend(now)


def test_a_link_that_expired_before_it_could_leave_does_not(requester, server, script, now, publish):
    LinkRequest.objects.ask(requester.email, now)
    [mail] = publish()

    deliver_due(now + timedelta(minutes=31))

    assert script.took == []
    assert (fresh(mail).state, fresh(mail).reason) == (EmailState.SUPPRESSED, "El enlace venció antes de poder salir.")


def test_sending_again_is_a_new_mail_with_the_same_words(mail, server, script, now):
    deliver_due(now)

    again = fresh(mail).resend(now + A_MINUTE)
    third = fresh(mail).resend(now + A_MINUTE)
    deliver_due(now + A_MINUTE)

    assert (again.key, third.key) == (f"reenvio:{mail.pk}:1", f"reenvio:{mail.pk}:2")
    assert again.mail_id != mail.mail_id
    assert (again.text, again.to, again.reply_to) == (mail.text, mail.to, mail.reply_to)
    assert script.ids == [mail.mail_id, again.mail_id, third.mail_id]


def test_a_mail_that_failed_is_sent_again_once_the_server_knows_its_reader(mail, server, script, now):
    script.to[mail.to] = "550 5.1.1 No existe el usuario"
    deliver_due(now)
    script.to.clear()

    again = fresh(mail).resend(now + A_MINUTE)
    deliver_due(now + A_MINUTE)

    assert (fresh(mail).state, fresh(mail).reason) == (EmailState.FAILED, "550 5.1.1 No existe el usuario")
    assert (fresh(again).state, fresh(again).reason, fresh(again).attempts) == (EmailState.ACCEPTED, "", 1)
    assert script.ids == [again.mail_id]


def test_a_mail_that_bounced_is_sent_again_and_keeps_its_story(mail, server, script, now):
    deliver_due(now)
    record_bounce(fresh(mail), "550 5.1.1 El usuario no existe", now)

    again = fresh(mail).resend(now + A_MINUTE)
    deliver_due(now + A_MINUTE)

    assert (fresh(mail).state, fresh(mail).reason) == (EmailState.BOUNCED, "550 5.1.1 El usuario no existe")
    assert (fresh(again).state, fresh(again).bounced_at, fresh(again).provider_id) == (EmailState.ACCEPTED, None, "")
    assert script.ids == [mail.mail_id, again.mail_id]


def test_a_server_that_closes_instead_of_taking_the_body_gets_it_in_the_next_session(server, script, now, publish):
    first, second = many(now, publish, 2)
    script.data = ["250 OK", "421 4.3.2 Reinicio en curso"]

    run = deliver_due(now)

    assert run.accepted == 2
    assert script.ids == [first.mail_id, second.mail_id]
    assert script.sessions == 2


def test_a_body_refused_for_now_waits_and_arrives_once(server, script, now, publish):
    first, second = many(now, publish, 2)
    script.data = ["452 4.2.2 Buzon lleno"]

    deliver_due(now)
    assert (fresh(first).state, fresh(first).reason) == (EmailState.PENDING, "452 4.2.2 Buzon lleno")
    assert fresh(second).state == EmailState.ACCEPTED
    deliver_due(now + 3 * A_MINUTE)

    assert script.ids == [second.mail_id, first.mail_id]
    assert (fresh(first).state, fresh(first).reason) == (EmailState.ACCEPTED, "")


def test_a_server_that_always_cuts_after_the_body_stops_the_run_instead_of_flooding_one_reader(
    server, script, now, publish
):
    emails = many(now, publish, 6)
    script.data = [CUT] * 50

    deliver_due(now)

    assert len(script.ids) == len(set(script.ids)) == MOST_CUTS
    assert {fresh(email).state for email in emails} == {EmailState.PENDING}


def test_a_question_that_no_server_takes_stops_its_clock_and_says_why(requester, agent, server, script, now, publish):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)
    [*_, question] = publish()
    script.to[requester.email] = "550 5.1.1 No existe el usuario"

    deliver_due(now)

    ticket.refresh_from_db()
    assert (question.kind, fresh(question).state) == ("mas_informacion", EmailState.FAILED)
    assert (ticket.state, ticket.auto_close_at) == (State.EN_ESPERA, None)
    event = ticket.events.get(action=Action.BOUNCE)
    assert (event.facts.why, event.facts.email_id) == ("550 5.1.1 No existe el usuario", question.pk)
    assert ticket.events.filter(action="contact_lost").count() == 1  # its acknowledgement met the same


def test_a_question_put_off_for_a_whole_day_stops_its_clock(requester, agent, server, script, now, publish):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)
    [*_, question] = publish()
    script.to[requester.email] = "450 4.2.0 Buzon lleno"
    Email.objects.filter(pk=question.pk).update(attempts=30)
    Email.objects.exclude(pk=question.pk).delete()

    deliver_due(now + timedelta(hours=25))

    ticket.refresh_from_db()
    assert fresh(question).state == EmailState.FAILED
    assert (ticket.state, ticket.events.last().facts.why) == (State.EN_ESPERA, "450 4.2.0 Buzon lleno")


def test_a_copy_that_no_server_takes_says_nothing_of_the_requester(requester, agent, server, script, now, publish):
    ticket = make_ticket(requester=requester, agent=agent, now=now)
    Participant.objects.create(ticket=ticket, email="luis@agencia.test", added_by=agent, added_at=now)
    ticket.ask("¿Con qué póliza te pasa?", by=agent, now=now)
    publish()
    script.to["luis@agencia.test"] = "550 5.1.1 No existe el usuario"

    deliver_due(now)

    ticket.refresh_from_db()
    assert ticket.emails.get(to="luis@agencia.test").state == EmailState.FAILED
    assert ticket.state == State.EN_CLIENTE
