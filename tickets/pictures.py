"""Pictures of a request: decoded and written again. No metadata, no second meaning, no bomb."""

from pathlib import PurePosixPath

from django.conf import settings

from tickets import raster
from tickets.refusals import InvalidInput

TOO_LARGE = "La imagen es demasiado grande para abrirla. Recórtala o tómala de nuevo."
NOT_READ = "Eso no es una imagen que podamos leer. Usa PNG, JPG o WebP."


def promises_too_much(head: bytes) -> bool:
    """Whether a picture's header promises more pixels than any viewer should open: Pillow's own cap, 179 million."""
    try:
        raster.promised_pixels(head)
    except raster.TooManyPixels:
        return True
    except raster.Unreadable:  # what is no picture promises nothing
        return False
    return False


class NotAPicture(InvalidInput):
    """The bytes are no picture that we can read."""


def reencoded(content: bytes, name: str) -> tuple[bytes, str, str]:
    """(bytes, MIME type, name) of the picture written anew; raises NotAPicture."""
    try:
        clean = raster.reencode(content, settings.MAX_PIXELS)
    except raster.TooManyPixels as error:
        raise NotAPicture(TOO_LARGE) from error
    except raster.Unreadable as error:
        raise NotAPicture(NOT_READ) from error
    return clean, "image/webp", webp_name(name)


def webp_name(name: str) -> str:
    """The name of a picture written anew."""
    return f"{PurePosixPath(name).stem or 'imagen'}.webp"
