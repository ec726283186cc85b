"""Whom a From names, where all programs agree on it; nobody where they do not."""

import pytest

from notifications.reading import parse

VICTIM, OTHER = "ana@agencia.example", "otro@malo.example"


def sent_by(*values: str):
    lines = "".join(f"From: {value}\r\n" for value in values)
    return parse(f"{lines}Subject: x\r\n\r\nhola".encode("utf-8", "surrogateescape"))


AMBIGUOUS = {
    "two addresses": [f"{VICTIM}, {OTHER}"],
    "two addresses, the other first": [f"Otro <{OTHER}>, Ana <{VICTIM}>"],
    "a semicolon between": [f"{OTHER}; {VICTIM}"],
    "a group": [f"Amigos: {VICTIM};"],
    "a group of two": [f"Amigos: {VICTIM}, {OTHER};"],
    "an empty group before": [f"Nadie:; {VICTIM}"],
    "an address as an unquoted name": [f"{VICTIM} <{OTHER}>"],
    "two in brackets": [f"<{VICTIM}> <{OTHER}>"],
    "brackets inside brackets": [f"Ana <{VICTIM}<{OTHER}>>"],
    "an address after the brackets": [f"<{OTHER}> {VICTIM}"],
    "an address in a comment": [f"{OTHER} ({VICTIM})"],
    "a comment that cuts": [f"{VICTIM}(x)@malo.example"],
    "a comment never closed": [f"({VICTIM} <{OTHER}>"],
    "a quote never closed": [f'"Ana <{VICTIM}> <{OTHER}>'],
    "a quoted local part": [f'"{VICTIM}"@malo.example'],
    "two at signs": [f"<{VICTIM}@malo.example>"],
    "a route": [f"<@malo.example:{VICTIM}>"],
    "a NUL": [f"{VICTIM}\0@malo.example"],
    "a bare carriage return": [f"{VICTIM}\r <{OTHER}>"],
    "a line separator": [f"<{VICTIM}\u2028>"],
    "a turned direction": [f"Ana <\u202e{VICTIM}>"],
    "an encoded address": ["=?utf-8?q?ana=40agencia=2Eexample?="],
    "an encoded end of the name": [f"=?utf-8?q?Ana_=3Cana=40agencia=2Eexample=3E?= <{OTHER}>"],
    "an encoded word in the brackets": ["Ana <=?utf-8?q?ana?=@agencia.example>"],
    "two fields": [f"Ana <{VICTIM}>", f"Otro <{OTHER}>"],
    "a blank inside": ["<ana @agencia.example>"],
}

PLAIN = {
    "Ana <ana@agencia.example>": "Ana",
    "ana@agencia.example": "",
    "<ana@agencia.example>": "",
    '"Ruiz, Ana" <ana@agencia.example>': "Ruiz, Ana",
    "Ruiz, Ana <ana@agencia.example>": "Ruiz, Ana",
    '"ana@agencia.example" <ana@agencia.example>': "ana@agencia.example",
    "'Ana' via Mesa <ana@agencia.example>": "Ana' via Mesa",
    "=?utf-8?q?Ana_Mu=C3=B1oz?= <ana@agencia.example>": "Ana Muñoz",
    "Ana (ventas) <ana@agencia.example>": "Ana",
    "ana@agencia.example (Ana)": "Ana",
    "Ana\r\n <ana@agencia.example>": "Ana",
    "Ana <mailto:ana@agencia.example>": "Ana",
    "Añá <ana@agencia.example>": "Añá",
}  # fmt: skip


@pytest.mark.parametrize("kind", AMBIGUOUS)
def test_a_from_that_programs_read_differently_is_nobodys(kind):
    message = sent_by(*AMBIGUOUS[kind])

    assert message.is_of_nobody
    assert message.from_email == ""


@pytest.mark.parametrize("value", PLAIN)
def test_a_plain_from_is_its_writers(value):
    message = sent_by(value)

    assert (message.from_email, message.from_name) == (VICTIM, PLAIN[value])
    assert not message.is_of_nobody


def test_the_same_field_twice_says_one_thing():
    assert sent_by(f"Ana <{VICTIM}>", f"Ana <{VICTIM}>").from_email == VICTIM
