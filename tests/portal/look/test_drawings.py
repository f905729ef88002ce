"""Icons, rings and bars: well formed, hidden from screen readers, without inline style."""

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.conf import settings

from portal.look import drawings, marks, stages
from portal.look.icons import ICONS

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))


@pytest.mark.parametrize("name", sorted(ICONS))
def test_icon_is_well_formed_and_silent(name: str) -> None:
    svg = ElementTree.fromstring(drawings.icon(name))  # noqa: S314 -- our own drawing
    assert svg.get("aria-hidden") == "true"
    assert svg.get("stroke") == "currentColor"
    assert "style" not in {key for part in svg.iter() for key in part.attrib}


def test_unknown_icon_is_refused() -> None:
    with pytest.raises(LookupError, match="no icon"):
        drawings.icon("no-such-icon")


def test_icons_that_tables_name_exist() -> None:
    named = {row.icon for row in marks.MARKS.values()} | set(stages.ICONS.values())
    assert named <= ICONS.keys()


def test_icons_that_templates_name_exist() -> None:
    pattern = re.compile(r"""\{% icon "([a-z0-9-]+)"|icon(?:=|\|default:)"([a-z0-9-]+)\"""")
    named = {one or other for path in TEMPLATES for one, other in pattern.findall(path.read_text(encoding="utf-8"))}
    assert named <= ICONS.keys()


@pytest.mark.parametrize("stage", range(1, 6))
def test_as_many_rings_are_strong_as_the_stage_says(stage: int) -> None:
    assert drawings.rings(stage).count('class="on"') == stage


def test_share_is_drawn_on_a_scale_of_a_thousand_with_its_limit() -> None:
    svg = drawings.share_bar(Decimal("0.276"), Decimal("0.5"))
    assert 'class="fill" y="5" width="276"' in svg
    assert 'class="mark" x="498"' in svg


@pytest.mark.parametrize(("share", "width"), [("1.4", 1000), ("-0.1", 0), ("0.0005", 1)])
def test_share_never_leaves_its_track(share: str, width: int) -> None:
    assert f'class="fill" y="5" width="{width}"' in drawings.share_bar(Decimal(share))


def test_column_without_anything_to_compare_with_is_empty() -> None:
    assert 'width="0"' in drawings.column_bar(0, 0)


def test_ages_lie_beside_each_other() -> None:
    svg = drawings.age_bar([2, 0, 1, 1])
    assert [part for part in re.findall(r'class="(a\d)" x="(\d+)"', svg)] == [("a1", "0"), ("a3", "16"), ("a4", "24")]


def test_a_long_queue_stays_inside_its_bar() -> None:
    svg = drawings.age_bar([40, 30, 20, 10])
    ends = [int(x) + int(width) for x, width in re.findall(r'x="(\d+)" y="2" width="(\d+)"', svg)]
    assert max(ends) <= drawings.AGE_WIDTH


def test_parts_fill_the_bar_side_by_side() -> None:
    drawn = drawings.parts_bar([1, 0, 2, 1])
    assert re.findall(r'class="(p\d)" x="(\d+)" width="(\d+)"', drawn) == [
        ("p1", "0", "250"),
        ("p3", "250", "500"),
        ("p4", "750", "250"),
    ]
    assert "<rect" not in drawings.parts_bar([0, 0, 0, 0])
