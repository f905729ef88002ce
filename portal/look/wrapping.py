"""Breaking a text into lines of a width, for drawings that the server makes: SVG does not wrap by itself."""

from __future__ import annotations

# Source Sans 3, weight 400: advance in thousandths of the size, by letters of about the same width.
_WIDTHS = {
    "ijlI.,:;'·| ": 255,
    "ft()[]{}!-/r": 330,
    "sz*?": 420,
    "cvyxkJ": 468,
    "aegåäéèLFXV#$+0123456789<=>_": 502,
    "ESTZAhounÄÅöóüÖ`": 542,
    "bdpqCPRKB": 570,
    "DGUHN&": 640,
    "OQMwW%@m": 760,
}
_BY_SIGN = {sign: width for signs, width in _WIDTHS.items() for sign in signs}
_OTHER = 600
_VOWELS = frozenset("aeiouyåäöéAEIOUYÅÄÖÉ")
_SHORTEST_PART = 3


def width(text: str, size: int) -> int:
    """How wide the text becomes at `size` pixels, never less than it will be by much; whole pixels."""
    return -(-sum(_BY_SIGN.get(sign, _OTHER) for sign in text) * size // 1000)


def wrap(text: str, room: int, size: int) -> list[str]:
    """The text in lines that fit in `room` pixels. A word too long for a line is parted as Swedish parts words,
    before a consonant with a vowel after it, and anywhere when that does not help. Never an empty list.
    """
    lines: list[str] = []
    line = ""
    for word in text.split():
        if line and width(f"{line} {word}", size) <= room:
            line = f"{line} {word}"
            continue
        if line:
            lines.append(line)
        *whole, line = _parts(word, room, size)
        lines += whole
    return [*lines, line] if line or not lines else lines


def _parts(word: str, room: int, size: int) -> list[str]:
    """The word in pieces that each fit, all but the last with a hyphen."""
    parts = []
    while width(word, size) > room and len(word) > 1:
        fits = [place for place in range(1, len(word)) if width(f"{word[:place]}-", size) <= room] or [1]
        good = [place for place in fits if _may_part(word, place)]
        place = (good or fits)[-1]
        ends_itself = word[place - 1] in "-/"
        parts.append(word[:place] if ends_itself else f"{word[:place]}-")
        word = word[place:]
    return [*parts, word]


def _may_part(word: str, place: int) -> bool:
    if place < _SHORTEST_PART or len(word) - place < _SHORTEST_PART:
        return False
    if word[place - 1] in "-/":
        return True
    return word[place].isalpha() and word[place] not in _VOWELS and word[place + 1] in _VOWELS
