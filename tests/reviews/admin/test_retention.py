"""What is kept and what is weeded out: the rules, and what the desk says of each handling."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import RetentionRule
from applications.selectors import retention
from portal.accounts.models import Board
from portal.demo.stories.script import Story
from portal.demo.world import BEGINNING
from tests import factories
from tests.applications.views.pages import text

from .addresses import page
from .test_kept_rows import change, filled

AtDesk = Callable[[str], Client]
ADD = reverse("admin:applications_retentionrule_add")
PLAN = "dokumenthanteringsplanen 2023, punkt 4.1"


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    return factories.prepared_tale(title="Bereds")


def rule(**columns: object) -> RetentionRule:
    return RetentionRule(**({"kind": "receipt", "action": "dispose", "years": 10, "basis": PLAN} | columns))


def test_years_are_counted_from_the_one_after_the_case_was_closed() -> None:
    rules = {"receipt": rule(), "decision": rule(action="keep", years=None, basis="")}
    assert retention.told("receipt", rules, date(2025, 1, 1)) == f"Gallras 2036 enligt {PLAN}"
    assert retention.told("receipt", rules, date(2025, 12, 31)) == f"Gallras 2036 enligt {PLAN}"
    assert retention.told("receipt", rules, None) == f"Gallras 10 år efter avslut enligt {PLAN}"
    for kind in ("decision", "no rule"):
        for closed in (None, date(2025, 6, 1)):
            assert retention.told(kind, rules, closed) == "Bevaras"


def test_the_board_that_took_over_says_the_last_word(tale: Story) -> None:
    own = tale.the_case.board
    old = Board.objects.create(
        authority=own.authority, short_name="GAM", name="Gamla", definite="Gamla nämnden", valid_from=BEGINNING,
        dnr_format="{short} {number}", successor=own,
    )  # fmt: skip
    RetentionRule.objects.create(board=old, kind="annat", action="dispose", years=2, basis="gammal plan")
    RetentionRule.objects.create(board=old, kind="receipt", action="dispose", years=3, basis="gammal plan")
    rules = retention.rules_of(old.pk)
    assert (rules["annat"].years, rules["receipt"].years) == (10, 3)
    assert "receipt" not in retention.rules_of(own.pk)


def test_the_desk_tells_it_of_each_handling_before_and_after_the_case_is_closed(tale: Story, at_desk: AtDesk) -> None:
    RetentionRule.objects.create(board=tale.the_case.board, kind="receipt", action="dispose", years=10, basis=PLAN)
    url = page(tale.the_case, "case_documents")
    assert f"Gallras 10 år efter avslut enligt {PLAN}" in text(at_desk("handlaggare").get(url))
    assert retention.closed_on(tale.the_case) is None
    tale.assess(factories.others.SCORES, factories.others.CHILD, factories.others.SUMMARY)
    tale.propose(kind="rejection", reasons="Passar inte.")
    tale.approve_proposal()
    tale.decide_by_delegation("enhetschef")
    factories.making.make(tale.decision.document.pk)
    tale.dispatch()
    tale.close_case()
    fresh = type(tale.the_case).objects.get(pk=tale.the_case.pk)
    assert retention.closed_on(fresh) == date(2026, 11, 23)
    shown = text(at_desk("handlaggare").get(url))
    assert f"Gallras 2037 enligt {PLAN}" in shown
    assert "Bevaras" in shown


def test_archivist_and_head_keep_the_rules(tale: Story, at_desk: AtDesk) -> None:
    given = {"board": str(tale.the_case.board_id), "kind": "receipt", "action": "dispose", "years": "5", "basis": PLAN}
    client = at_desk("arkivarie")
    assert client.post(ADD, given).status_code == 302
    row = RetentionRule.objects.get(board=tale.the_case.board, kind="receipt")
    head = at_desk("enhetschef")
    assert head.post(change(row), filled(head, change(row)) | {"years": "7"}).status_code == 302
    row.refresh_from_db()
    assert (row.years, row.version) == (7, 2)
    shown = text(client.get(reverse("admin:applications_retentionrule_changelist")))
    assert "Bilaga: Annan bilaga" in shown
    for name in ("handlaggare", "namndsekreterare", "admin", "sokande"):
        assert at_desk(name).get(change(row)).status_code == 404


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"years": ""}, "Skriv efter hur många år handlingen gallras."),
        ({"basis": ""}, "Skriv vilket beslut gallringen stöder sig på."),
        ({"action": "keep"}, "Det som bevaras har inget antal år."),
        ({"kind": ""}, "Välj vilken handling regeln gäller."),
        ({"kind": "annat"}, "Handlingen har redan en regel."),
    ],
)
def test_what_does_not_fit_is_told(tale: Story, given: dict[str, str], words: str, at_desk: AtDesk) -> None:
    whole = {"board": str(tale.the_case.board_id), "kind": "receipt", "action": "dispose", "years": "5", "basis": PLAN}
    assert words in text(at_desk("enhetschef").post(ADD, whole | given))
