"""Underrättelse om försening: who may send it, what it says, and where both sides read it (FL 11 §)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from applications.lifecycle.engine import MovedOn, NotReady, NotYours
from applications.models import Case, Notice
from applications.selectors.case_facts import with_story
from applications.selectors.case_story import sentence
from applications.services import delays, handling, withdrawing
from portal import clock, dates
from tests import factories
from tests.applications.views.pages import controls, text

WHY = "Vi väntar på ett yttrande från kommunen."


@pytest.fixture(scope="module")
def tale(stage):
    return factories.assigned_tale()


def tell(tale, *, reason=WHY, days=60, by=None):
    day = clock.today() + timedelta(days=days)
    return delays.tell(tale.application, reason=reason, expected_on=day, by=by or tale.officer)


def test_the_applicant_is_told_why_and_until_when(tale, client):
    notice = tell(tale)
    told = Notice.objects.filter(case=tale.the_case, kind="case_delayed")
    assert told.exists()
    assert all(WHY in row.email.message and dates.long(notice.expected_on) in row.email.message for row in told)
    case = with_story(Case.objects.filter(pk=tale.case_id)).get()
    assert f"Beslut väntas senast {dates.long(notice.expected_on)}." in sentence(case)
    client.force_login(tale.lead)
    for page in ("case", "case_history"):
        shown = text(client.get(reverse(f"applications:{page}", args=(tale.case_id,))))
        assert "Vi skrev att det dröjer." in shown


def test_it_is_sent_again_when_the_day_does_not_hold(tale):
    tell(tale, days=10)
    with clock.at(factories.NOW + timedelta(days=9)):
        later = tell(tale, reason="Sammanträdet är inställt.", days=81)
    case = with_story(Case.objects.filter(pk=tale.case_id)).get()
    assert case.story_delayed_to == later.expected_on
    with clock.at(factories.NOW + timedelta(days=91)):
        assert "Beslut väntas" not in sentence(with_story(Case.objects.filter(pk=tale.case_id)).get())


def test_only_the_officer_of_a_case_that_waits(tale):
    for person in (tale.lead, tale.staff("enhetschef"), tale.staff("medhandlaggare")):
        with pytest.raises(NotYours):
            tell(tale, by=person)
    withdrawing.withdraw(tale.application, by=tale.signatory)
    with pytest.raises(MovedOn):
        tell(tale)


def test_after_the_question_of_jav():
    tale = factories.submitted_tale()
    handling.assign(tale.application, officer=tale.officer, by=tale.staff("enhetschef"))
    with pytest.raises(NotReady):
        tell(tale)


@pytest.mark.parametrize(("given", "field"), [({"reason": " "}, "reason"), ({"days": 0}, "expected_on")])
def test_a_reason_and_a_day_ahead(tale, given, field):
    with pytest.raises(ValidationError) as refused:
        tell(tale, **given)
    assert set(refused.value.message_dict) == {field}


def test_the_desk_has_a_page_for_it_and_says_it_at_the_clock(tale, client):
    client.force_login(tale.officer)
    page = reverse("admin:case_delay", args=(tale.case_id,))
    body = controls(client.get(page)) | {"reason": WHY, "expected_on": "i går"}
    refused = text(client.post(page, body))
    assert WHY in refused
    assert client.post(page, body | {"expected_on": "2027-02-01"}).status_code == 302
    case = text(client.get(reverse("admin:case", args=(tale.case_id,))))
    assert "Sökanden har fått veta att det dröjer till 1 februari 2027" in case.replace("\u00a0", " ")
    log = text(client.get(reverse("admin:case_history", args=(tale.case_id,))))
    assert "underrättade sökanden om att det dröjer" in log


def test_it_stands_among_the_first_things_when_the_case_is_old(tale, client):
    client.force_login(tale.officer)
    with clock.at(factories.NOW + timedelta(days=130)):
        shown = text(client.get(reverse("admin:case", args=(tale.case_id,))))
    assert shown.index("Underrätta om försening") < shown.index("Mindre vanliga åtgärder")
