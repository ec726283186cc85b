"""Mail that came back, in the ways that servers report it."""

import pytest

from notifications.reading import parse
from tests.notifications.reading import trade
from tests.notifications.reading.mails import mail

RETURNED = "Message-ID: <folio-12@segu.example>\nFrom: soporte@segu.example\nTo: nadie@agencia.example\nSubject: SEG-12\n\nHola"


def report(status: str = "5.1.1", action: str = "failed", diagnostic: str = "smtp; 550 5.1.1 No such user") -> bytes:
    return f"""From: Mail Delivery System <MAILER-DAEMON@mx.example>
Return-Path: <>
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary=lim

--lim
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

<nadie@agencia.example>: host mx.agencia.example said: 550 5.1.1 No such user

--lim
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; nadie@agencia.example
Action: {action}
Status: {status}
Diagnostic-Code: {diagnostic}

--lim
Content-Type: message/rfc822

{RETURNED}
--lim--
""".encode()


def test_a_delivery_report_tells_who_why_and_which_mail():
    bounce = parse(report()).bounce

    assert bounce.recipients == ("nadie@agencia.example",)
    assert bounce.status == "5.1.1"
    assert bounce.reason == "550 5.1.1 No such user"
    assert bounce.original_message_id == "folio-12@segu.example"
    assert bounce.permanent


def test_a_delay_is_not_permanent():
    assert not parse(report("4.4.1", "delayed", "smtp; 451 try later")).bounce.permanent


def test_a_report_of_success_is_automatic_and_no_bounce():
    message = parse(report("2.0.0", "relayed", "smtp; 250 ok"))

    assert message.is_automatic
    assert not message.is_bounce


@pytest.mark.parametrize(
    ("sender", "subject", "body"),
    [
        ("MAILER-DAEMON@q.example", "failure notice", "Hi. This is the qmail-send program.\n<nadie@agencia.example>:\nno mailbox here (#5.1.1)"),
        ("Mail Delivery System <Mailer-Daemon@e.example>", "Mail delivery failed: returning message to sender", "could not be delivered:\n  nadie@agencia.example\n    550 no such user"),
        ("postmaster@o.example", "Undeliverable: SEG-12", "Delivery has failed to these recipients:\n\nnadie@agencia.example\n\n#550 5.1.10 RESOLVER.ADR"),
        ("postmaster@o.example", "No se puede entregar: SEG-12", "No se pudo entregar el mensaje a nadie@agencia.example."),
        ("Mail Delivery Subsystem <mailer-daemon@g.example>", "Delivery Status Notification (Failure)", "Address not found: nadie@agencia.example"),
        ("MAILER-DAEMON@y.example", "Failure Notice", "Sorry, we were unable to deliver your message to\n<nadie@agencia.example>:\n552 mailbox full"),
        ("post_master@sms.example", "Re: SEG-12", "Error: Invalid user address\n\n550 - no such user here\nRCPT TO: nadie@agencia.example"),
    ],
)  # fmt: skip
def test_servers_that_send_no_report_are_understood(sender, subject, body):
    bounce = parse(
        mail(f"{body}\n\n--- Below this line is a copy of the message.\n\n{RETURNED}", subject, sender)
    ).bounce

    assert bounce.recipients == ("nadie@agencia.example",)
    assert bounce.original_message_id == "folio-12@segu.example"
    assert bounce.reason


def test_the_failed_recipients_field_is_enough():
    assert parse(mail(X_Failed_Recipients="nadie@agencia.example")).bounce.recipients == ("nadie@agencia.example",)


def test_a_person_who_pastes_a_bounce_is_a_person():
    text = "Me rebotó un correo, ¿qué hago?\n\n550 5.1.1 <ana@x.example>: Recipient address rejected: User unknown"

    assert not parse(mail(text, "RV: Undelivered Mail Returned to Sender")).is_bounce


def test_a_complaint_report_is_automatic_and_no_bounce():
    raw = (
        b"From: abuse@x.example\nSubject: queja\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n"
        b"--b\n\nqueja\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n\n--b--\n"
    )

    assert parse(raw).is_automatic
    assert not parse(raw).is_bounce


def test_the_servers_words_keep_their_accents_written_in_any_set():
    raw = report(diagnostic="smtp; 550 5.1.1 El buzón de José Peña no existe")

    for written in (raw, raw.decode().encode("cp1252")):
        assert parse(written).bounce.reason == "550 5.1.1 El buzón de José Peña no existe"


DAEMONS = [
    "MAILER-DAEMON@mx.example",
    "Mail Delivery Subsystem <no-responder@mx.example>",
    "postmaster@mx.example",
    "Correo <microsoftexchange329e71ec88ae4615bbc36ab6ce41109e@mx.example>",
]
REFUSED = (
    "No se pudo entregar a nadie@agencia.example:\n\n550 5.1.1 User unknown\n\nMessage-ID: <folio-12@segu.example>"
)


@pytest.mark.parametrize("sender", DAEMONS)
def test_the_words_of_a_report_count_from_a_daemon(sender):
    assert parse(mail(REFUSED, "No se puede entregar", sender)).bounce.original_message_id == "folio-12@segu.example"


@pytest.mark.parametrize("sender", ["Rosa <rosa@agencia.example>", *trade.OFFICES])
def test_from_anybody_else_they_count_only_under_a_null_path(sender):
    assert not parse(mail(REFUSED, "Correo rechazado", sender)).may_be_automatic
    assert not parse(mail(REFUSED, "Correo rechazado", sender)).is_bounce
    assert parse(mail(REFUSED, "Correo rechazado", sender, Return_Path="<>")).is_bounce


def test_a_report_forwarded_as_a_part_is_the_person_s_who_forwards_it():
    raw = report().replace(b"multipart/report; report-type=delivery-status", b"multipart/mixed")
    raw = raw.replace(b"Mail Delivery System <MAILER-DAEMON@mx.example>", b"Rosa <rosa@agencia.example>")
    raw = raw.replace(b"Return-Path: <>\n", b"").replace(
        b"Undelivered Mail Returned to Sender", b"Me rebotan sus correos"
    )

    message = parse(raw)

    assert (message.automatic_reason, message.bounce) == ("", None)


def test_what_a_report_merely_answers_is_not_the_mail_that_came_back():
    body = "No se pudo entregar a nadie@agencia.example: 550 5.1.1 User unknown"
    raw = mail(body, "No se puede entregar", "postmaster@mx.example", In_Reply_To="<folio-12@segu.example>")

    assert parse(raw).bounce.original_message_id == ""


def test_a_responder_under_a_null_path_is_no_bounce():
    text = "Estoy fuera de la oficina; lo que llegue a mi correo anterior será rechazado. Regreso el 17 de agosto."
    message = parse(mail(text, "Fuera de la oficina: No abre", Return_Path="<>"))

    assert (message.is_automatic, message.is_away, message.bounce) == (True, True, None)


def test_a_report_from_an_address_that_may_be_a_person_s_is_suspected():
    message = parse(
        mail(f"{REFUSED}\nReceived: from x", "Undelivered Mail Returned to Sender", "Correo <correo@mx.example>")
    )

    assert message.suspected_reason
    assert not message.is_bounce
