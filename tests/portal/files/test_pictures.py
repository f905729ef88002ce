"""Pictures: read whole before they are kept, and made fit for an archived page."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from portal.files import pictures

RED = (200, 30, 30)


def drawn(kind: str = "PNG", mode: str = "RGB", size: tuple[int, int] = (40, 30), colour: object = RED) -> bytes:
    out = BytesIO()
    Image.new(mode, size, colour).save(out, kind)  # type: ignore[arg-type]  # a colour of the mode
    return out.getvalue()


def checked(name: str, data: bytes) -> None:
    pictures.check(SimpleUploadedFile(name, data))


@pytest.mark.parametrize(("name", "kind"), [("a.png", "PNG"), ("b.JPG", "JPEG"), ("c.jpeg", "JPEG")])
def test_pictures_are_taken(name: str, kind: str) -> None:
    checked(name, drawn(kind))


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.gif", drawn("GIF"), "type"),
        ("a.pdf", b"%PDF-1.7", "type"),
        ("a.png", drawn("GIF"), "broken"),
        ("a.png", b"not a picture", "broken"),
        ("a.png", drawn()[:60], "broken"),
        ("a.jpg", drawn("JPEG", size=(400, 300))[:900], "broken"),
    ],
)
def test_what_cannot_be_printed_is_told(name: str, data: bytes, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        checked(name, data)
    assert refused.value.code == code


def test_a_small_file_that_unpacks_to_very_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 1_000)
    with pytest.raises(ValidationError) as refused:
        checked("a.png", drawn())
    assert refused.value.code == "too_many_pixels"


@pytest.mark.parametrize(
    ("data", "colour"),
    [
        (drawn(mode="RGBA", colour=(0, 0, 0, 0)), (255, 255, 255)),
        (drawn(mode="LA", colour=(0, 255)), (0, 0, 0)),
        (drawn(mode="P", colour=0), (0, 0, 0)),
        (drawn(mode="1", colour=1), (255, 255, 255)),
        (drawn(mode="I;16", colour=0x8000), (128, 128, 128)),
        (drawn(), RED),
    ],
)
def test_every_kind_becomes_plain_colours_on_white(data: bytes, colour: tuple[int, int, int]) -> None:
    printed, kind = pictures.for_paper(data)
    with Image.open(BytesIO(printed)) as picture:
        assert (picture.format, picture.mode, kind) == ("PNG", "RGB", "image/png")
        assert picture.getpixel((5, 5)) == colour


def test_a_photograph_stands_upright_without_what_the_camera_wrote_and_no_larger_than_a_page() -> None:
    out = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif[0x010E] = "Hemma hos någon"
    Image.new("CMYK", (4200, 2100), (0, 200, 200, 0)).save(out, "JPEG", exif=exif)
    printed, kind = pictures.for_paper(out.getvalue())
    with Image.open(BytesIO(printed)) as picture:
        assert (picture.format, picture.mode, picture.size, kind) == ("JPEG", "RGB", (1000, 2000), "image/jpeg")
        assert not picture.getexif()
    assert b"Hemma" not in printed
    assert pictures.for_paper(out.getvalue())[0] == printed


def test_a_file_that_is_lost_on_the_way_is_an_ordinary_error() -> None:
    with pytest.raises(ValueError, match="Bilden går inte att läsa"):
        pictures.for_paper(b"")
