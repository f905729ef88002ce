"""The proposal: written by the officer, within the rules, handed to the head, approved by another or sent back."""

from decimal import Decimal

import pytest

from applications.lifecycle import engine
from applications.lifecycle.engine import MovedOn, NotYours, StaleVersion
from applications.services import handling
from portal.accounts.enums import StaffRoleName
from portal.accounts.models import StaffRole
from portal.demo.world import BEGINNING
from reviews.models import Memo
from reviews.services import assessing, proposing
from tests import factories
from tests.factories.refusals import faults, missing, moves

APPLIED = 326_136  # 40 % of 815 340 kr
BIFALL = {
    "kind": "approval",
    "share": Decimal("0.4"),
    "cap": Decimal(90_000),
    "reasons": "Rätt barn.",
    "conditions": "",
}


@pytest.fixture(scope="module")
def bare(stage):
    """In preparation, with nothing assessed."""
    return factories.prepared_tale()


@pytest.fixture
def tale(bare):
    """In preparation and assessed by the officer."""
    bare.assess(factories.others.SCORES, factories.others.CHILD, factories.others.SUMMARY)
    return bare


def save(tale, by="handlaggare", version=None, **values):
    return proposing.save(tale.the_case, values=BIFALL | values, version=version, by=tale.staff(by))


def submit(tale, by="handlaggare"):
    if tale.application.state == "preparation" and tale.the_case.conflicts.filter(user=tale.officer).exists():
        tale.hear_or_waive(tale.the_case.memo.kind)  # has tests of its own
    return proposing.submit(tale.the_case.memo, by=tale.staff(by))


def approve(tale, by="enhetschef"):
    return proposing.approve(tale.the_case.memo, by=tale.staff(by))


# Written


def test_the_officer_of_the_case_writes_it(tale):
    for name in ("medhandlaggare", "enhetschef", "namndsekreterare", "sokande"):
        with pytest.raises(NotYours):
            save(tale, by=name)
    memo = save(tale)
    assert (memo.state, memo.cap, memo.version, memo.proposed_by) == ("draft", Decimal(90_000), 1, None)


def test_a_save_at_an_old_version_is_refused(tale):
    first = save(tale)
    save(tale, version=first.version, reasons="Bättre skäl.")
    with pytest.raises(StaleVersion):
        save(tale, version=first.version, reasons="Sämre skäl.")
    assert Memo.objects.get().reasons == "Bättre skäl."


def test_it_is_written_while_the_case_is_prepared():
    tale = factories.assigned_tale()
    with pytest.raises(MovedOn, match="Formell kontroll"):
        save(tale)


# Handed in


def test_every_criterion_and_the_child_come_before_the_proposal(bare):
    save(bare)
    assert missing(lambda: submit(bare)) == [
        "Bedöm relevans.",
        "Bedöm potential.",
        "Bedöm genomförbarhet.",
        "Bedöm aktörskonstellation.",
        "Pröva barnets bästa.",
    ]
    scores = {"relevance": (4, "Ja"), "potential": (3, "Nja"), "feasibility": (4, "Ja")}
    given = {"summary": "", "version": None, "by": bare.officer}
    assessing.save(bare.the_case, scores=scores, child_best_interest="  ", **given)
    assert missing(lambda: submit(bare)) == ["Bedöm aktörskonstellation.", "Pröva barnets bästa."]
    scores |= {"actors": (5, "Ja")}
    assessing.save(bare.the_case, scores=scores, child_best_interest="De är med.", **given)
    assert submit(bare).state == "submitted"


def test_another_readers_assessment_is_not_the_officers(bare):
    second, head = bare.staff("medhandlaggare"), bare.staff("enhetschef")
    handling.assign(bare.application, officer=bare.officer, co_officer=second, by=head)
    bare.not_conflicted("medhandlaggare")
    assessing.save(
        bare.the_case,
        scores={key.value: score for key, score in factories.others.SCORES.items()},
        child_best_interest="De är med.",
        summary="",
        version=None,
        by=bare.staff("medhandlaggare"),
    )
    save(bare)
    assert "Bedöm relevans." in missing(lambda: submit(bare))


def test_it_says_what_why_and_how_much(tale):
    save(tale, reasons=" ", share=None, cap=None)
    assert missing(lambda: submit(tale)) == ["Skriv skälen för förslaget.", "Skriv andel och högsta belopp."]
    save(tale, kind="rejection", share=None, cap=None)
    assert submit(tale).state == "submitted"


def test_it_stays_within_what_was_applied_for(tale):
    save(tale, cap=Decimal(APPLIED + 1))
    (told,) = missing(lambda: submit(tale))
    assert told.replace("\u00a0", " ") == "Sökanden söker 326 136 kr. Föreslå högst så mycket."
    save(tale, cap=Decimal(APPLIED))
    assert submit(tale).cap == APPLIED


def test_it_stays_within_the_share_and_the_amount_of_the_call(tale):
    factories.under_rules(tale.application, max_share=Decimal("0.3"), max_amount=Decimal(200_000))
    save(tale, cap=Decimal(200_001))
    told = [text.replace("\u00a0", " ") for text in missing(lambda: submit(tale))]
    assert told == ["Utlysningen ger högst 200 000 kr.", "Andelen är större än utlysningen tillåter."]
    save(tale, cap=Decimal(200_000), share=Decimal("0.3"))
    assert submit(tale).state == "submitted"


def test_a_limit_is_rounded_down(tale):
    """33,33 % of 815 340 kr is 271 752,82 kr; 271 753 is too much."""
    factories.under_rules(tale.application, max_share=Decimal("0.3333"))
    tale.hear_or_waive("partial")
    for cap, told in ((271_753, ["Utlysningen ger högst 271 752 kr."]), (271_752, [])):
        save(tale, cap=Decimal(cap), share=Decimal("0.3333"))
        found = engine.missing_for(tale.the_case.memo, "submit", by=tale.officer)
        assert [item.text.replace("\u00a0", " ") for item in found] == told


def test_values_that_are_none_are_refused_when_they_are_saved(tale):
    assert list(faults(lambda: save(tale, share=Decimal("0.1234567")))) == ["share"]
    assert list(faults(lambda: save(tale, kind="perhaps"))) == ["kind"]
    assert not Memo.objects.exists()


def test_what_has_been_handed_in_is_not_written_in(tale):
    save(tale)
    memo = submit(tale)
    assert (memo.proposed_by, memo.state) == (tale.officer, "submitted")
    with pytest.raises(MovedOn, match="Hos chefen"):
        save(tale, reasons="Ångrat.")
    with pytest.raises(MovedOn, match="Hos chefen"):
        submit(tale)


# Answered


def test_the_head_approves_and_the_proposal_is_ready(tale):
    save(tale)
    submit(tale)
    for name in ("handlaggare", "medhandlaggare", "namndsekreterare", "ekonom"):
        with pytest.raises(NotYours):
            approve(tale, by=name)
    assert missing(lambda: approve(tale)) == ["Svara först på om du är jävig i ärendet."]
    tale.not_conflicted("enhetschef")
    approve(tale)
    assert (tale.the_case.memo.state, tale.the_case.memo.approved_by) == ("approved", tale.staff("enhetschef"))
    assert tale.application.state == "proposed"
    assert moves(tale.the_case, "memo") == ["submitted", "approved"]


def test_the_head_sends_it_back_with_a_reason_and_it_is_written_again(tale):
    save(tale)
    submit(tale)
    with pytest.raises(NotYours):
        proposing.send_back(tale.the_case.memo, reason="Skälen är tunna.", by=tale.officer)
    proposing.send_back(tale.the_case.memo, reason="Skälen är tunna.", by=tale.staff("enhetschef"))
    assert (tale.the_case.memo.state, tale.application.state) == ("draft", "preparation")
    assert tale.the_case.log.filter(machine="memo").last().reason == "Skälen är tunna."
    save(tale, reasons="Tjocka skäl.")
    assert submit(tale).state == "submitted"


def test_nobody_approves_a_proposal_of_ones_own(tale):
    StaffRole.objects.create(
        user=tale.officer, role=StaffRoleName.HEAD_OF_UNIT, board=tale.the_case.board, valid_from=BEGINNING
    )
    save(tale)
    submit(tale)
    assert missing(lambda: approve(tale, by="handlaggare")) == [
        "Du har själv lämnat förslaget. En annan chef måste godkänna det."
    ]
    tale.approve_proposal()
    assert tale.application.state == "proposed"


def test_a_draft_is_not_approved(tale):
    save(tale)
    tale.not_conflicted("enhetschef")
    with pytest.raises(MovedOn, match="Utkast"):
        approve(tale)


def test_with_a_second_reader_both_have_assessed_and_agree(tale):
    second, head = tale.staff("medhandlaggare"), tale.staff("enhetschef")
    handling.assign(tale.application, officer=tale.officer, co_officer=second, by=head)
    save(tale)
    assert missing(lambda: submit(tale)) == [f"Medhandläggaren {second.name} har inte bedömt alla kriterier än."]
    tale.not_conflicted("medhandlaggare")
    scores = {key.value: score for key, score in factories.others.SCORES.items()}
    more = {"child_best_interest": "Prövat.", "summary": "", "version": None}
    assessing.save(tale.the_case, scores=scores, **more, by=second)
    told = f"Skriv den gemensamma bedömningen tillsammans med medhandläggaren {second.name}."
    assert missing(lambda: submit(tale)) == [told]
    assessing.agree(tale.the_case, text="Vi är överens.", version=None, by=second)
    assert submit(tale).state == "submitted"


def test_a_reader_who_was_taken_off_is_not_waited_for(tale):
    second, head = tale.staff("medhandlaggare"), tale.staff("enhetschef")
    handling.assign(tale.application, officer=tale.officer, co_officer=second, by=head)
    handling.assign(tale.application, officer=tale.officer, by=head)
    save(tale)
    assert submit(tale).state == "submitted"
