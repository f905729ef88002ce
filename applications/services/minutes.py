"""The § of a board's minutes, as it is typed and as it is written."""

MISSING = "Skriv paragrafens nummer, till exempel 47."


def paragraph(typed: str) -> str:
    """§ 47 of what was typed, with or without the sign; empty when there is no number."""
    number = typed.strip().removeprefix("§").strip()
    return f"§ {number}" if number else ""
