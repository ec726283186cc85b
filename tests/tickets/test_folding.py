"""Text as it is compared and as it is kept: whatever comes from outside, PostgreSQL and a mail header can take it."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tickets.folding import fold, many_lines, one_line, storable, storable_json

ANYTHING = st.text(st.characters(), max_size=60)  # surrogates and controls too
FAMILY, TECHNICIAN, SCOTLAND = "👨‍👩‍👧", "👩🏽‍💻", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"


@pytest.mark.parametrize("text", ["PÓLIZA  Única", "poliza unica", " Póliza\tÚNICA ", "Poliza\u00a0única"])
def test_accents_case_and_spaces_do_not_tell_two_texts_apart(text):
    assert fold(text) == "poliza unica"


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("No cotiza\r\nBcc: todos@otra.test", "No cotiza Bcc: todos@otra.test"),
        ("a\u2028b\u2029c\x85d\x0be\x0cf", "a b c d e f"),
        ("A\0NA", "ANA"),
        ("a\ud800b\udfff", "ab"),
        ("\u202egpj.exe\u202c", "gpj.exe"),
        ("\ufeffHola\u200b", "Hola"),
        ("  mucho   espacio ", "mucho espacio"),
        (f"{FAMILY} {TECHNICIAN} {SCOTLAND}", f"{FAMILY} {TECHNICIAN} {SCOTLAND}"),
        ("ñandú ÁÉÍ ü", "ñandú ÁÉÍ ü"),
    ],
)
def test_a_subject_is_one_clean_line_with_its_emoji_whole(raw, kept):
    assert one_line(raw) == kept


def test_a_subject_ends_at_its_limit_without_a_loose_space():
    assert one_line("a" * 300) == "a" * 200
    assert one_line("ab " * 200, 5) == "ab ab"


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("uno\r\ndos\rtres\u2028cuatro\u2029cinco\x85seis\x0bsiete\x0cocho", "uno\ndos\ntres\ncuatro\ncinco\nseis\nsiete\nocho"),
        ("a\0b\ud800c\x1b[31m", "abc[31m"),
        ("con\ttabulador\n\n\ny líneas  ", "con\ttabulador\n\n\ny líneas"),
        (f"{FAMILY}{SCOTLAND}", f"{FAMILY}{SCOTLAND}"),
    ],
)  # fmt: skip
def test_a_message_keeps_its_lines_and_loses_what_cannot_be_stored(raw, kept):
    assert many_lines(raw) == kept


@given(ANYTHING)
@settings(max_examples=300, deadline=None, derandomize=True, database=None)
def test_no_text_escapes(text):
    line, lines = one_line(text), many_lines(text)

    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in line)
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in lines if c not in "\n\t")
    assert one_line(line) == line
    assert many_lines(lines) == lines
    (line + lines + storable(text)).encode()


def test_json_from_a_browser_can_always_be_stored():
    sent = {"u\0rl": "https://a\0b", "errors": ["x\ud800", {"n": 1, "ok": True, "none": None}], "t": ("a\0",)}

    assert storable_json(sent) == {
        "url": "https://ab", "errors": ["x", {"n": 1, "ok": True, "none": None}], "t": ["a"],
    }  # fmt: skip
