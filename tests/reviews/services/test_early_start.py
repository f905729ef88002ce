"""No project begins before the day of its decision, unless the decision says so (G-07)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from applications.documents import decision as letter
from applications.models import Application
from portal import clock
from portal.demo.stories.script import Story
from portal.demo.world import moment
from reviews.forms.deciding import BoardTermsForm
from reviews.models import AgendaItem
from reviews.selectors import early_start
from reviews.services import decisions, meetings
from reviews.services.terms import Terms, checked_start, proposed_terms
from tests import factories

MET = date(2026, 12, 15)
TOO_EARLY = MET - timedelta(days=1)


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    tale = factories.prepared_tale()
    tale.assess(factories.others.SCORES, factories.others.CHILD, factories.others.SUMMARY)
    tale.propose(kind="approval", share=Decimal("0.4"), cap=Decimal(90_000), reasons="Rätt barn.", conditions="Ett.")
    tale.approve_proposal()
    return tale


def starting(tale: Story, day: date) -> Application:
    Application.objects.filter(pk=tale.application.pk).update(period_start=day)
    return Application.objects.get(pk=tale.application.pk)


def terms(tale: Story, day: date, **changed: object) -> Terms:
    return replace(proposed_terms(tale.application), period_start=day, **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize("day", [MET, MET + timedelta(days=1)])
def test_a_start_from_the_day_of_the_decision_is_as_it_is(tale: Story, day: date) -> None:
    given = terms(tale, day)
    assert checked_start(given, MET) == given


def test_an_earlier_start_must_be_said_and_then_stands_in_the_decision(tale: Story) -> None:
    with pytest.raises(ValidationError) as refused:
        checked_start(terms(tale, TOO_EARLY), MET)
    assert refused.value.message_dict == {
        "may_start_early": [
            "Projektet börjar 14 december 2026, före beslutet 15 december 2026. Flytta starten, eller kryssa i att det "
            "får börja före beslutet."
        ]
    }
    said = checked_start(terms(tale, TOO_EARLY, may_start_early=True), MET)
    assert [text for text, _, _ in said.conditions] == [
        "Projektet får börja 14 december 2026, före beslutet. Kostnader räknas från den dagen.",
        "Ett.",
    ]
    assert checked_start(terms(tale, TOO_EARLY, kind="rejection"), MET).conditions == terms(tale, MET).conditions


def test_the_board_decides_it_and_the_letter_says_it(tale: Story) -> None:
    secretary = tale.staff("namndsekreterare")
    meeting = meetings.plan(tale.the_case.board, held_on=MET, by=secretary)
    meetings.put_on_agenda(tale.application, meeting=meeting, by=secretary)
    with clock.at(moment(MET, 16)):
        with pytest.raises(ValidationError):
            decisions.register(tale.application, terms=terms(tale, TOO_EARLY), paragraph="5", by=secretary)
        assert AgendaItem.objects.get(case=tale.the_case).decision is None
        said = terms(tale, TOO_EARLY, may_start_early=True)
        decision = decisions.register(tale.application, terms=said, paragraph="5", by=secretary)
    printed = letter.freeze(decision)["conditions"]["specific"]
    assert printed[0][0].startswith("Projektet får börja 14 december 2026")


def test_a_delegate_decides_from_today(tale: Story) -> None:
    yesterday, head = clock.today() - timedelta(days=1), tale.staff("enhetschef")
    with pytest.raises(ValidationError):
        decisions.decide_by_delegation(tale.application, terms=terms(tale, yesterday), by=head)
    said = terms(tale, yesterday, may_start_early=True)
    assert decisions.decide_by_delegation(tale.application, terms=said, by=head).conditions.count() == 2


def test_the_form_carries_the_tick(tale: Story) -> None:
    form = BoardTermsForm(obj=tale.application, by=tale.staff("namndsekreterare"))
    assert form.fields["may_start_early"].label == "Projektet får börja före beslutet"
    posted = {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}
    money = {name: str(value) for name, value in posted.items()} | {"share": "40", "paragraph": "5"}
    money |= {"villkor-TOTAL_FORMS": "0", "villkor-INITIAL_FORMS": "0", "may_start_early": "on"}
    money |= {name: str(value).replace(".", ",") for name, value in money.items() if name.startswith("amount_")}
    bound = BoardTermsForm(money, obj=tale.application, by=tale.staff("namndsekreterare"))
    assert bound.is_valid(), bound.errors
    assert bound.terms().may_start_early


def test_it_is_said_before_anybody_decides(tale: Story) -> None:
    memo, today = tale.the_case.memo, clock.today()
    memo.case.application = starting(tale, today)
    assert early_start.warnings(memo) == []
    memo.case.application = starting(tale, today - timedelta(days=1))
    assert early_start.warnings(memo) == [
        "Projektet vill börja 22 november 2026, före i dag. Ett projekt får inte börja före beslutet, om inte beslutet "
        "säger det."
    ]
    meetings.plan(tale.the_case.board, held_on=MET, by=tale.staff("namndsekreterare"))
    memo.case.application = starting(tale, TOO_EARLY)
    assert early_start.warnings(memo)[0].startswith(
        "Projektet vill börja 14 december 2026, före nästa sammanträde, 15 december 2026."
    )
    memo.kind = "rejection"
    assert early_start.warnings(memo) == []
