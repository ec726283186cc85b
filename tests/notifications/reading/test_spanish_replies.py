"""The visible reply, in the shapes that Mexican mail comes in."""

import pytest

from tests.notifications.reading.mails import shown
from tests.notifications.reading.shapes import (
    MOBILE_SIGNATURES,
    OURS,
    QUOTED,
    REPLY,
    SPANISH_BLOCKS,
    SPANISH_INTROS,
    words,
)

GMAIL = "El lun, 3 ago 2020 a las 10:11, Mesa (<mesa@segu.example>) escribió:"
DELIMITERS = [
    "## Escribe tu respuesta arriba de esta línea ##",
    "> ## Escribe tu respuesta arriba de esta línea ##",
    ">> ## Escribe tu respuesta arriba de esta linea ##",
    "*## Escribe tu respuesta arriba de esta línea ##*",
    "> ## Escribe tu respuesta arriba de esta\n> línea ##",
    "##- Please type your reply above this line -##",
    "##- Escriba su respuesta por encima de esta línea -##",
    "##- Digite sua resposta acima desta linha -##",
    "##-Bitte geben Sie Ihre Antwort oberhalb dieser Zeile ein.-##",
    "***** Reply above this line *****",
]


@pytest.mark.parametrize("intro", SPANISH_INTROS)
@pytest.mark.parametrize(
    "quotation", [QUOTED, "\n" + QUOTED, "\n" + OURS, ""], ids=["marked", "spaced", "bare", "empty"]
)
def test_what_an_introduction_announces_is_not_the_reply(intro, quotation):
    text = f"{REPLY}\n\n{intro}\n{quotation}\n"

    assert words(shown(text)) == words(REPLY)
    assert words(shown(text.replace("\n", "\r\n"))) == words(REPLY)


@pytest.mark.parametrize("intro", SPANISH_INTROS)
def test_an_answer_below_the_quotation_is_the_reply(intro):
    assert words(shown(f"{intro}\n{QUOTED}\n\n{REPLY}\n")) == words(REPLY)


@pytest.mark.parametrize("block", SPANISH_BLOCKS)
def test_a_header_block_ends_the_reply(block):
    assert words(shown(f"{REPLY}\n\n{block}\n\n{OURS}\n")) == words(REPLY)
    assert words(shown(f"{REPLY}\n{block}\n\n{OURS}\n".replace("\n", "\r\n"))) == words(REPLY)


@pytest.mark.parametrize("signature", MOBILE_SIGNATURES)
def test_what_a_phone_signs_is_not_the_reply(signature):
    assert shown(f"{REPLY}\n\n{signature}") == REPLY
    assert shown(f"{REPLY}\n\n{signature}\n\n{GMAIL}\n\n{QUOTED}") == REPLY
    assert shown(f"{REPLY}\n\n{GMAIL}\n\n{QUOTED}\n\n{signature}") == REPLY


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_our_delimiter_ends_the_reply_whatever_stands_around_it(delimiter):
    assert shown(f"{REPLY}\n\n{delimiter}\n\n{OURS}") == REPLY
    assert shown(f"{REPLY}\n\nmesa@segu.example escribió:\n\n{delimiter}\n\n{OURS}") == REPLY


def test_answers_between_the_quoted_lines_show_everything():
    text = f"{GMAIL}\n> ¿Qué usuario es?\n\nEl de Saúl.\n\n> ¿Desde cuándo?\n\nDesde ayer."

    assert shown(text) == text


def test_a_quotation_that_goes_on_behind_its_introduction_is_not_the_reply():
    assert shown(f"Gracias.\n\n{GMAIL} Hola, Rosa, prueba\notra vez.") == "Gracias."


def test_a_third_level_of_quotation_is_no_python_prompt():
    assert shown(f"Gracias.\n\n{GMAIL}\n> Va\n>> Otra cosa\n>>> import app\n") == "Gracias."


def test_when_nothing_but_a_quotation_was_sent_everything_is_shown():
    text = f"{GMAIL}\n{QUOTED}"

    assert shown(text) == text


def test_a_forwarded_message_is_shown_whole():
    text = "Les paso lo que mandó.\n\n---------- Mensaje reenviado ---------\nDe: Ana <ana@x.example>\n\nNo abre."

    assert shown(text) == text
