"""The authority's gates asked one by one, with the place where each is mended."""

from datetime import date
from decimal import Decimal

import pytest

from applications.lifecycle.registry import GATES
from portal import clock
from portal.accounts.enums import StaffRoleName
from portal.accounts.models import StaffRole
from portal.demo.world import BEGINNING, moment
from reviews.lifecycle.gates import covering_rule
from reviews.models import AgendaItem, DelegationRule, FormalCheck, Meeting, Memo
from reviews.services import proposing
from tests import factories


@pytest.fixture(scope="module")
def tale(stage):
    """In preparation, nothing assessed or proposed."""
    return factories.prepared_tale()


@pytest.fixture
def memo(tale) -> Memo:
    return Memo.objects.create(
        case=tale.the_case, share=Decimal("0.4"), cap=Decimal(90_000), reasons="Skäl.", proposed_by=tale.officer
    )


def ask(name, obj, by=None) -> list[tuple[str, str]]:
    return [(item.text, item.place) for item in GATES[name].check(obj, by)]


def meeting(tale, held_on=date(2026, 12, 8)) -> Meeting:
    return Meeting.objects.create(board=tale.the_case.board, held_on=held_on)


def test_the_formal_check_is_done_when_all_is_answered(tale):
    assert ask("formal_check_done", tale.application) == []
    check = tale.the_case.formal_check
    for field in ("in_time", "eligible", "signed"):
        type(check).objects.filter(pk=check.pk).update(**{field: None})
        assert ask("formal_check_done", tale.application) == [("Gör den formella kontrollen.", "kontroll")]
        type(check).objects.filter(pk=check.pk).update(**{field: False})  # a no is an answer
        assert ask("formal_check_done", tale.application) == []
    type(check).objects.filter(pk=check.pk).update(complete=False)
    assert ask("formal_check_done", tale.application) == [
        ("Kontrollen säger att ansökan inte är komplett. Begär komplettering.", "kontroll")
    ]
    check.delete()
    assert ask("formal_check_done", tale.application) == [("Gör den formella kontrollen.", "kontroll")]


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"in_time": False}, []),  # a late application is for people to judge
        ({"eligible": False}, ["Kontrollen säger att organisationen inte får söka. Föreslå avslag."]),
        ({"signed": False}, ["Kontrollen säger att ansökan inte är inskickad av behörig. Föreslå avslag."]),
    ],
    ids=lambda value: ",".join(value) if isinstance(value, dict) else "",
)
def test_a_no_in_the_formal_check_hinders_a_bifall_and_no_avslag(tale, memo, answers, told):
    FormalCheck.objects.filter(case=tale.the_case).update(**answers)
    assert ask("formal_check_allows", memo) == [(sentence, "forslag") for sentence in told]
    memo.kind = "rejection"
    assert ask("formal_check_allows", memo) == []


def test_the_proposal_is_handed_in_while_the_case_is_prepared(tale, memo):
    assert ask("case_is_prepared", memo) == []
    memo.case.application.state = "completion"
    assert ask("case_is_prepared", memo) == [("Förslaget lämnas när ärendet bereds.", "")]


def test_the_assessment_is_the_officers_own(tale, memo):
    told = ask("assessment_done", memo)
    assert len(told) == 5
    assert {place for _, place in told} == {"bedomning"}
    tale.assess(factories.others.SCORES, factories.others.CHILD, "")
    assert ask("assessment_done", memo) == []
    memo.case.officer_id = tale.staff("medhandlaggare").pk
    assert len(ask("assessment_done", memo)) == 5


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({}, []),
        ({"reasons": " \n"}, [("Skriv skälen för förslaget.", "forslag")]),
        ({"cap": None}, [("Skriv andel och högsta belopp.", "forslag")]),
        ({"share": None}, [("Skriv andel och högsta belopp.", "forslag")]),
        ({"kind": "rejection", "share": None, "cap": None}, []),
    ],
    ids=str,
)
def test_a_proposal_says_what_it_must(memo, columns, told):
    for name, value in columns.items():
        setattr(memo, name, value)
    assert ask("memo_is_written", memo) == told


def test_an_avslag_has_no_limits(memo):
    memo.cap = Decimal(99_000_000)
    assert ask("memo_within_limits", memo) != []
    memo.kind = "rejection"
    assert ask("memo_within_limits", memo) == []


def test_the_proposal_comes_from_another(tale, memo):
    own = [("Du har själv lämnat förslaget. En annan chef måste godkänna det.", "")]
    assert ask("approver_is_another", memo, tale.officer) == own
    assert ask("approver_is_another", memo, tale.staff("enhetschef")) == []


def test_a_draft_is_not_yet_a_proposal(tale):
    waits = [("Handläggaren har inte lämnat sitt förslag.", "forslag")]
    assert ask("proposal_submitted", tale.application) == waits
    tale.assess(factories.others.SCORES, factories.others.CHILD, "")
    proposing.save(tale.the_case, values={"kind": "rejection", "reasons": "Nej."}, version=None, by=tale.officer)
    assert ask("proposal_submitted", tale.application) == waits
    tale.hear_or_waive("rejection")
    proposing.submit(tale.the_case.memo, by=tale.officer)
    assert ask("proposal_submitted", tale.application) == []


def test_a_planned_meeting_of_the_board_is_needed(tale):
    waits = [("Lägg först upp nästa sammanträde.", "sammantraden")]
    assert ask("meeting_is_planned", tale.application) == waits
    Meeting.objects.create(board=tale.world.health_board, held_on=date(2026, 12, 8))
    assert ask("meeting_is_planned", tale.application) == waits
    meeting(tale)
    assert ask("meeting_is_planned", tale.application) == []


def test_the_day_of_the_meeting_must_have_come(tale):
    assert ask("meeting_has_been_held", tale.application) == [
        ("Ärendet står inte på någon föredragningslista.", "sammantraden")
    ]
    item = AgendaItem.objects.create(meeting=meeting(tale), case=tale.the_case, number=1)
    assert ask("meeting_has_been_held", tale.application) == [("Nämnden sammanträder tisdag 8 december 2026.", "")]
    assert ask("meeting_day_has_come", item.meeting) == [("Sammanträdet hålls tisdag 8 december 2026.", "")]
    with clock.at(moment(date(2026, 12, 8), 0, 1)):
        assert ask("meeting_has_been_held", tale.application) == []
        assert ask("meeting_day_has_come", item.meeting) == []


def test_the_rule_with_the_highest_own_limit_covers(tale, memo):
    board, officer = tale.the_case.board, tale.officer
    assert covering_rule(tale.application, officer).own_limit == Decimal(100_000)
    DelegationRule.objects.create(
        board=board,
        point="9.9",
        role="case_officer",
        kind="approval",
        amount_limit=Decimal(400_000),
        own_limit=Decimal(200_000),
        valid_from=BEGINNING,
    )
    assert covering_rule(tale.application, officer).point == "9.9"
    Memo.objects.filter(pk=memo.pk).update(cap=Decimal(400_001))
    assert covering_rule(tale.application, officer) is None


def test_a_rule_covers_by_the_roles_one_has_at_this_board(tale, memo):
    secretary = tale.staff("namndsekreterare")
    assert covering_rule(tale.application, secretary) is None
    role = StaffRole.objects.create(
        user=secretary, role=StaffRoleName.HEAD_OF_UNIT, board=tale.world.health_board, valid_from=BEGINNING
    )
    assert covering_rule(tale.application, tale.staff("namndsekreterare")) is None
    role.board = tale.the_case.board
    role.save()
    assert covering_rule(tale.application, tale.staff("namndsekreterare")).point == "4.2"


def test_without_a_proposal_there_is_nothing_to_decide(tale):
    assert covering_rule(tale.application, tale.officer) is None
    assert ask("delegation_covers", tale.application, tale.officer) == [
        ("Det finns inget förslag att besluta om.", "forslag")
    ]
    assert ask("decider_is_not_proposer_above_limit", tale.application, tale.officer) == []
