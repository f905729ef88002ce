"""54 applications, 40 in the network, 16 of them with training and money too: 40/16/16, never 56 (N-02, §10.8)."""

from datetime import date

import pytest

from applications.models import Decision
from reviews.selectors.component_statistics import of_call, tally
from tests import factories
from tests.factories import parts

LABELS = {"natverk": "Nätverksträffar", "utbildning": "Utbildning", "pengar": "Ekonomiskt bidrag"}
ON = date(2018, 3, 1)


def test_the_real_call_is_counted_per_kind_and_never_added() -> None:
    asked = {number: set(LABELS) for number in range(54)}
    given = {number: set(LABELS) if number < 16 else {"natverk"} if number < 40 else set() for number in range(54)}
    found = tally(asked, given, LABELS, ON)
    assert [row.granted for row in found.kinds] == [40, 16, 16]
    assert [row.applied for row in found.kinds] == [54, 54, 54]
    assert (found.applications, found.granted, found.not_granted, found.undecided) == (54, 40, 14, 0)
    assert found.granted + found.not_granted == 54 != sum(row.granted for row in found.kinds)
    assert found.as_json()["on"] == "2018-03-01"


def test_what_is_not_decided_is_neither_granted_nor_refused() -> None:
    found = tally({1: {"natverk"}, 2: {"natverk"}, 3: {"pengar"}}, {1: {"natverk"}, 2: set()}, LABELS, ON)
    assert (found.granted, found.not_granted, found.undecided) == (1, 1, 1)


@pytest.fixture(scope="module")
def call(stage: None):
    """Four applications of five organisations' proportions: all three, network alone, refused, and not decided."""
    call = parts.parts_call()
    for title, requests, changes in (
        ("Alla", parts.ALL, {"pengar": parts.PART}),
        ("Nätverk", parts.ALL, {"utbildning": parts.REFUSED, "pengar": parts.REFUSED}),
        ("Inget", parts.NETWORK, {"natverk": parts.REFUSED}),
    ):
        tale = parts.prepared_parts_tale(requests, call, title=title)
        parts.propose(tale, parts.supports_of(tale, **changes))
        tale.approve_proposal()
        tale.decide_by_delegation("handlaggare")
    parts.asking_tale(parts.NETWORK, call, title="Väntar").submit()
    parts.asking_tale(parts.NETWORK, call, title="Utkast")
    return call


def test_the_figures_of_a_call_are_those_of_its_decisions(call) -> None:
    found = of_call(call)
    assert found.as_json() == {
        "on": "2026-11-23",
        "applications": 4,
        "components": [
            {"key": "utbildning", "label": "Utbildning i samverkan", "applied": 2, "granted": 1},
            {"key": "natverk", "label": "Nationella nätverksträffar", "applied": 4, "granted": 2},
            {"key": "pengar", "label": "Ekonomiskt bidrag", "applied": 2, "granted": 1},
        ],
        "granted": 2,
        "not_granted": 1,
        "undecided": 1,
        "money_applied": str(found.sought),
        "money_granted": str(found.given),
    }


def test_a_call_about_money_alone_counts_money(stage: None) -> None:
    plain = factories.call()
    factories.delegated_tale(plain, title="Ja")
    found = of_call(plain)
    assert [(row.label, row.applied, row.granted) for row in found.kinds] == [("Pengar", 1, 1)]
    decision = Decision.objects.get(case__application__call=plain)
    assert found.given == decision.cap and found.sought >= found.given
    assert found.as_rows()[-1] == ("Kronor", *(str(sum_).replace(".", ",") for sum_ in (found.sought, found.given)))


def test_a_call_without_applications_has_its_kinds_with_nought(stage: None) -> None:
    found = of_call(factories.call())
    assert [(row.label, row.applied, row.granted) for row in found.kinds] == [("Pengar", 0, 0)]
    assert (found.applications, found.sought, found.given) == (0, 0, 0)
    assert [row.label for row in of_call(parts.parts_call()).kinds] == [
        "Utbildning i samverkan",
        "Nationella nätverksträffar",
        "Ekonomiskt bidrag",
    ]


def test_the_figures_cost_the_same_however_many_there_are(call, django_assert_num_queries) -> None:
    with django_assert_num_queries(4):
        of_call(call)
