"""Pictures decoded and written again, in code that the isolated reader may run: no settings, no database."""

import io

from PIL import Image, ImageOps

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
LONGEST_SIDE = 2560  # pixels


class Unreadable(Exception):
    """The bytes are no picture that we can read."""


class TooManyPixels(Unreadable):
    """Its header promises more pixels than may be decoded; none was."""


def promised_pixels(content: bytes) -> int:
    """Width × height by the header alone. Raises Unreadable, and TooManyPixels beyond Pillow's own cap, 179 million."""
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as header:
            return header.width * header.height
    except Image.DecompressionBombError as error:
        raise TooManyPixels from error
    except Exception as error:  # Pillow raises a dozen kinds on hostile files; each means the same
        raise Unreadable from error


def reencode(content: bytes, most_pixels: int) -> bytes:
    """The picture as WebP, no longer than LONGEST_SIDE and without its metadata. Raises Unreadable."""
    if promised_pixels(content) > most_pixels:
        raise TooManyPixels
    image = _decoded(content)
    if image.mode not in ("RGB", "RGBA", "L"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    out = io.BytesIO()
    clean.save(out, "WEBP", quality=88)
    return out.getvalue()


def _decoded(content: bytes) -> Image.Image:
    # No warnings.catch_warnings: it changes the whole process and two threads inside it would leave it changed. The
    # only warning that matters, of a bomb, says less than the header's size, which is read before any pixel.
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as header:
            header.verify()
        image = Image.open(io.BytesIO(content), formats=FORMATS)
        image.load()
        return ImageOps.exif_transpose(image)
    except Exception as error:
        raise Unreadable from error
