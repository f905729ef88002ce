"""Steps of a track: drafted at any time, sent in when the step before is approved; texts are carried over (V-04)."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial

import pytest

from applications.lifecycle import engine
from applications.lifecycle.engine import MovedOn, NotYours
from applications.models import Application, Call, RelatedProject, StepLink, Track
from applications.selectors import steps as reading
from applications.services import drafting, steps, submitting
from portal import clock
from portal.accounts.enums import MembershipRole, OrganisationType
from portal.accounts.models import Organisation, User
from portal.demo.stories.script import Story
from portal.demo.world import join, moment, organisation
from portal.money import NBSP
from tests import factories
from tests.factories import grants
from tests.factories.refusals import faults, missing
from tests.factories.steps import OVER, finished, only_window, step, track, window

WAIT = "Steg 1 är inte godkänt än. Ni kan förbereda ansökan, men den kan skickas in först när steg 1 har godkänts."


@pytest.fixture(scope="module")
def ladder(stage: None) -> Track:
    return track()


@pytest.fixture(scope="module")
def one(ladder: Track) -> Call:
    return step(ladder, 1)


@pytest.fixture(scope="module")
def two(ladder: Track) -> Call:
    return step(ladder, 2)


@pytest.fixture(scope="module")
def first(one: Call) -> Story:
    """A project in step 1 that is running."""
    return grants.running_tale(one)


def begin(call: Call, continues: Story | None = None) -> Story:
    tale = factories.story()
    project = continues.project if continues else None
    tale.case = drafting.start(call, organisation=tale.organisation, by=tale.lead, continues=project).case
    return tale


def lacks(application: Application) -> list[str]:
    """What the step before holds back, among all that is missing."""
    told = engine.missing_for(application, "submit", by=factories.staff("firmatecknare"))
    return [item.text for item in told if item.place == "steg"]


def write(tale: Story) -> Story:
    grants.fill(tale, title="Läsa högt i hela länet", years=(2029,), staff=60_000)
    return tale


# Offered and carried over


def test_the_own_projects_of_the_step_before_are_offered(first: Story, one: Call, two: Call, ladder: Track) -> None:
    mine = [first.organisation.pk]
    assert list(reading.offered(two, mine)) == [first.project]
    assert not reading.offered(one, mine).exists()
    assert not reading.offered(step(ladder, 3), mine).exists()
    assert not reading.offered(step(track("Ett annat"), 2), mine).exists()
    assert not reading.offered(two, [_stranger()[0].pk]).exists()


def test_what_was_written_before_is_carried_over_and_the_rest_is_new(first: Story, two: Call) -> None:
    RelatedProject.objects.create(application=first.application, name="Hälsoskolan", years="2017")
    before, tale = first.application, begin(two, first)
    after = tale.application
    assert tale.the_case.continues == first.the_case
    for name in (
        "title",
        "problem",
        "target_group",
        "areas",
        "main_area",
        "municipalities",
        "overall_goal",
        "vision",
        "anchoring",
        "strategy_area",
        "perspectives",
        "references",
        "governance",
        "account_no",
    ):
        assert getattr(after, name) == getattr(before, name) != "", name
    assert (after.period_start, after.summary, after.owns_account) == (None, "", False)
    assert [str(party) for party in after.parties.all()] == [str(party) for party in before.parties.all()]
    assert after.sub_goals.count() == before.sub_goals.count() > 0
    assert [role.share for role in after.project_roles.all()] == [Decimal("0.5"), Decimal("0.05")]
    assert [row.name for row in after.related_projects.all()] == ["Hälsoskolan"]
    assert not after.cost_rows.exists()
    assert after.state == "draft"


def test_what_a_party_promised_held_for_the_step_before(first: Story, two: Call) -> None:
    first.application.parties.update(intent_by="Ada Ros", intent_on=date(2026, 10, 1))
    after = begin(two, first).application
    assert [(party.intent_by, party.intent_on) for party in after.parties.all()] == [("", None)]


def test_only_what_the_new_rules_know_comes_along(first: Story, ladder: Track) -> None:
    areas = first.application.areas
    sections = ["sokande", "projekt", "forankring", "budget"]
    given = {"areas": areas[:1], "municipalities": ["Nora"], "strategy_areas": ["Något annat"], "sections": sections}
    narrow = step(ladder, 2, **given)
    after = begin(narrow, first).application
    assert after.areas == areas[:1]
    assert set(after.municipalities) <= {"Nora"}
    assert (after.overall_goal, after.strategy_area) == ("", "")
    assert after.anchoring and not after.project_roles.exists()
    assert not after.parties.exists()


def test_choosing_later_keeps_what_has_been_written(first: Story, two: Call) -> None:
    tale = write(begin(two))
    steps.choose(tale.application, project=first.project, by=tale.lead)
    after = tale.application
    assert (after.title, after.period_start) == ("Läsa högt i hela länet", date(2029, 1, 1))
    assert tale.the_case.continues == first.the_case
    with pytest.raises(NotYours):
        steps.choose(after, project=first.project, by=factories.outsider())


def test_no_step_is_skipped_and_the_first_continues_nothing(first: Story, one: Call, ladder: Track) -> None:
    three = step(ladder, 3)
    refused = faults(partial(begin, three, first))
    assert refused == {"continues": ["Steg 3 fortsätter ett projekt i steg 2. Inget steg kan hoppas över."]}
    assert "första steg" in faults(partial(begin, one, first))["continues"][0]


def test_another_organisations_project_is_not_continued(first: Story, two: Call) -> None:
    body, person = _stranger()
    start: Callable[[], object] = partial(drafting.start, two, organisation=body, by=person, continues=first.project)
    assert "hör till en annan organisation" in faults(start)["continues"][0]


# The gate


def test_the_first_step_needs_nothing_before_it(one: Call) -> None:
    assert lacks(begin(one).application) == []
    assert lacks(factories.draft_application()) == []


def test_a_draft_without_a_step_before_is_not_sent_in(two: Call) -> None:
    assert lacks(begin(two).application) == [
        "Nya projekt börjar i steg 1. Steg 2 fortsätter ett projekt i steg 1: välj vilket."
    ]


def test_step_two_waits_for_step_one_to_be_finished_and_approved(one: Call, two: Call) -> None:
    """Domain.md §9 case 17, with its sentence; being in step 1 is not enough."""
    before = grants.running_tale(one, title="Ett steg i taget")
    tale = write(begin(two, before))
    assert missing(tale.submit) == [WAIT]
    with clock.at(moment(OVER)):
        grants.examine_claim(before, 1, {"personal": Decimal(50_000)})
        grants.pay_claim(before, 1)
        assert missing(tale.submit) == [WAIT]
        before.finish_project()
        assert lacks(tale.application) == []
        tale.submit()
        assert tale.application.state == "registered"
        with pytest.raises(MovedOn):
            steps.choose(tale.application, project=before.project, by=tale.lead)


def test_a_settled_project_may_go_on(one: Call, two: Call) -> None:
    before = finished(one, title="Slutreglerat")
    with clock.at(moment(OVER)):
        before.settle()
        assert lacks(begin(two, before).application) == []


def test_an_approval_after_the_window_waits_for_the_next_one(one: Call, ladder: Track) -> None:
    """The spring's window closed on the fifth, step 1 was approved on the tenth of January: the autumn's is theirs."""
    before = finished(one, title="Sent godkänt")
    call = step(ladder, 2)
    only_window(call, date(2027, 12, 1), date(2028, 1, 5))
    tale = begin(call, before)
    with clock.at(moment(date(2028, 1, 20))):
        late = "Steg 1 godkändes 10 januari 2028, när ansökningstiden redan var slut."
        assert lacks(tale.application) == [f"{late} Nästa ansökningstid är inte bestämd än."]
        window(call, date(2028, 9, 1), date(2028, 10, 4))
        assert lacks(tale.application) == [f"{late} Nästa ansökningstid öppnar 1 september 2028 kl.{NBSP}08.00."]
    with clock.at(moment(date(2028, 9, 2))):
        assert lacks(tale.application) == []


def test_an_approval_in_time_is_late_only_as_any_other(one: Call, ladder: Track) -> None:
    """A machine turns nobody away for being late (case 3): only an approval after the end moves to the next window."""
    before = finished(one, title="Godkänt i tid")
    call = step(ladder, 2)
    only_window(call, date(2027, 12, 1), date(2028, 1, 15))
    tale = write(begin(call, before))
    with clock.at(moment(date(2028, 1, 20))):
        submitting.submit(tale.application, by=tale.signatory)
        assert tale.application.is_late


def test_the_standing_tells_of_the_project_and_the_windows(first: Story, two: Call, one: Call) -> None:
    assert reading.standing(begin(one).application) is None
    told = reading.standing(begin(two, first).application)
    assert told is not None
    assert (told.step, told.before, told.project, told.is_approved) == (2, 1, first.project, False)
    assert told.lacks == (WAIT,)
    assert told.window == "Ansökningstiden har ingen sista dag."


# Handed on to somebody else


def _stranger() -> tuple[Organisation, User]:
    body = organisation("559912-3451", "Annan Aktör AB", OrganisationType.BUSINESS, "Nora")
    person = factories.outsider()
    join(person, body, MembershipRole.PROJECT_LEAD)
    return body, person


def test_the_officer_hands_the_project_on_with_a_reason(first: Story, two: Call) -> None:
    """The chain follows the project: its owner or consortium may change between the steps (case 17)."""
    body, person = _stranger()
    hand_on = partial(steps.hand_on, first.project, organisation=body, by=first.officer)
    assert "reason" in faults(partial(hand_on, reason=" "))
    link = hand_on(reason="Projektet har bytt ägare.")
    assert (link.organisation, link.linked_by) == (body, first.officer)
    assert list(reading.offered(two, [body.pk])) == [first.project]
    after = drafting.start(two, organisation=body, by=person, continues=first.project)
    assert after.case.continues == first.the_case
    assert after.account_no == ""  # the account is the former owner's
    assert after.problem == first.application.problem
    assert "orgnr" in faults(partial(hand_on, reason="Igen."))


def test_only_the_officer_hands_on_and_only_where_a_step_follows(first: Story, two: Call) -> None:
    body, _ = _stranger()
    for name in ("enhetschef", "medhandlaggare", "sokande"):
        with pytest.raises(NotYours):
            steps.hand_on(first.project, organisation=body, reason="Skäl.", by=factories.staff(name))
    own = partial(steps.hand_on, first.project, organisation=first.organisation, reason="Skäl.", by=first.officer)
    assert faults(own) == {"orgnr": ["Projektet är redan organisationens eget."]}
    alone = grants.running_tale(factories.call(), title="Utan steg")
    last = partial(steps.hand_on, alone.project, organisation=body, reason="Skäl.", by=alone.officer)
    assert faults(last) == {"orgnr": ["Projektet har inget steg efter sig."]}
    assert not StepLink.objects.exists()
