"""What a stored file is called: the name as people see it, safe to show, to sort and to save on any disk."""

import unicodedata
from pathlib import PurePath

LONGEST = 160  # signs, the column's width
LONGEST_ENDING = 10
NAMELESS = "namnlös fil"
UNWANTED = frozenset('<>:"|?*')  # what a disk or a page reads as something else than a sign in a name


def clean_name(name: str) -> str:
    """The name without path, control and direction signs, å ä ö as one sign each, at most 160 signs and its ending."""
    last = PurePath(name.replace("\\", "/")).name
    # A Mac sends å as a and a ring: one sign from here on, so that the same name is the same text.
    spaced = "".join(" " if sign.isspace() else sign for sign in unicodedata.normalize("NFC", last) if _is_kept(sign))
    bare = " ".join(spaced.split()).strip(" .")
    stem, ending = _parted(bare, last)
    bare = f"{stem}{ending}"
    return bare if len(bare) <= LONGEST else stem[: LONGEST - len(ending)].rstrip(" .") + ending


def _is_kept(sign: str) -> bool:
    """Printed signs and blanks: no control signs, no direction marks, no half of a pair."""
    is_blank = unicodedata.category(sign) == "Zs"
    return (sign.isprintable() or is_blank) and sign not in UNWANTED


def _parted(bare: str, last: str) -> tuple[str, str]:
    """The name and its ending; a name that is nothing but an ending gets a stem."""
    if not bare:
        return NAMELESS, ""
    if last.lstrip().startswith(".") and "." not in bare:
        return NAMELESS, f".{bare}"[:LONGEST_ENDING]
    ending = PurePath(bare).suffix
    return (bare.removesuffix(ending), ending) if len(ending) <= LONGEST_ENDING else (bare, "")
