"""What a proposal leans on: earlier inriktningsbeslut and the forum before the board, printed in the decision."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from applications.documents import decision as letter
from applications.models import PolicyDecision
from portal import clock
from portal.accounts.models import Board
from portal.demo.stories.script import Story
from portal.demo.world import BEGINNING
from reviews.selectors import leaning
from reviews.services import proposing
from tests import factories

APPROVAL: dict[str, Any] = {"kind": "approval", "share": Decimal("0.4"), "cap": Decimal(90_000), "reasons": "Rätt."}
SENTENCE = (
    "Förslaget bygger på nämndens inriktningsbeslut 2024-02-09 § 2, ”Projekt som bidrar till att rusta barn och unga”, "
    "anslag 1:1 regionala tillväxtåtgärder."
)


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    tale = factories.prepared_tale()
    tale.assess(factories.others.SCORES, factories.others.CHILD, factories.others.SUMMARY)
    return tale


def save(tale: Story, **values: Any) -> Any:
    return proposing.save(tale.the_case, values=APPROVAL | values, version=None, by=tale.staff("handlaggare"))


def seeded(tale: Story) -> PolicyDecision:
    return PolicyDecision.objects.get(board=tale.the_case.board)


def board(short_name: str, **columns: Any) -> Board:
    columns = {"name": short_name, "definite": f"{short_name}-nämnden", "valid_from": BEGINNING} | columns
    columns["dnr_format"] = "{short} {year}-{number:05d}"
    return Board.objects.create(authority=factories.world().authority, short_name=short_name, **columns)


def test_only_the_boards_own_and_its_predecessors_can_be_chosen(tale: Story) -> None:
    own = tale.the_case.board
    old = board("GAM", successor=board("MEL", successor=own))
    before = PolicyDecision.objects.create(board=old, title="Äldst", decided_on=date(2014, 3, 1), paragraph="§ 9")
    other = PolicyDecision.objects.create(
        board=board("ANN"), title="Annat", decided_on=date(2024, 3, 1), paragraph="§ 1"
    )
    assert list(leaning.choosable(tale.the_case)) == [seeded(tale), before]
    memo = save(tale, policies=[before, seeded(tale)])
    assert leaning.policies_of(memo) == [
        SENTENCE,
        "Det bygger också på GAM-nämndens inriktningsbeslut 2014-03-01 § 9, ”Äldst”.",
    ]
    with pytest.raises(ValidationError) as refused:
        save(tale, policies=[other])
    assert refused.value.message_dict == {"policies": ["Välj bland nämndens egna inriktningsbeslut."]}


def test_what_is_not_given_is_left_and_an_empty_choice_empties(tale: Story) -> None:
    save(tale, policies=[seeded(tale)])
    memo = save(tale)
    assert leaning.policies_of(memo) == [SENTENCE]
    assert leaning.policies_of(save(tale, policies=[])) == []


def test_a_day_of_the_forum_that_has_not_been_is_a_fault(tale: Story) -> None:
    today = clock.today()
    with pytest.raises(ValidationError) as refused:
        save(tale, forum_on=today + timedelta(days=1))
    assert list(refused.value.message_dict) == ["forum_on"]
    with pytest.raises(ValidationError) as refused:
        save(tale, forum_note="Bra bredd.")
    assert refused.value.message_dict == {"forum_on": ["Skriv vilken dag det var."]}
    memo = save(tale, forum_on=today, forum_note="Bra\nbredd")
    assert leaning.forum_of(memo) == ["Projektforum behandlade ärendet 23 november 2026. Bra bredd."]
    assert leaning.forum_of(save(tale, forum_on=None, forum_note="")) == []


def test_the_decision_prints_what_the_proposal_leaned_on_and_keeps_its_words(tale: Story) -> None:
    policy = seeded(tale)
    tale.propose(**APPROVAL, policies=[policy], forum_on=clock.today(), forum_note="Bra bredd.")
    tale.approve_proposal()
    tale.decide_by_delegation("enhetschef")
    assert tale.decision.frozen is not None
    told = letter.freeze(tale.decision)
    assert tale.decision.frozen["reasons"] == told["reasons"] == ["Rätt.", SENTENCE]
    assert told["preparation"][0] == "Projektforum behandlade ärendet 23 november 2026. Bra bredd."
    PolicyDecision.objects.filter(pk=policy.pk).update(title="Omskrivet")
    tale.the_case.programme.forum_name = "Annat forum"
    tale.the_case.programme.save(update_fields=["forum_name"])
    assert letter.freeze(tale.decision)["reasons"] == told["reasons"]
    assert letter.freeze(tale.decision)["preparation"] == told["preparation"]
