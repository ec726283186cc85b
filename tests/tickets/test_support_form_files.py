import io
import uuid
from datetime import timedelta

import pytest
from django.test import override_settings
from PIL import Image

from tests.pages import listed_by, text, value_of
from tests.pictures import PDF, bomb, screenshot, upload
from tickets.models import Attachment, Ticket
from tickets.models.attachment import AttachmentKind

FORM = "/soporte/"
ELF = b"\x7fELF\x02\x01\x01" + b"\0" * 9 + b"\x02\0\x3e\0\x01\0\0\0" + b"\0" * 100  # a program of Linux


@pytest.fixture
def typed(requester) -> dict:
    return {
        "email": requester.email, "subject": "No está cotizando con ATLAS", "description": "No regresa primas.",
        "submission_id": str(uuid.uuid4()),
    }  # fmt: skip


def test_files_and_picture_land_on_the_ticket_typed_by_their_bytes(client, typed):
    client.post(FORM, typed | {"attachments": [upload(), upload("otra.txt", b"hola")], "screenshot": screenshot()})

    message = Ticket.objects.get().messages.get()
    files = {file.name: (file.kind, file.content_type) for file in message.attachments.all()}
    assert files == {
        "portal-atlas.pdf": (AttachmentKind.FILE, "application/pdf"),
        "otra.txt": (AttachmentKind.FILE, "text/plain"),
        "pantalla.webp": (AttachmentKind.SCREENSHOT, "image/webp"),
    }
    assert not Attachment.objects.filter(ticket=None).exists()


def test_what_was_attached_survives_an_error_elsewhere_and_is_not_attached_twice(client, typed):
    page = client.post(FORM, typed | {"subject": "", "attachments": upload(), "screenshot": screenshot()})

    assert "Ya adjuntaste" in text(page)
    assert "portal-atlas.pdf" in text(page)

    client.post(FORM, typed | listed_by(page) | {"attachments": upload()})

    names = sorted(file.name for file in Ticket.objects.get().attachments.all())
    assert names == ["pantalla.webp", "portal-atlas.pdf"]


def test_sent_thrice_with_and_without_its_kept_file_it_is_one_message_with_that_file(client, typed):
    typed |= listed_by(client.post(FORM, typed | {"subject": "", "attachments": upload()}))

    for files in ({}, {}, {"attachments": upload()}):
        client.post(FORM, typed | files)

    message = Ticket.objects.get().messages.get()
    assert [file.name for file in message.attachments.all()] == ["portal-atlas.pdf"]
    assert Attachment.objects.count() == 1


def test_what_is_sent_with_the_browsers_back_is_added_to_its_ticket(client, typed):
    client.post(FORM, typed | {"attachments": upload()})

    for _ in range(2):
        client.post(FORM, typed | {"description": "Tampoco con SURA.", "attachments": upload("otra.txt", b"hola")})

    opening, added = Ticket.objects.get().messages.all()
    assert (opening.body, added.body) == ("No regresa primas.", "Tampoco con SURA.")
    assert [file.name for file in opening.attachments.all()] == ["portal-atlas.pdf"]
    assert [file.name for file in added.attachments.all()] == ["otra.txt"]


def test_a_kept_file_can_be_ticked_away(client, typed):
    page = client.post(FORM, typed | {"subject": "", "attachments": [upload(), upload("mala.pdf", PDF + b"2")]})
    unwanted = Attachment.objects.get(name="mala.pdf")

    client.post(FORM, typed | listed_by(page) | {"remove": [unwanted.pk]})

    assert [file.name for file in Ticket.objects.get().attachments.all()] == ["portal-atlas.pdf"]
    assert not Attachment.objects.filter(pk=unwanted.pk).exists()
    assert not unwanted.file.storage.exists(unwanted.file.name)


def test_nobody_removes_the_file_of_another_attempt(client, typed, now):
    other = Attachment.objects.keep(PDF, "ajeno.pdf", now=now)

    client.post(FORM, typed | {"remove": [other.pk]})

    assert Attachment.objects.filter(pk=other.pk).exists()
    assert Ticket.objects.get().attachments.count() == 0


def test_a_second_picture_replaces_the_first(client, typed):
    page = client.post(FORM, typed | {"subject": "", "screenshot": screenshot("una.png")})
    client.post(FORM, typed | listed_by(page) | {"screenshot": screenshot("dos.png")})

    assert [file.name for file in Ticket.objects.get().attachments.all()] == ["dos.webp"]
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "file", "sentence"),
    [
        ("attachments", ("vacio.pdf", b""), "«vacio.pdf» está vacío"),
        ("attachments", ("programa.exe", b"MZ" + b"\0" * 200), "es un programa"),
        ("attachments", ("factura.pdf", ELF), "es un programa"),
        ("screenshot", ("foto.png", b"no soy una imagen"), "no es una imagen que podamos leer"),
        ("screenshot", ("bomba.png", bomb()), "es demasiado grande para abrirla"),
        ("screenshot", ("vacia.png", b""), "está vacío"),
    ],
)
def test_a_file_we_cannot_take_gets_its_sentence_and_costs_nothing_else(client, typed, field, file, sentence):
    good = upload("buena.pdf")

    page = client.post(FORM, typed | {field: [upload(*file), good] if field == "attachments" else upload(*file)})

    assert page.status_code == 200
    assert sentence in text(page)
    assert f'id="id_{field}_error"' in page.content.decode()
    assert value_of(page, "subject") == typed["subject"]
    assert not Ticket.objects.exists()
    assert ("buena.pdf" in text(page)) == (field == "attachments")


def test_a_file_over_the_limit_is_refused_unread(client, typed):
    with override_settings(MAX_FILE_SIZE=1024 * 1024):
        page = client.post(FORM, typed | {"attachments": upload("grande.pdf", PDF + b"0" * 1024 * 1024)})

    assert "«grande.pdf» pesa más de 1 MB" in text(page)
    assert not Attachment.objects.exists()


def test_ten_files_are_kept_of_eleven_and_the_one_left_over_is_named(client, typed):
    files = [upload(f"{number}.pdf", PDF + bytes([number])) for number in range(11)]

    page = client.post(FORM, typed | {"attachments": files})

    assert "«10.pdf» ya no cupo: son hasta 10 archivos" in text(page)
    assert Attachment.objects.count() == 10
    assert client.post(FORM, typed | listed_by(page)).status_code == 303
    assert Ticket.objects.get().attachments.count() == 10


def test_a_name_of_three_hundred_characters_is_shortened_and_keeps_its_ending(client, typed):
    client.post(FORM, typed | {"attachments": upload("póliza" * 60 + ".pdf")})

    name = Ticket.objects.get().attachments.get().name
    assert len(name) <= 200
    assert name.endswith(".pdf")


@pytest.mark.parametrize("name", ["../../etc/passwd", "..\\..\\boot.ini", "a\u202efdp.txt"])
def test_a_name_never_leads_anywhere(client, typed, name):
    client.post(FORM, typed | {"attachments": upload(name, b"hola")})

    attachment = Ticket.objects.get().attachments.get()
    assert not set("/\\\u202e") & set(attachment.name)
    assert "passwd" not in attachment.file.name


def test_a_picture_loses_its_metadata(client, typed):
    exif = Image.Exif()
    exif[0x010E] = "secreto"
    out = io.BytesIO()
    Image.new("RGB", (20, 20)).save(out, "JPEG", exif=exif)

    client.post(FORM, typed | {"screenshot": upload("foto.jpg", out.getvalue())})

    stored = Ticket.objects.get().attachments.get().file.read()
    assert b"secreto" not in stored
    assert stored[8:12] == b"WEBP"


def test_too_many_parts_get_a_page_that_says_what_to_do(client, typed):
    page = client.post(FORM, typed | {"attachments": [upload(f"{number}.txt", b"x") for number in range(60)]})

    assert page.status_code == 413
    assert "lo que escribiste sigue ahí" in text(page)
    assert not Attachment.objects.exists()


def test_a_body_of_two_gigabytes_is_refused_before_it_is_read(client, db):
    page = client.post(FORM, data=b"x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(2 * 1024**3))

    assert page.status_code == 413


def test_files_nobody_sent_are_discarded_with_their_bytes(client, typed, now):
    client.post(FORM, typed | {"subject": "", "attachments": upload()})
    kept = Attachment.objects.get()
    sent = Attachment.objects.keep(PDF, "sigue.pdf", now=kept.created_at, ticket=_ticket(client, typed))

    Attachment.objects.discard_abandoned(kept.created_at)
    assert Attachment.objects.filter(pk=kept.pk).exists()

    Attachment.objects.discard_abandoned(kept.created_at + timedelta(seconds=1))

    assert list(Attachment.objects.all()) == [sent]
    assert not kept.file.storage.exists(kept.file.name)


def _ticket(client, typed) -> Ticket:
    client.post(FORM, typed | {"submission_id": str(uuid.uuid4())})
    return Ticket.objects.get()


def test_a_file_that_was_sent_meanwhile_is_not_discarded(client, typed):
    page = client.post(FORM, typed | {"subject": "", "attachments": upload()})
    stale = Attachment.objects.get()
    client.post(FORM, typed | listed_by(page))

    with pytest.raises(ValueError, match="never removed"):
        stale.discard()

    assert stale.file.storage.exists(stale.file.name)


def test_a_kept_picture_is_shown_to_who_is_filling_the_form(client, typed):
    page = client.post(FORM, typed | {"subject": "", "screenshot": screenshot()})

    picture = Attachment.objects.get()
    url = f"/archivo/{picture.token}/"
    assert url in page.content.decode()
    assert client.get(url, {"en": "pagina"}).status_code == 200

    client.post(FORM, typed | listed_by(page))

    assert client.get(url).status_code == 404  # from now on it opens by the ticket's links only
