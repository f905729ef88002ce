"""The machines of the memo and the meeting: their tables, and that only the engine moves them."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from applications.lifecycle import engine
from applications.lifecycle.engine import MovedOn, NotYours
from applications.lifecycle.registry import MACHINES
from reviews.models import Meeting, Memo
from tests import factories


@pytest.fixture(scope="module")
def tale(stage):
    """At the head's desk: the memo is handed in."""
    tale = factories.prepared_tale()
    tale.assess(factories.others.SCORES, factories.others.CHILD, factories.others.SUMMARY)
    tale.propose(kind="rejection", reasons="Räcker inte.", conditions="")
    return tale


@pytest.fixture(scope="module")
def meeting(tale):
    return Meeting.objects.create(board=tale.the_case.board, held_on=date(2026, 12, 8))


def table(name: str) -> dict[str, tuple[tuple[str, ...], str, str, tuple[str, ...]]]:
    return {row.name: (row.sources, row.to, row.may, row.when) for row in MACHINES[name].moves.values()}


def test_the_memo_is_handed_in_and_approved_or_sent_back():
    written = ("conflict_answered", "case_is_prepared", "assessment_done", "readers_agree", "state_aid_is_judged")
    written += ("memo_is_written", "memo_within_limits", "proposal_fits_fund", "formal_check_allows")
    written += ("what_came_in_is_read", "completion_is_read", "party_is_heard", "referrals_are_back")
    approvable = ("conflict_answered", "conflicts_settled", "case_is_prepared", "approver_is_another")
    approvable += ("completion_is_read", "memo_within_limits", "proposal_fits_fund")
    assert table("memo") == {
        "submit": (("draft",), "submitted", "write_memo", written),
        "return": (("submitted",), "draft", "return_memo", ("not_conflicted",)),
        "approve": (("submitted",), "approved", "return_memo", approvable),
    }


def test_the_meeting_is_held_once():
    assert table("meeting") == {"hold": (("planned",), "held", "hold_meeting", ("meeting_day_has_come",))}


def test_the_system_moves_neither():
    assert not any(row.system for name in ("memo", "meeting") for row in MACHINES[name].moves.values())


def test_nobody_writes_their_states_but_the_engine(tale, meeting):
    for rows, state in ((Memo.objects.filter(case=tale.the_case), "approved"), (Meeting.objects.all(), "held")):
        with pytest.raises(DatabaseError, match="only the engine moves"), transaction.atomic():
            rows.update(state=state)
    for model, columns in ((Memo, {"case": factories.submitted_tale().the_case}), (Meeting, {"board": meeting.board})):
        with pytest.raises(DatabaseError, match="is born in state"), transaction.atomic():
            model(**columns, **({"held_on": date(2026, 12, 9)} if model is Meeting else {}), state="held").save()


@pytest.mark.parametrize(
    ("name", "moves"),
    [
        ("enhetschef", {"return": True, "approve": False}),  # the question of jäv is open
        ("handlaggare", {}),
        ("namndsekreterare", {}),
        ("sokande", {}),
    ],
)
def test_what_the_memo_offers(tale, name, moves):
    offers = engine.offered(tale.the_case.memo, tale.staff(name))
    assert {offer.move.name: offer.is_open for offer in offers} == moves


def test_what_is_closed_says_why_and_what_is_in_place(tale):
    (approve,) = (
        offer for offer in engine.offered(tale.the_case.memo, tale.staff("enhetschef")) if offer.move.name == "approve"
    )
    assert [(item.text, item.place) for item in approve.missing] == [
        ("Svara först på om du är jävig i ärendet.", "jav")
    ]
    assert approve.in_place == [
        "Ingen fråga om jäv är öppen",
        "Ärendet bereds",
        "Förslaget kommer från en annan person",
        "Förslaget är sparat efter den senaste kompletteringen",
        "Beloppet ryms inom reglerna",
        "Pengarna räcker",
    ]


def test_only_the_secretary_is_offered_to_hold_the_meeting(meeting):
    assert [offer.move.name for offer in engine.offered(meeting, factories.staff("namndsekreterare"))] == ["hold"]
    for name in ("handlaggare", "ordforande", "sokande"):
        assert engine.offered(meeting, factories.staff(name)) == []
        with pytest.raises(NotYours):
            engine.check(meeting, "hold", by=factories.staff(name))


def test_what_comes_later_stands_closed_with_its_reasons(tale):
    """Put on the agenda and decide on delegation are shown while the case is prepared."""
    told = {}
    for name in ("namndsekreterare", "enhetschef"):
        for offer in engine.offered(tale.application, tale.staff(name)):
            assert not offer.is_open or offer.move.name == "approve_proposal"
            told[offer.move.name] = offer.is_ahead
    assert told == {"put_on_agenda": True, "approve_proposal": False, "decide_by_delegation": True}
    with pytest.raises(MovedOn, match="Beredning"):
        engine.check(tale.application, "put_on_agenda", by=tale.staff("namndsekreterare"))
