"""An invitation says what it is about, when and where, in the message that the agent reads."""

import pytest

from tests.notifications.inbound.raw import arrive, raw_mail
from tickets.models import Message

EVENT = """BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VEVENT
DTSTART:20261130T160000Z
DTEND:20261130T163000Z
SUMMARY:Revisar emisión con Zurich
LOCATION:Teams
DESCRIPTION:Vemos por qué no emite la póliza 70-01
END:VEVENT
END:VCALENDAR"""
TOLD = "Invitación: Revisar emisión con Zurich\nCuándo: lunes 30 de noviembre, 10:00 (hora del centro), hasta las 10:30\nDónde: Teams"


@pytest.mark.django_db
def test_an_invitation_alone_opens_a_ticket_that_says_it(now, time_machine):
    time_machine.move_to(now)

    arrive(raw_mail(body=EVENT, content_type="text/calendar; charset=utf-8; method=REQUEST"), now)

    message = Message.objects.get()
    assert message.body == f"{TOLD}\n\nVemos por qué no emite la póliza 70-01"
    assert [file.name for file in message.attachments.all()] == ["invitación.ics"]


@pytest.mark.django_db
def test_what_is_written_beside_it_stands_above_and_is_not_repeated(now, time_machine):
    time_machine.move_to(now)
    words = "--b\nContent-Type: text/plain; charset=utf-8\n\nVemos por qué no emite la póliza 70-01\n"
    body = f"{words}--b\nContent-Type: text/calendar; charset=utf-8\n\n{EVENT}\n--b--"

    arrive(raw_mail(body=body, content_type="multipart/alternative; boundary=b"), now)

    assert Message.objects.get().body == f"Vemos por qué no emite la póliza 70-01\n\n{TOLD}"
