"""The projektplan in versions: the first from the decided application, new ones by the lead, each read once (F-05)."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from applications.lifecycle.engine import MovedOn, NotYours, StaleVersion
from applications.models import Notice, ProjectPlanVersion
from applications.selectors import plans as reading
from applications.services import plans
from portal.demo.stories.script import Story
from tests import factories

GOAL = {"text": "Fler läser", "activities": "Bokpåsar.", "indicator": "Hälften läser."}


@pytest.fixture(scope="module")
def tale(stage) -> Story:
    return factories.accepted_tale(factories.call())


def write(tale: Story, **given) -> ProjectPlanVersion:
    values = {"text": "Vi börjar i höst. Sedan sprider vi.", "goals": [GOAL], "change_note": "Ny start.", "number": 1}
    return plans.write(tale.project, **(values | {"by": tale.lead} | given))


def test_the_first_version_is_what_was_decided(tale):
    first = tale.project.plan_versions.get()
    application = tale.application
    assert (first.number, first.is_decided, first.written_by) == (1, True, None)
    assert application.project_goal in first.data["text"] and application.longevity in first.data["text"]
    assert [goal["text"] for goal in first.data["goals"]] == [goal.text for goal in application.sub_goals.all()]
    assert first.data["effect_chain"] == application.versions.last().data["effect_chain"] != []


def test_the_lead_writes_anew_and_the_decision_stands(tale):
    frozen = tale.decision.frozen
    second = write(tale)
    assert (second.number, second.is_decided, second.written_by) == (2, False, tale.lead)
    assert second.data["effect_chain"] == tale.project.plan_versions.get(number=1).data["effect_chain"]
    assert tale.decision.frozen == frozen
    told = Notice.objects.get(case=tale.the_case, kind="plan_written")
    assert told.recipient == tale.officer


def test_who_may_not_write(tale):
    for person in (tale.officer, tale.staff("medsokande"), factories.outsider()):
        with pytest.raises(NotYours):
            write(tale, by=person)


def test_a_version_that_was_not_read_is_not_written_over(tale):
    write(tale)
    with pytest.raises(StaleVersion):
        write(tale, text="Något annat.")


@pytest.mark.parametrize(("given", "place"), [({"change_note": " "}, "change_note"), ({"text": ""}, "text")])
def test_what_must_be_said(tale, given, place):
    with pytest.raises(ValidationError) as fault:
        write(tale, **given)
    assert place in fault.value.message_dict


def test_the_same_plan_is_no_new_version(tale):
    second = write(tale)
    with pytest.raises(ValidationError, match="likadan"):
        write(tale, text=second.data["text"], number=2)


def test_the_officer_reads_the_newest_once(tale):
    second = write(tale)
    with pytest.raises(NotYours):
        plans.review(second, approve=True, note="", by=tale.staff("enhetschef"))
    with pytest.raises(ValidationError, match="behöver ändras"):
        plans.review(second, approve=False, note=" ", by=tale.officer)
    with pytest.raises(MovedOn, match="Ersatt"):
        plans.review(tale.project.plan_versions.get(number=1), approve=True, note="", by=tale.officer)
    plans.review(second, approve=False, note="Skriv vem som gör vad.", by=tale.officer)
    told = Notice.objects.get(case=tale.the_case, kind="plan_feedback")
    assert told.recipient == tale.lead
    with pytest.raises(MovedOn, match="Läst"):
        plans.review(second, approve=True, note="", by=tale.officer)
    third = write(tale, text="Nu med namn.", number=2)
    assert plans.review(third, approve=True, note="", by=tale.officer).is_approved
    assert Notice.objects.filter(case=tale.the_case, kind="plan_approved").exists()


def test_an_old_version_is_never_changed(tale):
    second = write(tale)
    for change in ({"data": {}}, {"change_note": "Annat"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ProjectPlanVersion.objects.filter(pk=second.pk).update(**change)


def changed(before, after):
    return [(change.label, change.gone, change.come) for change in reading.changes(before, after)]


def test_the_changes_are_told_sentence_by_sentence_and_goal_by_goal():
    before = {"text": "Vi börjar. Vi läser.", "goals": [GOAL, {"text": "Bort", "activities": "", "indicator": ""}]}
    after = {"text": "Vi börjar. Vi skriver.", "goals": [GOAL | {"activities": "Bokpåsar. Sagor."}]}
    assert changed(before, after) == [
        ("Så inför vi arbetet", ("Vi läser.",), ("Vi skriver.",)),
        ("Delmålet ”Fler läser”: aktiviteter", (), ("Sagor.",)),
        ("Borttaget delmål", ("Bort",), ()),
    ]
    renamed = {"text": "", "goals": [GOAL | {"text": "Alla läser"}]}
    assert changed({"text": "", "goals": [GOAL]}, renamed) == [
        ("Delmålet ”Alla läser”: målet", ("Fler läser",), ("Alla läser",))
    ]
    assert changed(before, before) == []
    other = {"text": "Annat", "activities": "", "indicator": ""}
    turned = ({"text": "", "goals": [GOAL, other]}, {"text": "", "goals": [other, GOAL]})
    assert changed(*turned) == [("Delmålen", (), ("Delmålen står i en ny ordning.",))]
    assert ("Nytt delmål", (), ("Annat",)) in changed({"text": "", "goals": []}, {"text": "", "goals": [other]})
