"""The region's look: what follows from three colours can always be read, and what cannot is refused with a way on."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.look.contrast import CALM, TEXT, Demand, contrast, passes
from portal.look.region import BAND, DARK, INK, INK_SOFT, LIGHT, RING, Look

from .test_tokens import CSS, SHEETS, TINTS, colour

PDF = (CSS.parent / "pdf" / "pdf.css").read_text(encoding="utf-8")
HEX = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 24"><title>Älvland</title><path d="M0 0h96v24z"/></svg>'


@pytest.mark.parametrize(("theme", "demands"), [("light", LIGHT), ("dark", DARK)])
def test_the_grounds_are_those_of_the_tokens(theme: str, demands: tuple[Demand, ...]) -> None:
    grounds = {demand.ground for demand in demands}
    ours = {colour(role, theme) for role in (*SHEETS, *TINTS) if role != "brand-soft"}
    assert ours <= grounds
    box = re.findall(r"--tint: (#[0-9a-f]{6})", PDF)  # of a decision
    assert grounds - ours <= {*box, colour("on-brand", theme)}
    assert INK[theme] == colour("ink", theme)
    assert INK_SOFT[theme] == colour("ink-soft", theme)
    assert RING[theme] == colour("focus", theme)


def test_the_portals_own_colours_meet_what_is_asked_of_a_region() -> None:
    assert Look(colour("brand", "light"), colour("brand", "dark"), colour("region-band", "light")).faults() == {}


@settings(max_examples=60, derandomize=True)
@given(HEX)
def test_whatever_passes_gives_six_roles_that_can_be_read(brand: str) -> None:
    look = Look(brand)
    if look.faults():
        assert look.faults()["brand"].startswith(f"{brand} mot ")
        return
    made = look.colours()
    assert made is not None
    assert passes(made.brand_dark, DARK)
    assert passes(made.band, BAND)
    for front, soft, theme in ((made.brand, made.soft, "light"), (made.brand_dark, made.soft_dark, "dark")):
        assert contrast(front, soft) >= TEXT
        assert contrast(INK[theme], soft) >= CALM
        assert contrast(INK_SOFT[theme], soft) >= TEXT
    for front, soft in ((made.strong, made.soft), (made.strong_dark, made.soft_dark)):
        assert contrast(front, soft) >= TEXT
    assert passes(made.strong, LIGHT)
    assert passes(made.strong_dark, DARK)


@pytest.mark.parametrize(
    ("look", "field", "where"),
    [
        (Look("#7fb2d9"), "brand", "vitt"),
        (Look("#14534a", "#14534a"), "brand_dark", "den mörka sidan"),
        (Look("#14534a", "", "#8fd6c2"), "band", "vit text"),
    ],
)
def test_each_colour_is_refused_where_it_cannot_be_read(look: Look, field: str, where: str) -> None:
    assert list(look.faults()) == [field]
    assert f" mot {where} är " in look.faults()[field]
    assert look.faults()[field].endswith(" går bra.")


def test_the_others_follow_from_the_first_and_are_not_chosen_without_it() -> None:
    assert set(Look("", "#8fd6c2").faults()) == {"brand"}
    assert Look("", "#8fd6c2").css() == ""


def test_nothing_chosen_is_the_portals_own_look() -> None:
    assert Look().css() == Look().digest() == ""
    assert Look().measures() == []


def test_the_style_sheet_sets_the_six_roles_and_nothing_else() -> None:
    css = Look("#00549f", logo_svg=LOGO).css()
    outer = css.split("@supports")[0]
    assert set(re.findall(r"--([a-z-]+):", outer)) == {
        "region-brand", "region-brand-strong", "region-brand-soft", "region-band", "region-logo", "region-logo-width",
    }  # fmt: skip
    assert "--region-logo-width: 7rem" in css  # four times as wide as high, and no wider than the head has room for
    assert '"' not in css.split('url("')[1].split('")')[0]


def test_a_changed_look_has_another_address() -> None:
    assert len({Look("#00549f").digest(), Look("#00548f").digest(), Look("#00549f", logo_svg=LOGO).digest()}) == 3


@pytest.mark.parametrize("hostile", ["red;}", "#14534a}", 'url("x")', "#14534a\n", "</style>"])
def test_what_is_no_colour_never_comes_into_the_style_sheet(hostile: str) -> None:
    assert Look(hostile).css() == ""
    assert Look("#14534a", hostile, hostile).css() == Look("#14534a").css()


def test_a_mark_that_would_be_refused_is_left_out() -> None:
    assert Look(logo_svg="<svg><script/></svg>").css() == ""
