"""An application that is not tried: on a ground that holds, by who may, and told with how to appeal."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from applications.documents import making
from applications.enums import ApplicationState, DecisionKind, DismissalGround
from applications.lifecycle.engine import NotYours
from applications.models import Document, Notice, Obligation
from applications.selectors.case_story import is_over, sentence
from applications.services import completing, deciding
from portal import clock
from portal.files import storing
from reviews.models import DelegationRule
from reviews.services import discontinuing
from tests import factories, pdf_text
from tests.factories import papers, scenes
from tests.factories.refusals import missing

stage, take = scenes.stage, scenes.take
WHY = "Ansökan kom in efter ansökningstidens slut. Ingen störning har funnits."


@pytest.fixture(scope="module")
def tale(stage):
    return factories.assigned_tale()


def dismiss(tale, ground, reasons=WHY, by=None):
    return discontinuing.dismiss(tale.application, ground=ground, reasons=reasons, by=by or tale.officer)


def test_a_late_application_is_dismissed_with_both_times():
    call = factories.call(closes_in=1)
    tale = factories.filled_tale(call)
    closes = call.windows.get().closes_at
    with clock.at(closes + timedelta(seconds=3)):
        tale.submit()
        tale.assign()
        decision = dismiss(tale, DismissalGround.LATE)
        assert (decision.kind, decision.state, decision.is_delegated) == (DecisionKind.DISMISSED, "made", True)
        assert tale.application.state == ApplicationState.DECIDED
        (clause,) = decision.frozen["clauses"]
        assert clause.startswith("att avvisa ansökan från") and "3\u00a0sekunder efter tidens slut" in clause
        making.make(decision.document.pk)
        file = Document.objects.get(decision=decision).file
        assert "prövas inte" in pdf_text.text(storing.read(file))
        papers.make_ready(tale.the_case)
        deciding.dispatch(decision, by=tale.officer)
        assert Notice.objects.filter(kind="decision_dismissed").exists()
        assert "avvisade ansökan 24 november 2026. Den prövas inte." in sentence(tale.the_case)
        assert is_over(tale.the_case)
        assert not Obligation.objects.filter(case=tale.the_case, fulfilled_at=None, cancelled_at=None).exists()


def test_one_in_time_is_not_late(tale):
    with pytest.raises(ValidationError, match="kom in i tid"):
        dismiss(tale, DismissalGround.LATE)
    assert tale.application.state == ApplicationState.FORMAL_CHECK


@pytest.mark.parametrize("ground", [DismissalGround.UNSIGNED, DismissalGround.INCOMPLETE])
def test_what_can_be_mended_is_formally_asked_for_first(tale, ground):
    with pytest.raises(ValidationError, match="föreläggande"):
        dismiss(tale, ground)
    due = clock.today() + timedelta(days=14)
    completing.request(
        tale.application,
        items=[{"section": "mal", "text": "Skriv målen."}],
        due_on=due,
        why="Utan mål kan vi inte pröva ansökan.",
        is_formal=True,
        by=tale.officer,
    )
    with clock.at(factories.NOW + timedelta(days=20)):
        completing.end(tale.application, by=tale.officer)
        assert dismiss(tale, ground, "Målen saknas.").dismissal_ground == ground


def test_reasons_are_written(tale):
    with pytest.raises(ValidationError, match="skälen"):
        dismiss(tale, DismissalGround.WRONG_APPLICANT, "  ")


def test_the_delegation_must_cover_it(tale):
    with pytest.raises(NotYours):
        dismiss(tale, DismissalGround.WRONG_APPLICANT, by=tale.lead)
    DelegationRule.objects.filter(kind=DecisionKind.DISMISSED).delete()
    told = missing(lambda: dismiss(tale, DismissalGround.WRONG_APPLICANT))
    assert "Delegationsordningen ger inte dig rätt att avvisa ansökningar. Be chefen besluta." in told
