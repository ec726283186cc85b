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

# In November, where the month and the year that are meant are often the next ones.
BEFORE_CHRISTMAS = dt.datetime(2026, 11, 16, 10, tzinfo=dt.UTC)  # a Monday
SAID_THEN = [
    ("Estaré fuera a partir del 16 de noviembre; regreso el 30.", dt.date(2026, 11, 30)),
    ("A partir del 16 de noviembre estaré de vacaciones; regreso el 30", dt.date(2026, 11, 30)),
    ("Estaré de vacaciones del 14 al 22 de diciembre y regreso el 23.", dt.date(2026, 12, 23)),
    ("Estaré de vacaciones del 14 al 22 y regreso el 23.", dt.date(2026, 11, 23)),
    ("Regreso el 23. Estaré fuera del 14 al 22 de diciembre.", dt.date(2026, 12, 23)),
    ("Estaré fuera del 20 al 31 de diciembre y regreso el 4.", dt.date(2027, 1, 4)),
    ("Estaré fuera del 20 de diciembre al 5 de enero, regreso el 6.", dt.date(2027, 1, 6)),
    ("Estaré fuera del 20 de diciembre al 5 de enero.", dt.date(2027, 1, 5)),
    ("Vacaciones del 21 de diciembre de 2026 al 3 de enero de 2027. Regreso el lunes 4.", dt.date(2027, 1, 4)),
    ("Estoy de vacaciones del 14 al 22 de diciembre. Regreso el miércoles.", dt.date(2026, 12, 23)),
    ("Regreso el 7 de enero.", dt.date(2027, 1, 7)),
    ("Regreso el 3 de noviembre.", None),
    ("Estaré fuera hasta el 10 de noviembre.", None),
    ("Regreso el 16 de noviembre.", dt.date(2026, 11, 16)),
    ("Regreso el 1o de diciembre", dt.date(2026, 12, 1)),
    ("Regreso el 1ro. de diciembre", dt.date(2026, 12, 1)),
    ("Regreso el 1° de diciembre", dt.date(2026, 12, 1)),
    ("Regreso el primero de diciembre", dt.date(2026, 12, 1)),
    ("Regreso el lunes, 23 de noviembre del 2026", dt.date(2026, 11, 23)),
    ("Estaré de regreso en la oficina el próximo 30 de noviembre", dt.date(2026, 11, 30)),
    ("Me reincorporo a mis labores el martes 1 de diciembre.", dt.date(2026, 12, 1)),
    ("Reanudo actividades el 2 de diciembre", dt.date(2026, 12, 2)),
    ("Retomaré mis actividades el 30/nov", dt.date(2026, 11, 30)),
    ("Fecha de regreso: 30/11/2026", dt.date(2026, 11, 30)),
    ("Regreso: 30-nov-2026", dt.date(2026, 11, 30)),
    ("Regreso 30.11.2026", dt.date(2026, 11, 30)),
    ("Vuelvo el viernes", dt.date(2026, 11, 20)),
    ("Vuelvo el viernes de la próxima semana", dt.date(2026, 11, 27)),
    ("Regreso mañana", dt.date(2026, 11, 17)),
    ("Regreso pasado mañana.", dt.date(2026, 11, 18)),
    ("Ausente hasta el viernes 20 inclusive; a mi regreso el lunes 23 contestaré.", dt.date(2026, 11, 23)),
    ("Estaré fuera de la oficina hasta el 22 y regreso el 23 de diciembre", dt.date(2026, 12, 23)),
    ("Estaré disponible nuevamente a partir del 30 de noviembre", dt.date(2026, 11, 30)),
    ("Estaré fuera a partir del 18 de noviembre.", None),
    ("A partir del 1 de diciembre ya no laboro en esta empresa.", None),
    ("Atenderé su correo a partir del lunes 23 de noviembre", dt.date(2026, 11, 23)),
    ("Por maternidad estaré ausente hasta el 15 de marzo de 2027", dt.date(2027, 3, 15)),
    ("Estoy de incapacidad del 10 al 24 de noviembre", dt.date(2026, 11, 24)),
    ("Regreso a las 5 pm", None),
    ("Regreso en 15 días", None),
    ("Regreso pronto. Tel. 55 12 34 56 78", None),
    ("I will be out from December 14 to December 22, returning December 23.", dt.date(2026, 12, 23)),
    ("I am away until 11/30/2026. Back on December 1st.", dt.date(2026, 12, 1)),
    ("I'm on leave from 14 December and will be back on the 23rd.", dt.date(2026, 12, 23)),
    ("Estaré fuera de la oficina el 16 y 17 de noviembre, regreso el 18.", dt.date(2026, 11, 18)),
    ("Salgo de vacaciones el 27 de noviembre y regreso hasta el 7 de diciembre", dt.date(2026, 12, 7)),
    ("Estaré fuera del 16 al 20 de noviembre, de vuelta el 23", dt.date(2026, 11, 23)),
    ("Regreso el 29 de febrero de 2028", None),
    ("Oficina cerrada por inventario del 28 al 30 de noviembre; volvemos el 1 de diciembre.", dt.date(2026, 12, 1)),
    ("Regresamos a partir del 4 de enero", dt.date(2027, 1, 4)),
    ("Del 14/12 al 22/12 estaré de vacaciones. Regreso el 23/12.", dt.date(2026, 12, 23)),
    ("Del 14/12/2026 al 22/12/2026 estaré de vacaciones", dt.date(2026, 12, 22)),
    ("Estaré de vacaciones la semana del 23 y regreso el 30", dt.date(2026, 11, 30)),
    ("Estoy disfrutando de mis vacaciones, regreso a labores el próximo lunes 30 de noviembre.", dt.date(2026, 11, 30)),
    ("Estaré fuera desde hoy y hasta el viernes 27 de noviembre, regresando el lunes 30.", dt.date(2026, 11, 30)),
    (
        "Me encuentro de vacaciones del lunes 16 al viernes 27 de noviembre.\n\nRegreso el lunes 30.",
        dt.date(2026, 11, 30),
    ),
    ("Salí de la oficina. Vuelvo el 25/11.", dt.date(2026, 11, 25)),
    (
        "Por periodo vacacional nuestras oficinas estarán cerradas del 21 de diciembre al 1 de enero; reanudamos labores el 4 de enero de 2027.",
        dt.date(2027, 1, 4),
    ),
    ("Estaré ausente los días 16, 17 y 18 de noviembre. Me reincorporo el día 19.", dt.date(2026, 11, 19)),
    ("Fuera de la oficina 16-20 nov. Regreso 23 nov.", dt.date(2026, 11, 23)),
    ("Estaré de viaje del 30 de noviembre al 4 de diciembre y regreso el 7.", dt.date(2026, 12, 7)),
    ("Estaré de viaje del 30 de noviembre al 4 y regreso el 7.", dt.date(2026, 12, 7)),
    ("Estaré de incapacidad por 15 días, regreso el 1 de diciembre", dt.date(2026, 12, 1)),
    ("Out of office Nov 16 - Nov 20. I return on Nov 23.", dt.date(2026, 11, 23)),
    ("I'm out until Monday, November 23rd.", dt.date(2026, 11, 23)),
    ("Estoy fuera de la oficina, regreso el día de mañana.", dt.date(2026, 11, 17)),
    ("Regreso a la oficina por la mañana del 24 de noviembre", dt.date(2026, 11, 24)),
    ("Mi regreso está programado para el 2 de diciembre.", dt.date(2026, 12, 2)),
    ("Estaré de vuelta en funciones el jueves 26.", dt.date(2026, 11, 26)),
    ("Estaré fuera el 16 de noviembre. Contestaré los correos el 17.", None),
    ("Nos vemos a mi regreso. Cualquier asunto con Laura, ext. 23.", None),
    ("Estaré fuera de la oficina hasta nuevo aviso.", None),
    ("Ausente hasta el 31.", dt.date(2026, 12, 31)),
    ("Estoy de vacaciones y regreso el 2", dt.date(2026, 12, 2)),
    ("Estaré fuera del 28 de noviembre y hasta el 2, vuelvo el 3.", dt.date(2026, 12, 3)),
    ("Estaré fuera del 14 al 22 de este mes y regreso el 23", dt.date(2026, 11, 23)),
    ("Hasta el lunes no tendré acceso; estaré ausente", None),
    ("Estaré ausente hasta el próximo martes.", dt.date(2026, 11, 17)),
    ("Regreso el lunes 4 de enero a las 9:00 hrs.", dt.date(2027, 1, 4)),
    ("Tendré acceso limitado del 16 al 20. Regreso el 23 de Noviembre del 2026, saludos.", dt.date(2026, 11, 23)),
]


@pytest.mark.parametrize(("text", "day"), SAID)
def test_the_return_is_read_from_the_words(text, day):
    assert returns_on(text, SENT) == day


@pytest.mark.parametrize(("text", "day"), SAID_THEN)
def test_the_return_is_in_the_month_and_the_year_that_are_meant(text, day):
    assert returns_on(text, BEFORE_CHRISTMAS) == day


def test_what_is_quoted_or_stands_in_the_subject_names_no_return_before_the_words_do():
    text = "Estaré fuera. Regreso el 17 de agosto.\n\nEl lun, 3 ago 2026 a las 9:00, Soporte (<s@segu.example>) escribió:\n> Se cierra hasta el 30 de agosto"
    subject = "Fuera de la oficina: cita al 12 de agosto"

    assert parse(mail(text, subject=subject)).returns_on == dt.date(2026, 8, 17)


def test_an_out_of_office_carries_its_return_and_a_person_none():
    text = "Estaré fuera. Regreso el 17 de agosto."

    assert parse(mail(text, subject="Respuesta automática: x")).returns_on == dt.date(2026, 8, 17)
    assert parse(mail(text)).returns_on is None
