"""Workbooks out and in: text stays text, figures are exact, and what is too large or not ours to run is refused."""

import io
import zipfile
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from portal import sheets
from portal.sheets import Put, Sheet


def upload(content: bytes, name: str = "budget.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def written(*rows: list[Put]) -> bytes:
    return sheets.write("Budget, Läsa högt", [Sheet("Budget", rows, [30, 12])])


def made(**cells: object) -> bytes:
    """A workbook as somebody else's program makes it."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "Budget"
    for address, value in cells.items():
        page[address] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def texts(content: bytes) -> dict[str, str]:
    [table] = sheets.read(upload(content))
    return {cell.address: cell.text for row in table.rows for cell in row if cell.text}


def test_amounts_are_numbers_with_ore_and_what_looks_like_a_formula_is_text():
    head = [Put("Rad", "head"), Put("2027", "head")]
    evil = [[Put(text), Put(Decimal("456852.25"), "amount")] for text in ("=1+1", "+46", "-x", "@sum(A1)")]
    content = written(head, *evil)
    page = load_workbook(io.BytesIO(content))["Budget"]
    assert [page.cell(row, 1).data_type for row in range(2, 6)] == ["s"] * 4
    assert page["A2"].value == "=1+1" and page["A2"].quotePrefix
    assert page["B2"].data_type == "n" and page["B2"].number_format == "#,##0.00"
    assert page.freeze_panes == "B2" and page.column_dimensions["A"].width == 30
    assert load_workbook(io.BytesIO(content)).properties.title == "Budget, Läsa högt"
    assert texts(content)["B2"] == "456852,25" and texts(content)["A2"] == "=1+1"


@pytest.mark.parametrize(
    ("value", "number_format", "wanted"),
    [
        (1234567, "General", "1234567"),
        (0.1 + 0.2, "General", "0,3"),
        (456852.25, "General", "456852,25"),
        (10.005, "General", "10,005"),  # a real third decimal is not rounded away
        (-5, "General", "-5"),
        (0.276, "0.00%", "27,6"),
        (1, "0%", "100"),
        ("1 234 567,50 kr", "General", "1 234 567,50 kr"),
        (True, "General", "True"),
    ],
)
def test_a_value_comes_as_a_person_would_have_typed_it(value: object, number_format: str, wanted: str) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page["A1"] = value
    page["A1"].number_format = number_format
    out = io.BytesIO()
    book.save(out)
    assert texts(out.getvalue()) == {"A1": wanted}


def test_a_formula_that_was_never_computed_says_so():
    [table] = sheets.read(upload(made(A1="Rad", B1="=1+1")))
    assert table.rows[0][1].address == "B1" and table.rows[0][1].fault == sheets.NO_VALUE


def test_the_value_that_a_formula_had_is_read():
    content = made(A1="Rad", B1="=20+1")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            text = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                assert b"<v></v>" in text or b"<v />" in text or b"<v/>" in text
                for empty in (b"<v></v>", b"<v />", b"<v/>"):
                    text = text.replace(empty, b"<v>21</v>")
            new.writestr(part, text)
    assert texts(out.getvalue())["B1"] == "21"


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "budget.xlsx", "Filen är tom"),
        (b"hej", "budget.xlsx", "Filen ser inte ut att vara av det slag"),
        (b"hej", "budget.ods", "Välj en Excel-fil (xlsx)"),
        (b"hej", "budget.xlsm", "utan makron"),
        (packed(xl__workbook_xml=b"<x/>", xl__vbaProject_bin=b"x"), "budget.xlsx", "Filen innehåller makron"),
        (packed(xl__workbook_xml=b"<x/>"), "budget.xlsx", "Filen går inte att läsa"),
        (
            packed(xl__workbook_xml=b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'),
            "budget.xlsx",
            "Filen går inte att läsa",
        ),
        (packed(xl__workbook_xml=b"0" * (21 * 1024 * 1024)), "budget.xlsx", "packas upp till mer än vi läser"),
        (packed(**{"xl__workbook_xml": b"<x/>"} | {f"p{n}": b"" for n in range(201)}), "b.xlsx", "packas upp till mer"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "budget.xlsx", "låst med lösenord"),
        (b"P" * (2 * 1024 * 1024 + 1), "budget.xlsx", "större än 2 MB"),
        (made(**{f"A{sheets.MOST_ROWS + 1}": "x"}), "budget.xlsx", "Bladet Budget är för stort"),
        (made(BZ1="x"), "budget.xlsx", "Bladet Budget är för stort"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(content: bytes, name: str, sentence: str) -> None:
    with pytest.raises(ValidationError) as refused:
        sheets.read(upload(content, name))
    assert sentence in " ".join(refused.value.messages)
