"""The acknowledgement: the first thing a requester reads, and never a way to mail strangers."""

from datetime import timedelta

from notifications.models import Email
from notifications.models.email import EmailState
from tests.factories import make_requester, make_ticket, receive_reply
from tickets.models.message import Channel
from tickets.states import State
from tickets.submission import MailParts

TYPED = ["Promoción", "premio", "http://malo.test", "Juan"]


def acknowledge(publish, now, requester, **fields):
    make_ticket(requester=requester, now=now, **fields)
    [mail] = publish(now)
    return mail


def test_it_says_folio_deadline_and_link(requester, now, publish):
    ticket = make_ticket(requester=requester, now=now)

    [mail] = publish()

    assert mail.subject == f"Recibimos tu solicitud: No está cotizando con ATLAS [#{ticket.pk}]"
    for part in (mail.text, mail.html):
        assert "martes 17 de noviembre, 09:00 (hora del centro)" in part
        assert f"http://testserver/solicitud/{ticket.tracking_token}/" in part
        assert "Desde las 8 no me regresa primas de ATLAS." in part
    assert mail.automatic == "auto-replied"
    assert mail.from_name == "Soporte segupoliza"
    assert mail.reply_to == f"r-{ticket.reply_token}@responde.segupoliza.test"


def test_to_an_unproven_address_it_repeats_nothing_that_was_typed(now, publish):
    stranger = make_requester("victima@otra.test", "Juan http://malo.test", now=now, proven=False)

    mail = acknowledge(
        publish, now, stranger, subject="Promoción http://malo.test", description="Ganaste un premio: http://malo.test"
    )

    ticket = mail.ticket
    assert mail.subject == f"Recibimos tu solicitud [#{ticket.pk}]"
    assert ticket.tracking_token in mail.text
    assert "martes 17 de noviembre, 09:00 (hora del centro)" in mail.text
    for part in (mail.subject, mail.text, mail.html):
        for typed in TYPED:
            assert typed not in part


def test_to_an_unproven_address_at_most_three_a_day_go(now, publish):
    stranger = make_requester("victima@otra.test", "Juan", now=now, proven=False)

    states = [acknowledge(publish, now + timedelta(hours=n), stranger).state for n in range(5)]

    assert states == [EmailState.PENDING] * 3 + [EmailState.SUPPRESSED] * 2
    assert "nadie ha comprobado" in Email.objects.last().reason


def test_a_day_later_they_go_again(now, publish):
    stranger = make_requester("victima@otra.test", "Juan", now=now, proven=False)
    for _ in range(4):
        acknowledge(publish, now, stranger)

    mail = acknowledge(publish, now + timedelta(hours=25), stranger)

    assert mail.state == EmailState.PENDING


def test_a_proven_requester_is_not_limited_in_the_form(requester, now, publish):
    mails = [acknowledge(publish, now, requester) for _ in range(12)]

    assert {mail.state for mail in mails} == {EmailState.PENDING}


def test_two_responders_that_answer_each_other_by_mail_stop(requester, now, publish):
    words = [
        "autos",
        "motos",
        "camiones",
        "fianzas",
        "vida",
        "daños",
        "gastos",
        "hogar",
        "viaje",
        "flota",
        "cargo",
        "mar",
    ]
    mails = [acknowledge(publish, now, requester, channel=Channel.MAIL, description=word) for word in words]

    assert [mail.state for mail in mails].count(EmailState.PENDING) == 10
    assert "contestador" in mails[-1].reason


def test_who_asked_for_no_automatic_answer_gets_none(requester, now, publish):
    mail = acknowledge(publish, now, requester, channel=Channel.MAIL, mail=MailParts(no_answer=True))

    assert mail.state == EmailState.SUPPRESSED
    assert "pide no recibir respuestas automáticas" in mail.reason


def test_a_reopening_by_such_a_mail_is_not_answered_either(requester, agent, now, publish):
    ticket = make_ticket(requester=requester, agent=agent, state=State.CERRADO, now=now)
    publish()

    receive_reply(
        ticket, sender=requester.email, body="Sigue saliendo prima cero", mail=MailParts(no_answer=True), now=now
    )

    [mail] = publish()
    assert (mail.kind, mail.state) == ("reabierta", EmailState.SUPPRESSED)
