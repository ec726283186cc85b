"""What may be attached, and under which name. The bytes decide the type, never the name."""

import re
import unicodedata

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


def checked_content(upload: UploadedFile) -> bytes:
    """The bytes, of at most MAX_FILE_SIZE: a larger or forbidden file raises ValidationError without being read."""
    head = upload.read(SNIFFED)
    check_upload(upload.name, upload.size, head)
    return head + upload.read()


def check_upload(name: str, size: int, head: bytes) -> None:
    """Raises ValidationError with the sentence to show beside the field."""
    shown = clean_name(name)
    if size == 0:
        raise ValidationError(f"«{shown}» está vacío. Revisa el archivo y vuelve a adjuntarlo.")
    if size > settings.MAX_FILE_SIZE:
        most = settings.MAX_FILE_SIZE // 1024 // 1024
        raise ValidationError(f"«{shown}» pesa más de {most} MB. Comprímelo o divídelo y vuelve a adjuntarlo.")
    kind = sniff(head)
    if kind.startswith("image/") and promises_too_much(head):
        raise ValidationError(f"«{shown}»: {TOO_LARGE}")
    if kind in FORBIDDEN or shown.rpartition(".")[2].lower() in FORBIDDEN_ENDINGS:
        raise ValidationError(
            f"«{shown}» es un programa y no lo podemos recibir. Mándalo como PDF, imagen o documento."
        )
