"""The colours as they stand in tokens.css: contrast in both themes, and that nobody writes colours elsewhere."""

import re

import pytest
from django.conf import settings

CSS = settings.BASE_DIR / "static" / "css"
TOKENS = (CSS / "tokens.css").read_text(encoding="utf-8")
THEMES = ("light", "dark")

TINTS = ("brand-soft", "info-soft", "ok-soft", "danger-soft", "accent-soft", "neutral-soft")
SHEETS = ("page", "surface", "raised")
GROUNDS = (*SHEETS, *TINTS)


def _declared(css: str) -> dict[str, str]:
    return {name: value.strip() for name, value in re.findall(r"--((?:ip|region)-[a-z0-9-]+):\s*([^;]+);", css)}


_ROOT = _declared(TOKENS.split("@supports")[0]) | _declared(TOKENS.split("/* 4 Scale */")[1])


def colour(role: str, theme: str) -> str:
    """The hex value of a role in a theme, through var() and light-dark()."""
    value = _ROOT.get(f"ip-{role}") or _ROOT[role]
    if reference := re.fullmatch(r"var\(--(?:ip-)?([a-z0-9-]+)\)", value):
        return colour(reference[1], theme)
    if pair := re.fullmatch(r"light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)", value):
        return pair[1 + THEMES.index(theme)]
    assert re.fullmatch(r"#[0-9a-f]{6}", value), (role, value)
    return value


def _luminance(hex_colour: str) -> float:
    channels = [int(hex_colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


PAIRS = [
    *[("ink", ground, 7.0) for ground in GROUNDS],
    *[("ink-soft", ground, 4.5) for ground in GROUNDS],
    *[(role, ground, 4.5) for role in ("brand", "brand-strong") for ground in (*SHEETS, "brand-soft")],
    *[("on-brand", ground, 4.5) for ground in ("brand", "brand-strong")],
    ("on-accent", "accent", 7.0),
    *[(f"{kind}-ink", f"{kind}-soft", 4.5) for kind in ("info", "ok", "danger", "accent", "neutral")],
    *[(f"{kind}-ink", ground, 4.5) for kind in ("ok", "danger", "accent") for ground in SHEETS],
    *[("line-strong", ground, 3.0) for ground in SHEETS],
    *[("focus", ground, 3.0) for ground in GROUNDS],
    ("focus", "focus-gap", 3.0),
]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_pair_has_contrast_in_both_themes(front: str, ground: str, least: float, theme: str) -> None:
    assert contrast(colour(front, theme), colour(ground, theme)) >= least


@pytest.mark.parametrize(("front", "least"), [("ink", 7.0), ("ink-soft", 4.5), ("brand", 4.5), ("focus", 3.0)])
def test_dark_roles_are_read_on_the_band(front: str, least: float) -> None:
    assert contrast(colour(front, "dark"), colour("region-band", "dark")) >= least


def test_contrast_knows_the_extremes() -> None:
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
    assert contrast("#777777", "#777777") == 1.0


def test_browsers_without_light_dark_get_the_light_look() -> None:
    fallback = TOKENS.split("@supports not")[1].split(".on-band {")[0]
    roles = _declared(fallback)
    assert roles
    for name, value in roles.items():
        assert colour(name.removeprefix("ip-"), "light") == value


@pytest.mark.parametrize("name", ["portal.css", "admin.css", "admin-django.css", "region.css"])
def test_colours_are_written_in_tokens_only(name: str) -> None:
    css = re.sub(r"/\*.*?\*/", "", (CSS / name).read_text(encoding="utf-8"), flags=re.S)
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{}]*;)|\brgba?\(|\bhsla?\(", css)


@pytest.mark.parametrize("name", ["tokens.css", "portal.css", "admin.css", "admin-django.css"])
def test_every_role_in_use_is_declared(name: str) -> None:
    css = (CSS / name).read_text(encoding="utf-8")
    used = set(re.findall(r"var\(--((?:ip|region)-[a-z0-9-]+)", css))
    assert used <= _declared(TOKENS).keys()


def test_region_file_sets_nothing_but_the_six_roles() -> None:
    six = {f"region-{part}" for part in ("brand", "brand-strong", "brand-soft", "band", "logo", "logo-width")}
    css = (CSS / "region.css").read_text(encoding="utf-8")
    assert set(_declared(css)) <= six
    assert six <= _declared(TOKENS).keys()
