"""A reply through the whole pipeline: hidden is what the ticket proves, shown and weighed is everything else."""

from datetime import timedelta

import pytest

from notifications.addresses import reply_address
from notifications.kinds import MailKind
from notifications.models import Email
from notifications.outbox.publish import publish_pending
from notifications.reading.markup.lines import html_to_text
from tests.factories import make_ticket
from tests.notifications.inbound.raw import SUPPORT, arrive, raw_mail
from tickets.models import Message, Ticket
from tickets.states import State

pytestmark = pytest.mark.django_db
GMAIL = f"El lun, 16 nov 2026 a las 10:02, Soporte (<{SUPPORT}>) escribió:"
OUTLOOK = (
    f"De: Soporte <{SUPPORT}>\nEnviado el: lunes, 16 de noviembre de 2026 10:02 a. m.\n"
    "Para: Ana Ruiz <ana@agencia.test>\nAsunto: RE: No cotiza SURA"
)
BANNER = "PRECAUCIÓN: Este correo se originó fuera de la organización. No abra enlaces ni archivos si no reconoce al remitente."
OF_OURS = ("Escribe tu respuesta arriba", "escribió:", "Enviado el:", "Ya quedó corregida")


@pytest.fixture
def solved(requester, agent, now) -> Email:
    """The solution as it left, with everything our templates put around it."""
    ticket = make_ticket(requester=requester, now=now)
    publish_pending(now)
    ticket.resolve("Ya quedó corregida la conexión.\nRevisa por favor tu cotización.", by=agent, now=now)
    publish_pending(now)
    return Email.objects.get(kind=MailKind.SOLUTION)


def marked(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))


def answer(email: Email, body: str, now, **fields) -> Message:
    address = reply_address(email.ticket.reply_token)
    raw = raw_mail(
        to=address,
        subject=f"Re: {email.subject}",
        in_reply_to=email.mail_id,
        body=body,
        message_id="r@a.test",
        **fields,
    )
    return arrive(raw, now + timedelta(minutes=5)).became


def hidden(message: Message) -> str:
    return "\n".join(piece.text for piece in message.in_pieces if piece.kind == "hidden")


def state_of(ticket: Ticket) -> str:
    return Ticket.objects.values_list("state", flat=True).get(pk=ticket.pk)


FORMS = {
    "Gmail, marked": lambda mail: f"{GMAIL}\n\n{marked(mail.text)}",
    "Gmail, from its HTML": lambda mail: f"{GMAIL}\n\n{marked(html_to_text(mail.html))}",
    "a phone, unmarked": lambda mail: f"Enviado desde mi iPhone\n\n{GMAIL}\n\n{mail.text}",
    "Outlook": lambda mail: f"________________________________\n{OUTLOOK}\n\n{mail.text}",
    "Outlook, marked original": lambda mail: f"-----Mensaje original-----\n{OUTLOOK}\n\n{mail.text}",
    "Outlook behind a company's server": lambda mail: f"{OUTLOOK}\n\n{BANNER}\n\n{mail.text}",
    "our delimiter alone": lambda mail: mail.text,
    "double spaced": lambda mail: f"{OUTLOOK}\n\n" + mail.text.replace("\n", "\n\n"),
    "in capitals, without accents": lambda mail: f"{GMAIL}\n" + marked(mail.text.upper().replace("Ó", "O")),
}


@pytest.mark.parametrize("form", FORMS)
def test_our_own_mail_is_hidden_and_its_answer_shown(solved, now, form):
    message = answer(solved, f"Sigue sin cotizar HDI en autos.\n\n{FORMS[form](solved)}", now)

    assert message.body == "Sigue sin cotizar HDI en autos."
    assert "quedo corregida" in hidden(message).lower().replace("ó", "o")
    assert BANNER not in hidden(message)
    assert state_of(solved.ticket) == State.ABIERTA


@pytest.mark.parametrize("form", FORMS)
def test_a_reply_that_is_only_our_mail_reopens_and_gave_no_detail(solved, now, form):
    message = answer(solved, FORMS[form](solved), now)

    assert state_of(solved.ticket) == State.ABIERTA
    assert not any(words in message.body for words in OF_OURS)
    assert solved.ticket.events.filter(message=message).last().facts.asks_detail


@pytest.mark.parametrize("form", FORMS)
def test_thanks_above_our_mail_are_only_thanks(solved, now, form):
    message = answer(solved, f"Muchas gracias\n\n{FORMS[form](solved)}", now)

    assert message.only_thanks
    assert state_of(solved.ticket) == State.RESUELTO


@pytest.mark.parametrize(
    "complaint",
    [
        "El contratante 5520 (raul.meza@correo.test) escribió:\nno me llegó la carátula y sigo sin poder cotizar\n\n¿Se la pueden reenviar?",
        "--\n\nAhora es HDI el que no cotiza, marca sesión vencida",
        "-- \nAhora es HDI el que no cotiza, marca sesión vencida",
        "__\nEl recibo 4 no se ve",
        "El lun, 16 nov 2026 a las 10:02, Mesa Técnica (<mesa@sol.test>) escribió:\n> suspendido hasta el viernes",
        f"{GMAIL}\n> El servicio sigue caído en mi oficina\n> y nadie contesta",
        f"{OUTLOOK}\n\nEl servicio sigue caído en mi oficina y nadie contesta",
    ],
)
def test_what_nothing_proves_to_be_ours_is_read_before_anyone_says_thanks(solved, now, complaint):
    message = answer(solved, f"Gracias.\n\n{complaint}", now)

    assert not message.only_thanks
    assert state_of(solved.ticket) == State.ABIERTA
    assert not hidden(message)


def test_another_companys_chain_below_an_answer_is_never_left_out(solved, now):
    chain = (
        "-----Mensaje original-----\nDe: Mesa Técnica <mesa@sol.test>\nEnviado el: lunes, 16 de noviembre de 2026 09:12 a. m.\n"
        "Para: Ana Ruiz <ana@agencia.test>\nAsunto: RE: Folio 3301\n\nEl servicio está suspendido hasta el viernes."
    )

    message = answer(solved, f"Esto me contestó la compañía:\n\n{chain}", now)

    assert "suspendido hasta el viernes" in message.body


def test_what_the_requester_wrote_before_is_known_too(solved, now):
    answer(solved, "La cotización 77-120 sale en blanco al imprimir el recibo.\nEs en Toluca, con mgarza.", now)
    earlier = "El mar, 17 nov 2026 a las 9:00, Ana Ruiz (<ana@agencia.test>) escribió:"
    body = f"Ya no sale ni el folio de la cotización.\n\n{earlier}\n> La cotización 77-120 sale en blanco al\n> imprimir el recibo.\n> Es en Toluca, con mgarza."
    raw = raw_mail(
        to=reply_address(solved.ticket.reply_token),
        subject=f"Re: {solved.subject}",
        in_reply_to=solved.mail_id,
        body=body,
        message_id="s@a.test",
    )

    assert arrive(raw, now + timedelta(minutes=9)).became.body == "Ya no sale ni el folio de la cotización."


def test_a_first_mail_is_never_cut(now):
    body = f"Buen día.\n\n{OUTLOOK}\n\nEso me llegó y no lo entiendo.\n--\n¿Qué sigue?\n\n{GMAIL}\nNo abre."

    message = arrive(raw_mail(body=body), now).became

    assert message.body == body
    assert message.pieces == []


@pytest.mark.parametrize(
    ("foot", "title"),
    [
        ("-- \nAna Ruiz\nAgencia Ruiz\nTel. 55 5555 5555", "posible firma"),
        ("Enviado desde mi iPhone\nObtener Outlook para iOS", "firma del dispositivo"),
        (
            "AVISO DE CONFIDENCIALIDAD: Este mensaje es confidencial y va dirigido sólo a su destinatario. Si lo recibió por "
            "error, notifíquelo y elimínelo; queda prohibida su copia o distribución.",
            "aviso agregado por un servidor",
        ),
        (BANNER, "aviso agregado por un servidor"),
    ],
)
def test_what_a_program_adds_to_a_first_mail_folds_in_its_place(now, foot, title):
    message = arrive(raw_mail(body=f"No cotiza SURA en autos.\n\n{foot}"), now).became

    assert message.body == "No cotiza SURA en autos."
    assert [(piece.title, piece.text) for piece in message.in_pieces[1:]] == [(title, foot.replace("-- \n", "--\n"))]


def test_gmails_signature_on_a_new_mail_folds(now):
    html = '<div dir="ltr"><div>No cotiza SURA.</div><br><span class="gmail_signature_prefix">-- </span><br><div dir="ltr" class="gmail_signature"><div>Ana Ruiz</div><div>Agencia Ruiz</div></div></div>'

    message = arrive(raw_mail(body=html, content_type="text/html; charset=utf-8"), now).became

    assert message.body == "No cotiza SURA."
    assert "posible firma" in [piece.title for piece in message.in_pieces]


def test_the_requester_reads_their_own_words_and_not_what_they_quoted(client, solved, now):
    foot = "-- \nAna Ruiz\nAgencia Ruiz"
    answer(solved, f"Sigue sin cotizar HDI en autos.\n\n{foot}\n\n{GMAIL}\n{marked(solved.text)}", now)

    page = client.get(solved.ticket.get_absolute_url()).content.decode()

    assert '<div class="body">Sigue sin cotizar HDI en autos.</div>' in page
    assert "<summary>Posible firma</summary>" in page
    assert "escribió:" not in page


def inside(email: Email) -> str:
    return email.html.partition("<body")[2].partition(">")[2].rpartition("</body>")[0]


IN_MARKUP = {
    "Gmail": lambda mail: (
        f'<br><div class="gmail_quote"><div class="gmail_attr">{GMAIL}<br></div><blockquote class="gmail_quote">{inside(mail)}</blockquote></div>'
    ),
    "Outlook": lambda mail: (
        f'<hr><div id="divRplyFwdMsg"><b>De:</b> Soporte<br><b>Enviado:</b> lunes, 16 de noviembre de 2026 10:02<br><b>Para:</b> Ana<br><b>Asunto:</b> RE: X</div><div>{inside(mail)}</div>'
    ),
    "Outlook, a banner inside": lambda mail: (
        f'<div id="appendonsend"></div><div id="divRplyFwdMsg"><b>De:</b> Soporte<br><b>Enviado:</b> lunes, 16 de noviembre de 2026 10:02<br><b>Para:</b> Ana</div><table><tr><td>{BANNER}</td></tr></table><div>{inside(mail)}</div>'
    ),
    "Yahoo": lambda mail: (
        f'<div class="ydp2yahoo_quoted"><div>El lunes, 16 de noviembre de 2026, 10:02:11 CST, Soporte &lt;{SUPPORT}&gt; escribió:</div><div>{inside(mail)}</div></div>'
    ),
    "Thunderbird": lambda mail: (
        f'<div class="moz-cite-prefix">El 16/11/26 a las 10:02, Soporte escribió:</div><blockquote type="cite">{inside(mail)}</blockquote>'
    ),
}


@pytest.mark.parametrize("program", IN_MARKUP)
def test_our_own_mail_in_the_markup_of_a_program_is_hidden(solved, now, program):
    html = f"<div>Sigue sin cotizar HDI en autos.</div>{IN_MARKUP[program](solved)}"

    message = answer(solved, html, now, content_type="text/html; charset=utf-8")

    assert message.body == "Sigue sin cotizar HDI en autos."
    assert "Ya quedó corregida" in hidden(message)
