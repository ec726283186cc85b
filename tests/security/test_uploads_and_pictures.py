"""Hostile files: the bytes decide their type, names lose their tricks, pictures are written anew or refused."""

import hashlib
import io
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st
from PIL import Image

from tests.pictures import bomb
from tickets.models import Attachment
from tickets.models.attachment import AttachmentKind
from tickets.pictures import LONGEST_SIDE, NotAPicture, reencoded
from tickets.uploads import check_upload, clean_name, sniff


def picture(mode="RGB", size=(40, 30), format_="PNG", **options) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, options.pop("color", 1)).save(out, format_, **options)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


# --- pictures ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("mode", "format_"),
    [("RGB", "PNG"), ("RGBA", "PNG"), ("P", "PNG"), ("LA", "PNG"), ("1", "PNG"), ("I;16", "PNG"), ("L", "JPEG"),
     ("CMYK", "JPEG"), ("RGB", "WEBP"), ("P", "GIF"), ("RGB", "BMP")],
)  # fmt: skip
def test_every_common_picture_comes_out_as_webp(mode, format_):
    content, content_type, name = reencoded(picture(mode, format_=format_), "foto.de.pantalla.png")

    assert (content_type, name) == ("image/webp", "foto.de.pantalla.webp")
    assert (opened(content).format, opened(content).size) == ("WEBP", (40, 30))


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_what_was_transparent_stays_so(mode):
    content, *_ = reencoded(picture(mode, color=(0,) * len(mode)), "a.png")

    assert opened(content).convert("RGBA").getpixel((5, 5))[3] == 0


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("side", [8_000, 10_000, 30_000])
def test_a_pixel_bomb_is_refused_from_its_header_with_a_sentence(side):
    assert len(bomb(side)) < 200

    with pytest.raises(NotAPicture, match="demasiado grande"):
        reencoded(bomb(side), "a.png")


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_pixel_bomb_is_refused_as_a_plain_file_too_and_a_large_photograph_is_not():
    check_upload("foto.png", 9_000_000, bomb(12_000))
    check_upload("datos.png", 9_000_000, b"\x89PNG\r\n\x1a\n cut off")

    with pytest.raises(ValidationError, match="«mapa.png»: La imagen es demasiado grande para abrirla"):
        check_upload("mapa.png", len(bomb()), bomb())


def test_where_it_was_taken_and_with_what_is_gone_and_it_stands_upright():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Cámara de Ana"  # turned, maker
    exif.get_ifd(0x8825)[1] = "N"  # GPS

    content, *_ = reencoded(picture(size=(40, 30), format_="JPEG", exif=exif), "a.jpg")

    assert not dict(opened(content).getexif())
    assert not {"exif", "xmp", "icc_profile"} & set(opened(content).info)
    assert b"mara de Ana" not in content
    assert opened(content).size == (30, 40)


@pytest.mark.parametrize("kept", [0, 1, 8, 20, 40, 60, -20, -1])
def test_a_truncated_picture_is_refused_with_a_sentence(kept):
    whole = picture(size=(200, 200), format_="JPEG", color=90)

    with pytest.raises(NotAPicture, match="Usa PNG, JPG o WebP"):
        reencoded(whole[: kept if kept >= 0 else len(whole) // 2 + kept], "a.jpg")


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html><script>alert(1)</script>", b"%PDF-1.7\n", b"%!PS-Adobe-3.0 EPSF-3.0\n", b"GIF89a/*", b"\0" * 100,
    ],
)  # fmt: skip
def test_what_is_no_picture_is_refused_with_a_sentence(content):
    with pytest.raises(NotAPicture, match="Usa PNG"):
        reencoded(content, "a.png")


@pytest.mark.parametrize("tail", [b"<script>alert(1)</script>", b"PK\x03\x04zip", b"%PDF-1.7"])
def test_a_second_meaning_behind_a_picture_is_gone(tail):
    content, *_ = reencoded(picture() + tail, "a.png")

    assert tail not in content


def test_a_large_picture_shrinks_to_what_a_page_needs():
    content, *_ = reencoded(picture("L", (5_000, 100), color=9), "a.png")

    assert opened(content).size == (LONGEST_SIDE, round(100 * LONGEST_SIDE / 5_000))


@given(st.binary(max_size=300) | st.binary(max_size=300).map(lambda tail: picture()[:40] + tail))
@profile(max_examples=150, deadline=None, derandomize=True, database=None)
def test_no_bytes_break_the_decoder(content):
    with suppress(NotAPicture):
        reencoded(content, "a.png")


# --- names and types --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd", "passwd"), ("C:\\fakepath\\póliza.pdf", "póliza.pdf"), ("..\\..\\a.txt", "a.txt"),
        ("..", "archivo"), ("/", "archivo"), ("", "archivo"), (" . . ", "archivo"), (".bashrc", "bashrc"),
        ("factura\u202efdp.exe", "facturafdp.exe"), ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("a\0.pdf", "a.pdf"), ("a\u2028b.pdf", "ab.pdf"), ("a\ud800.pdf", "a.pdf"), ("prima 👍.pdf", "prima 👍.pdf"),
    ],
)  # fmt: skip
def test_a_name_loses_folders_controls_and_overrides(sent, shown):
    assert clean_name(sent) == shown


def test_a_name_of_300_characters_keeps_its_ending():
    assert clean_name("á" * 300 + ".pdf") == "á" * 196 + ".pdf"
    assert len(clean_name("." + "x" * 300)) == len(clean_name("a." + "x" * 300)) == 200


@given(st.text(st.characters(), max_size=250))
@profile(max_examples=300, deadline=None, derandomize=True, database=None)
def test_no_name_escapes(name):
    shown = clean_name(name)

    assert 0 < len(shown) <= 200
    assert not set(shown) & set("/\\\0\r\n\u202e\u2028")
    assert shown == clean_name(shown)
    shown.encode()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ" + b"\0" * 200, "foto.png"), (b"\x7fELF\x02\x01\x01" + b"\0" * 9 + b"\x02\0\x3e\0" + b"\0" * 44, "a.pdf"),
        (b"#!/bin/sh\nrm -rf ~\n", "notas.txt"), (b"hola", "póliza.exe"), (b"hola", "póliza.pdf.EXE"),
        (b"hola", "a.js"), (b"hola", "a.exe."), (b"hola", "a.exe "), (b"hola", "a.ex\u202ee"),
    ],
)  # fmt: skip
def test_programs_are_refused_by_their_bytes_and_by_their_ending(content, name):
    with pytest.raises(ValidationError, match="es un programa"):
        check_upload(name, len(content), content)


def test_empty_and_too_large_files_get_their_own_sentence():
    with pytest.raises(ValidationError, match="está vacío"):
        check_upload("a.pdf", 0, b"")
    with pytest.raises(ValidationError, match="más de 10 MB"):
        check_upload("a.pdf", 10 * 1024 * 1024 + 1, b"%PDF-1.7")
    check_upload("a.pdf", 10 * 1024 * 1024, b"%PDF-1.7")


@pytest.mark.parametrize(
    ("content", "name"), [(b"%PDF-1.7\n", "a.png"), (b"<html></html>", "a.pdf"), (picture(), "a.html")]
)
def test_the_type_is_read_from_the_bytes_never_from_the_name(content, name, db, now):
    kept = Attachment.objects.keep(content, name, now=now)

    assert kept.content_type == sniff(content) != "application/octet-stream"
    assert kept.name == name


def test_a_file_is_kept_under_a_random_name_with_its_hash(db, now):
    kept = Attachment.objects.keep(b"%PDF-1.7\n", "../../póliza.pdf", now=now)

    assert kept.name == "póliza.pdf"
    assert "liza" not in kept.file.name and ".." not in kept.file.name
    assert kept.sha256 == hashlib.sha256(b"%PDF-1.7\n").hexdigest()
    assert kept.file.read() == b"%PDF-1.7\n"
    assert kept.size == 9


def test_the_picture_of_the_screen_is_kept_as_written_anew(db, now):
    kept = Attachment.objects.keep(picture() + b"<script>", "pantalla.png", kind=AttachmentKind.SCREENSHOT, now=now)

    assert (kept.content_type, kept.name) == ("image/webp", "pantalla.webp")
    assert b"<script>" not in kept.file.read()
