"""A partial approval: asked for more than was given, so a new budget comes before the acceptance (§9 case 15)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection

from applications.budget.calculation import calculate
from applications.forms.budget import years_of
from applications.lifecycle.engine import MovedOn, NotReady, NotYours
from applications.models import Notice, Project
from applications.models.budget_rows import budget_input
from applications.services import accepting, drafting, revising
from reviews.services import decisions
from tests import factories
from tests.factories.refusals import missing, moves

APPLIED, CAP = 120_000, 90_000
FIRST = "Beslutet ger mindre än ni sökte. Lämna först en ny budget."


@pytest.fixture(scope="module")
def tale(stage):
    """Asked for 120 000 kr, was given at most 90 000 kr on delegation; the letter is sent."""
    tale = factories.proposed_tale(applied=APPLIED, cap=CAP)
    tale.decide_by_delegation("handlaggare")
    factories.jobs.run_sweep()
    tale.dispatch()
    return tale


def write(tale, amount):
    """Write a budget that counts on so much of us, in the form's own page."""
    money = factories.applying_for(amount, tale.application.call)
    tale.count(money)


def hand_in(tale, by=None):
    return revising.hand_in(tale.project, by=by or tale.lead)


def accept(tale):
    return accepting.accept(tale.project, bankgiro="5050-1055", by=tale.signatory)


def plain(texts):
    return [text.replace("\u00a0", " ") for text in texts]


def test_less_than_was_asked_for_is_a_partial_approval_that_makes_a_project(tale):
    assert (tale.decision.kind, tale.decision.cap) == ("partial", Decimal(CAP))
    assert (tale.project.state, tale.project.needs_new_budget, tale.project.new_budget) == ("granted", True, None)
    assert Notice.objects.filter(case=tale.the_case, kind="decision_partial").exists()


def test_as_much_as_was_asked_for_needs_no_new_budget(stage):
    whole = factories.granted_tale(title="Hel")
    assert (whole.decision.kind, whole.project.needs_new_budget) == ("approval", False)
    with pytest.raises(NotReady, match="behöver ingen ny budget"):
        hand_in(whole)


def test_nobody_accepts_before_the_new_budget_is_approved(tale):
    assert missing(lambda: accept(tale)) == [FIRST]
    write(tale, CAP)
    hand_in(tale)
    assert missing(lambda: accept(tale)) == [
        "Handläggaren läser den nya budgeten. När den är godkänd kan ni godkänna beslutet."
    ]
    revising.approve(tale.project, by=tale.officer)
    assert accept(tale).state == "accepted"
    assert moves(tale.the_case, "project") == ["granted", "granted", "accepted"]


def test_the_database_too_refuses_an_acceptance_without_it(tale):
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="project_partly_granted"):
        cursor.execute(
            "SELECT set_config('portal.move', %s, true)", [f"applications_project:{tale.project.pk}:accepted"]
        )
        Project.objects.filter(pk=tale.project.pk).update(
            state="accepted", accepted_at=factories.NOW, accepted_by=tale.signatory
        )


def test_the_budget_that_was_applied_with_does_not_fit(tale):
    assert plain(missing(lambda: hand_in(tale))) == [
        "Ni räknar med 120 000 kr av oss. Beslutet ger högst 90 000 kr. Minska med minst 30 000 kr."
    ]


def test_a_budget_that_does_not_balance_is_not_handed_in(tale):
    money = factories.applying_for(CAP, tale.application.call)
    money.funders[0]["amounts"][2028] -= 1
    tale.count(money)
    assert any("2028 går inte ihop" in text for text in missing(lambda: hand_in(tale)))


def test_only_the_budget_opens_and_only_until_it_is_handed_in(tale):
    assert drafting.editable_sections(tale.application) == {"budget"}
    write(tale, CAP)
    version = hand_in(tale)
    assert drafting.editable_sections(tale.application) == frozenset()
    with pytest.raises(MovedOn):
        write(tale, CAP)
    assert (version.number, Decimal(version.data["budget"]["applied"])) == (2, Decimal(CAP))
    assert tale.project.new_budget == version
    assert version.document.title == "Kvittens på ny budget"
    first = tale.application.versions.get(number=1)
    assert Decimal(first.data["budget"]["applied"]) == Decimal(APPLIED), "what was sent is never changed"
    with pytest.raises(NotReady, match="redan lämnad"):
        hand_in(tale)


def test_the_lead_or_the_signatory_hands_it_in_and_the_officer_reads_it(tale):
    write(tale, CAP)
    for person in (tale.staff("ekonom.sokande"), tale.officer, factories.outsider()):
        with pytest.raises(NotYours):
            hand_in(tale, by=person)
    hand_in(tale, by=tale.signatory)
    assert Notice.objects.filter(case=tale.the_case, kind="new_budget_handed_in", recipient=tale.officer).exists()
    for person in (tale.lead, tale.staff("enhetschef"), tale.staff("medhandlaggare")):
        with pytest.raises(NotYours):
            revising.approve(tale.project, by=person)


def test_nothing_is_approved_before_it_is_handed_in(tale):
    with pytest.raises(NotReady, match="har inte lämnat"):
        revising.approve(tale.project, by=tale.officer)
    with pytest.raises(NotReady, match="har inte lämnat"):
        revising.send_back(tale.project, note="Vad?", by=tale.officer)


def test_sent_back_it_opens_again_with_the_note(tale):
    write(tale, CAP)
    hand_in(tale)
    revising.send_back(tale.project, note="Resorna är för dyra.", by=tale.officer)
    assert (tale.project.new_budget, tale.project.new_budget_note) == (None, "Resorna är för dyra.")
    assert drafting.editable_sections(tale.application) == {"budget"}
    assert Notice.objects.filter(case=tale.the_case, kind="new_budget_returned").exists()
    write(tale, 80_000)
    assert hand_in(tale).number == 3
    revising.approve(tale.project, note="Tack.", by=tale.officer)
    assert Notice.objects.filter(case=tale.the_case, kind="new_budget_approved", recipient=tale.signatory).exists()
    assert accept(tale).state == "accepted"


def test_the_letter_says_what_is_refused_and_what_to_do_first(tale):
    letter = tale.decision.frozen
    assert letter["kind"] == "delvis bifall"
    assert letter["heading"] == "Ni får en del av det ni sökte till Läsa högt hemma"
    assert "att i övrigt avslå ansökan," in letter["clauses"]
    assert letter["next_steps"][0].startswith("Lämna först en ny budget")
    assert "Ni får högst 90\u00a0000\u00a0kr." in letter["rounding_note"]


def test_a_decided_period_that_is_longer_has_its_years_in_the_new_budget():
    longer = factories.proposed_tale(applied=APPLIED, cap=CAP, title="Längre")
    longer.not_conflicted("handlaggare")
    terms = replace(decisions.proposed_terms(longer.application), period_end=date(2029, 6, 30))
    decisions.decide_by_delegation(longer.application, terms=terms, by=longer.officer)
    factories.jobs.run_sweep()
    longer.dispatch()
    assert years_of(longer.application) == [2027, 2028, 2029]
    money = factories.applying_for(CAP, longer.application.call)
    for kind in list(money.costs):
        if kind[1] == 2028:
            money.costs[kind[0], 2029] = money.costs[kind]
    for funder in money.funders:
        funder["amounts"][2029] = funder["amounts"][2028]
    own, applied = (funder["amounts"] for funder in money.funders)
    longer.count(money)  # to see what the costs come to with the indirect ones
    costs = calculate(budget_input(longer.application)).cost_sum.by_year
    for year in (2027, 2028, 2029):
        applied[year] = Decimal(30_000)
        own[year] = costs[year] - applied[year]
    longer.count(money)
    version = hand_in(longer)
    assert version.data["budget"]["years"] == [2027, 2028, 2029]
    assert Decimal(version.data["budget"]["applied"]) == Decimal(CAP)
    revising.approve(longer.project, by=longer.officer)
    assert accept(longer).state == "accepted"
    assert calculate(budget_input(longer.application)).years == (2027, 2028, 2029)
