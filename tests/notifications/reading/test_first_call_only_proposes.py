"""Patterns propose and evidence decides: a first mail is never cut, and a reply is hidden only where it is proven ours."""

from html import escape

import pytest

from tests.notifications.reading.mails import answered, first
from tests.notifications.reading.shapes import words
from tests.notifications.reading.test_real_text_stays import OWN_WORDS
from tests.notifications.reading.trade_texts import TRADE_TEXTS

RESOLVED = "Estimada Rosa:\n\nYa quedó corregida la conexión. Revisa por favor tu cotización.\n\nEquipo de soporte"
TEXTS = [*TRADE_TEXTS, *OWN_WORDS]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("opening", ["", "Buen día.\n\n", "Gracias.\n"])
def test_a_first_mail_is_shown_whole(text, opening):
    assert words(first(opening + text).shown) == words(opening + text)


@pytest.mark.parametrize("text", TRADE_TEXTS)
def test_a_first_mail_in_html_is_shown_whole(text):
    html = "<div>" + escape(text).replace("\n", "<br>\n") + "</div>"

    assert words(first("", html).shown) == words(text)


@pytest.mark.parametrize("text", TEXTS)
def test_a_reply_that_nothing_proves_hides_nothing_and_all_of_it_decides(text):
    judgement = answered(f"Gracias.\n\n{text}", RESOLVED)

    assert words(" ".join(piece.text for piece in judgement.pieces)) == words(f"Gracias.\n\n{text}")
    assert all(piece.decides or piece.kind == "context" for piece in judgement.pieces)


@pytest.mark.parametrize("text", TRADE_TEXTS)
def test_a_persons_words_stay_above_our_own_mail(text):
    quoted = "\n".join(f"> {line}" for line in RESOLVED.split("\n"))
    intro = "El lun, 3 ago 2020 a las 10:11, Mesa (<soporte@segu.example>) escribió:"

    assert words(answered(f"{text}\n\n{intro}\n\n{quoted}", RESOLVED).shown) == words(text)


@pytest.mark.parametrize("text", [text for text in TRADE_TEXTS if ">" not in text])
def test_a_persons_words_between_our_lines_stay(text):
    intro = "El lun, 3 ago 2020 a las 10:11, Mesa (<soporte@segu.example>) escribió:"
    above = "\n".join(f"Paso {number}: revisa la pantalla número {number} del cotizador." for number in range(1, 12))

    judgement = answered(f"Abajo va.\n\n{intro}\n\n{above}\n\n{text}\n\n{RESOLVED}", f"{above}\n\n{RESOLVED}")

    kept = " ".join(piece.text for piece in judgement.pieces if piece.decides)
    assert {word for word in text.split() if any(map(str.isalnum, word))} <= set(kept.split())
    assert above in [piece.text for piece in judgement.pieces if piece.kind == "hidden"][0]
