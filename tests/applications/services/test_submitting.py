"""Sending in: by who may bind the organisation, frozen with its hash, in the diary, late or not, told and receipted."""

import hashlib
import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.test import TestCase

from applications import jobs
from applications.lifecycle import engine
from applications.lifecycle.engine import NotYours
from applications.models import Application, ApplicationVersion, Document, Notice
from applications.services import ideas, submitting
from portal import clock
from portal.demo.world import moment
from tests import factories
from tests.factories.refusals import missing, moves


@pytest.fixture(scope="module")
def tale(stage):
    """An application with nothing missing, in a call that closes in thirty days."""
    return factories.filled_tale()


def submit(tale) -> ApplicationVersion:
    return submitting.submit(tale.application, by=tale.signatory)


def test_it_is_in_the_diary_and_registered_by_the_system(tale):
    submit(tale)
    application, case = tale.application, tale.the_case
    assert (application.state, application.shared_at, application.submitted_by, application.is_late) == (
        "registered",
        factories.NOW,
        tale.signatory,
        False,
    )
    assert (case.dnr, case.shared_at, case.title) == ("26RS00001", factories.NOW, "Läsa högt hemma")
    assert moves(case, "application") == ["submitted", "registered"]
    last = case.log.last()
    assert (last.actor, last.actor_kind, last.private) == (None, "system", False)


def test_only_who_may_bind_the_organisation_sends_it_in(tale):
    for person in (tale.lead, tale.staff("medsokande"), factories.outsider(), tale.officer):
        with pytest.raises(NotYours):
            submitting.submit(tale.application, by=person)
    assert (tale.application.state, tale.the_case.dnr) == ("draft", None)
    assert submit(tale).number == 1


def test_sent_twice_it_is_one_application_with_one_number(tale):
    first = submit(tale)
    with clock.at(factories.NOW + timedelta(minutes=1)):
        second = submit(tale)
    assert first == second
    assert (tale.application.versions.count(), tale.the_case.dnr) == (1, "26RS00001")
    assert Document.objects.filter(case=tale.the_case).count() == 1
    with pytest.raises(NotYours):
        submitting.submit(tale.application, by=tale.lead)


def test_a_copy_that_was_read_before_the_first_sending_makes_no_second(tale):
    """Two windows: the row in the second one still says draft."""
    stale = Application.objects.get(pk=tale.application.pk)
    first = submit(tale)
    assert stale.state == "draft"
    assert submitting.submit(stale, by=tale.signatory) == first


def test_version_one_is_frozen_with_the_hash_of_its_canonical_form(tale):
    version = submit(tale)
    version.refresh_from_db()
    canonical = json.dumps(version.data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert version.sha256 == hashlib.sha256(canonical).hexdigest()
    assert (version.number, version.schema, version.received_at, version.submitted_by) == (
        1,
        "1",
        factories.NOW,
        tale.signatory,
    )
    assert (version.data["title"], version.data["dnr"]) == ("Läsa högt hemma", "26RS00001")
    assert version.data["budget"]["cost_sum"] == version.data["budget"]["funding_sum"]


def test_a_frozen_version_does_not_follow_the_row_and_cannot_be_changed(tale):
    version = submit(tale)
    Application.objects.filter(pk=tale.application.pk).update(title="Ändrad vid sidan av")
    version.refresh_from_db()
    assert version.data["title"] == "Läsa högt hemma"
    rows = ApplicationVersion.objects.filter(pk=version.pk)
    for change in (lambda: rows.update(sha256="0" * 64), lambda: rows._raw_delete("default")):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change()


def test_attachments_move_to_the_record():
    tale = factories.filled_tale()
    draft = tale.application.attachments.get().file
    assert draft.key.startswith("draft/")
    with TestCase.captureOnCommitCallbacks(execute=True):
        submit(tale)
        assert default_storage.exists(draft.key)  # until it is certain that it was received
    kept = tale.application.attachments.get().file
    assert kept.key.startswith("record/")
    assert (kept.sha256, kept.size) == (draft.sha256, draft.size)
    assert default_storage.exists(kept.key)
    assert not default_storage.exists(draft.key)


def test_it_is_receipted_on_paper_and_by_mail(tale):
    version = submit(tale)
    receipt = Document.objects.get(case=tale.the_case)
    assert (receipt.kind, receipt.number, receipt.application_version, receipt.file) == ("receipt", 1, version, None)
    told = Notice.objects.filter(case=tale.the_case, kind="received").values_list("recipient__email", flat=True)
    assert sorted(told) == [
        "ekonom.sokande@example.se",
        "firmatecknare@example.se",
        "medsokande@example.se",
        "sokande@example.se",
    ]
    jobs.run_sweep()
    receipt.refresh_from_db()
    assert receipt.file.original_name == "26RS00001 Kvittens på ansökan.pdf"
    assert receipt.file.key.startswith("record/2026/")


def test_a_late_application_is_received_and_flagged(tale):
    closes = tale.application.call.closes_at
    with clock.at(closes - timedelta(seconds=1)), transaction.atomic():
        submit(tale)
        assert not tale.application.is_late
        transaction.set_rollback(True)
    with clock.at(closes):
        submit(tale)
    assert tale.application.is_late
    assert (tale.application.state, tale.application.shared_at) == ("registered", closes)


def test_without_a_closing_day_nothing_is_late():
    tale = factories.filled_tale(factories.call(closes_in=None))
    with clock.at(factories.NOW + timedelta(days=400)):
        submit(tale)
    assert not tale.application.is_late


def test_before_the_call_opens_nothing_is_sent_in(tale):
    opens = moment(date(2026, 12, 1), 8)
    tale.application.call.windows.update(opens_at=opens, closes_at=None)
    assert missing(lambda: submit(tale)) == ["Utlysningen öppnar 1 december 2026 kl.\u00a008.00. Skicka in ansökan då."]
    with clock.at(opens):
        assert submit(tale).number == 1


def test_every_fault_is_listed_with_its_section_and_nothing_is_written():
    tale = factories.story()
    tale.begin_application(factories.call())
    told = missing(lambda: submit(tale))
    for sentence in (
        "Skriv projektets namn.",
        "Lägg in bilagan intyg om medfinansiering.",
        "Skriv vad projektet kostar.",
    ):
        assert sentence in told
    assert (tale.application.state, tale.the_case.dnr, tale.application.versions.count()) == ("draft", None, 0)


def test_a_budget_that_does_not_add_up_stops_it(tale):
    funder = tale.application.funders.get(is_applied=False)
    row = funder.rows.get(year=2027)
    row.amount += Decimal(150_000)
    row.save()
    (told,) = missing(lambda: submit(tale))
    assert told.startswith("2027 går inte ihop.")
    assert "150 000" in told.replace("\u00a0", " ")
    row.amount -= Decimal(150_000)
    row.save()
    assert submit(tale).number == 1


@pytest.mark.parametrize(
    ("rules", "told"),
    [({"max_share": Decimal("0.3")}, "Vi betalar högst 30"), ({"max_amount": Decimal(100_000)}, "Det högsta ni kan")],
)
def test_more_than_the_call_gives_stops_it(rules, told):
    tale = factories.filled_tale(factories.call(**rules))
    (sentence,) = missing(lambda: submit(tale))
    assert told in sentence


@pytest.mark.parametrize(
    ("period", "told"),
    [
        ((date(2027, 1, 1), date(2029, 12, 31)), None),
        ((date(2027, 1, 1), date(2030, 1, 1)), "är sista möjliga dag 31 december 2029"),
        ((date(2028, 2, 29), date(2031, 2, 28)), None),
        ((date(2028, 2, 29), date(2031, 3, 1)), "är sista möjliga dag 28 februari 2031"),
    ],
)
def test_a_period_beyond_the_limit_stops_it(tale, period, told):
    Application.objects.filter(pk=tale.application.pk).update(period_start=period[0], period_end=period[1])
    missing_now = engine.missing_for(tale.application, "submit", by=tale.signatory)
    sentences = [item.text for item in missing_now if item.place.partition("#")[0] == "projekt"]
    assert [told is not None and told in sentence for sentence in sentences] == ([True] if told else [])


def test_an_idea_that_was_shared_keeps_its_number():
    tale = factories.story()
    tale.begin_idea(tale.world.growth, "Sagor på BVC", "Ett problem.", ("", "", ""))
    ideas.share(tale.idea, by=tale.lead)
    shared_at, dnr = tale.the_case.shared_at, tale.the_case.dnr
    tale.convert(factories.call())
    factories.fill(tale, title="Sagor varje dag")
    with clock.at(factories.NOW + timedelta(days=1)):
        submit(tale)
    case = tale.the_case
    assert (case.dnr, case.shared_at, case.title) == (dnr, shared_at, "Sagor varje dag")
    assert tale.application.shared_at == factories.NOW + timedelta(days=1)
