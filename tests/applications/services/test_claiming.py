"""Claims: written and signed, one at a time, the ledger explained; examined by two and released by a third."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from applications import jobs
from applications.lifecycle.engine import MovedOn, NotYours, StaleVersion
from applications.models import Case, Claim, Condition, Notice, Payout
from applications.services import claiming, reporting, running
from portal import clock
from portal.accounts.enums import StaffRoleName
from portal.accounts.models import StaffRole
from portal.demo.world import BEGINNING, moment
from tests import factories
from tests.factories.refusals import faults, missing, moves

COSTS = {"personal": Decimal("40000.10"), "resor": Decimal("1250.50")}
INDIRECT = Decimal("8556.02")  # 21,39 % of 40 000,10
TOTAL = Decimal("49806.62")
REPORT = {
    "summary": "Läge.",
    "activities": "Arbete.",
    "goals": "Nära.",
    "lessons": "Mycket.",
    "signs_of_change": "Fler läser.",
}
HANDED_IN = date(2028, 1, 10)


@pytest.fixture(scope="module")
def tale(stage):
    """The first of two periods is over, its report is handed in, its claim is open."""
    tale = factories.accepted_tale()
    for day in (date(2027, 1, 4), date(2027, 12, 17)):
        with clock.at(moment(day, 8, 5)):
            jobs.run_morning()
    with clock.at(moment(HANDED_IN)):
        tale.hand_in_report(1, REPORT)
    return tale


@pytest.fixture(autouse=True)
def in_january(take):
    with clock.at(moment(HANDED_IN)):
        yield


def save(tale, amounts=COSTS, number=1, by="ekonom.sokande", version=None, **values):
    values = {"ledger_total": TOTAL, "ledger_note": "", "certified": True} | values
    return claiming.save(tale.claim(number), amounts=amounts, values=values, version=version, by=tale.staff(by))


def submit(tale, number=1, by="firmatecknare"):
    return claiming.submit(tale.claim(number), by=tale.staff(by))


def hand_in(tale):
    """Handed in, its report approved: ready to be examined."""
    save(tale)
    submit(tale)
    tale.approve_report(1)


def approve(tale, by="ekonom", **approved):
    return claiming.approve(tale.claim(1), approved=approved, by=tale.staff(by))


def appoint(tale, name, role):
    StaffRole.objects.create(user=tale.staff(name), role=role, board=tale.the_case.board, valid_from=BEGINNING)


# Written and handed in


def test_indirect_costs_are_computed_from_staff_at_the_decided_rate(tale):
    save(tale, COSTS | {"indirekta": Decimal(999_999)})
    lines = {line.category: line.amount for line in tale.claim(1).lines.all()}
    assert lines == COSTS | {"externa": Decimal(0), "indirekta": INDIRECT}
    assert sum(lines.values()) == TOTAL
    assert tale.claim(1).state == "draft"


def test_a_draft_is_the_applicants_alone(tale):
    save(tale)
    assert not Claim.objects.visible_to(tale.officer).exists()
    assert not Claim.objects.visible_to(tale.staff("ekonom")).exists()
    submit(tale)
    assert Claim.objects.visible_to(tale.staff("ekonom")).get() == tale.claim(1)


def test_who_writes_and_who_hands_in(tale):
    for name in ("medsokande", "handlaggare", "ekonom", "enhetschef", "admin"):
        with pytest.raises(NotYours):
            save(tale, by=name)
    save(tale, by="sokande")
    for name in ("sokande", "ekonom.sokande", "medsokande", "ekonom"):
        with pytest.raises(NotYours):
            submit(tale, by=name)
    claim = submit(tale)
    assert (claim.state, claim.submitted_by, claim.shared_at) == ("submitted", tale.signatory, clock.now())
    assert claim.obligation.fulfilled_at == clock.now()
    assert Notice.objects.get(case=tale.the_case, kind="claim_submitted").recipient == tale.officer


def test_a_save_at_an_old_version_is_refused(tale):
    read_at = tale.claim(1).version
    save(tale, version=read_at)
    with pytest.raises(StaleVersion):
        save(tale, {"personal": Decimal(1)}, version=read_at)
    assert tale.claim(1).lines.get(category="personal").amount == COSTS["personal"]


def test_an_empty_claim_is_not_handed_in(tale):
    draft = claiming.save(tale.claim(1), amounts={}, values={}, version=None, by=tale.lead)
    draft.lines.all().delete()
    assert missing(lambda: submit(tale)) == [
        "Skriv periodens bokförda kostnader. Fanns inga, skriv 0.",
        "Skriv summan enligt huvudboken.",
        "Kryssa i att kostnaderna är bokförda och betalda.",
    ]


def test_a_period_without_costs_is_claimed_as_nothing(tale):
    """Otherwise the claims after it could never be handed in (domain.md §6.2: a short first period)."""
    save(tale, {}, ledger_total=Decimal(0))
    assert submit(tale).state == "submitted"


def test_income_lowers_the_costs_and_nothing_else_is_negative(tale):
    income = {"key": "intakter", "label": "Intäkter", "kind": "income"}
    categories = tale.application.call_version.cost_categories
    factories.under_rules(tale.application, cost_categories=[*categories, income])
    save(tale, COSTS | {"resor": Decimal(-1), "intakter": Decimal(500)}, ledger_total=Decimal("49055.12"))
    assert missing(lambda: submit(tale)) == [
        "Resor och logi kan inte vara mindre än noll.",
        "Skriv intäkter med minus framför, de minskar kostnaden.",
    ]
    save(tale, COSTS | {"intakter": Decimal(-500)}, ledger_total=TOTAL - 500)
    assert submit(tale).state == "submitted"


def test_a_difference_to_the_ledger_is_explained(tale):
    save(tale, ledger_total=Decimal("49833.67"))
    (told,) = missing(lambda: submit(tale))
    assert told.replace("\u00a0", " ") == (
        "Huvudboken visar 49 833,67 kr men rekvisitionen 49 806,62 kr. Förklara skillnaden."
    )
    save(tale, ledger_total=Decimal("49833.67"), ledger_note="27,05 kr är en kaffekassa utanför projektet.")
    assert submit(tale).state == "submitted"


def test_the_report_of_the_period_comes_first(tale):
    with clock.at(moment(date(2029, 1, 10), 8, 5)):
        jobs.run_morning()
        save(tale, number=2)
        told = missing(lambda: submit(tale, 2))
    assert told[0] == "Lämna först slutrapport 2 för samma period."


def test_it_is_handed_in_from_the_last_day_of_the_period(tale):
    save(tale)
    with clock.at(moment(date(2027, 12, 30), 23)):
        assert missing(lambda: submit(tale)) == [
            "Den kan lämnas från och med fredag 31 december 2027, när perioden är slut."
        ]


def second(tale):
    """The second and last claim is written and could be handed in, but for the first."""
    jobs.run_morning()
    tale.hand_in_report(
        2,
        REPORT
        | {
            "recommendation": "spread",
            "long_term_follow_up": "Kommunen, efter ett år.",
            "recommendation_note": "Kommunen, 2029.",
        },
    )
    save(tale, number=2)


def test_one_claim_at_a_time_where_the_call_says_so_and_the_last_one_may_wait(tale):
    """Domain.md §9 case 25: refused with the reason, the draft kept."""
    factories.under_rules(tale.application, one_open_claim=True)
    hand_in(tale)
    with clock.at(moment(date(2029, 2, 20), 8, 5)):
        second(tale)
        unpaid = (
            "Rekvisition 1 är inte utbetald än. Det ni har skrivit är sparat. "
            "Slutrekvisitionen får vänta: ni har minst 14 dagar när den förra är betald."
        )
        for act in (tale.review_claim, tale.approve_claim, tale.release_claim, tale.confirm_claim):
            assert missing(lambda: submit(tale, 2)) == [unpaid]
            assert tale.claim(2).lines.get(category="personal").amount == COSTS["personal"]
            act(1)
        assert tale.claim(2).obligation.due_on == date(2029, 3, 6)
        assert submit(tale, 2).state == "submitted"


def test_several_claims_may_be_open_but_are_handed_in_and_examined_in_order(tale):
    with clock.at(moment(date(2029, 1, 10), 8, 5)):
        second(tale)
        assert missing(lambda: submit(tale, 2)) == ["Lämna först rekvisition 1."]
        hand_in(tale)
        assert submit(tale, 2).state == "submitted"
        tale.approve_report(2)
        tale.review_claim(2)
        assert missing(lambda: tale.approve_claim(2)) == ["Rekvisition 1 ska granskas först."]
        for act in (tale.review_claim, tale.approve_claim):
            act(1)
        tale.approve_claim(2)
        first, last = (tale.claim(number).payout for number in (1, 2))
        assert first.amount + last.amount == Decimal(39_845)  # 40 % of 2 × 49 806,62


def test_a_part_is_held_back_until_the_last_claim(tale):
    factories.under_rules(tale.application, retention=Decimal("0.1"))
    hand_in(tale)
    tale.review_claim(1)
    tale.approve_claim(1)
    first = tale.claim(1).payout
    assert first.amount == Decimal(19_923 - 1_992)
    assert any(line.startswith("10\u00a0% hålls inne till slutrekvisitionen: \u2212") for line in first.explanation)
    with clock.at(moment(date(2029, 1, 10), 8, 5)):
        second(tale)
        submit(tale, 2)
        tale.approve_report(2)
        tale.review_claim(2)
        tale.approve_claim(2)
        assert first.amount + tale.claim(2).payout.amount == Decimal(39_845)


def test_a_returned_claim_is_mended_and_handed_in_again(tale):
    hand_in(tale)
    for name in ("ekonom", "medhandlaggare", "firmatecknare"):
        with pytest.raises(NotYours):
            claiming.send_back(tale.claim(1), note="Underlag saknas.", by=tale.staff(name))
    claiming.send_back(tale.claim(1), note="Underlag saknas.", by=tale.officer)
    assert (tale.claim(1).state, tale.claim(1).review_note) == ("completion", "Underlag saknas.")
    assert Notice.objects.filter(case=tale.the_case, kind="claim_returned").count() == 4
    save(tale, COSTS | {"resor": Decimal("1000.00")}, ledger_total=TOTAL - Decimal("250.50"))
    submit(tale)
    assert moves(tale.the_case, "claim")[-3:] == ["submitted", "completion", "submitted"]
    with pytest.raises(MovedOn, match="Inlämnad"):
        save(tale)


# Examined by two


def test_the_content_waits_for_the_report_to_be_approved(tale):
    save(tale)
    submit(tale)
    assert missing(lambda: tale.review_claim(1)) == ["Lägesrapport 1 är inte godkänd."]
    reporting.approve(tale.report(1), by=tale.officer)
    for name in ("ekonom", "medhandlaggare", "attestant"):
        with pytest.raises(NotYours):
            claiming.review_content(tale.claim(1), by=tale.staff(name))
    tale.review_claim(1)
    assert (tale.claim(1).state, tale.claim(1).content_reviewed_by) == ("under_review", tale.officer)


def test_the_economist_approves_the_amounts_after_the_question_of_jav(tale):
    hand_in(tale)
    with pytest.raises(MovedOn, match="Inlämnad"):
        approve(tale)
    tale.review_claim(1)
    assert missing(lambda: approve(tale)) == ["Svara först på om du är jävig i ärendet."]
    tale.not_conflicted("ekonom")
    with pytest.raises(NotYours):
        approve(tale, by="attestant")
    payout = approve(tale)
    assert (tale.claim(1).state, tale.claim(1).money_approved_by) == ("approved", tale.staff("ekonom"))
    assert payout.amount == Decimal(19_923)  # 40 % of 49 806,62
    assert payout.approved_cumulative == TOTAL
    assert (payout.bankgiro, payout.reference) == ("5050-1055", f"{tale.the_case.dnr}-1")
    assert payout.explanation
    told = Notice.objects.filter(case=tale.the_case, kind="claim_approved").values_list("recipient__email", flat=True)
    assert sorted(told) == ["ekonom.sokande@example.se", "sokande@example.se"]


def test_who_examined_the_content_does_not_approve_the_amounts(tale):
    appoint(tale, "handlaggare", StaffRoleName.ECONOMIST)
    hand_in(tale)
    tale.review_claim(1)
    assert missing(lambda: approve(tale, by="handlaggare")) == [
        "Du har granskat innehållet. En annan person måste godkänna beloppen."
    ]
    tale.not_conflicted("ekonom")
    assert approve(tale).amount > 0


def test_the_database_demands_two_persons(tale):
    hand_in(tale)
    tale.review_claim(1)
    tale.approve_claim(1)
    with pytest.raises(DatabaseError, match="claim_is_approved_by_two"), transaction.atomic():
        Claim.objects.filter(pk=tale.claim(1).pk).update(money_approved_by=tale.officer)


def test_a_deduction_has_a_reason_and_is_never_an_addition(tale):
    hand_in(tale)
    tale.review_claim(1)
    tale.not_conflicted("ekonom")
    assert faults(lambda: approve(tale, resor=(Decimal(1000), "  "))) == {
        "resor": ["Skriv varför ni inte godkänner hela beloppet."]
    }
    told = faults(lambda: approve(tale, resor=(Decimal("1250.51"), "Mer")))
    assert told["resor"][0].replace("\u00a0", " ") == "Högst 1 250,50 kr kan godkännas. Så mycket är begärt."
    assert faults(lambda: approve(tale, resor=(Decimal(-1), "Fel"))) == {
        "resor": ["Beloppet kan inte vara mindre än 0 kr."]
    }
    payout = approve(tale, resor=(Decimal("250.50"), "En resa gällde ett annat projekt."))
    line = tale.claim(1).lines.get(category="resor")
    assert (line.approved, line.deducted, line.deduction_reason) == (
        Decimal("250.50"),
        Decimal(1000),
        "En resa gällde ett annat projekt.",
    )
    assert (tale.claim(1).state, payout.amount) == ("partially_approved", Decimal(19_523))
    assert Notice.objects.filter(case=tale.the_case, kind="claim_partially_approved").count() == 2


def test_indirect_costs_follow_the_approved_staff(tale):
    """Nobody types them: 21,39 % of 30 000,10 is 6 417,02."""
    hand_in(tale)
    tale.review_claim(1)
    tale.not_conflicted("ekonom")
    payout = approve(tale, personal=(Decimal("30000.10"), "Tidredovisning saknas."), indirekta=(INDIRECT, ""))
    line = tale.claim(1).lines.get(category="indirekta")
    assert (line.approved, line.deduction_reason) == (Decimal("6417.02"), "Följer den godkända personalkostnaden.")
    assert payout.approved_cumulative == Decimal("37667.62")
    assert payout.amount == Decimal(15_067)


def test_a_reason_for_no_deduction_is_not_kept(tale):
    hand_in(tale)
    tale.review_claim(1)
    tale.not_conflicted("ekonom")
    approve(tale, resor=(COSTS["resor"], "Inget avdrag"))
    assert tale.claim(1).lines.get(category="resor").deduction_reason == ""
    assert tale.claim(1).state == "approved"


def test_the_preview_is_what_is_paid(tale):
    hand_in(tale)
    assert claiming.preview(tale.claim(1)).amount == Decimal(19_923)
    assert claiming.preview(tale.claim(1), {"personal": Decimal(0)}).amount == Decimal(3923)
    assert not Payout.objects.exists()


# Released by a third


def to_release(tale):
    hand_in(tale)
    tale.review_claim(1)
    tale.approve_claim(1)


def test_a_third_person_releases_the_money_and_the_economist_confirms_it(tale):
    to_release(tale)
    with pytest.raises(MovedOn, match="Godkänd"):
        tale.confirm_claim(1)
    for name in ("ekonom", "enhetschef", "handlaggare"):
        with pytest.raises(NotYours):
            claiming.release(tale.claim(1), by=tale.staff(name))
    tale.release_claim(1)
    payout = tale.claim(1).payout
    assert (tale.claim(1).state, payout.released_by, payout.released_at) == (
        "payment_decided",
        tale.staff("attestant"),
        clock.now(),
    )
    with pytest.raises(NotYours):
        claiming.confirm(tale.claim(1), paid_on=HANDED_IN, by=tale.staff("attestant"))
    tale.confirm_claim(1)
    assert (tale.claim(1).state, tale.claim(1).payout.paid_on) == ("paid", HANDED_IN)
    assert Notice.objects.filter(case=tale.the_case, kind="paid").count() == 2


@pytest.mark.parametrize("name", ["handlaggare", "ekonom"])
def test_who_has_examined_the_claim_does_not_release_it(tale, name):
    appoint(tale, name, StaffRoleName.PAYER)
    to_release(tale)
    assert missing(lambda: claiming.release(tale.claim(1), by=tale.staff(name))) == [
        "Du har granskat rekvisitionen. En annan person måste attestera utbetalningen."
    ]
    tale.release_claim(1)
    assert tale.claim(1).state == "payment_decided"


def test_it_is_paid_between_the_release_and_today(tale):
    to_release(tale)
    tale.release_claim(1)
    with clock.at(moment(date(2028, 1, 20))):
        for day in (date(2028, 1, 9), date(2028, 1, 21)):
            told = faults(lambda day=day: claiming.confirm(tale.claim(1), paid_on=day, by=tale.staff("ekonom")))
            assert told == {"paid_on": ["Dagen måste ligga mellan attesten och i dag."]}
        assert claiming.confirm(tale.claim(1), paid_on=date(2028, 1, 14), by=tale.staff("ekonom")).paid_on


def test_a_condition_before_payment_holds_the_money(tale):
    kinds = {"before_payment": "Visa avtalet", "before_start": "Anställ", "ongoing": "Berätta"}
    conditions = {
        kind: Condition.objects.create(decision=tale.decision, text=text, kind=kind) for kind, text in kinds.items()
    }
    to_release(tale)
    assert missing(lambda: tale.release_claim(1)) == ["Villkoret är inte uppfyllt: Visa avtalet"]
    running.fulfil_condition(conditions["before_payment"], by=tale.officer)
    tale.release_claim(1)
    assert tale.claim(1).state == "payment_decided"


def test_an_officer_who_has_handed_over_the_case_examines_nothing(tale):
    save(tale)
    submit(tale)
    Case.objects.filter(pk=tale.the_case.pk).update(officer=tale.staff("medhandlaggare"))
    with pytest.raises(NotYours):
        claiming.send_back(tale.claim(1), note="Mer", by=tale.officer)
