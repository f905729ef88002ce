"""Which logo may stand in a letterhead: plain shapes and a name, nothing that needs a font, a script or an address."""

from __future__ import annotations

import re
from xml.etree import ElementTree

MAX_CHARACTERS = 40_000
MAX_ELEMENTS = 300  # a mark has a handful; the limit also bounds how deep they nest

_NAMESPACE = "{http://www.w3.org/2000/svg}"
_SHAPES = frozenset({"svg", "g", "path", "circle", "rect", "title"})
_PLACING = frozenset({"viewBox", "width", "height", "d", "cx", "cy", "r", "x", "y", "rx", "ry", "transform"})
_PAINTING = frozenset({"fill", "fill-rule", "stroke", "stroke-width"})
_STROKES = frozenset({"stroke-linecap", "stroke-linejoin", "stroke-miterlimit"})
_ATTRIBUTES = _PLACING | _PAINTING | _STROKES
_PLAIN_VALUE = re.compile(r"[\w\s.,#%()+-]*")
_ADDRESS = re.compile(r"url\s*\(", re.IGNORECASE)
_NUMBER = r"[-+]?\d+(?:\.\d+)?"
_VIEW_BOX = re.compile(rf"\s*{_NUMBER}(?:[\s,]+{_NUMBER}){{3}}\s*")


def check_svg(text: str) -> list[str]:
    """What is wrong with a letterhead's logo, as Swedish sentences that say how to mend it; empty when it will do.

    Text is refused because its width depends on the font of the reader; everything that could run or fetch is
    refused because the logo stands unescaped in documents (see the filter `letterhead_logo`).
    """
    if len(text) > MAX_CHARACTERS:
        return [f"Logotypen är för stor. Spara en enklare fil, högst {MAX_CHARACTERS // 1000} kB."]
    # A declaration could define entities, and a processing instruction could point at a style sheet.
    if re.search(r"<!(?!--)|<\?(?!xml\s)", text):
        return ["Ta bort raderna som börjar med <! eller <? i logotypens fil."]
    try:
        root = _parsed(text)
    except ElementTree.ParseError:
        return ["Logotypen går inte att läsa som SVG. Klistra in hela filens text, från <svg till </svg>."]
    if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        return [f"Logotypen har för många delar. Spara en enklare fil, högst {MAX_ELEMENTS} former."]
    return _faults(root)


def _parsed(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)  # noqa: S314  small, and without declarations: nothing here can expand or fetch


def _faults(root: ElementTree.Element) -> list[str]:
    faults: dict[str, None] = {}
    if root.tag != f"{_NAMESPACE}svg":
        faults['Logotypen ska börja med <svg xmlns="http://www.w3.org/2000/svg">.'] = None
    for element in root.iter():
        name = _local(element.tag)
        if name not in _SHAPES or not element.tag.startswith(_NAMESPACE):
            faults[f"Ta bort elementet {name}. Logotypen får bara bestå av path, circle, rect, g och title."] = None
        for attribute, value in element.attrib.items():
            if attribute not in _ATTRIBUTES:
                faults[f"Ta bort attributet {_local(attribute)} i elementet {name}."] = None
            elif _ADDRESS.search(value) or not _PLAIN_VALUE.fullmatch(value):
                faults[f"Attributet {attribute} i elementet {name} får bara innehålla tal, färger och former."] = None
    if not _VIEW_BOX.fullmatch(root.get("viewBox", "")):
        faults['Skriv logotypens mått i viewBox med fyra tal, till exempel viewBox="0 0 48 48".'] = None
    if not _title(root):
        faults["Lägg in <title> med logotypens namn. Den läses upp för den som inte ser bilden."] = None
    return list(faults)


def checked_markup(text: str) -> str:
    """The logo written anew from its parsed shapes, ready to stand inside HTML.

    Raises ValueError with the sentences of check_svg when the text would not pass: it is checked on save, and
    again here because this is where it would do harm.
    """
    if faults := check_svg(text):
        raise ValueError(" ".join(faults))
    root = _parsed(text)
    for element in root.iter():
        element.tag = _local(element.tag)
    return ElementTree.tostring(root, encoding="unicode")


def _title(root: ElementTree.Element) -> str:
    return (root.findtext(f"{_NAMESPACE}title") or "").strip()


def _local(name: object) -> str:
    """The name without its namespace; comments have a function for a tag, and never survive the parser."""
    return str(name).rpartition("}")[2]
