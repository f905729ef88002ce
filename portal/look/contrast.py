"""How well one colour is read on another (WCAG 2.2, 1.4.3 and 1.4.11), and the nearest shade that will do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass
from math import floor

TEXT = 4.5  # words of ordinary size
CALM = 7.0  # what is read at length
SHAPE = 3.0  # large words, and what is told by a shape

_HEX = re.compile(r"#[0-9a-f]{6}")
_STEPS = 255


@dataclass(frozen=True, slots=True)
class Demand:
    """A ground that the colour stands on, how well it must be read there, and what people call the ground."""

    ground: str
    least: float
    where: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What the colour measures on one ground."""

    demand: Demand
    ratio: float

    @property
    def passes(self) -> bool:
        return self.ratio >= self.demand.least

    @property
    def said(self) -> str:
        return ratio_text(self.ratio)

    @property
    def least_said(self) -> str:
        return ratio_text(self.demand.least)


def is_hex(colour: str) -> bool:
    """Six hexadecimal figures after a number sign, in small letters: the only way that a colour is written here."""
    return _HEX.fullmatch(colour) is not None


def luminance(colour: str) -> float:
    """How light a colour is, from 0 (black) to 1 (white), as WCAG defines relative luminance."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The ratio between two colours, from 1 (the same) to 21 (black and white)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def measured(colour: str, demands: Iterable[Demand]) -> list[Measured]:
    """The colour on each ground, in the order given."""
    return [Measured(demand, contrast(colour, demand.ground)) for demand in demands]


def passes(colour: str, demands: Iterable[Demand]) -> bool:
    return all(each.passes for each in measured(colour, demands))


def nearest(colour: str, demands: Iterable[Demand]) -> str:
    """The shade of the same hue, the least lighter or darker, that meets every demand; "" when no shade does."""
    wanted = list(demands)
    hue, light, strength = rgb_to_hls(*_channels(colour))
    for step in range(_STEPS + 1):
        for moved in (light - step / _STEPS, light + step / _STEPS):
            if 0 <= moved <= 1 and passes(shade := _written(hls_to_rgb(hue, moved, strength)), wanted):
                return shade
    return ""


def mixed(colour: str, other: str, part: float) -> str:
    """The colour with so large a part (0 to 1) of the other in it."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return _written([one * (1 - part) + two * part for one, two in pairs])


def fault(colour: str, demands: Iterable[Demand]) -> str:
    """What is wrong with the colour, where, and which shade would do; "" when it meets every demand.

    One sentence about the first ground where it fails: the shade meets them all.
    """
    wanted = list(demands)
    failed = next((each for each in measured(colour, wanted) if not each.passes), None)
    if failed is None:
        return ""
    told = f"{colour} mot {failed.demand.where} är {failed.said}. Det behövs {failed.least_said}."
    shade = nearest(colour, wanted)
    return f"{told} {shade} går bra." if shade else f"{told} Välj en annan färg."


def ratio_text(ratio: float) -> str:
    """Rounded down, so that 4,49 never reads as the 4,5 that it is not: "2,3:1"."""
    tenths = floor(ratio * 10 + 1e-9)
    whole, part = divmod(tenths, 10)
    return f"{whole},{part}:1" if part else f"{whole}:1"


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def _written(channels: Iterable[float]) -> str:
    return "#" + "".join(f"{round(min(max(part, 0), 1) * 255):02x}" for part in channels)
