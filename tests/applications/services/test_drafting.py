"""Writing an application: section by section, with faults kept word for word; files; and taking the draft away."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase

from applications.lifecycle import engine
from applications.lifecycle.engine import MovedOn, NotYours, StaleVersion
from applications.models import Application, Attachment, CallVersion, Case, SectionDraft, TransitionLog
from applications.sections import SECTIONS
from applications.services import attaching, budgeting, completing, drafting, ideas
from applications.services import parties as partying
from portal import clock
from portal.accounts.enums import MembershipRole
from portal.accounts.models import Membership
from portal.demo.stories.script import certificate
from portal.files.models import StoredFile
from tests import factories

PARTY = {"name": "Föreningen Läslust", "orgnr": "802555-1238", "sector": "civil_society", "role": "partner", "does": ""}


@pytest.fixture(scope="module")
def tale(stage):
    """A draft that nobody has written in."""
    tale = factories.story()
    tale.begin_application(factories.call())
    return tale


@pytest.fixture(scope="module")
def sent(stage):
    """An application that has come in and is checked."""
    return factories.assigned_tale(title="Inkommen")


def save(tale, section="projekt", *, by=None, version=None, unparsed=None, **values):
    return drafting.save_section(
        tale.application, section=section, values=values, unparsed=unparsed or {}, version=version, by=by or tale.lead
    )


def todo(tale, section="projekt"):
    missing = engine.missing_for(tale.application, "submit", by=tale.signatory)
    return [item.text for item in missing if item.place.partition("#")[0] == section]


# Beginning


def test_an_organisation_has_one_draft_per_call(tale):
    call, body = tale.application.call, tale.organisation
    again = drafting.start(call, organisation=body, by=tale.staff("medsokande"))
    assert again == tale.application
    other = drafting.start(factories.call(), organisation=body, by=tale.lead)
    assert other != tale.application
    assert Case.objects.filter(organisation=body, application__state="draft").count() == 2


def test_a_new_application_begins_under_the_rules_of_today(tale):
    call = tale.application.call
    old = call.current_version()
    columns = {field.attname: getattr(old, field.attname) for field in CallVersion._meta.concrete_fields}
    new = CallVersion.objects.create(**(columns | {"id": uuid4(), "number": 2, "max_years": 2}))
    assert tale.application.call_version == old
    fresh = drafting.begin(
        Case.objects.create(
            programme=call.programme,
            board=call.programme.board,
            organisation=tale.organisation,
            title="En till",
            created_by=tale.lead,
        ),
        call,
    )
    assert (fresh.call_version, fresh.contact_name) == (new, "Karin Holm")


def test_only_who_writes_for_the_organisation_begins(tale):
    call, body = tale.application.call, tale.organisation
    reader = factories.outsider()
    Membership.objects.create(user=reader, organisation=body, role=MembershipRole.READER)
    for person in (reader, tale.officer, tale.staff("admin")):
        with pytest.raises(NotYours):
            drafting.start(call, organisation=body, by=person)


def test_a_membership_that_has_run_out_writes_nothing(tale):
    Membership.objects.filter(user=tale.staff("medsokande")).update(valid_to=clock.today() - timedelta(days=1))
    with pytest.raises(NotYours):
        save(tale, by=tale.staff("medsokande"), title="Efter sista dagen")
    Membership.objects.filter(user=tale.staff("medsokande")).update(valid_to=clock.today())
    assert save(tale, by=tale.staff("medsokande"), title="Sista dagen").title == "Sista dagen"


# Sections


def test_which_sections_are_open_follows_the_state(tale, sent):
    assert drafting.editable_sections(tale.application) == frozenset(SECTIONS)
    assert drafting.editable_sections(sent.application) == frozenset()
    sent.ask_completion("mal", "Beskriv måtten", "Vi behöver dem.", clock.today() + timedelta(days=14))
    assert drafting.editable_sections(sent.application) == frozenset({"mal"})


def test_only_the_columns_of_the_section_are_saved(tale):
    save(tale, "sokande", contact_name="Moa Ek", account_no="5050-1055", title="Från fel del")
    assert (tale.application.contact_name, tale.application.account_no, tale.application.title) == (
        "Moa Ek",
        "5050-1055",
        "",
    )


def test_the_title_names_the_case_that_has_not_come_in(tale):
    save(tale, title="Läsa högt hemma")
    assert tale.the_case.title == "Läsa högt hemma"
    save(tale, "sokande", contact_name="Moa Ek")
    assert tale.the_case.title == "Läsa högt hemma"


def test_a_save_at_an_old_version_is_refused(tale):
    read_at = tale.application.version
    save(tale, version=read_at, title="Först", by=tale.staff("medsokande"))
    with pytest.raises(StaleVersion):
        save(tale, version=read_at, title="Sedan")
    assert (tale.application.title, tale.application.version) == ("Först", read_at + 1)
    assert save(tale, version=read_at + 1, title="Sedan").title == "Sedan"


def test_what_cannot_be_read_is_kept_word_for_word_and_counts_as_missing(tale):
    typed = {"period_end": {"raw": "31 juni 2028", "error": "Juni har 30 dagar. Skriv en dag som finns."}}
    save(tale, unparsed=typed, title="Läsa högt")
    draft = SectionDraft.objects.get(application=tale.application, section="projekt")
    assert (draft.unparsed, draft.saved_by, draft.saved_at) == (typed, tale.lead, factories.NOW)
    assert tale.application.title == "Läsa högt"
    assert todo(tale)[0] == "Juni har 30 dagar. Skriv en dag som finns."
    save(tale, period_end=factories.PERIOD[1])
    assert "Juni har 30 dagar. Skriv en dag som finns." not in todo(tale)
    assert SectionDraft.objects.get(application=tale.application, section="projekt").unparsed == {}


def test_parties_are_saved_as_the_list_stands(tale):
    other = PARTY | {"name": "Nora kommun", "orgnr": "", "sector": "municipality"}
    for parties in ([PARTY, other], [other]):
        partying.save_parties(tale.application, parties=parties, unparsed={}, version=None, by=tale.lead)
        assert [party.name for party in tale.application.parties.all()] == [party["name"] for party in parties]


def test_goals_are_saved_with_their_sub_goals_in_order(tale):
    goals = [{"text": text, "activities": "Gör.", "indicator": ""} for text in ("Ett", "Två")]
    drafting.save_goals(
        tale.application,
        values={"overall_goal": "Läsande barn", "title": "Från fel del"},
        goals=goals,
        unparsed={},
        version=None,
        by=tale.lead,
    )
    assert [goal.text for goal in tale.application.sub_goals.all()] == ["Ett", "Två"]
    assert (tale.application.overall_goal, tale.application.title) == ("Läsande barn", "")


def test_a_budget_may_be_saved_before_it_balances(tale):
    save(tale, period_start=factories.PERIOD[0], period_end=factories.PERIOD[1])
    ours = {"name": "Vi", "is_applied": True, "status": "applied", "amounts": {2027: Decimal("100.10")}}
    budgeting.save_budget(
        tale.application,
        costs={("personal", 2027): Decimal("500.05"), ("resor", 2028): Decimal(20)},
        funders=[ours],
        unparsed={},
        version=None,
        by=tale.staff("ekonom.sokande"),
    )
    assert {(row.category, row.year): row.amount for row in tale.application.cost_rows.all()} == {
        ("personal", 2027): Decimal("500.05"),
        ("resor", 2028): Decimal("20.00"),
    }
    assert tale.application.funders.get().rows.get().amount == Decimal("100.10")
    assert any("2027 går inte ihop" in text for text in todo(tale, "budget"))
    budgeting.save_budget(tale.application, costs={}, funders=[], unparsed={}, version=None, by=tale.lead)
    assert not tale.application.cost_rows.exists()
    assert not tale.application.funders.exists()


def test_strangers_and_staff_write_in_no_section(tale):
    for person in (factories.outsider(), tale.officer, tale.staff("enhetschef"), tale.staff("admin")):
        with pytest.raises(NotYours):
            save(tale, by=person, title="Taget")
        with pytest.raises(NotYours):
            partying.save_parties(tale.application, parties=[], unparsed={}, version=None, by=person)
        with pytest.raises(NotYours):
            budgeting.save_budget(tale.application, costs={}, funders=[], unparsed={}, version=None, by=person)
    assert tale.application.title == ""


def test_nothing_is_written_in_an_application_that_has_come_in(sent):
    with pytest.raises(MovedOn, match="Formell kontroll"):
        save(sent, title="Ändrad i efterhand")
    sent.ask_completion("parter", "Skriv vad parten gör", "Vi behöver det.", clock.today() + timedelta(days=14))
    with pytest.raises(MovedOn, match="Kompletteras"):
        save(sent, title="Ändrad i efterhand")
    assert sent.application.title == "Inkommen"


# Files


def test_an_attachment_is_kept_among_the_drafts(tale):
    attachment = attaching.add_attachment(tale.application, kind="annat", upload=certificate("Vi"), by=tale.lead)
    file = attachment.file
    assert (attachment.kind, attachment.added_by, file.content_type) == ("annat", tale.lead, "application/pdf")
    assert file.original_name == "Intyg om medfinansiering.pdf"
    assert file.key.startswith("draft/")
    assert default_storage.exists(file.key)


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("plan.exe", b"MZ", "Vi kan inte ta emot filer av det slaget"),
        ("plan.pdf", b"not a pdf at all", "Filen ser inte ut att vara av det slag som namnet säger"),
        ("plan.pdf", b"", "Filen är tom"),
    ],
)
def test_a_faulty_file_is_refused_with_the_way_to_mend_it(tale, name, data, told):
    with pytest.raises(ValidationError, match=told):
        attaching.add_attachment(tale.application, kind="annat", upload=SimpleUploadedFile(name, data), by=tale.lead)
    assert not tale.application.attachments.exists()


def test_a_file_that_is_too_large_is_refused(tale, settings):
    settings.MAX_UPLOAD_BYTES = 2 * 1024 * 1024
    large = SimpleUploadedFile("plan.pdf", b"%PDF" + bytes(2 * 1024 * 1024))
    with pytest.raises(ValidationError, match=r"Filen är 2,1 MB\. Högst 2 MB får plats"):
        attaching.add_attachment(tale.application, kind="annat", upload=large, by=tale.lead)


def test_a_removed_attachment_leaves_no_row_and_no_bytes(tale):
    attachment = attaching.add_attachment(tale.application, kind="annat", upload=certificate("Vi"), by=tale.lead)
    key = attachment.file.key
    with pytest.raises(NotYours):
        attaching.remove_attachment(attachment, by=factories.outsider())
    with TestCase.captureOnCommitCallbacks(execute=True):
        attaching.remove_attachment(attachment, by=tale.lead)
        assert default_storage.exists(key)  # until it is certain
    assert not default_storage.exists(key)
    assert not StoredFile.objects.filter(key=key).exists()
    assert not tale.application.attachments.exists()


def test_what_has_been_sent_in_is_not_taken_away_and_what_is_added_waits_to_be_handed_in(sent):
    sent.ask_completion("bilagor", "Lägg till intyg", "Vi behöver det.", clock.today() + timedelta(days=14))
    with pytest.raises(MovedOn):
        attaching.remove_attachment(sent.application.attachments.get(), by=sent.lead)
    added = attaching.add_attachment(sent.application, kind="avsikt", upload=certificate("Nora"), by=sent.lead)
    assert added.file.key.startswith("draft/") and not added.is_sent_in
    assert sent.application.attachments.count() == 2


# Taking it away


def test_a_deleted_draft_leaves_nothing(tale):
    attachment = attaching.add_attachment(tale.application, kind="annat", upload=certificate("Vi"), by=tale.lead)
    application, key = tale.application, attachment.file.key
    TransitionLog.objects.create(
        case=tale.the_case,
        machine="application",
        object_id=application.pk,
        move="begin",
        from_state="draft",
        to_state="draft",
        actor=tale.lead,
        actor_kind="person",
        private=True,
    )
    for person in (tale.staff("medsokande"), factories.outsider(), tale.officer):
        with pytest.raises(NotYours):
            drafting.delete_draft(application, by=person)
    with TestCase.captureOnCommitCallbacks(execute=True):
        drafting.delete_draft(application, by=tale.lead)
    assert not Application.objects.filter(pk=application.pk).exists()
    assert not Case.objects.filter(pk=application.case_id).exists()
    assert not TransitionLog.objects.filter(object_id=application.pk).exists()
    assert not Attachment.objects.filter(application=application.pk).exists()
    assert not StoredFile.objects.filter(key=key).exists()
    assert not default_storage.exists(key)


def test_the_idea_stays_when_the_draft_made_of_it_is_deleted():
    tale = factories.story()
    tale.begin_idea(tale.world.growth, "Idé", "Ett problem.", ("", "", ""))
    ideas.share(tale.idea, by=tale.lead)
    tale.convert(factories.call())
    drafting.delete_draft(tale.application, by=tale.lead)
    assert tale.idea.state == "converted"
    assert tale.the_case.dnr
    assert not Application.objects.filter(case=tale.the_case).exists()


def test_an_application_that_has_come_in_is_not_deleted(sent):
    with pytest.raises(MovedOn):
        drafting.delete_draft(sent.application, by=sent.lead)
    with pytest.raises(NotYours):
        completing.answer(sent.application, answers={}, by=factories.outsider())
