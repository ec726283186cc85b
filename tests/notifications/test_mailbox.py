"""/buzon/: what the reader sees, and an answer that goes through the real door."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import EmailMultiAlternatives

from notifications.addresses import reply_address
from notifications.inbound import pipeline
from notifications.mailbox.backend import MailboxBackend
from notifications.models import MailboxMessage, SpooledMessage
from notifications.models.spool import InboundChannel, SpoolState
from tests.factories import make_ticket
from tests.notifications.inbound.raw import state_of
from tickets.models import Attachment, Message, Ticket
from tickets.states import State

pytestmark = pytest.mark.django_db

HTML = '<html><head><title>x</title></head><body><a href="http://testserver/solicitud/x/">Sí, quedó</a><img src="cid:logo"></body></html>'


@pytest.fixture(autouse=True)
def development(settings) -> None:
    settings.DEBUG = True


def put(to="ana@agencia.test", subject="Nos falta un dato", ticket=None, html=HTML, number="1") -> MailboxMessage:
    message = EmailMultiAlternatives(
        subject, "¿Con qué póliza?\nhttp://testserver/solicitud/x/", "Laura · Soporte <soporte@segupoliza.test>", [to],
        reply_to=[reply_address(ticket.reply_token)] if ticket else None, headers={"Message-ID": f"<{number}@nuestro.test>"},
    )  # fmt: skip
    if html:
        message.attach_alternative(html, "text/html")
    message.attach("prima.pdf", b"%PDF-1.4 bytes", "application/pdf")
    MailboxBackend().send_messages([message])
    return MailboxMessage.objects.latest("pk")


def answer(client, mail, **fields):
    data = {"sender": mail.to, "name": "Ana", "body": "Es la 77123", "submission_id": uuid.uuid4()} | fields
    return client.post(f"/buzon/{mail.pk}/", data)


@pytest.mark.parametrize("path", ["", "nuevo/", "enviados/", "1/", "1/html/", "1/correo.eml", "1/archivo/0/"])
def test_without_debug_there_is_no_mailbox(client, settings, path):
    put()
    settings.DEBUG = False

    assert client.get(f"/buzon/{path}").status_code == 404
    assert client.post(f"/buzon/{path}", {"body": "x"}).status_code == 404


def test_mails_stand_newest_first_and_can_be_filtered(client):
    put(subject="El primero", number="1")
    put(subject="El segundo", to="leo@agencia.test", number="2")

    page = client.get("/buzon/").content.decode()
    of_leo = client.get("/buzon/?para=leo@agencia.test").content.decode()

    assert page.index("El segundo") < page.index("El primero")
    assert "El segundo" in of_leo
    assert "El primero" not in of_leo


def test_the_list_costs_the_same_with_one_mail_and_with_many(client, django_assert_num_queries):
    for number in range(40):
        put(number=str(number), subject=f"Correo {number}")

    with django_assert_num_queries(2):
        page = client.get("/buzon/").content.decode()
    assert page.count('class="mails-subject"') == 30
    assert "Correo 9<" in client.get(f"/buzon/?antes={MailboxMessage.objects.all()[29].pk}").content.decode()


def test_a_mail_shows_its_headers_parts_and_files(client):
    mail = put()

    seen = client.get(f"/buzon/{mail.pk}/").content.decode()
    text = client.get(f"/buzon/{mail.pk}/?ver=texto").content.decode()
    headers = client.get(f"/buzon/{mail.pk}/?ver=encabezados").content.decode()
    file = client.get(f"/buzon/{mail.pk}/archivo/0/")

    assert f'src="/buzon/{mail.pk}/html/"' in seen
    assert '<a href="http://testserver/solicitud/x/" rel="nofollow">' in text
    assert "&lt;1@nuestro.test&gt;" in headers
    assert (file.content, file["Content-Disposition"]) == (b"%PDF-1.4 bytes", 'attachment; filename="prima.pdf"')
    assert client.get(f"/buzon/{mail.pk}/correo.eml").content == bytes(mail.raw)
    assert client.get(f"/buzon/{mail.pk}/?ver=otra").status_code == 400
    assert client.get(f"/buzon/{mail.pk}/archivo/9/").status_code == 404


def test_the_html_runs_nothing_and_stands_only_in_our_frame(client):
    mail = put()

    page = client.get(f"/buzon/{mail.pk}/html/")

    policy = page["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-popups" in policy
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    assert '<head><base target="_blank">' in page.content.decode()


def test_a_mail_without_html_is_shown_as_text(client):
    mail = put(html="")

    page = client.get(f"/buzon/{mail.pk}/").content.decode()

    assert "<iframe" not in page
    assert "¿Con qué póliza?" in page


def test_an_answer_lands_on_its_ticket_with_its_file(client, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)
    mail = put(ticket=ticket, subject=f"Nos falta un dato: {ticket.subject} [#{ticket.pk}]")

    posted = answer(client, mail, attachments=SimpleUploadedFile("pantalla.txt", b"contenido"))
    pipeline.process_pending(SpooledMessage.objects.get().received_at)

    assert (posted.status_code, posted["Location"]) == (302, f"/buzon/{mail.pk}/#respuestas")
    assert state_of(ticket) == State.EN_ESPERA
    message = Message.objects.get(channel="correo")
    assert message.body == "Es la 77123"
    assert "¿Con qué póliza?" in message.full_text
    assert [(file.name, file.file.read()) for file in message.attachments.all()] == [("pantalla.txt", b"contenido")]
    assert Attachment.objects.count() == 1
    assert f"#{ticket.pk}" in client.get(f"/buzon/{mail.pk}/").content.decode()


def test_an_answer_is_threaded_as_a_mail_program_does(client):
    mail = put()

    answer(client, mail)

    raw = bytes(SpooledMessage.objects.get().raw).decode()
    assert "In-Reply-To: <1@nuestro.test>" in raw
    assert "References: <1@nuestro.test>" in raw
    assert "Subject: Re: Nos falta un dato" in raw


def test_a_colleague_can_be_tried(client, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)
    mail = put(ticket=ticket)

    answer(client, mail, sender="luis@agencia.test")
    pipeline.process_pending(SpooledMessage.objects.get().received_at)

    assert state_of(ticket) == State.EN_CLIENTE
    assert ticket.messages.under_review().get().author_email == "luis@agencia.test"


def test_sent_twice_it_is_one_message(client, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)
    mail, attempt = put(ticket=ticket), uuid.uuid4()

    answer(client, mail, submission_id=attempt)
    answer(client, mail, submission_id=attempt)
    pipeline.process_pending(SpooledMessage.objects.latest("pk").received_at)

    assert Message.objects.filter(channel="correo").count() == 1


@pytest.mark.parametrize("sender", ["", "ana", "ana@x.test\r\nBcc: otra@x.test"])
def test_a_wrong_address_gets_a_sentence_and_loses_nothing(client, sender):
    mail = put()

    page = answer(client, mail, sender=sender, attachments=SimpleUploadedFile("pantalla.txt", b"contenido"))

    html = page.content.decode()
    assert page.status_code == 422
    assert 'class="error"' in html
    assert "Es la 77123" in html
    assert "pantalla.txt" in html
    assert not SpooledMessage.objects.exists()


def test_a_new_mail_opens_a_ticket(client):
    data = {"sender": "eva@agencia.test", "name": "Eva Luna", "subject": "No cotiza SURA", "body": "Desde ayer."}

    posted = client.post("/buzon/nuevo/", data)
    row = SpooledMessage.objects.get()
    pipeline.process_pending(row.received_at)

    assert posted["Location"] == "/buzon/enviados/"
    ticket = Ticket.objects.get()
    assert (ticket.subject, ticket.requester.email, ticket.requester.name) == (
        "No cotiza SURA", "eva@agencia.test", "Eva Luna",
    )  # fmt: skip
    assert f"#{ticket.pk} No cotiza SURA" in client.get("/buzon/enviados/").content.decode()


def test_a_get_changes_nothing(client):
    mail = put()

    for path in ["", "nuevo/", "enviados/", f"{mail.pk}/", f"{mail.pk}/html/"]:
        assert client.get(f"/buzon/{path}").status_code == 200

    assert not SpooledMessage.objects.exists()
    assert MailboxMessage.objects.count() == 1


def test_what_was_sent_shows_what_became_of_it(client, now):
    SpooledMessage.objects.create(
        channel=InboundChannel.MAILBOX, mailbox="buzon", message_id="x", sha256="x", raw=b"", received_at=now,
        state=SpoolState.QUARANTINED, reason="No se pudo leer.",
    )  # fmt: skip

    page = client.get("/buzon/enviados/").content.decode()

    assert "Cuarentena" in page
    assert "No se pudo leer." in page
