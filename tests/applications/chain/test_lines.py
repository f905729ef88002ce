"""The order of a chain, its codes, and what may lead to what."""

from typing import Any

import pytest

from applications.chain.lines import Chain, build, may_lead


def row(
    key: str, kind: str, text: str = "Text", *to: str, at: tuple[str, str] = ("", ""), **more: Any
) -> dict[str, Any]:
    return {"key": key, "kind": kind, "term": at[0], "level": at[1], "text": text, "leads_to": to, **more}


def short_chain() -> Chain:
    return build(
        [
            row("e", "effect", "Bättre", at=("long", "society")),
            row("a", "activity", "Göra", "o"),
            row("o", "output", "Gjort", "e"),
            row("b", "activity", "Göra mer"),
        ]
    )


def test_links_stand_by_kind_and_have_codes() -> None:
    codes = [(node.code, node.key) for node in short_chain().nodes]
    assert codes == [
        ("A1", "a"),
        ("A2", "b"),
        ("Pr1", "o"),
        ("E1", "e"),
    ]


def test_effects_stand_by_term_and_then_by_whom_they_are_for() -> None:
    places = [("long", "individual"), ("short", "society"), ("short", "individual"), ("medium", "organisation")]
    chain = build([row(f"{term}-{level}", "effect", at=(term, level)) for term, level in places])
    assert [node.key for node in chain.nodes] == [
        "short-individual",
        "short-society",
        "medium-organisation",
        "long-individual",
    ]


def test_an_activity_reaches_an_effect_by_way_of_others() -> None:
    chain = short_chain()
    first, second = chain.of("activity")
    assert chain.reaches_effect(first) and not chain.reaches_effect(second)
    assert [node.code for node in chain.sources(chain.of("effect")[0])] == ["Pr1"]


def test_what_leads_to_nothing_known_leads_nowhere() -> None:
    assert build([row("a", "activity", "Göra", "gone")]).nodes[0].leads_to == ()


@pytest.mark.parametrize(
    ("source", "target", "may"),
    [
        (("problem", ""), ("effect", "long"), True),
        (("activity", ""), ("output", ""), True),
        (("output", ""), ("activity", ""), False),
        (("activity", ""), ("activity", ""), False),
        (("effect", "short"), ("effect", "medium"), True),
        (("effect", "medium"), ("effect", "medium"), False),
        (("effect", "long"), ("effect", "short"), False),
    ],
)
def test_a_link_leads_only_to_what_comes_later(source: tuple[str, str], target: tuple[str, str], may: bool) -> None:
    assert may_lead(*source, *target) is may
