"""Reading the demo's data files: figures and names of programmes, regions and stories, which are never in code."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from portal.look.words import alphabetical

DATA = Path(__file__).parent / "data"
NOTED = {"value", "note"}
EVERYWHERE = "*"  # all municipalities of the register


class DataFault(Exception):
    """A data file that cannot be used. The text names file, key and what is wrong."""

    def __init__(self, file: str, key: str, text: str) -> None:
        super().__init__(f"{file}: {key}: {text}" if key else f"{file}: {text}")


@functools.cache
def read(*place: str) -> Mapping[str, Any]:
    """A file below the data folder, without its suffix; numbers with a point are Decimal. Raises DataFault."""
    path = DATA.joinpath(*place).with_suffix(".toml")
    try:
        with path.open("rb") as file:
            return tomllib.load(file, parse_float=Decimal)
    except FileNotFoundError:
        raise DataFault(path.name, "", "filen finns inte") from None
    except tomllib.TOMLDecodeError as fault:
        raise DataFault(path.name, "", f"filen kan inte läsas: {fault}") from fault


def names(folder: str) -> list[str]:
    """The files of a folder, without suffix, in order."""
    return sorted(path.stem for path in (DATA / folder).glob("*.toml"))


def plain(value: Any) -> Any:
    """The value of a setting: `{ value = …, note = … }` is what a source leaves open, and counts as its value."""
    if isinstance(value, Mapping):
        return plain(value["value"]) if value.keys() == NOTED else {key: plain(part) for key, part in value.items()}
    return [plain(part) for part in value] if isinstance(value, list) else value


def notes(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """(key, note) of every setting that a source leaves open."""
    if isinstance(value, Mapping):
        if value.keys() == NOTED:
            yield place, value["note"]
        elif place == "open":
            yield from value.items()
        else:
            for key, part in value.items():
                yield from notes(part, f"{place}.{key}" if place else key)
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from notes(part, f"{place}[{number}]")


def municipalities(area: str, on: date) -> list[str]:
    """The municipalities of a county or an area that are there on a day, in Swedish order. Raises DataFault."""
    register = read("municipalities")
    if area not in register and area != EVERYWHERE:
        raise DataFault("municipalities.toml", area, f"området finns inte; välj bland {', '.join(register)}")
    areas = register.values() if area == EVERYWHERE else [register[area]]
    there = {
        row["name"]: None
        for part in areas
        for row in part["rows"]
        if row.get("valid_from", on) <= on <= row.get("valid_to", on)
    }
    return sorted(there, key=alphabetical)
