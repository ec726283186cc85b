"""Nothing a person sent is lost; what is only the picture under a name does not count as an attachment."""

import base64
import io
import random
import uuid
from datetime import timedelta

import pytest
from PIL import Image

from notifications.inbound import pipeline
from tests.factories import make_ticket
from tests.notifications.inbound.raw import arrive, raw_mail, state_of
from tests.pages import text
from tickets.models import Attachment
from tickets.models.attachment import AttachmentKind
from tickets.states import State

pytestmark = pytest.mark.django_db


def picture(width: int, height: int, seed: int = 1) -> bytes:
    noise = random.Random(seed).randbytes(width * height * 3)
    out = io.BytesIO()
    Image.frombytes("RGB", (width, height), noise).save(out, "PNG")
    return out.getvalue()


def with_picture(content: bytes, words: str = "Mira la pantalla:", **fields) -> bytes:
    lines = [
        "--b", "Content-Type: text/html; charset=utf-8", "", f'<p>{words}</p><img src="cid:foto@x">', "--b",
        "Content-Type: image/png; name=pantalla.png", "Content-Transfer-Encoding: base64", "Content-ID: <foto@x>",
        "Content-Disposition: inline; filename=pantalla.png", "", base64.encodebytes(content).decode(), "--b--",
    ]  # fmt: skip
    return raw_mail(body="\n".join(lines), content_type="multipart/related; boundary=b", **fields)


def with_files(count: int) -> bytes:
    lines = ["--b", "Content-Type: text/plain", "", "Van todas."]
    for number in range(count):
        lines += ["--b", f"Content-Disposition: attachment; filename=poliza-{number}.txt", "", f"póliza {number}"]
    return raw_mail(body="\n".join([*lines, "--b--"]), content_type="multipart/mixed; boundary=b")


def test_a_picture_in_the_text_is_kept_and_named_as_ours(now):
    row = arrive(with_picture(picture(400, 300)), now)

    file = row.became.attachments.get()
    assert (file.kind, file.content_type, file.content_id) == (AttachmentKind.INLINE, "image/webp", "foto@x")
    row.became.refresh_from_db()
    assert f'src="cid:{file.pk}"' in row.became.html


def test_a_small_picture_is_a_signature(now):
    row = arrive(with_picture(picture(200, 100)), now)

    assert row.became.attachments.get().kind == AttachmentKind.SIGNATURE
    assert not row.became.attachments.shown().exists()


def test_a_picture_that_comes_again_is_a_signature(now):
    first = arrive(with_picture(picture(400, 300), message_id="a@x"), now)
    again = arrive(with_picture(picture(400, 300), message_id="b@x"), now)
    other = arrive(with_picture(picture(400, 300, seed=2), message_id="c@x"), now)

    kinds = [row.became.attachments.get().kind for row in (first, again, other)]
    assert kinds == [AttachmentKind.INLINE, AttachmentKind.SIGNATURE, AttachmentKind.INLINE]


def test_thanks_with_a_logo_below_are_only_thanks(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)

    row = arrive(with_picture(picture(120, 60), words="Muchas gracias", subject=f"Re: [#{ticket.pk}]"), now)

    assert row.became.only_thanks
    assert state_of(ticket) == State.RESUELTO


def test_thanks_with_a_screen_reopen(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)

    arrive(with_picture(picture(400, 300), words="Gracias", subject=f"Re: [#{ticket.pk}]"), now)

    assert state_of(ticket) == State.ABIERTA


def test_what_says_it_is_a_picture_and_is_none_is_kept_as_a_file(now):
    row = arrive(with_picture(b"<svg onload=alert(1)>"), now)

    row.became.refresh_from_db()
    assert row.became.attachments.get().kind == AttachmentKind.FILE
    assert row.became.attachments.get().file.read() == b"<svg onload=alert(1)>"


def test_with_too_many_files_the_whole_message_stands_beside_them(now):
    raw = with_files(33)

    row = arrive(raw, now)

    names = list(row.became.attachments.values_list("name", flat=True))
    assert len(names) == 31
    assert names[-1] == "mensaje-completo.eml"
    assert row.became.attachments.last().file.read() == raw


def test_files_of_automatic_mail_without_a_ticket_do_not_stay_behind(now):
    raw = with_files(2).replace(b"MIME-Version", b"Auto-Submitted: auto-generated\r\nMIME-Version")

    arrive(raw, now)

    assert not Attachment.objects.exists()


PROGRAM = (
    b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00\xb8"
    + b"\x00" * 43
    + b"\x80\x00\x00\x00"
    + b"\x00" * 200
)


def with_program(name: str, content: bytes, words: str = "Va el instalador que marca error.", **fields) -> bytes:
    lines = [
        "--b", "Content-Type: text/plain; charset=utf-8", "", words, "--b", f"Content-Disposition: attachment; filename={name}",
        "Content-Transfer-Encoding: base64", "", base64.encodebytes(content).decode(), "--b",
        "Content-Disposition: attachment; filename=poliza.txt", "", "póliza 12-90", "--b--",
    ]  # fmt: skip
    return raw_mail(body="\n".join(lines), content_type="multipart/mixed; boundary=b", **fields)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("instala.exe", PROGRAM),
        ("factura.pdf", PROGRAM),
        ("abre.js", b"alert('hola')"),
        ("corre.bat", b"@echo off\r\n"),
    ],
)
def test_a_program_is_taken_out_and_named_and_the_rest_stays(now, name, content):
    raw = with_program(name, content)

    row = arrive(raw, now)

    assert [file.name for file in row.became.attachments.all()] == ["poliza.txt"]
    assert row.became.body.startswith("Va el instalador que marca error.\n\n(archivo retirado: " + f"{name}, ")
    assert "(archivo retirado: " in row.became.full_text
    assert bytes(row.raw) == raw


def test_thanks_with_a_program_are_not_only_thanks(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)

    arrive(with_program("x.exe", PROGRAM, "Gracias", subject=f"Re: algo [#{ticket.pk}]"), now)

    assert state_of(ticket) == State.ABIERTA


def test_files_that_wait_for_a_second_attempt_are_the_mails_whatever_a_form_says_of_itself(
    now, client, requester, monkeypatch
):
    deliver = pipeline.deliver.deliver
    monkeypatch.setattr(pipeline.deliver, "deliver", lambda *_: 1 / 0)
    row = arrive(with_files(1), now)
    waiting = Attachment.objects.get()
    said = {"email": requester.email, "subject": "No cotiza nada con ATLAS", "description": "x"}

    for number in (
        uuid.UUID(int=row.pk),
        uuid.uuid5(uuid.UUID("5f1d7f0e-6c1e-4b52-9d0a-3f1f2b3c4d5e"), f"spool:{row.pk}"),
    ):
        listed = client.post("/soporte/", said | {"subject": "", "submission_id": number})
        client.post("/soporte/", said | {"submission_id": number, "remove": waiting.pk})
        assert "poliza-0.txt" not in text(listed)
    monkeypatch.setattr(pipeline.deliver, "deliver", deliver)
    pipeline.process_pending(now + timedelta(minutes=1))

    row.refresh_from_db()
    assert Attachment.objects.get() == waiting
    assert Attachment.objects.get().message == row.became
