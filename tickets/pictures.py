"""Pictures are decoded and written again: no metadata, no second meaning, no bomb."""

import io
from pathlib import PurePosixPath

from django.conf import settings
from PIL import Image, ImageOps

from tickets.refusals import InvalidInput

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
LONGEST_SIDE = 2560  # pixels
TOO_LARGE = "La imagen es demasiado grande para abrirla. Recórtala o tómala de nuevo."


def promises_too_much(head: bytes) -> bool:
    """Whether a picture's header promises more pixels than any viewer should open: Pillow's own cap, 179 million."""
    try:
        Image.open(io.BytesIO(head), formats=FORMATS).close()
    except Image.DecompressionBombError:
        return True
    except Exception:  # Pillow raises a dozen kinds on what is no picture: then it promises nothing
        return False
    return False


class NotAPicture(InvalidInput):
    """The bytes are no picture that we can read."""


def reencoded(content: bytes, name: str) -> tuple[bytes, str, str]:
    """(bytes, MIME type, name) of the picture written anew; raises NotAPicture."""
    image = _decoded(content)
    if image.mode not in ("RGB", "RGBA", "L"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    clean.save(out, "WEBP", quality=88)
    return out.getvalue(), "image/webp", f"{PurePosixPath(name).stem or 'imagen'}.webp"


def _decoded(content: bytes) -> Image.Image:
    # No warnings.catch_warnings: it changes the whole process and two threads inside it would leave it changed. The
    # only warning that matters, of a bomb, says less than the header's size, which is read here before any pixel.
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as header:
            if header.width * header.height > settings.MAX_PIXELS:
                raise NotAPicture(TOO_LARGE)
            header.verify()
        image = Image.open(io.BytesIO(content), formats=FORMATS)
        image.load()
        return ImageOps.exif_transpose(image)
    except NotAPicture:
        raise
    except Image.DecompressionBombError as error:  # Pillow's own cap, on opening
        raise NotAPicture(TOO_LARGE) from error
    except Exception as error:  # Pillow raises a dozen kinds on hostile files; each means the same to a person
        raise NotAPicture("Eso no es una imagen que podamos leer. Usa PNG, JPG o WebP.") from error
