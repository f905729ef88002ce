"""What the machine finds about the four questions of the formal check, and when it finds something else."""

from datetime import timedelta

import pytest

from applications.models import Application
from applications.services import calls, completing, submitting
from portal import clock, dates
from portal.accounts.enums import MembershipRole
from portal.accounts.models import Membership, Organisation, SigningMandate
from reviews.models import FormalCheck
from reviews.selectors import machine_check
from reviews.services import checking
from tests import factories
from tests.applications.services.test_paper import receive
from tests.factories.signing import second_signatory, tale_for_two

CAME = dates.datetime_long(factories.NOW)
ALL = {"in_time": True, "eligible": True, "signed": True, "complete": True, "note": ""}


@pytest.fixture(scope="module")
def tale(stage):
    return factories.assigned_tale()


def found(tale):
    return machine_check.found(Application.objects.get(case=tale.the_case))


def test_an_application_that_the_portal_took_in_time_is_right_in_all_four(tale):
    rows = found(tale)
    assert [row.answer for row in rows.values()] == [True] * 4, rows
    body = tale.the_case.organisation
    assert rows["in_time"].facts[0] == f"Ansökan kom in {CAME}."
    assert rows["in_time"].facts[1].startswith("Ansökningstiden: ")
    assert rows["eligible"].facts[0].startswith(f"{body.name} ({body.orgnr}) är registrerad som ")
    assert rows["signed"].facts[0].startswith(f"{tale.signatory.name} skrev under {CAME} med ")
    assert rows["signed"].facts[1].startswith("Personen var då behörig")
    assert rows["complete"].facts[0].startswith("Allt som formuläret kräver i ")


def test_late_is_told_with_how_late_and_more_time_makes_it_timely(stage):
    call = factories.call()
    tale, window = factories.filled_tale(call), call.windows.get()
    with clock.at(window.closes_at + timedelta(seconds=3)):
        tale.submit()
        late = found(tale)["in_time"]
        assert (late.answer, late.facts[-1]) == (False, "Den kom 3\u00a0sekunder efter tidens slut.")
        head, end = factories.staff("enhetschef"), window.closes_at + timedelta(1)
        calls.extend(window, closes_at=end, reason="Avbrott.", by=head)
    row = found(tale)["in_time"]
    assert row.answer is True
    assert row.facts[-1].startswith("Tiden är förlängd från ") and row.facts[-1].endswith(" Avbrott.")


def test_who_may_apply_is_the_rules_of_the_version(stage):
    tale = factories.submitted_tale(factories.call(eligible_types=["municipal", "regional"]))
    assert found(tale)["eligible"].answer is True
    Organisation.objects.filter(pk=tale.the_case.organisation_id).update(org_type="business")
    row = found(tale)["eligible"]
    assert row.answer is False
    assert row.facts[-1] == "Utlysningen är för kommunal verksamhet och regional verksamhet."


def test_a_signer_who_was_not_entitled_that_day_is_told(tale):
    rows = Membership.objects.filter(user=tale.signatory, role=MembershipRole.SIGNATORY)
    rows.update(valid_from=clock.today() + timedelta(1))
    SigningMandate.objects.filter(user=tale.signatory).delete()
    row = found(tale)["signed"]
    assert row.answer is False
    assert row.facts[-1].endswith("står inte som behörig företrädare för organisationen den dagen.")


def test_where_two_sign_both_are_counted(stage):
    other, tale = second_signatory(), tale_for_two()
    for person in (tale.signatory, other):
        submitting.sign(tale.application, by=person)
    row = found(tale)["signed"]
    assert row.answer is True and len(row.facts) == 3
    assert row.facts[-1].startswith("Alla var då behörig")


def test_what_is_missing_is_told_per_part_in_the_words_of_the_form(tale):
    Application.objects.filter(case=tale.the_case).update(problem="", summary="")
    row = found(tale)["complete"]
    assert row.answer is False
    assert row.facts == ("Projektet: Skriv en sammanfattning. Beskriv problemet.",)


def test_while_the_applicant_completes_nothing_is_read(tale):
    checking.save(tale.the_case, values=ALL, version=None, by=tale.officer)
    tale.ask_completion("mal", "Uppföljningen.", "Vi vill veta.", clock.today() + timedelta(14))
    Application.objects.filter(case=tale.the_case).update(vision="Hemligt än")
    row = found(tale)["complete"]
    assert (row.answer, row.facts[0][:24]) == (None, "Sökanden kompletterar an")
    check = FormalCheck.objects.get(case=tale.the_case)
    assert machine_check.changed(check, found(tale)) == []


def test_a_request_that_nobody_answered_leaves_it_to_people(tale):
    tale.ask_completion("mal", "Uppföljningen.", "Vi vill veta.", clock.today() + timedelta(14))
    with clock.at(factories.NOW + timedelta(20)):
        completing.end(tale.application, by=tale.officer)
    row = found(tale)["complete"]
    assert row.answer is None
    assert row.facts[-1] == f"Begäran om komplettering från {dates.long(clock.today())} fick inget svar."


def test_paper_is_left_to_people_where_the_portal_cannot_read(stage):
    version = receive(factories.call())
    rows = machine_check.found(version.application)
    assert {name: row.answer for name, row in rows.items()} == {
        "in_time": True,
        "eligible": True,
        "signed": None,
        "complete": None,
    }
    assert rows["signed"].facts == ("Ansökan kom in på papper. Se i det inskannade vem som har skrivit under.",)
    assert "Portalen läser inte det inskannade." in rows["complete"].facts[0]


def test_what_was_found_is_kept_and_a_change_since_is_told(tale):
    check = checking.save(tale.the_case, values=ALL, version=None, by=tale.officer)
    assert machine_check.stored(check) == found(tale)
    assert machine_check.changed(check, found(tale)) == []
    Application.objects.filter(case=tale.the_case).update(problem="")
    (one,) = machine_check.changed(check, found(tale))
    assert (one.question, one.then.answer, one.now.answer) == ("Är ansökan komplett?", True, False)
    FormalCheck.objects.update(found={})  # saved before this was kept
    check.refresh_from_db()
    assert machine_check.changed(check, found(tale)) == []
