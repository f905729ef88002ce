"""What a region may change in the look: three colours and its mark, checked, and written as a sheet of six roles.

The other colours follow from these: the stronger shade, the tint, and what is not chosen. `static/css/tokens.css` says
what the roles are for; the grounds below are its values, and a test holds them together.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import quote

from portal.look.contrast import CALM, SHAPE, TEXT, Demand, Measured, fault, is_hex, measured, mixed, nearest, passes
from portal.pdf.svg import check_svg, checked_markup

WHITE, NIGHT, BLACK = "#ffffff", "#0f1715", "#000000"
INK, INK_SOFT = {"light": "#17221f", "dark": "#e8eeeb"}, {"light": "#4b5854", "dark": "#b0bdb8"}
RING = {"light": "#17221f", "dark": "#ffd98f"}

# Where links, buttons and marks in the region's colour stand. The button's words are white in the light look, so white
# on the button is the same measure as the link on white.
LIGHT = (
    Demand(WHITE, TEXT, "vitt"),
    Demand("#f4f6f3", TEXT, "det ljusgrå fältet"),
    Demand("#eef4f1", TEXT, "rutan i besluten"),
    Demand("#e5eff7", TEXT, "den blå rutan"),
    Demand("#e4f2e7", TEXT, "den gröna rutan"),
    Demand("#fdf2dc", TEXT, "den gula rutan"),
    Demand("#fcebe9", TEXT, "den röda rutan"),
    Demand("#e9edea", TEXT, "den grå rutan"),
)
DARK = (
    Demand(NIGHT, TEXT, "den mörka sidan"),
    Demand("#151f1c", TEXT, "det mörka fältet"),
    Demand("#1b2623", TEXT, "det som ligger på det mörka fältet"),
    Demand("#06231d", TEXT, "orden på den mörka sidans knappar"),
    Demand("#142b3e", TEXT, "den mörkblå rutan"),
    Demand("#15321f", TEXT, "den mörkgröna rutan"),
    Demand("#382a10", TEXT, "den mörkgula rutan"),
    Demand("#42191b", TEXT, "den mörkröda rutan"),
    Demand("#26332f", TEXT, "den mörkgrå rutan"),
)
# The foot is dark in both looks, and carries the dark look's words.
BAND = (
    Demand(WHITE, CALM, "vit text"),
    Demand(INK["dark"], CALM, "sidfotens text"),
    Demand(INK_SOFT["dark"], TEXT, "sidfotens grå text"),
    Demand(RING["dark"], SHAPE, "ringen kring det man står på"),
)

_VIEW_BOX = re.compile(r'viewBox="\s*\S+[\s,]+\S+[\s,]+([0-9.]+)[\s,]+([0-9.]+)\s*"')
_MARK_HEIGHT = 2.5  # rem, as in the head of the page
_MARK_WIDTHS = (1.0, 7.0)


@dataclass(frozen=True, slots=True)
class Colours:
    """The six roles' colours, each as it is in the light and in the dark look."""

    brand: str
    brand_dark: str
    strong: str
    strong_dark: str
    soft: str
    soft_dark: str
    band: str


@dataclass(frozen=True, slots=True)
class Look:
    """What the region has chosen; "" is the portal's own, or what follows from the other choices."""

    brand: str = ""
    brand_dark: str = ""
    band: str = ""
    logo_svg: str = ""

    def faults(self) -> dict[str, str]:
        """Field → what is wrong with the chosen colour, for those that cannot be read where they will stand."""
        chosen = (("brand", self.brand, LIGHT), ("brand_dark", self.brand_dark, DARK), ("band", self.band, BAND))
        told = {name: fault(colour, demands) for name, colour, demands in chosen if is_hex(colour)}
        if not self.brand and (self.brand_dark or self.band):
            told["brand"] = "Välj också färgen på ljus botten. Den är den som syns mest."
        return {name: text for name, text in told.items() if text}

    def colours(self) -> Colours | None:
        """Every colour, worked out from those chosen; None for the portal's own."""
        if not is_hex(self.brand):
            return None
        brand_dark = self.brand_dark if is_hex(self.brand_dark) else _dark_of(self.brand)
        strong = mixed(self.brand, BLACK, 0.3)
        return Colours(
            brand=self.brand,
            brand_dark=brand_dark,
            strong=strong,
            strong_dark=mixed(brand_dark, WHITE, 0.4),
            soft=_tint(self.brand, WHITE, "light"),
            soft_dark=_tint(brand_dark, NIGHT, "dark"),
            band=self.band if is_hex(self.band) else nearest(strong, BAND),
        )

    def measures(self) -> list[tuple[str, str, list[Measured]]]:
        """Label, colour and what it measures on each ground, for whoever tries colours; also those worked out."""
        if (made := self.colours()) is None:
            return []
        return [
            ("På ljus botten", made.brand, measured(made.brand, LIGHT)),
            ("På mörk botten", made.brand_dark, measured(made.brand_dark, DARK)),
            ("Sidfoten", made.band, measured(made.band, BAND)),
        ]

    def css(self) -> str:
        """The style sheet that sets the six roles; "" when nothing is chosen."""
        made, mark = self.colours(), self._mark()
        if made is None and not mark:
            return ""
        lines = [
            "/* Regionens utseende: sex roller (tokens.css, del 2). Skrivs av portalen när färgerna sparas. */",
            ":root {",
        ]
        if made is not None:
            lines += [
                f"  --region-brand: light-dark({made.brand}, {made.brand_dark});",
                f"  --region-brand-strong: light-dark({made.strong}, {made.strong_dark});",
                f"  --region-brand-soft: light-dark({made.soft}, {made.soft_dark});",
                f"  --region-band: {made.band};",
            ]
        if mark:
            lines += [f'  --region-logo: url("{mark[0]}");', f"  --region-logo-width: {mark[1]:.3g}rem;"]
        lines.append("}")
        if made is not None:
            # Browsers that do not know light-dark() get the light look, and the dark one in the foot.
            lines += [
                "@supports not (color: light-dark(#000, #fff)) {",
                "  :root {",
                f"    --region-brand: {made.brand}; --region-brand-strong: {made.strong};"
                f" --region-brand-soft: {made.soft};",
                "  }",
                f"  .on-band {{ --ip-brand: {made.brand_dark}; --ip-brand-strong: {made.strong_dark}; }}",
                "}",
            ]
        return "\n".join(lines) + "\n"

    def sample_css(self) -> str:
        """The style sheet that shows the colours in `.look-samples` and leaves the page round it as it is."""
        if (made := self.colours()) is None:
            return ""
        return (
            ".look-samples {\n"
            f"  --ip-brand: light-dark({made.brand}, {made.brand_dark});\n"
            f"  --ip-brand-strong: light-dark({made.strong}, {made.strong_dark});\n"
            f"  --ip-brand-soft: light-dark({made.soft}, {made.soft_dark});\n"
            f"  --ip-band: {made.band};\n"
            "}\n"
        )

    def digest(self) -> str:
        """What the style sheet's address carries, so that a changed look has another address; "" without a look."""
        css = self.css()
        return hashlib.sha256(css.encode()).hexdigest()[:16] if css else ""

    def _mark(self) -> tuple[str, float] | None:
        """The mark as an address that holds the picture itself, and its width in rem at the height of the head's."""
        if not self.logo_svg or check_svg(self.logo_svg):
            return None
        markup = checked_markup(self.logo_svg).replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
        found = _VIEW_BOX.search(markup)
        wide, high = (float(found[1]), float(found[2])) if found else (1.0, 1.0)
        width = _MARK_HEIGHT * wide / high if high else _MARK_HEIGHT
        least, most = _MARK_WIDTHS
        return f"data:image/svg+xml,{quote(markup)}", min(max(width, least), most)


def _dark_of(brand: str) -> str:
    """The same hue, light enough to be read at ease on the dark look's grounds."""
    return nearest(brand, [Demand(each.ground, CALM, each.where) for each in DARK]) or WHITE


def _tint(brand: str, sheet: str, theme: str) -> str:
    """A breath of the brand over the sheet, as much as its own links and the page's words can be read on."""
    strong = mixed(brand, BLACK if theme == "light" else WHITE, 0.3)
    for percent in range(11 if theme == "light" else 16, 0, -1):
        soft = mixed(sheet, brand, percent / 100)
        read = [(brand, TEXT), (strong, TEXT), (INK[theme], CALM), (INK_SOFT[theme], TEXT), (RING[theme], SHAPE)]
        if all(passes(front, [Demand(soft, least, "")]) for front, least in read):
            return soft
    return sheet
