"""A flow's layout: no box on another, every arrow drawn and past the boxes, the same plan each time."""

import random
from itertools import combinations
from xml.etree import ElementTree

import pytest

from portal.look import flow, flow_drawing
from portal.look.flow import Arrow, Box, Column, Item, Plan
from portal.look.wrapping import width, wrap

COLUMNS = [
    Column("Problem"),
    Column("Resurser"),
    Column("Aktiviteter"),
    Column("Prestationer"),
    Column("Effekter på kort sikt", in_rows=True),
    Column("Effekter på medellång sikt", in_rows=True),
    Column("Effekter på lång sikt", in_rows=True),
]
ROWS = ["För individen", "För organisationerna", "För samhället"]


def some(seed: int, count: int) -> list[Item]:
    """As many boxes as asked for, spread over the columns, with texts and arrows of every length."""
    dice = random.Random(seed)
    places = [(dice.randrange(7), dice.randrange(3)) for _ in range(count)]
    return [
        Item(
            key=f"k{number}",
            code=f"K{number}",
            text=" ".join("ord" * dice.randint(1, 9) for _ in range(dice.randint(1, 12))),
            column=column,
            row=row if column > 3 else 0,
            leads_to=tuple(
                f"k{other}" for other, (later, _) in enumerate(places) if later > column and dice.random() < 0.15
            ),
        )
        for number, (column, row) in enumerate(places)
    ]


def overlap(one: Box, other: Box) -> bool:
    beside = one.x + one.width <= other.x or other.x + other.width <= one.x
    return not (beside or one.bottom <= other.y or other.bottom <= one.y)


def passes_through(arrow: Arrow, box: Box) -> bool:
    """Whether the straight part of the line past the box's column lies on the box."""
    straights = zip(arrow.points[1:-1:2], arrow.points[2:-1:2], strict=True)
    return any(left[0] == box.x and box.y < left[1] < box.bottom for left, _ in straights)


def planned(items: list[Item]) -> Plan:
    return flow.plan(COLUMNS, ROWS, items)


@pytest.mark.parametrize(("seed", "count"), [(1, 1), (2, 8), (3, 20), (4, 40), (5, 60), (6, 60)])
def test_no_box_lies_on_another_and_all_lie_on_the_sheet(seed: int, count: int) -> None:
    plan = planned(some(seed, count))
    assert len(plan.boxes) == count
    assert not [pair for pair in combinations(plan.boxes, 2) if overlap(*pair)]
    assert all(box.x >= 0 and box.x + box.width <= plan.width for box in plan.boxes)
    assert all(box.y >= flow.HEAD and box.bottom <= plan.height for box in plan.boxes)


@pytest.mark.parametrize(("seed", "count"), [(2, 8), (3, 20), (4, 40), (5, 60)])
def test_every_arrow_is_drawn_from_box_to_box_and_passes_the_others(seed: int, count: int) -> None:
    items = some(seed, count)
    plan = planned(items)
    boxes = {box.key: box for box in plan.boxes}
    assert [(a.source, a.target) for a in plan.arrows] == [(i.key, key) for i in items for key in i.leads_to]
    for arrow in plan.arrows:
        source, target = boxes[arrow.source], boxes[arrow.target]
        assert arrow.points[0][0] == source.x + source.width and source.y < arrow.points[0][1] < source.bottom
        assert arrow.points[-1][0] == target.x and target.y < arrow.points[-1][1] < target.bottom
        assert not [box.key for box in plan.boxes if passes_through(arrow, box)]


def test_an_effect_lies_in_the_field_of_whom_it_is_for() -> None:
    items = some(5, 60)
    plan = planned(items)
    fields = {row.label: row for row in plan.rows}
    for item, box in zip(items, plan.boxes, strict=True):
        if box.in_rows:
            field = fields[ROWS[item.row]]
            assert field.y < box.y and box.bottom < field.y + field.height
            assert field.x < box.x and box.x + box.width < field.x + field.width


def test_a_row_that_holds_nothing_is_not_drawn() -> None:
    assert [row.label for row in planned([Item("a", "E1", "Bättre", 4, row=2)]).rows] == ["För samhället"]
    assert planned([Item("a", "A1", "Göra", 2)]).rows == ()


def test_the_same_boxes_give_the_same_plan() -> None:
    assert planned(some(7, 30)) == planned(some(7, 30))


def test_an_arrow_backwards_or_to_nothing_is_left_out() -> None:
    items = [Item("a", "A1", "Göra", 2, leads_to=("b", "c")), Item("b", "R1", "Ha", 1)]
    assert planned(items).arrows == ()


def test_few_columns_are_not_stretched() -> None:
    plan = flow.plan([Column("Aktiviteter"), Column("Kort sikt", in_rows=True)], ROWS, [Item("a", "A1", "Göra", 0)])
    assert plan.boxes[0].width == flow.WIDEST


# Words in lines


def test_lines_fit_and_nothing_is_lost() -> None:
    text = "Kommunerna planerar insatser tillsammans med samverkansorganisationen och föreningarna"
    lines = wrap(text, 116, 14)
    assert all(width(line, 14) <= 116 for line in lines)
    assert " ".join(lines).replace("- ", "") == text


def test_a_long_word_is_parted_before_a_consonant_with_a_vowel_after_it() -> None:
    assert wrap("samverkansorganisationen", 100, 14) == ["samverkansorga-", "nisationen"]


def test_a_word_without_such_a_place_is_parted_anywhere() -> None:
    lines = wrap("x" * 60, 100, 14)
    assert len(lines) > 1 and "".join(line.rstrip("-") for line in lines) == "x" * 60
    assert wrap("", 100, 14) == [""]


# The picture


def test_the_picture_is_well_formed_and_has_a_name_a_description_and_no_style() -> None:
    svg = flow_drawing.draw(planned(some(4, 20)), name="kedja", title="Kedjan <b>", description="A1 leder till E1.")
    root = ElementTree.fromstring(svg)  # noqa: S314 -- our own drawing
    assert root.attrib["role"] == "img" and root.attrib["aria-labelledby"] == "kedja-t kedja-d"
    assert [each.text for each in root[:2]] == ["Kedjan <b>", "A1 leder till E1."]
    assert not [each for each in root.iter() if "style" in each.attrib or each.tag == "style"]


def test_every_box_and_arrow_is_in_the_picture() -> None:
    plan = planned(some(3, 20))
    svg = flow_drawing.draw(plan, name="k", title="T", description="D")
    root = ElementTree.fromstring(svg)  # noqa: S314 -- our own drawing
    classes = [each.attrib.get("class", "").split()[:1] for each in root.iter()]
    assert classes.count(["flow__box"]) == 20 and classes.count(["flow__tip"]) == len(plan.arrows)
