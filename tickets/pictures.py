"""Pictures are decoded and written again: no metadata, no second meaning, no bomb."""

import io
import warnings
from pathlib import PurePosixPath

from django.conf import settings
from PIL import Image, ImageOps

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
LONGEST_SIDE = 2560  # pixels


class NotAPicture(Exception):
    """The text is the sentence to show beside the field."""


def reencoded(content: bytes, name: str) -> tuple[bytes, str, str]:
    """(bytes, MIME type, name) of the picture written anew; raises NotAPicture."""
    image = _decoded(content)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    if image.mode not in ("RGB", "RGBA", "L"):
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    clean.save(out, "WEBP", quality=88)
    return out.getvalue(), "image/webp", f"{PurePosixPath(name).stem or 'imagen'}.webp"


def _decoded(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(content), formats=FORMATS) as header:
                if header.width * header.height > settings.MAX_PIXELS:
                    raise NotAPicture(
                        f"La imagen mide {header.width} × {header.height} puntos, demasiado grande. Recórtala o tómala de nuevo."
                    )
                header.verify()
            image = Image.open(io.BytesIO(content), formats=FORMATS)
            image.load()
            return ImageOps.exif_transpose(image)
    except NotAPicture:
        raise
    except Exception as error:  # Pillow raises a dozen kinds on hostile files; each means the same to a person
        raise NotAPicture("Eso no es una imagen que podamos leer. Usa PNG, JPG o WebP.") from error
