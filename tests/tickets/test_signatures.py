"""What is set aside before a reply is weighed: only what is a signature by its own look."""

import pytest

from tickets.signatures import without_signature

NAME = "Rosa Ibarra López"


@pytest.mark.parametrize(
    "text",
    [
        "Gracias\nRosa Ibarra",
        "Gracias\n\nROSA IBARRA LOPEZ\n55 5555 5555",
        "Gracias\nRosa\nTel. +52 (55) 5555-5555 ext 12\nrosa@agencia.example\nwww.agencia.example",
        "Gracias, Rosa",
        "Gracias\n--\nRosa Ibarra",
        "Gracias\nEnviado desde mi iPhone",
        "Gracias\nRosa\nObtener Outlook para iOS",
    ],
)
def test_name_telephone_addresses_and_device_are_set_aside(text):
    assert without_signature(text, NAME).strip(" ,") == "Gracias"


@pytest.mark.parametrize(
    "text",
    [
        "Gracias\nRosa no pudo entrar",
        "Gracias\nEnviado desde mi cuenta no llega",
        "Gracias\n--\nAhora es HDI el que no cotiza",
        "Gracias\nmgarza",
        "Gracias\nRosa Ibarra\nAgencia Cedro, no abre",
        "Gracias, no abre",
        "Quedó\n1234",
    ],
)
def test_everything_else_is_their_words(text):
    assert without_signature(text, NAME) == text


def test_a_block_below_their_name_is_known_from_an_earlier_mail():
    foot = "Rosa Ibarra\nAgencia Cedro\nSeguros y fianzas"

    assert without_signature(f"Gracias\n{foot}", NAME, [f"No abre SURA.\n\n{foot}"]) == "Gracias"
    assert foot in without_signature(f"Gracias\n{foot}", NAME, ["No abre SURA."])


def test_what_they_repeat_without_their_name_above_is_no_signature():
    text = "Gracias\nSigue sin cotizar"

    assert without_signature(text, NAME, ["Hola\nSigue sin cotizar"]) == text
