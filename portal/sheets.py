"""Workbooks (xlsx) out and in: the one importer of openpyxl. Knows cells and their addresses, and nothing of grants.

Out, every text is a text, so that no cell that begins with = + - or @ is ever run. In, a file is bounded before it is
unpacked, formulas are never computed, and every value comes as the text that a person would have typed.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any, Literal
from xml.parsers.expat import ExpatError

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from portal.files import checks

TYPE = checks.TYPES[".xlsx"]
LARGEST_FILE = 2 * 1024 * 1024
LARGEST_UNPACKED = 20 * 1024 * 1024
MOST_PARTS = 200
MOST_ROWS, MOST_COLUMNS = 250, 60
KINDS = {"amount": "#,##0.00", "percent": "0.##%", "number": "0.##"}
_DANGEROUS = (b"<!DOCTYPE", b"<!ENTITY")
BROKEN = "Filen går inte att läsa. Öppna den i kalkylprogrammet, spara den som Excel (xlsx) och försök igen."
NO_VALUE = (
    "Cellen har en formel utan uträknat värde. Öppna filen i kalkylprogrammet, spara den och läs in den igen, eller "
    "skriv talet."
)

Kind = Literal["text", "head", "amount", "percent", "number"]


@dataclass(frozen=True, slots=True)
class Put:
    """A cell to write. `is_strong` for sums and headings, `is_computed` for what is not to be typed in."""

    value: str | Decimal | None = None
    kind: Kind = "text"
    is_strong: bool = False
    is_computed: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to write: the first row is its head, which stays in sight, as do the first `fixed_columns`."""

    name: str
    rows: Sequence[Sequence[Put]]
    widths: Sequence[int]
    fixed_columns: int = 1


@dataclass(frozen=True, slots=True)
class Got:
    """A cell that was read: its address, the text as it would have been typed, and why it cannot be used."""

    address: str
    text: str = ""
    fault: str = ""


@dataclass(slots=True)
class Table:
    """A sheet that was read, row by row; every row has as many cells as the head."""

    name: str
    rows: list[list[Got]] = field(default_factory=list)


def write(title: str, sheets: Sequence[Sheet]) -> bytes:
    """The workbook as bytes, with `title` among its properties."""
    from openpyxl import Workbook  # loaded when the first workbook is made, not in every web worker
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.active)
    book.properties.title = title
    book.properties.creator = ""
    shade = PatternFill("solid", fgColor="EEEEEE")
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        for number, row in enumerate(sheet.rows, 1):
            for column, put in enumerate(row, 1):
                cell = page.cell(number, column)
                cell.value = put.value
                if isinstance(put.value, str):
                    cell.data_type = "s"  # else "=1+1" would be a formula
                    cell.quotePrefix = put.value.startswith(("=", "+", "-", "@"))
                if put.kind in KINDS:
                    cell.number_format = KINDS[put.kind]
                cell.font = Font(bold=put.is_strong or number == 1)
                if put.kind == "text":
                    cell.alignment = Alignment(wrap_text=True, vertical="top")
                elif number == 1:
                    cell.alignment = Alignment(wrap_text=True, horizontal="right" if column > 1 else "left")
                if put.is_computed:
                    cell.fill = shade
        for column, width in enumerate(sheet.widths, 1):
            page.column_dimensions[get_column_letter(column)].width = width
        page.freeze_panes = f"{get_column_letter(sheet.fixed_columns + 1)}2"
        page.print_title_rows = "1:1"
        page.page_setup.orientation = "landscape"
        page.page_setup.fitToHeight = 0
        page.sheet_properties.pageSetUpPr.fitToPage = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(upload: UploadedFile[Any]) -> list[Table]:
    """The sheets of a workbook. Raises ValidationError that says how to mend it."""
    _check(upload)
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    content = upload.read()
    try:
        # What the cells say, and again to see which of them are formulas: their values may never have been computed.
        said = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        made = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        return [_table(said[name], made[name]) for name in said.sheetnames[:10] if hasattr(said[name], "iter_rows")]
    except ValidationError:
        raise
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        zlib.error,
        ExpatError,
        SyntaxError,  # ParseError of ElementTree is one
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        EOFError,
    ) as fault:
        raise ValidationError(BROKEN, code="broken") from fault


def _check(upload: UploadedFile[Any]) -> None:
    """Refuse what is no workbook, holds macros, or would unpack to more than we read."""
    extension = PurePosixPath((upload.name or "").lower()).suffix
    if extension in {".xlsm", ".xltm", ".xlsb", ".xls"}:
        raise ValidationError("Spara filen som Excel (xlsx), utan makron, och läs in den igen.", code="type")
    if extension != ".xlsx":
        raise ValidationError("Välj en Excel-fil (xlsx). Hämta vår fil och fyll i den.", code="type")
    if (upload.size or 0) > LARGEST_FILE:
        raise ValidationError(
            "Filen är större än 2 MB. Hämta vår fil på nytt och fyll i bara beloppen.", code="too_large"
        )
    checks.check(upload)  # empty, locked, macros by content
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise ValidationError(
                    "Filen packas upp till mer än vi läser. Hämta vår fil på nytt och fyll i bara beloppen.",
                    code="too_large",
                )
            for part in parts:
                text = _unpacked(archive, part)
                if any(sign in text for sign in _DANGEROUS):
                    raise ValidationError(BROKEN, code="broken")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as fault:
        raise ValidationError(BROKEN, code="broken") from fault
    upload.seek(0)


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """A part's beginning, where a document type would stand; reading one byte too many shows a size that lies."""
    with archive.open(part) as stream:
        text = stream.read(part.file_size + 1)
    if len(text) > part.file_size:
        raise ValidationError(BROKEN, code="broken")
    return text


def _table(said: Any, made: Any) -> Table:
    table = Table(str(said.title))
    both = zip(said.iter_rows(max_row=MOST_ROWS + 1), made.iter_rows(max_row=MOST_ROWS + 1), strict=False)
    for number, (row, source) in enumerate(both, 1):
        cells = [_got(cell, origin, number, at) for at, (cell, origin) in enumerate(zip(row, source, strict=False), 1)]
        if any(cell.text for cell in cells) and (number > MOST_ROWS or any(one.text for one in cells[MOST_COLUMNS:])):
            raise ValidationError(
                f"Bladet {table.name} är för stort. Vi läser högst {MOST_ROWS} rader och {MOST_COLUMNS} kolumner.",
                code="too_large",
            )
        table.rows.append(cells[:MOST_COLUMNS])
    while table.rows and not any(cell.text or cell.fault for cell in table.rows[-1]):
        table.rows.pop()
    return table


def _got(cell: Any, source: Any, row: int, column: int) -> Got:
    from openpyxl.utils import get_column_letter

    address = f"{get_column_letter(column)}{row}"
    value = cell.value
    if value is None:
        is_formula = getattr(source, "data_type", "") == "f"
        return Got(address, fault=NO_VALUE if is_formula else "")
    return Got(address, _typed(value, str(cell.number_format or "")))


def _typed(value: Any, number_format: str) -> str:
    """A value as a person would type it: decimal comma, percent as percent, no traces of binary fractions."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return str(value).strip()
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite():
        return str(value)
    is_percent = "%" in number_format
    if is_percent:
        exact *= 100
    # A sum of cents in binary is a hair off; a real third decimal is kept, and refused where it is read.
    near = exact.quantize(Decimal("0.01")) if abs(exact) < Decimal(10) ** 15 else exact
    if abs(exact - near) < Decimal("0.000001"):
        exact = near
    text = f"{exact:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",")
