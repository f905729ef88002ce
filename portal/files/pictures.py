"""Pictures that are shown and printed: is it one, and how it looks on paper. Pillow is loaded with the first."""

from __future__ import annotations

import threading
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

if TYPE_CHECKING:
    from PIL.Image import Image

EXTENSIONS = frozenset({".png", ".jpg", ".jpeg"})
FORMATS = ("PNG", "JPEG")
MOST_PIXELS = 60_000_000  # more than any camera that people have; a small file can unpack to far more
LONGEST_SIDE = 2000  # pixels on paper: the width of a page at some 300 per inch
WHITE = (255, 255, 255)
_ONE_AT_A_TIME = threading.Lock()
NOT_A_PICTURE = "Bilden ska vara en PNG eller JPG. Spara den så och lägg in den igen."
BROKEN = "Bilden går inte att läsa. Öppna den, spara den på nytt som PNG eller JPG och lägg in den igen."
TOO_MANY = "Bilden har för många bildpunkter. Spara den mindre, högst 10 000 punkter bred, och lägg in den igen."


def check(upload: UploadedFile) -> None:
    """Look at every pixel, so that what is kept can be printed. Raises ValidationError that says how to mend it."""
    if PurePosixPath((upload.name or "").lower()).suffix not in EXTENSIONS:
        raise ValidationError(NOT_A_PICTURE, code="type")
    stream: BinaryIO = upload.file  # type: ignore[assignment]  # Django's handlers give bytes
    stream.seek(0)
    try:
        _opened(stream)
    finally:
        stream.seek(0)


def check_size(stream: BinaryIO) -> None:
    """Refuse a picture that unpacks to more than anybody's machine should hold; only its head is read."""
    from PIL import Image, UnidentifiedImageError

    try:
        picture = Image.open(stream, formats=FORMATS)
        if picture.width * picture.height > MOST_PIXELS:
            raise ValidationError(TOO_MANY, code="too_many_pixels")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise ValidationError(TOO_MANY, code="too_many_pixels") from fault
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as fault:
        raise ValidationError(BROKEN, code="broken") from fault


def for_paper(data: bytes) -> tuple[bytes, str]:
    """The picture upright, in plain RGB on white, no larger than a page needs; its bytes and content type.

    Colours of other kinds, transparency and what a camera writes beside the picture are no part of an archived page
    (PDF/A-3), nor is where it was taken. The same data give the same bytes. Raises ValueError for what is no picture.
    """
    from PIL import ImageOps

    try:
        picture = _opened(BytesIO(data))
        kind = picture.format
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        plain = _on_white(upright)
    except ValidationError as fault:
        raise ValueError(fault.messages[0]) from fault
    out = BytesIO()
    if kind == "PNG":
        plain.save(out, "PNG")
        return out.getvalue(), "image/png"
    plain.save(out, "JPEG", quality=88)
    return out.getvalue(), "image/jpeg"


def _opened(stream: BinaryIO) -> Image:
    """Decoded whole. Raises ValidationError."""
    from PIL import Image, ImageFile, UnidentifiedImageError

    try:
        picture = Image.open(stream, formats=FORMATS)
        if picture.width * picture.height > MOST_PIXELS:
            raise ValidationError(TOO_MANY, code="too_many_pixels")
        with _ONE_AT_A_TIME:
            # The renderer, where it is loaded, makes Pillow fill out what a broken file lacks.
            fills, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
            try:
                picture.load()
            finally:
                ImageFile.LOAD_TRUNCATED_IMAGES = fills
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise ValidationError(TOO_MANY, code="too_many_pixels") from fault
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as fault:  # what broken files raise
        raise ValidationError(BROKEN, code="broken") from fault
    return picture


def _on_white(picture: Image) -> Image:
    from PIL import Image

    if picture.has_transparency_data:
        paper = Image.new("RGBA", picture.size, (*WHITE, 255))
        paper.alpha_composite(picture.convert("RGBA"))
        picture = paper
    if picture.mode.startswith("I"):  # sixteen bits of grey, which Pillow would cut and not scale
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    plain = picture.convert("RGB")
    plain.info = {}  # profile, resolution and time are not carried over
    return plain
