"""Every shape that clients quote in is hidden as before, where the conversation proves it, and only there."""

import pytest

from notifications.reading.markup.lines import html_to_text
from tests.notifications.reading import test_html_replies as html
from tests.notifications.reading.mails import answered, first
from tests.notifications.reading.shapes import (
    MOBILE_SIGNATURES,
    OTHER_BLOCKS,
    OTHER_INTROS,
    OURS,
    QUOTED,
    REPLY,
    SPANISH_BLOCKS,
    SPANISH_INTROS,
    words,
)

SAID = html_to_text(html.OURS) + "\n\nUno\n\n" + OURS


def shown(text: str) -> str:
    return words(answered(text, SAID).shown)


@pytest.mark.parametrize("intro", [*SPANISH_INTROS, *OTHER_INTROS])
@pytest.mark.parametrize("quotation", [QUOTED, "\n" + QUOTED, "\n" + OURS], ids=["marked", "spaced", "bare"])
def test_what_an_introduction_announces_is_hidden(intro, quotation):
    assert shown(f"{REPLY}\n\n{intro}\n{quotation}\n") == words(REPLY)


@pytest.mark.parametrize("block", [*SPANISH_BLOCKS, *OTHER_BLOCKS])
def test_what_a_header_block_announces_is_hidden(block):
    assert shown(f"{REPLY}\n\n{block}\n\n{OURS}\n") == words(REPLY)


@pytest.mark.parametrize("signature", MOBILE_SIGNATURES)
def test_a_phones_line_folds_with_or_without_a_quotation(signature):
    judgement = answered(f"{REPLY}\n\n{signature}\n\n{SPANISH_INTROS[0]}\n\n{QUOTED}", SAID)

    assert words(judgement.shown) == words(REPLY)
    assert [piece.title for piece in judgement.pieces if signature in piece.text] == ["firma del dispositivo"]
    assert words(first(f"{REPLY}\n\n{signature}").shown) == words(REPLY)


# One word of ours is no proof, and a heading of no known form is shown.
UNPROVEN = {"gmail_short", "yahoo2"}


@pytest.mark.parametrize("name", [name for name in html.REPLIES if name not in UNPROVEN])
def test_what_the_markup_of_a_program_sets_apart_is_hidden(name):
    markup = html.REPLIES[name].replace("{REPLY}", html.REPLY).replace("{OURS}", html.OURS)

    judgement = answered("", SAID, html=markup)

    assert words(judgement.shown) == words(html.REPLY)
    assert any(piece.kind == "hidden" for piece in judgement.pieces)


@pytest.mark.parametrize("name", [name for name in html.REPLIES if "{OURS}" in html.REPLIES[name]])
def test_the_same_in_a_first_mail_is_never_cut(name):
    markup = html.REPLIES[name].replace("{REPLY}", html.REPLY).replace("{OURS}", html.OURS)

    assert "Folio SEG-12" in first("", markup).shown


@pytest.mark.parametrize("name", ["gmail", "owa", "yahoo", "thunderbird", "apple_mac", "proton"])
def test_what_only_the_markup_sets_apart_folds_in_its_place_and_still_decides(name):
    theirs = "<p>El servicio está suspendido</p><p>hasta el viernes por mantenimiento.</p>"
    markup = html.REPLIES[name].replace("{REPLY}", html.REPLY).replace("{OURS}", theirs)

    judgement = answered("", "Ya quedó corregida la conexión.", html=markup)

    assert words(judgement.shown) == words(html.REPLY)
    folded = [piece for piece in judgement.pieces if piece.kind == "folded" and "suspendido" in piece.text]
    assert [(piece.title, piece.decides) for piece in folded] == [("posible cita", True)]
