"""«Te contesto abajo»: answers inside our own mail, as its clients quote it, are the person's words and nothing else is."""

import textwrap

import pytest

from notifications.addresses import reply_address
from notifications.models import Email
from notifications.outbox.publish import publish_pending
from notifications.reading.markup.lines import html_to_text
from tests.factories import make_ticket
from tests.notifications.inbound.raw import arrive, raw_mail
from tickets.states import State

pytestmark = pytest.mark.django_db
ASKED = "Hola, Ana:\n\nPara seguir necesitamos dos datos.\n\n1. ¿Con qué usuario entras al cotizador?\n2. ¿Desde qué día te pasa?"
INTRO = "El lun, 16 nov 2026 a las 10:02, Laura · Soporte (<soporte@segupoliza.test>) escribió:"


@pytest.fixture
def asked(requester, agent, now) -> Email:
    """The question as it left, with everything our templates put around it."""
    ticket = make_ticket(requester=requester, now=now)
    publish_pending(now)
    ticket.ask(ASKED, by=agent, now=now)
    publish_pending(now)
    return Email.objects.get(kind="mas_informacion")


def answered(asked: Email, body: str, now, **fields):
    raw = raw_mail(
        to=reply_address(asked.ticket.reply_token),
        subject=f"Re: {asked.subject}",
        in_reply_to=asked.mail_id,
        body=body,
        message_id="r@agencia.test",
        **fields,
    )
    message = arrive(raw, now).became
    asked.ticket.refresh_from_db()
    assert asked.ticket.state == State.EN_ESPERA
    return message


def marked(text: str) -> str:
    """Wrapped and marked, as Gmail and Thunderbird quote."""
    lines = [part for line in text.split("\n") for part in textwrap.wrap(line, 70, break_long_words=False) or [""]]
    return "\n".join(f"> {line}".rstrip() for line in lines)


FORMS = {"text": lambda email: email.text, "html": lambda email: html_to_text(email.html)}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("quote", [marked, str], ids=["marked", "bare"])
def test_our_own_mail_quoted_untouched_adds_nothing(asked, now, form, quote):
    message = answered(asked, f"Entro con saul.ruiz.\n\n{INTRO}\n\n{quote(FORMS[form](asked))}", now)

    assert message.body == "Entro con saul.ruiz."


@pytest.mark.parametrize("form", FORMS)
def test_answers_between_our_lines_are_shown_below_the_reply(asked, now, form):
    lines = FORMS[form](asked).split("\n")
    first = next(n for n, line in enumerate(lines) if "usuario entras" in line)
    lines.insert(first + 1, "Con saul.ruiz, el de siempre")
    second = next(n for n, line in enumerate(lines) if "qué día" in line)
    lines[second] += " DESDE EL MARTES"

    message = answered(asked, "Te contesto abajo en rojo.\n\n" + INTRO + "\n\n" + marked("\n".join(lines)), now)

    assert message.body == "Te contesto abajo en rojo.\n\nCon saul.ruiz, el de siempre\n\nDESDE EL MARTES"
    assert "Para seguir necesitamos" in message.full_text


def test_answers_inside_the_markup_that_gmail_quotes_with(asked, now):
    inside = asked.html.replace(
        "¿Desde qué día te pasa?", '¿Desde qué día te pasa? <span style="color:red">Desde el martes</span>'
    )
    html = f'<div>Va abajo</div><div class="gmail_quote"><div class="gmail_attr">{INTRO}</div><blockquote class="gmail_quote">{inside}</blockquote></div>'

    message = answered(asked, html, now, content_type="text/html; charset=utf-8")

    assert message.body == "Va abajo\n\nDesde el martes"


def test_only_answers_inside_are_an_answer(asked, now):
    lines = asked.text.split("\n")
    lines.insert(next(n for n, line in enumerate(lines) if "usuario entras" in line) + 1, "saul.ruiz")

    message = answered(asked, INTRO + "\n\n" + marked("\n".join(lines)), now)

    assert "saul.ruiz" in message.body
