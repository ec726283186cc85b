"""The words of mails: frozen when it happened, escaped, in order, complete in both parts."""

from datetime import timedelta

from notifications.outbox.context import numbered
from tests.factories import make_requester, make_ticket, receive_reply
from tickets.models import Attachment
from tickets.questions import questions_in
from tickets.states import State

EVIL = '<script>alert(1)</script><a href="javascript:x">clic</a> & {{ settings.SECRET_KEY }} {% debug %}'


def test_a_mail_tells_what_was_true_when_it_happened(requester, agent, now, publish):
    ticket = make_ticket(requester=requester, agent=agent, now=now)
    publish()
    ticket.ask("¿Con qué póliza te pasa?", by=agent, now=now)
    closes_at = ticket.auto_close_at

    receive_reply(ticket, by=requester, body="Es la póliza 1234", now=now + timedelta(hours=1))
    ticket.refresh_from_db()
    ticket.set_subject("Otro asunto", by=agent, now=now + timedelta(hours=1))
    ticket.resolve("Ya.", by=agent, now=now + timedelta(hours=2))

    asked, solved = publish(now + timedelta(hours=3))
    assert asked.subject == f"Nos falta un dato: No está cotizando con ATLAS [#{ticket.pk}]"
    assert "miércoles 18 de noviembre, 09:00" in asked.text
    assert closes_at == now + timedelta(days=2)
    assert "Es la póliza 1234" not in asked.text
    assert solved.subject == f"¿Quedó resuelto? Otro asunto [#{ticket.pk}]"
    assert "> Es la póliza 1234" in solved.text


def test_what_a_requester_wrote_is_escaped_in_every_mail(agent, now, publish):
    requester = make_requester("eva@agencia.test", EVIL, now=now)
    ticket = make_ticket(requester=requester, subject=EVIL, description=EVIL, agent=agent, now=now)
    ticket.take(by=agent, now=now)
    ticket.ask("¿Cuál?", by=agent, now=now)
    receive_reply(ticket, by=requester, body=EVIL, now=now)
    ticket.refresh_from_db()
    ticket.resolve("Ya.", by=agent, now=now)
    receive_reply(ticket, by=requester, body="No " + EVIL, now=now)
    ticket.refresh_from_db()
    ticket.close("Listo.", by=agent, now=now)

    mails = publish()

    assert len(mails) == 6
    for mail in mails:
        assert "<script" not in mail.html
        assert 'href="javascript' not in mail.html
        assert "&lt;script&gt;" in mail.html
        assert "{{ settings.SECRET_KEY }}" in mail.text  # as it was typed: no template was run


def test_no_name_or_subject_reaches_a_header_with_a_line_break(agent, now, publish):
    agent.first_name = "Laura\r\nBcc: a@b.test"
    agent.save()
    requester = make_requester("eva@agencia.test", "Eva\nBcc: x@y.test", now=now)
    ticket = make_ticket(requester=requester, subject="Hola\r\nBcc: z@w.test\u2028\0x", agent=agent, now=now)
    ticket.reply("Lo vemos.", by=agent, now=now)

    mails = publish()

    assert len(mails) == 2
    for mail in mails:
        for header in (mail.subject, mail.from_name):
            assert not set(header) & set("\r\n\0\u2028\u2029")


def test_questions_are_numbered_where_they_stand():
    text = "Hola, Ana:\n- ¿Con qué póliza?\nSi puedes, también:\n- ¿Desde cuándo?\nGracias"

    blocks = numbered(text, questions_in(text))

    assert blocks == [
        {"text": "Hola, Ana:"},
        {"number": 1, "text": "¿Con qué póliza?"},
        {"text": "Si puedes, también:"},
        {"number": 2, "text": "¿Desde cuándo?"},
        {"text": "Gracias"},
    ]


def test_a_request_without_a_question_mark_is_one_question_whole():
    assert numbered("Mándanos la carátula.\nGracias", ["Mándanos la carátula.\nGracias"]) == [
        {"number": 1, "text": "Mándanos la carátula.\nGracias"}
    ]


def test_the_reopening_asks_for_the_detail_only_if_the_reply_gave_none(requester, agent, now, publish):
    vague = make_ticket(requester=requester, agent=agent, state=State.CERRADO, now=now)
    clear = make_ticket(requester=requester, agent=agent, state=State.CERRADO, now=now)
    publish()

    receive_reply(vague, by=requester, body="No quedó", now=now)
    receive_reply(clear, by=requester, body="Sigue saliendo prima cero en la póliza 12", now=now)

    to_vague, to_clear = publish()
    assert "cuéntanos qué sigue fallando" in to_vague.text
    assert "cuéntanos qué sigue fallando" not in to_clear.text
    assert "> Sigue saliendo prima cero en la póliza 12" in to_clear.text


def test_waiting_for_an_insurer_is_said_with_its_folio_and_the_next_news(requester, agent, now, publish):
    ticket = make_ticket(requester=requester, agent=agent, now=now)
    ticket.wait_on("aseguradora", "5567", by=agent, now=now)
    publish()

    ticket.reply("Ya lo reportamos.", by=agent, now=now)

    [mail] = publish()
    assert ", reporte 5567; te escribimos a más tardar el martes 17 de noviembre, 18:00" in mail.text


def test_small_files_travel_with_the_mail_and_large_ones_as_links(requester, agent, now, publish):
    small = Attachment.objects.keep(b"%PDF-1.4 chico", "poliza.pdf", now=now)
    ticket = make_ticket(requester=requester, agent=agent, now=now)
    ticket.reply("Va la póliza.", by=agent, now=now, files=[small])
    large = Attachment.objects.keep(b"%PDF-1.4 grande", "tarifario.pdf", now=now)
    Attachment.objects.filter(pk=large.pk).update(size=11 * 1024 * 1024)
    large.refresh_from_db()
    ticket.reply("Va el tarifario.", by=agent, now=now, files=[large])

    _, with_small, with_large = publish()

    assert "Va adjunto:\n- poliza.pdf" in with_small.text
    assert f"http://testserver/archivo/{large.token}/" in with_large.text
    assert f"http://testserver/archivo/{large.token}/" in with_large.html


def test_the_privacy_notice_is_linked_where_there_is_one(settings, requester, now, publish):
    settings.PRIVACY_URL = "https://segupoliza.test/privacidad"
    make_ticket(requester=requester, now=now)

    [mail] = publish()

    assert "Aviso de privacidad: https://segupoliza.test/privacidad" in mail.text
    assert 'href="https://segupoliza.test/privacidad"' in mail.html


def test_every_link_is_under_the_sites_own_address(settings, requester, agent, now, publish):
    settings.SITE_URL = "https://soporte.segupoliza.test"
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)
    ticket.resolve("Ya.", by=agent, now=now)

    for mail in publish():
        assert "testserver" not in mail.text + mail.html
        assert "https://soporte.segupoliza.test/solicitud/" in mail.text


def test_addresses_in_what_an_agent_wrote_are_links_and_in_what_a_requester_wrote_are_not(
    requester, agent, now, publish
):
    ticket = make_ticket(requester=requester, description="Mira https://malo.test/x", agent=agent, now=now)
    ticket.reply("Lee https://ayuda.test/v?a=1&b=2 y dime.", by=agent, now=now)

    acknowledged, answered = publish()

    assert '<a href="https://ayuda.test/v?a=1&amp;b=2"' in answered.html
    assert "https://malo.test/x" in acknowledged.html
    assert 'href="https://malo.test' not in acknowledged.html + answered.html
    assert "&lt;a" not in answered.html


def test_a_reminder_repeats_the_questions_and_nothing_else(requester, agent, now, publish):
    ticket = make_ticket(requester=requester, agent=agent, now=now)
    ticket.ask("Hola, Ana:\n1. ¿Con qué póliza?\n2. ¿Desde cuándo?\nSaludos", by=agent, now=now)
    publish()

    ticket.remind(now=now + timedelta(hours=25))

    [mail] = publish()
    assert "1. ¿Con qué póliza?\n\n2. ¿Desde cuándo?" in mail.text
    assert "Saludos" not in mail.text
