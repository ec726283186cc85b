"""«Te contesto abajo en rojo»: what a person wrote between the lines of the mail they answer."""

from tests.notifications.reading.mails import answered

SENT = "Hola, Rosa:\n\n¿Qué usuario usas para entrar al cotizador?\n¿Desde qué día falla?\n\nEquipo de soporte"
INTRO = "El lun, 3 ago 2020 a las 10:11, Mesa (<mesa@segu.example>) escribió:"


def test_lines_that_we_never_sent_are_the_persons_own():
    text = (
        f"Te contesto abajo en rojo.\n\n{INTRO}\n\nHola, Rosa:\n\n¿Qué usuario usas para entrar al\ncotizador?\n"
        "El de Saúl\n¿Desde qué día falla?\nDesde el martes\n\nEquipo de soporte"
    )

    assert answered(text, SENT).shown == "Te contesto abajo en rojo.\n\nEl de Saúl\n\nDesde el martes"


def test_they_stand_in_place_between_our_own_lines():
    text = f"{INTRO}\n> ¿Qué usuario usas para entrar al cotizador?\n> El de Saúl\n> ¿Desde qué día falla?\n"

    pieces = answered(f"Va.\n\n{text}", SENT).pieces

    assert [piece.text for piece in pieces if piece.is_shown] == ["Va.", "El de Saúl"]
    assert [piece.kind for piece in pieces] == ["own", "hidden", "own", "hidden"]


def test_an_answer_behind_our_question_on_the_same_line_is_found():
    text = f"Va:\n\n{INTRO}\n> Hola, Rosa:\n> ¿Qué usuario usas para entrar al cotizador? EL DE SAÚL\n> ¿Desde qué día falla?\n"

    assert answered(text, SENT).shown == "Va:\n\nEL DE SAÚL"


def test_an_untouched_quotation_adds_nothing():
    quoted = "\n".join(f"> {line}" for line in SENT.split("\n"))

    judgement = answered(f"Gracias.\n\n{INTRO}\n{quoted}", SENT)

    assert (judgement.shown, judgement.is_proven) == ("Gracias.", True)


def test_a_quotation_of_some_other_mail_is_folded_where_it_stands():
    judgement = answered(f"Gracias.\n\n{INTRO}\n> Otro correo distinto\n> con otras líneas\n> que nunca mandamos", SENT)

    assert judgement.shown == "Gracias."
    assert [piece.kind for piece in judgement.pieces] == ["own", "folded"]
    assert judgement.pieces[1].decides


def test_answers_below_our_delimiter_are_found():
    text = (
        f"Ver abajo\n\n{INTRO}\n> ## Escribe tu respuesta arriba de esta línea ##\n> Hola, Rosa:\n"
        "> ¿Qué usuario usas para entrar al cotizador?\n> El de Saúl\n> ¿Desde qué día falla?\n"
    )

    assert answered(text, SENT).shown == "Ver abajo\n\nEl de Saúl"


def test_an_answer_that_ends_with_a_colon_right_below_the_introduction_is_no_part_of_it():
    text = f"Abajo:\n\n{INTRO}\nContesto aquí:\n{SENT}"

    judgement = answered(text, SENT)

    assert judgement.shown.endswith("Contesto aquí:")
    assert [piece.text for piece in judgement.pieces if piece.kind == "hidden"] == [SENT]


def test_a_short_answer_that_somebody_gave_before_is_still_an_answer():
    text = f"Abajo:\n\n{INTRO}\n¿Qué usuario usas para entrar al cotizador?\nSí\n¿Desde qué día falla?\nAyer\n"

    assert answered(text, SENT, "Sí", "Ayer").shown == "Abajo:\n\nSí\n\nAyer"


def test_quoted_lines_between_answers_stay_and_what_introduces_them_folds():
    text = f"{INTRO}\n> ¿Qué usuario usas para entrar al cotizador?\n\nEl de Saúl.\n\n> ¿Desde qué día falla?\n\nDesde ayer."

    judgement = answered(text, SENT)

    assert judgement.shown.startswith("> ¿Qué usuario") and "Desde ayer." in judgement.shown
    assert [piece.text for piece in judgement.pieces if not piece.is_shown] == [INTRO]
    assert [piece.text for piece in judgement.pieces if piece.decides] == ["El de Saúl.", "Desde ayer."]
