"""The economist's own part, and the question of state aid, which a proposal waits for where there is reason to ask."""

import pytest

from applications.lifecycle import engine
from applications.lifecycle.engine import MovedOn, NotYours, StaleVersion
from applications.models import Application
from reviews.services import economy, proposing
from tests import factories
from tests.factories.refusals import faults, missing

GIVEN = {"supports": True, "opinion": "Kostnaderna är rimliga.", "version": None}
AID = {"kind": "minimis", "reason": "Företaget säljer på en marknad.", "version": None}


@pytest.fixture(scope="module")
def tale(stage):
    """In preparation, with nothing assessed."""
    return factories.prepared_tale()


def review(tale, by="ekonom", **values):
    return economy.review(tale.the_case, **(GIVEN | values), by=tale.staff(by))


def judge(tale, by="handlaggare", **values):
    return economy.judge_aid(tale.the_case, **(AID | values), by=tale.staff(by))


def test_the_economist_alone_writes_her_part(tale):
    assert missing(lambda: review(tale)) == ["Svara först på om du är jävig i ärendet."]
    tale.not_conflicted("ekonom")
    for name in ("handlaggare", "enhetschef", "attestant", "sokande"):
        with pytest.raises(NotYours):
            review(tale, by=name)
    assert faults(lambda: review(tale, opinion=" ")) == {"opinion": ["Skriv varför."]}
    row = review(tale)
    assert (row.supports, row.opinion, row.written_by, row.version) == (
        True,
        "Kostnaderna är rimliga.",
        tale.staff("ekonom"),
        1,
    )
    again = review(tale, supports=False, version=1)
    assert (again.pk, again.supports, again.version) == (row.pk, False, 2)
    with pytest.raises(StaleVersion):
        review(tale, version=1)


def test_state_aid_is_judged_by_officer_or_economist(tale):
    tale.not_conflicted("ekonom")
    with pytest.raises(NotYours):
        judge(tale, by="enhetschef")
    assert faults(lambda: judge(tale, kind="other", reason="")) == {
        "kind": ["Välj vilket slags stöd det är."],
        "reason": ["Skriv varför."],
    }
    first = judge(tale)
    second = judge(tale, by="ekonom", kind="none", version=1)
    assert (second.pk, second.kind, second.written_by) == (first.pk, "none", tale.staff("ekonom"))
    with pytest.raises(StaleVersion):
        judge(tale, version=1)


def test_a_proposal_waits_for_it_only_where_a_business_may_have_an_advantage(tale):
    memo = proposing.save(tale.the_case, values={"kind": "rejection", "reasons": "Nej."}, version=None, by=tale.officer)

    def lacks():
        fresh = type(memo).objects.get(pk=memo.pk)
        return [row.text for row in engine.missing_for(fresh, "submit", by=tale.officer)]

    text = "Bedöm om stödet är statsstöd."
    assert text not in lacks()
    Application.objects.filter(case=tale.the_case).update(company_benefit="yes")
    assert text in lacks()
    judge(tale)
    assert text not in lacks()


def test_a_form_that_does_not_ask_about_it_gives_no_reason(stage):
    call = factories.call()
    call.versions.update(sections=[*{"sokande", "parter", "projekt", "mal", "budget", "bilagor", "villkor"}])
    tale = factories.prepared_tale()
    factories.under_rules(tale.application, sections=call.current_version().sections)
    Application.objects.filter(case=tale.the_case).update(company_benefit="yes")
    memo = proposing.save(tale.the_case, values={"kind": "rejection", "reasons": "Nej."}, version=None, by=tale.officer)
    told = [row.text for row in engine.missing_for(memo, "submit", by=tale.officer)]
    assert "Bedöm om stödet är statsstöd." not in told


def test_both_are_closed_when_the_proposal_is_approved(stage):
    tale = factories.proposed_tale()
    tale.not_conflicted("ekonom")
    for act in (review, judge):
        with pytest.raises(MovedOn, match="Förslag klart"):
            act(tale)
