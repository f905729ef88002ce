"""WCAG's contrast by table, and the shade that is offered instead of one that cannot be read."""

import pytest

from portal.look.contrast import (
    SHAPE,
    TEXT,
    Demand,
    contrast,
    fault,
    is_hex,
    luminance,
    mixed,
    nearest,
    passes,
    ratio_text,
)

WHITE, NIGHT = Demand("#ffffff", TEXT, "vitt"), Demand("#0f1715", TEXT, "den mörka sidan")

# Ratios as other tools give them (WebAIM's and the browsers' own), to two decimals.
KNOWN = [
    ("#000000", "#ffffff", 21.00),
    ("#ffffff", "#ffffff", 1.00),
    ("#777777", "#ffffff", 4.48),
    ("#767676", "#ffffff", 4.54),
    ("#ff0000", "#ffffff", 4.00),
    ("#00ff00", "#ffffff", 1.37),
    ("#0000ff", "#ffffff", 8.59),
    ("#7fb2d9", "#ffffff", 2.27),
    ("#949494", "#ffffff", 3.03),
    ("#000000", "#767676", 4.62),
]


@pytest.mark.parametrize(("one", "other", "ratio"), KNOWN)
def test_contrast_is_that_of_wcag_in_either_order(one: str, other: str, ratio: float) -> None:
    assert abs(contrast(one, other) - ratio) < 0.01
    assert contrast(one, other) == contrast(other, one)


def test_lightness_goes_from_black_to_white() -> None:
    assert luminance("#000000") == 0
    assert abs(luminance("#ffffff") - 1) < 1e-9


@pytest.mark.parametrize(
    ("ratio", "said"), [(21.0, "21:1"), (4.5, "4,5:1"), (4.4999, "4,4:1"), (2.27, "2,2:1"), (1.0, "1:1"), (7.04, "7:1")]
)
def test_a_ratio_is_never_rounded_up_to_what_it_is_not(ratio: float, said: str) -> None:
    assert ratio_text(ratio) == said


@pytest.mark.parametrize("colour", ["#7fb2d9", "#ffff00", "#ffffff", "#00ff00", "#ff8800"])
def test_the_shade_offered_passes_and_the_one_before_it_does_not(colour: str) -> None:
    shade = nearest(colour, [WHITE])
    assert passes(shade, [WHITE])
    assert not passes(mixed(shade, colour, 0.1), [WHITE])


def test_what_passes_is_its_own_nearest_shade() -> None:
    assert nearest("#14534a", [WHITE]) == "#14534a"
    assert fault("#14534a", [WHITE]) == ""


def test_a_dark_ground_asks_for_a_lighter_shade() -> None:
    shade = nearest("#00549f", [NIGHT])
    assert luminance(shade) > luminance("#00549f")
    assert passes(shade, [NIGHT])


def test_a_fault_says_the_ratio_where_and_what_would_do() -> None:
    told = fault("#7fb2d9", [WHITE])
    assert told.startswith("#7fb2d9 mot vitt är 2,2:1. Det behövs 4,5:1. #")
    assert told.endswith(" går bra.")
    assert passes(told.split()[-3], [WHITE])


def test_no_shade_is_promised_where_none_exists() -> None:
    both = [Demand("#ffffff", 7.0, "vitt"), Demand("#000000", 7.0, "svart")]
    assert nearest("#7fb2d9", both) == ""
    assert fault("#7fb2d9", both) == "#7fb2d9 mot vitt är 2,2:1. Det behövs 7:1. Välj en annan färg."


def test_large_shapes_need_less() -> None:
    assert passes("#949494", [Demand("#ffffff", SHAPE, "vitt")])
    assert not passes("#949494", [WHITE])


@pytest.mark.parametrize(
    ("text", "known"),
    [("#14534a", True), ("#14534A", False), ("14534a", False), ("#145", False), ("#14534a\n", False), ("red", False)],
)
def test_only_six_figures_are_a_colour(text: str, known: bool) -> None:
    assert is_hex(text) is known
