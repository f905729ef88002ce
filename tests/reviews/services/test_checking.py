"""The formal check: four answers by the officer of the case, while the case is checked."""

import pytest
from django.core.exceptions import ValidationError

from applications.lifecycle.engine import MovedOn, NotYours, StaleVersion
from applications.services import handling
from reviews.models import FormalCheck
from reviews.services import checking
from tests import factories
from tests.factories.refusals import missing

ALL = {"in_time": True, "eligible": True, "signed": True, "complete": False, "note": "Intyg saknas."}


@pytest.fixture(scope="module")
def tale(stage):
    """Given to an officer who is not jävig."""
    return factories.assigned_tale()


def save(tale, by="handlaggare", version=None, **values):
    return checking.save(tale.the_case, values=values, version=version, by=tale.staff(by))


def test_what_has_not_been_looked_at_stays_open(tale):
    save(tale, in_time=True)
    check = FormalCheck.objects.get(case=tale.the_case)
    assert (check.in_time, check.eligible, check.is_done) == (True, None, False)
    save(tale, **ALL)
    check.refresh_from_db()
    assert (check.is_done, check.complete, check.note, check.checked_by, check.checked_at) == (
        True,
        False,
        "Intyg saknas.",
        tale.officer,
        factories.NOW,
    )


def test_only_the_officer_of_the_case_checks(tale):
    for name in ("medhandlaggare", "enhetschef", "registrator", "sokande"):
        with pytest.raises(NotYours):
            save(tale, by=name, **ALL)
    assert save(tale, **ALL).version == 1


def test_a_save_at_an_old_version_is_refused(tale):
    first = save(tale, in_time=True)
    save(tale, version=first.version, in_time=False, note="Kom med bud.")
    with pytest.raises(StaleVersion):
        save(tale, version=first.version, in_time=True)
    assert FormalCheck.objects.get().in_time is False


def test_it_is_over_when_the_preparation_has_begun(tale):
    before = tale.the_case
    assert before.application.state == "formal_check"
    tale.prepare()
    with pytest.raises(MovedOn, match="Beredning"):
        save(tale, in_time=False)
    with pytest.raises(MovedOn):  # from a window where it was read before
        checking.save(before, values={"in_time": False}, version=None, by=tale.officer)
    assert FormalCheck.objects.get().in_time is True


def test_it_waits_for_the_question_of_jav():
    tale = factories.submitted_tale()
    handling.assign(tale.application, officer=tale.officer, by=tale.staff("enhetschef"))
    assert missing(lambda: save(tale, **ALL)) == ["Svara först på om du är jävig i ärendet."]
    tale.not_conflicted("handlaggare")
    assert save(tale, **ALL).is_done


def test_an_answer_against_what_the_machine_found_needs_a_note(tale):
    with pytest.raises(ValidationError) as refused:
        save(tale, in_time=False, complete=None, note="  ")
    assert refused.value.message_dict == {
        "note": ["Du svarar nej på ”Kom ansökan in i tid?”, men portalen fann ja. Skriv varför."]
    }
    assert not FormalCheck.objects.exists()
    check = save(tale, in_time=False, note="Posten kom dagen efter.")
    assert (check.in_time, check.found["in_time"]["answer"]) == (False, True)
    # What people and machine agree on, or what the machine cannot tell, needs none.
    assert save(tale, in_time=True, eligible=True, note="").note == ""
