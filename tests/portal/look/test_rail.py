"""The rail: always five stages, told by shape, word and line."""

import re

import pytest
from django.template import Context, Template

from portal.look import stages
from portal.look.stages import STAGE_NAMES, StageStatus, five


def render(source: str, **context: object) -> str:
    return Template("{% load portal_tags %}" + source).render(Context(context))


def told(page: str) -> list[str]:
    """What a screen reader is told of each stage."""
    return re.findall(r'rail__name">([^<]+)<span class="visually-hidden">([^<]+)', page)


def test_there_are_five_stages_in_one_order() -> None:
    assert [stage.name for stage in five(3)] == list(STAGE_NAMES)
    assert [stage.status for stage in five(3)] == ["done", "done", "now", "later", "later"]


def test_rail_says_where_the_case_is() -> None:
    page = render("{% rail steps %}", steps=five(2, when=["klar 9 februari", "senast 15 april"]))
    assert told(page)[:3] == [("Idé", ", klart"), ("Ansökan", ", här är ni nu"), ("Beslut", ", kommer senare")]
    assert page.count('aria-current="step"') == 1
    assert '<span class="rail__when">senast 15 april</span>' in page


def test_rail_on_the_desk_speaks_of_the_case() -> None:
    assert ("Beslut", ", här är ärendet nu") in told(render("{% rail steps desk=True %}", steps=five(3)))


def test_rail_that_ended_early_has_a_cross_and_says_so() -> None:
    page = render("{% rail steps %}", steps=five(4, halt=True))
    assert 'class="rail__step is-halt" aria-current="step"' in page
    assert ("Genomförande", ", avslutat i förtid") in told(page)


def test_rail_of_a_settled_case_is_done_throughout() -> None:
    page = render("{% rail steps %}", steps=five(6))
    assert page.count("is-done") == 5
    assert "aria-current" not in page


def test_mini_rail_leaves_out_the_dates() -> None:
    page = render("{% mini_rail steps %}", steps=five(2, when=["klar 9 februari"]))
    assert "rail--mini" in page
    assert "februari" not in page


def test_stages_may_be_dicts() -> None:
    read = stages.read([{"name": "Idé", "status": "done", "when": "klar 2019"}, {"name": "Ansökan", "status": "now"}])
    assert [(stage.status, stage.when) for stage in read] == [(StageStatus.DONE, "klar 2019"), (StageStatus.NOW, "")]


@pytest.mark.parametrize("number", [0, 7])
def test_there_is_no_other_stage(number: int) -> None:
    with pytest.raises(ValueError, match="no stage"):
        five(number)


def test_words_under_a_stage_are_escaped() -> None:
    assert "&lt;i&gt;" in render("{% rail steps %}", steps=five(1, when=["<i>"]))
