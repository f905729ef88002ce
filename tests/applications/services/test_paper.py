"""An application on paper: registered as it came in, late or not, receipted, and completed like any other."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from applications import jobs
from applications.documents import receipt
from applications.enums import CaseSource
from applications.lifecycle import engine
from applications.lifecycle.engine import NotYours
from applications.models import Application, Case, Document, Notice
from applications.services import completing, drafting, handling, paper
from portal import clock
from portal.accounts.enums import MembershipRole
from portal.accounts.models import Organisation, User
from portal.demo.stories.script import certificate
from portal.demo.world import join
from reviews.services import checking, proposing
from tests import factories
from tests.factories.refusals import missing

NEW = {"orgnr": "559912-3451", "name": "Nora Bygdegårdsförening", "org_type": "civil_society"}
REACHED = {"contact_name": "Siv Ek", "contact_phone": "0587-123 45"}


@pytest.fixture(scope="module")
def call(stage):
    return factories.call()


def receive(call, **given):
    values = {
        "applicant": NEW,
        "title": "Gården mitt i byn",
        "came_in_at": factories.NOW - timedelta(hours=2),
        "source": CaseSource.PAPER,
        "files": [certificate("Nora Bygdegårdsförening")],
        "contact": REACHED,
        "by": factories.staff("registrator"),
    }
    return paper.receive(call, **(values | given))


def test_it_is_in_the_diary_from_when_it_came_in(call):
    version = receive(call)
    application = Application.objects.get(pk=version.application_id)
    case = application.case
    assert (application.state, application.is_late, case.source) == ("registered", False, "paper")
    assert case.dnr and case.shared_at == application.shared_at == version.received_at
    assert case.shared_at == factories.NOW - timedelta(hours=2)
    assert list(case.log.order_by("pk").values_list("move", flat=True)) == ["register_on_paper", "register"]
    assert (case.organisation.name, case.officer) == ("Nora Bygdegårdsförening", None)


def test_what_was_registered_is_frozen_with_the_files(call):
    version = receive(call)
    (file,) = version.data["attachments"]
    kept = version.application.attachments.get().file
    assert (file["label"], file["sha256"]) == ("Ansökan så som den kom in", kept.sha256)
    assert kept.key.startswith("record/")
    facts = dict(receipt.view(version)["facts"])
    assert facts["Registrerad av"].endswith("(på papper)") and "Undertecknad av" not in facts


def test_the_receipt_is_made_and_mailed_to_those_who_have_an_account(call):
    version = receive(call)
    assert not Notice.objects.filter(kind="received").exists()
    jobs.run_sweep()
    assert Document.objects.get(application_version=version).file_id is not None
    region = factories.world().region
    receive(call, applicant={"orgnr": region.orgnr}, title="En till", source=CaseSource.EMAIL)
    told = set(Notice.objects.filter(kind="received").values_list("recipient__email", flat=True))
    assert "sokande@example.se" in told and "registrator@example.se" not in told


def test_after_the_time_it_is_late_as_others_are(call):
    closes = call.closes_at
    assert closes is not None
    with clock.at(closes + timedelta(days=2)):
        assert receive(call, came_in_at=closes + timedelta(hours=1)).application.is_late
        # What came in before the time is not late for being registered after it.
        assert not receive(call, came_in_at=closes - timedelta(hours=1), title="I tid").application.is_late


def test_before_the_call_opened_or_in_times_to_come_it_is_refused(call):
    opened = call.windows.get().opens_at
    (sentence,) = missing(lambda: receive(call, came_in_at=opened - timedelta(days=1)))
    assert sentence.startswith("Utlysningen hade inte öppnat när ansökan kom in.")
    with pytest.raises(ValidationError, match="inte varit än"):
        receive(call, came_in_at=factories.NOW + timedelta(minutes=1))


def test_somebody_must_be_reached_and_something_must_have_come(call):
    assert missing(lambda: receive(call, contact={"contact_name": "Siv Ek"})) == [
        "Skriv minst ett sätt att nå kontaktpersonen: e-post, telefon eller postadress."
    ]
    assert missing(lambda: receive(call, files=[])) == ["Lägg in det som kom in som fil."]
    reached = receive(call, contact={"contact_name": "Siv Ek"}, applicant=NEW | {"address": "Storgatan 1, 713 31 Nora"})
    assert reached.application.case.organisation.address == "Storgatan 1, 713 31 Nora"


def test_a_new_body_needs_a_name_and_a_number_that_holds(call):
    with pytest.raises(ValidationError) as refused:
        receive(call, applicant={"orgnr": "559912-3451"})
    assert set(refused.value.message_dict) == {"name", "org_type"}
    with pytest.raises(ValidationError):
        receive(call, applicant=NEW | {"orgnr": "559912-3452"})
    assert not Organisation.objects.filter(orgnr="559912-3451").exists()


def test_a_file_that_may_hide_something_is_refused_by_name(call):
    bad = SimpleUploadedFile("skript.exe", b"MZ" + b"\0" * 200)
    with pytest.raises(ValidationError, match=r"skript\.exe"):
        receive(call, files=[bad])
    assert not Case.objects.filter(source="paper").exists()


def test_only_officers_and_registrators_of_the_board(call):
    assert receive(call, by=factories.staff("handlaggare")).number == 1
    for person in (factories.staff("enhetschef"), factories.other_officer(), factories.applicant()):
        with pytest.raises(NotYours):
            receive(call, by=person, title="En annan")
    own = factories.world().region
    officer = factories.staff("medhandlaggare")
    join(officer, own, MembershipRole.READER)
    with pytest.raises(NotYours):
        receive(call, by=User.objects.get(pk=officer.pk), applicant={"orgnr": own.orgnr})


def test_what_is_missing_is_asked_for_and_written_by_those_who_get_an_account(call):
    application = Application.objects.get(pk=receive(call).application_id)
    officer = factories.staff("handlaggare")
    handling.assign(application, officer=officer, by=factories.staff("enhetschef"))
    handling.declare_conflict(application.case, is_conflicted=False, by=officer)
    due = clock.today() + timedelta(days=14)
    asked = completing.request(
        Application.objects.get(pk=application.pk),
        items=[{"section": "statsstod", "text": "Svara om ni säljer något"}],
        due_on=due,
        why="Vi behöver veta.",
        by=officer,
    )
    person = User.objects.create_user("siv@example.se", "demo-portalen-2026", name="Siv Ek")
    join(person, application.case.organisation, MembershipRole.PROJECT_LEAD)
    application = Application.objects.get(pk=application.pk)
    drafting.save_section(
        application,
        section="statsstod",
        values={"economic_activity": "no", "company_benefit": "no"},
        unparsed={},
        version=None,
        by=person,
    )
    application = Application.objects.get(pk=application.pk)
    completing.answer(application, answers={asked.items.get().pk: "Nej."}, by=person)
    version = completing.hand_in(Application.objects.get(pk=application.pk), by=person)
    assert Application.objects.get(pk=application.pk).state == "formal_check"
    assert version is not None


def test_a_proposal_without_budget_says_what_is_missing(call):
    application = Application.objects.get(pk=receive(call).application_id)
    officer = factories.staff("handlaggare")
    handling.assign(application, officer=officer, by=factories.staff("enhetschef"))
    handling.declare_conflict(application.case, is_conflicted=False, by=officer)
    values = {"in_time": True, "eligible": True, "signed": True, "complete": True, "note": ""}
    case = Case.objects.get(pk=application.case_id)
    checking.save(case, values=values, version=None, by=officer)
    handling.start_preparation(Application.objects.get(pk=application.pk), by=officer)
    given = {"kind": "approval", "share": None, "cap": None, "reasons": "Skäl.", "conditions": ""}
    memo = proposing.save(Case.objects.get(pk=case.pk), values=given, version=None, by=officer)
    told = [item.text for item in engine.missing_for(memo, "submit", by=officer)]
    assert "Ansökan saknar projektperiod. Begär komplettering av projektet." in told
    assert "Ansökan saknar budget. Begär komplettering av budgeten." in told
