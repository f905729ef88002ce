"""Which characters may reach the page: those that XML forbids go, those that only look special become plain."""

from __future__ import annotations

from collections.abc import Iterable

# Our typeface lacks these, and each would pull a system font into the file for the sake of a space or a hyphen.
_PLAIN = {
    "\u2010": "-",  # hyphen
    "\u2011": "-",  # non-breaking hyphen
    "\u2002": " ",  # en space
    "\u2003": " ",  # em space
    "\u202f": "\u00a0",  # narrow no-break space
    "\u200b": "",  # zero-width space
    "\ufeff": "",  # byte order mark
}
# XML 1.0 forbids them, and the title stands in the XML of the metadata.
_FORBIDDEN = [chr(code) for code in range(0x20) if chr(code) not in "\t\n\r"] + ["\x7f", "\ufffe", "\uffff"]

_TABLE = str.maketrans({**_PLAIN, **dict.fromkeys(_FORBIDDEN, "")})

NO_GLYPH = "?"


def printable(text: str) -> str:
    """The text without characters that XML forbids, and with plain hyphens and spaces for their rare kin."""
    return text.translate(_TABLE)


def without(text: str, missing: Iterable[str]) -> str:
    """The text with a question mark for each of the `missing` characters.

    PDF/A forbids a reference to a glyph that no font has (ISO 19005-3, 6.2.11.8), so an emoji that no font of
    the machine draws would otherwise make the whole decision unfit for the archive.
    """
    return text.translate({ord(character): NO_GLYPH for character in missing})
