import datetime as dt

import pytest

from notifications.reading import parse
from notifications.reading.automatic.return_date import returns_on
from tests.notifications.reading.mails import mail

SENT = dt.datetime(2026, 8, 3, 10, tzinfo=dt.UTC)  # a Monday
SAID = [
    ("Estaré fuera de la oficina hasta el lunes 10 de agosto.", dt.date(2026, 8, 10)),
    ("Regreso el 17 de agosto de 2026.", dt.date(2026, 8, 17)),
    ("Estoy de vacaciones del 3 al 14 de agosto", dt.date(2026, 8, 14)),
    ("Del lunes 3 al viernes 7 estaré fuera, regresando el lunes 10 de agosto.", dt.date(2026, 8, 10)),
    ("Estaré de regreso el próximo lunes", dt.date(2026, 8, 10)),
    ("Estaré ausente hasta el 15/08/2026", dt.date(2026, 8, 15)),
    ("Estoy de vacaciones, regreso el día 20", dt.date(2026, 8, 20)),
    ("Regreso el 10 de enero", dt.date(2027, 1, 10)),
    ("I am out of the office until August 14, 2026", dt.date(2026, 8, 14)),
    ("I will be back on Monday, August 17", dt.date(2026, 8, 17)),
    ("Gracias por tu correo, hasta luego", None),
    ("No estaré hasta las 5 pm", None),
    ("Regreso el 31 de febrero", None),
]


@pytest.mark.parametrize(("text", "day"), SAID)
def test_the_return_is_read_from_the_words(text, day):
    assert returns_on(text, SENT) == day


def test_an_out_of_office_carries_its_return_and_a_person_none():
    text = "Estaré fuera. Regreso el 17 de agosto."

    assert parse(mail(text, subject="Respuesta automática: x")).returns_on == dt.date(2026, 8, 17)
    assert parse(mail(text)).returns_on is None
