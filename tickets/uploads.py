"""What may be attached, and under which name. The bytes decide the type, never the name."""

import re
import unicodedata
from typing import Any

import magic
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from tickets.pictures import TOO_LARGE, promises_too_much

SNIFFED = 64 * 1024  # bytes; xlsx and docx need more than the first block
FORBIDDEN = {
    "application/x-dosexec", "application/vnd.microsoft.portable-executable", "application/x-executable",
    "application/x-sharedlib", "application/x-pie-executable", "application/x-mach-binary", "application/x-msi",
    "application/java-archive", "application/x-shellscript", "text/x-shellscript", "application/x-bat",
}  # fmt: skip
# Unicode categories: controls, overrides, surrogates, line and paragraph separators.
NEVER_SHOWN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
FORBIDDEN_ENDINGS = {"exe", "dll", "scr", "bat", "cmd", "com", "msi", "vbs", "ps1", "jar", "lnk", "hta", "js"}

# «%s» is the file's name.
EMPTY = "«%s» está vacío. Revisa el archivo y vuelve a adjuntarlo."
NOT_AN_IMAGE = "«%s» no es una imagen. Ponlo en «Archivo»."
# Of a picture that a browser could not open, which does not say why; and of one by its header («%s»: width × height).
NOT_OPENED = "Eso no es una imagen que podamos leer, o es demasiado grande. Usa PNG, JPG o WebP."
TOO_MANY_PIXELS = "La imagen mide %s puntos, demasiado grande. Recórtala o tómala de nuevo."


def too_heavy() -> str:
    most = settings.MAX_FILE_SIZE // 1024 // 1024
    return f"«%s» pesa más de {most} MB. Comprímelo o divídelo y vuelve a adjuntarlo."


def one_too_many() -> str:
    return (
        f"«%s» ya no cupo: son hasta {settings.MAX_FILES} archivos. Quita alguno, o mándalo después en una respuesta."
    )


def for_browser() -> dict[str, Any]:
    """The limits, and the sentences that a script says before anything is sent. The server checks all of it again."""
    return {
        "most": settings.MAX_FILES,
        "bytes": settings.MAX_FILE_SIZE,
        "pixels": settings.MAX_PIXELS,
        "texts": {
            "empty": EMPTY,
            "heavy": too_heavy(),
            "many": one_too_many(),
            "notAnImage": NOT_AN_IMAGE,
            "unreadable": NOT_OPENED,
            "pixels": TOO_MANY_PIXELS,
        },
    }


def sniff(content: bytes) -> str:
    """The MIME type read from the bytes."""
    return magic.from_buffer(content[:SNIFFED], mime=True) if content else "application/x-empty"


def clean_name(name: str) -> str:
    """A file name safe to show and to send: no folders, controls or overrides; at most MAX_NAME_LENGTH characters."""
    name = re.split(r"[\\/]", name)[-1]
    name = "".join(c for c in name if unicodedata.category(c) not in NEVER_SHOWN).strip(" .")
    if len(name) > settings.MAX_NAME_LENGTH:
        stem, dot, ending = name.rpartition(".")
        ending = dot + ending if stem and len(ending) <= 10 else ""
        name = name[: settings.MAX_NAME_LENGTH - len(ending)] + ending
    return name or "archivo"


def name_of(upload: UploadedFile) -> str:
    """As the browser sent it; nothing for a file made without one."""
    return upload.name or ""


def checked_content(upload: UploadedFile) -> bytes:
    """The bytes, of at most MAX_FILE_SIZE: a larger or forbidden file raises ValidationError without being read."""
    head = upload.read(SNIFFED)
    check_upload(name_of(upload), upload.size or 0, head)
    return head + upload.read()


def check_upload(name: str, size: int, head: bytes) -> None:
    """Raises ValidationError with the sentence to show beside the field."""
    shown = clean_name(name)
    if size == 0:
        raise ValidationError(EMPTY % shown)
    if size > settings.MAX_FILE_SIZE:
        raise ValidationError(too_heavy() % shown)
    kind = sniff(head)
    if kind.startswith("image/") and promises_too_much(head):
        raise ValidationError(f"«{shown}»: {TOO_LARGE}")
    if kind in FORBIDDEN or shown.rpartition(".")[2].lower() in FORBIDDEN_ENDINGS:
        raise ValidationError(
            f"«{shown}» es un programa y no lo podemos recibir. Mándalo como PDF, imagen o documento."
        )
