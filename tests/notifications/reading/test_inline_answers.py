from notifications.reading.quotes.inline_answers import with_inline_answers
from tests.notifications.reading.mails import shown


def reply_with_inline_answers(text: str, sent: list[str]) -> str:
    return with_inline_answers(shown(text), text, sent)


SENT = "Hola, Rosa:\n\n¿Qué usuario usas para entrar al cotizador?\n¿Desde qué día falla?\n\nEquipo de soporte"
INTRO = "El lun, 3 ago 2020 a las 10:11, Mesa (<mesa@segu.example>) escribió:"


def test_lines_that_we_never_sent_are_the_persons_own():
    text = (
        f"Te contesto abajo en rojo.\n\n{INTRO}\n\nHola, Rosa:\n\n¿Qué usuario usas para entrar al\ncotizador?\n"
        "El de Saúl\n¿Desde qué día falla?\nDesde el martes\n\nEquipo de soporte"
    )

    assert reply_with_inline_answers(text, [SENT]) == "Te contesto abajo en rojo.\n\nEl de Saúl\nDesde el martes"


def test_an_answer_behind_our_question_on_the_same_line_is_found():
    text = f"Va:\n\n{INTRO}\n> Hola, Rosa:\n> ¿Qué usuario usas para entrar al cotizador? EL DE SAÚL\n> ¿Desde qué día falla?\n"

    assert reply_with_inline_answers(text, [SENT]) == "Va:\n\nEL DE SAÚL"


def test_an_untouched_quotation_adds_nothing():
    quoted = "\n".join(f"> {line}" for line in SENT.split("\n"))

    assert reply_with_inline_answers(f"Gracias.\n\n{INTRO}\n{quoted}", [SENT]) == "Gracias."


def test_a_quotation_of_some_other_mail_adds_nothing():
    text = f"Gracias.\n\n{INTRO}\n> Otro correo distinto\n> con otras líneas\n> que nunca mandamos"

    assert reply_with_inline_answers(text, [SENT]) == "Gracias."


def test_answers_below_our_delimiter_are_found():
    text = (
        f"Ver abajo\n\n{INTRO}\n> ## Escribe tu respuesta arriba de esta línea ##\n> Hola, Rosa:\n"
        "> ¿Qué usuario usas para entrar al cotizador?\n> El de Saúl\n> ¿Desde qué día falla?\n"
    )

    assert reply_with_inline_answers(text, [SENT]) == "Ver abajo\n\nEl de Saúl"
