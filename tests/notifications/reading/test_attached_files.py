import base64
import binascii

import pytest

from notifications.reading import parse

NAMES = [
    ('filename="póliza.pdf"', "póliza.pdf"),
    ("filename*=utf-8''p%C3%B3liza.pdf", "póliza.pdf"),
    ("filename*0*=utf-8''p%C3%B3; filename*1=liza.pdf", "póliza.pdf"),
    ('filename="=?utf-8?q?p=C3=B3liza.pdf?="', "póliza.pdf"),
    ("filename=mi poliza.pdf", "mi poliza.pdf"),
    ('filename="a\\"b.pdf"', 'a"b.pdf'),
]


def mixed(*parts: bytes) -> bytes:
    body = b"".join(b"--b\r\n" + part + b"\r\n" for part in parts)
    return b"From: rosa@x.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + body + b"--b--\r\n"


@pytest.mark.parametrize(("parameter", "name"), NAMES)
def test_a_name_is_read_however_it_was_written(parameter, name):
    part = f"Content-Type: application/pdf\r\nContent-Disposition: attachment; {parameter}\r\n\r\nX".encode()

    assert [one.filename for one in parse(mixed(b"\r\nhola", part)).attachments] == [name]


def test_words_and_file_are_told_apart():
    content = base64.b64encode(b"%PDF-1.7")
    part = b"Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n" + content

    message = parse(mixed(b"Content-Type: text/plain\r\n\r\nVa la carta.", part))

    assert message.text == "Va la carta."
    assert [(one.filename, one.content_type, one.content) for one in message.attachments] == [
        ("a.pdf", "application/pdf", b"%PDF-1.7")
    ]


def test_a_message_that_is_only_a_file_keeps_it():
    raw = (
        b"From: a@x.example\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Disposition: attachment\r\n\r\n%PDF"
    )

    assert [one.filename for one in parse(raw).attachments] == ["a.pdf"]


def test_a_forwarded_message_stays_closed_with_its_exact_bytes():
    inner = b"Subject: Dentro\r\n\r\ncuerpo  con espacios \r\n"

    (attachment,) = parse(mixed(b"\r\nhola", b"Content-Type: message/rfc822\r\n\r\n" + inner)).attachments

    assert attachment.filename == "Dentro.eml"
    assert attachment.content.startswith(b"Subject: Dentro\r\n\r\ncuerpo  con espacios ")


def test_a_uuencoded_file_leaves_the_text():
    block = b"begin 644 lista.txt\n" + binascii.b2a_uu(b"uno,dos") + b"`\nend\n"

    message = parse(b"From: a@x.example\n\nVa la lista:\n\n" + block)

    assert message.text.strip() == "Va la lista:"
    assert message.attachments[0].content == b"uno,dos"


def test_a_picture_inside_the_text_is_inline_and_keeps_its_id():
    part = (
        b"Content-Type: image/png\r\nContent-ID: <logo@x>\r\nContent-Disposition: inline; filename=logo.png\r\n\r\nPNG"
    )

    (attachment,) = parse(mixed(b"Content-Type: text/html\r\n\r\n<img src=cid:logo@x>Hola", part)).attachments

    assert attachment.inline
    assert attachment.content_id == "logo@x"
