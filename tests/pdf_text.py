"""Reads the text of PDFs that WeasyPrint wrote, with pikepdf alone, so that no test needs poppler on the machine."""

from __future__ import annotations

import re
from io import BytesIO

import pikepdf

_CHARACTER = re.compile(rb"<([0-9a-f]+)> <([0-9a-f]+)>")


def text(data: bytes) -> str:
    """All text with single spaces: page by page in the order of drawing, the foot last on each page.

    U+00A0 comes out as a plain space, since the two share a glyph: write figures with plain spaces when comparing.
    """
    return " ".join(pages(data))


def pages(data: bytes) -> list[str]:
    """The text of each page by itself, as in text()."""
    with pikepdf.open(BytesIO(data)) as document:
        return [" ".join(_page(page).split()) for page in document.pages]


def _page(page: pikepdf.Page) -> str:
    characters = {name: _characters(font) for name, font in page.Resources.Font.items()}
    known: dict[int, str] = {}
    read: list[str] = []
    for instruction in pikepdf.parse_content_stream(page):
        operands = instruction.operands
        match str(instruction.operator):
            case "Tf":
                known = characters[str(operands[0])]
            case "TJ":
                read += [_decoded(bytes(each), known) for each in operands[0] if isinstance(each, pikepdf.String)]
            case "Tj":
                read.append(_decoded(bytes(operands[0]), known))
            case "EMC":
                read.append("\n")  # one piece of marked content is one line of text
    return "".join(read)


def _characters(font: pikepdf.Object) -> dict[int, str]:
    pairs = _CHARACTER.findall(font.ToUnicode.read_bytes())
    return {int(glyph, 16): bytes.fromhex(code.decode()).decode("utf-16-be") for glyph, code in pairs}


def _decoded(glyphs: bytes, known: dict[int, str]) -> str:
    return "".join(known.get(int.from_bytes(glyphs[at : at + 2], "big"), "") for at in range(0, len(glyphs), 2))
