"""Which replies only say thanks. In doubt, they do not."""

import pytest

from tickets.thanks import gives_detail, is_only_thanks

THANKS = r"""
gracias
Gracias.
¡Gracias!
muchas gracias
Mil gracias!!
Muchísimas gracias
GRACIAS
ok
OK.
Ok gracias
okey, gracias
vale
listo
Listo, gracias
Listo!! 👍
quedó, gracias
Quedó
Ya quedó, muchas gracias
Sí, quedó
Si ya quedo gracias
Perfecto
Perfecto, gracias por el apoyo
Excelente, muchas gracias por su ayuda
enterada
Enterado, gracias
Recibido
De acuerdo
de acuerdo, gracias
Gracias por la atención
Gracias por todo
Muy amable
muy amable, gracias
Te lo agradezco
Se los agradezco mucho
Agradecemos su apoyo
Gracias, saludos
Gracias. Buen día
Buenas tardes, gracias
Hola, muchas gracias
Genial
súper, gracias
Resuelto, gracias
Todo bien, gracias
Gracias 🙏🏽
👍
👍🏼
❤️
🙏
🎉
😀
ok :)
gracias...
*Gracias*
Gracias\n\nSaludos
""".strip().splitlines()
NOT_THANKS = """
No
No gracias
no quedó
Gracias pero no quedó
Gracias, pero sigue igual
Quedó, pero no cotiza
Gracias, ¿y la póliza?
¿Listo?
listo?
Gracias, faltan 2
Quedó la 1234
Ya
Sí
si
bien
todo bien
su respuesta
hola
Buenos días
Sigue igual
Ya no cotiza
gracias por nada
Tampoco quedó
Gracias, aún no queda
Nunca quedó
jamás quedó
Gracias, sin embargo sigue el error
Ok, entonces cierro yo la póliza
Gracias, me falta la prima
quedo pendiente de la prima
Quedo en espera
Quedo atenta
ok, lo reviso y les aviso
Gracias, mañana lo pruebo
gracias gracias gracias gracias gracias gracias gracias gracias gracias
Perfecto, ahora necesito dar de alta otro usuario
👎
😢
😡
🤔
Gracias 👎
...
!!!
https://ejemplo.mx gracias
gracias@agencia.mx
Gracias & adiós
<b>gracias</b>
excelente pésimo servicio
Ok, nada
gracias, ninguna cotiza
ОК
ｇｒａｃｉａｓ ２
""".strip().splitlines()


@pytest.mark.parametrize("body", [line.replace("\\n", "\n") for line in THANKS])
def test_these_only_say_thanks(body):
    assert is_only_thanks(body)


@pytest.mark.parametrize("body", ["", " ", "\n", "\0", *NOT_THANKS])
def test_these_say_more_or_may(body):
    assert not is_only_thanks(body)


def test_eight_words_are_thanks_and_nine_are_a_message():
    assert is_only_thanks(" ".join(["gracias"] * 8))
    assert not is_only_thanks(" ".join(["gracias"] * 9))


def test_a_megabyte_is_answered():
    assert not is_only_thanks("gracias " * 130_000)
    assert not is_only_thanks("g" * 1_000_000)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No quedó",
        "gracias pero no quedó",
        "Hola, buenas tardes. Muchas gracias, pero sigue igual. Saludos cordiales.",
        "aún no queda",
        "Todavía no, sigue fallando",
        "Otra vez el mismo error",
        "😡",
        "Buen día, no funciona HDI",
    ],
)
def test_these_do_not_say_what_fails(text):
    assert not gives_detail(text)


@pytest.mark.parametrize(
    "text",
    [
        "Sigue igual: al emitir la póliza 1234 marca error 504",
        "No quedó, sigue dando error al emitir con ATLAS",
        "Gracias, pero ahora es HDI el que no regresa primas",
    ],
)
def test_these_say_what_fails(text):
    assert gives_detail(text)


def test_a_megabyte_without_detail_is_answered():
    assert not gives_detail("no quedó " * 110_000)
