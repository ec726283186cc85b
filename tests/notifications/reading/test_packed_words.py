"""Words and files that a program packed: inside an opaque signature, in winmail.dat, in an invitation."""

import base64
import datetime as dt
import struct
import time

import pytest
from asn1crypto import cms

from notifications.reading import parse
from notifications.reading.message import Invitation

WORDS = b"Content-Type: text/plain; charset=utf-8\r\n\r\nNo emite la p\xc3\xb3liza 31-008."
WITH_FILE = (
    b"Content-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\n" + WORDS + b"\r\n--i\r\nContent-Type: application/pdf; "
    b"name=a.pdf\r\n\r\n%PDF-1.4\r\n--i--\r\n"
)


def part(kind: str, content: bytes, name: str = "") -> bytes:
    named = f'; name="{name}"' if name else ""
    head = f"Content-Type: {kind}{named}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return head.encode() + base64.encodebytes(content)


def mail(part: bytes) -> bytes:
    return b"From: ana@a.example\r\nSubject: Error\r\n" + part


def beside(*parts: bytes) -> bytes:
    body = b"".join(b"--o\r\n" + one + b"\r\n" for one in parts)
    return b"From: ana@a.example\r\nContent-Type: multipart/mixed; boundary=o\r\n\r\n" + body + b"--o--\r\n"


def signed(inside: bytes) -> bytes:
    content = cms.SignedData({
        "version": "v1", "digest_algorithms": [], "signer_infos": [],
        "encap_content_info": {"content_type": "data", "content": inside},
    })  # fmt: skip
    return cms.ContentInfo({"content_type": "signed_data", "content": content}).dump()


def signed_in_pieces(inside: bytes) -> bytes:
    """As OpenSSL writes it while it reads: lengths that are not known beforehand."""
    data = bytes.fromhex("06092a864886f70d010701")
    pieces = b"".join(b"\x04" + bytes([len(one)]) + one for one in (inside[:40], inside[40:]))
    content = b"\x30\x80" + data + b"\xa0\x80\x24\x80" + pieces + b"\0\0\0\0\0\0"
    body = b"\x30\x80\x02\x01\x01\x31\x00" + content + b"\x31\x00\0\0"
    return b"\x30\x80" + bytes.fromhex("06092a864886f70d010702") + b"\xa0\x80" + body + b"\0\0\0\0"


@pytest.mark.parametrize("kind", ["application/pkcs7-mime; smime-type=signed-data", "application/x-pkcs7-mime"])
@pytest.mark.parametrize("write", [signed, signed_in_pieces])
def test_a_signed_message_is_read_without_any_key(write, kind):
    message = parse(mail(part(kind, write(WORDS), "smime.p7m")))

    assert message.reply_text == "No emite la póliza 31-008."
    assert message.attachments == ()


def test_the_files_inside_a_signature_are_the_messages_own():
    message = parse(mail(part("application/pkcs7-mime", signed(WITH_FILE), "smime.p7m")))

    assert message.text == "No emite la póliza 31-008."
    assert [one.filename for one in message.attachments] == ["a.pdf"]


def test_signatures_around_signatures_are_opened_a_few_times_only():
    raw = WORDS
    for _ in range(6):
        raw = part("application/pkcs7-mime", signed(raw), "smime.p7m")

    assert [one.filename for one in parse(mail(raw)).attachments] == ["smime.p7m"]


@pytest.mark.parametrize("content", [b"", b"\x30\x80\xff", signed(WORDS)[:90], b"x" * 500])
def test_what_cannot_be_opened_stays_a_file(content):
    message = parse(beside(b"\r\nVa firmado.", part("application/pkcs7-mime", content, "smime.p7m")))

    assert message.text == "Va firmado."
    assert [one.content for one in message.attachments] == [content]


def tnef(*things: bytes) -> bytes:
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(things)


def thing(level: int, name: int, kind: int, content: bytes) -> bytes:
    return struct.pack("<BHHI", level, name, kind, len(content)) + content + struct.pack("<H", sum(content) & 0xFFFF)


def properties(*pairs: tuple[int, int, bytes]) -> bytes:
    out = struct.pack("<I", len(pairs))
    for kind, name, value in pairs:
        out += struct.pack("<HHII", kind, name, 1, len(value)) + value + b"\0" * (-len(value) % 4)
    return thing(1, 0x9003, 6, out)


BODY = thing(1, 0x800C, 1, "La prima de la cotización no coincide.\0".encode("cp1252"))
FILE = thing(2, 0x9002, 6, b"\0" * 14) + thing(2, 0x8010, 1, b"comparativo.pdf\0") + thing(2, 0x800F, 6, b"%PDF-1.4")


def test_winmail_is_unpacked_beside_the_original():
    message = parse(beside(b"\r\n", part("application/ms-tnef", tnef(BODY, FILE), "winmail.dat")))

    assert message.reply_text == "La prima de la cotización no coincide."
    assert [(one.filename, one.content[:5]) for one in message.attachments] == [
        ("winmail.dat", b"\x78\x9f\x3e\x22\x01"), ("comparativo.pdf", b"%PDF-"),
    ]  # fmt: skip


def test_winmail_under_a_general_type_is_known_by_its_name():
    message = parse(beside(b"\r\nVa", part("application/octet-stream", tnef(BODY, FILE), "WINMAIL.DAT")))

    assert message.text == "Va"
    assert [one.filename for one in message.attachments] == ["WINMAIL.DAT", "comparativo.pdf"]


def test_the_html_inside_winmail_is_read():
    html = properties((0x0102, 0x1013, b"<html><body><p>No cotiza GNP</p></body></html>"))

    assert parse(mail(part("application/ms-tnef", tnef(html), "winmail.dat"))).reply_text == "No cotiza GNP"


ENDLESS = [
    thing(1, 0x9003, 6, struct.pack("<I", 0xFFFFFFFF)),
    thing(1, 0x9004, 6, struct.pack("<I", 0xFFFFFFFF) + b"\0" * 40),
    thing(2, 0x9002, 6, b"") + thing(2, 0x9005, 6, struct.pack("<I", 0xFFFFFFFF)),
    thing(1, 0x8005, 3, b"") * 200_000,
    b"\xff" * 3_000_000,
]


@pytest.mark.parametrize("number", range(len(ENDLESS)))
def test_a_hostile_winmail_stays_a_file_and_costs_little(number):
    content, begun = tnef(BODY, ENDLESS[number]), time.process_time()

    message = parse(beside(b"\r\nVa", part("application/ms-tnef", content, "winmail.dat")))

    assert message.attachments[0].content == content
    assert time.process_time() - begun < 5  # a guard against the endless, not a speed


def calendar(*lines: str, method: str = "REQUEST") -> bytes:
    inside = ["BEGIN:VEVENT", *lines, "END:VEVENT"]
    text = "\r\n".join(["BEGIN:VCALENDAR", f"METHOD:{method}", "VERSION:2.0", *inside, "END:VCALENDAR", ""])
    return b"Content-Type: text/calendar; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + text.encode()


def test_an_invitation_is_read():
    raw = calendar(
        "SUMMARY:Revisar emisión\\, con Zurich", "DTSTART;TZID=America/Mexico_City:20261130T100000",
        "DTEND;TZID=America/Mexico_City:20261130T103000", "LOCATION:Teams", "DESCRIPTION:Vemos por qué\\nno emite",
        "BEGIN:VALARM", "DESCRIPTION:Recordatorio", "TRIGGER:-PT15M", "END:VALARM",
    )  # fmt: skip

    (invitation,) = parse(mail(raw)).invitations

    assert invitation.summary == "Revisar emisión, con Zurich"
    assert invitation.starts == dt.datetime(2026, 11, 30, 16, tzinfo=dt.UTC)
    assert invitation.ends == dt.datetime(2026, 11, 30, 16, 30, tzinfo=dt.UTC)
    assert (invitation.place, invitation.description) == ("Teams", "Vemos por qué\nno emite")


def test_a_day_a_duration_and_a_cancelling_are_read():
    day, long = calendar("DTSTART;VALUE=DATE:20261201"), calendar("DTSTART:20261201T160000Z", "DURATION:PT1H")

    assert parse(mail(day)).invitations == (Invitation(starts=dt.date(2026, 12, 1)),)
    assert parse(mail(long)).invitations[0].ends == dt.datetime(2026, 12, 1, 17, tzinfo=dt.UTC)
    assert parse(mail(calendar("SUMMARY:Cita", method="CANCEL"))).invitations[0].cancelled


@pytest.mark.parametrize(
    "lines",
    [
        ["DTSTART:mañana"],
        ["SUMMARY;;;:"],
        ["DTSTART:99999999T999999Z"],
        ["X" * 90_000],
        ["RRULE:FREQ=SECONDLY"] * 9_000,
    ],
)
def test_a_broken_invitation_is_still_a_file(lines):
    begun = time.process_time()

    message = parse(mail(calendar(*lines)))

    assert [one.filename for one in message.attachments] == ["invitación.ics"]
    assert time.process_time() - begun < 5
