"""Who takes part: copied with the grant, changed by the lead, every change told with who, when and what."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from applications.lifecycle.engine import NotYours, StaleVersion
from applications.models import PartnershipChange, Project
from applications.selectors.partnership import offered_municipalities
from applications.services import partnership
from portal import clock
from tests import factories
from tests.factories.refusals import faults


@pytest.fixture(scope="module")
def tale(stage):
    tale = factories.submitted_tale()
    application = tale.application
    application.municipalities = ["Orust", "Lysekil", "Färgelanda"]
    application.municipality_roles = {"Orust": "pilot", "Lysekil": "follows"}
    application.save()
    return tale


@pytest.fixture
def project(tale):
    """A project of the tale's case, as the dispatched grant makes it."""
    granted = factories.delegated_tale(factories.call(), title="Beviljat").decision
    return Project(case=tale.the_case, decision=granted, period_start=date(2027, 1, 1), period_end=date(2028, 12, 31))


@pytest.fixture(scope="module")
def running(stage):
    return factories.accepted_tale(factories.call(), title="Med kommuner").project


def municipality(name, role):
    return {"name": name, "role": role}


def member(name, seat="member", title="Chef", organisation="Orusts kommun"):
    return {"name": name, "seat": seat, "title": title, "organisation": organisation}


def test_roles_are_copied_and_one_without_takes_part(project):
    project.save()
    partnership.copy_municipalities(project)
    assert [str(row) for row in project.municipalities.all()] == [
        "Färgelanda, deltar",
        "Lysekil, följer",
        "Orust, pilot",
    ]


def test_the_grant_copies_what_the_application_says(running):
    names = {row.name for row in running.municipalities.all()}
    assert names == set(running.case.application.municipalities)


def test_the_lead_changes_roles_and_the_change_is_told(running):
    lead = factories.applicant()
    for name in ("medsokande", "ekonom.sokande", "handlaggare"):
        with pytest.raises(NotYours):
            partnership.save_municipalities(running, rows=[], version=None, by=factories.staff(name))
    first = [municipality("Nora", "follows"), municipality("Kumla", "part")]
    saved = partnership.save_municipalities(running, rows=first, version=running.version, by=lead)
    second = [municipality("Nora", "pilot"), municipality("Örebro", "follows")]
    partnership.save_municipalities(saved, rows=second, version=saved.version, by=lead)
    change = PartnershipChange.objects.filter(case=running.case).first()
    assert (change.text, change.part, change.changed_by, change.changed_at) == (
        "Nu: Nora (pilot). Förut: Nora (följer). Nytt: Örebro (följer). Borttaget: Kumla (deltar).",
        "municipalities",
        lead,
        clock.now(),
    )
    with pytest.raises(StaleVersion):
        partnership.save_municipalities(saved, rows=first, version=saved.version - 1, by=lead)
    again = partnership.save_municipalities(saved, rows=second, version=None, by=lead)
    assert PartnershipChange.objects.filter(case=running.case).count() == 2  # the same again changes nothing
    assert [row.name for row in again.municipalities.all()] == ["Nora", "Örebro"]


def test_a_municipality_stands_once(running):
    rows = [municipality("Nora", "pilot"), municipality("nora", "part")]
    with pytest.raises(ValidationError, match="två gånger"):
        partnership.save_municipalities(running, rows=rows, version=None, by=factories.applicant())
    assert faults(
        lambda: partnership.save_municipalities(
            running, rows=[municipality("Nora", "kapten")], version=None, by=factories.applicant()
        )
    )["role"]


def test_the_steering_group_keeps_its_order_and_has_one_chair(running):
    lead = factories.applicant()
    rows = [member("Siv Ek", "chair"), member("Bo Alm"), member("Åsa Lind", "adjunct", "", "Region Örebro län")]
    partnership.save_steering(running, rows=rows, version=None, by=lead)
    assert [str(row) for row in running.steering_group.all()] == ["Siv Ek", "Bo Alm", "Åsa Lind"]
    partnership.save_steering(running, rows=[rows[0], rows[2], rows[1]], version=None, by=lead)
    changes = PartnershipChange.objects.filter(case=running.case, part="steering").values_list("text", flat=True)
    assert list(changes) == [
        "Ny ordning.",
        "Nytt: Siv Ek (ordförande, Chef, Orusts kommun); Bo Alm (medlem, Chef, Orusts kommun); "
        "Åsa Lind (adjungerad, Region Örebro län).",
    ]
    with pytest.raises(ValidationError, match="redan en ordförande"):
        partnership.save_steering(running, rows=[rows[0], member("Bo Alm", "chair")], version=None, by=lead)


def test_names_are_not_shown_openly_until_the_officer_says_so(running):
    assert running.steering_is_public is False
    for name in ("sokande", "enhetschef"):
        with pytest.raises(NotYours):
            partnership.show_steering(running, is_public=True, by=factories.staff(name))
    shown = partnership.show_steering(running, is_public=True, by=factories.staff("handlaggare"))
    assert shown.steering_is_public
    assert PartnershipChange.objects.first().text == "Visas på den öppna sidan."


def test_events_and_related_projects(running):
    lead = factories.applicant()
    event = {"held_on": date(2027, 10, 24), "name": "Workshop", "url": "https://www.example.se/w", "note": ""}
    partnership.save_events(running, rows=[event], version=None, by=lead)
    assert str(running.events.get()) == "Workshop"
    related = {"name": "Hälsoskolan", "years": "2017–2019", "relation": "Vi går ihop med den.", "url": ""}
    application = partnership.save_related(running.case.application, rows=[related], version=None, by=lead)
    assert application.related_projects.get().years == "2017–2019"
    told = PartnershipChange.objects.filter(case=running.case).values_list("text", flat=True)[:2]
    assert list(told) == ["Nytt: Hälsoskolan (2017–2019).", "Nytt: Workshop 24 oktober 2027."]


def test_in_a_draft_everybody_who_writes_names_related_projects_and_nothing_is_logged(stage, take):
    draft = factories.draft_application()
    row = {"name": "Hälsoskolan", "years": "", "relation": "", "url": ""}
    partnership.save_related(draft, rows=[row], version=draft.version, by=factories.staff("medsokande"))
    assert draft.related_projects.count() == 1
    assert not PartnershipChange.objects.filter(case=draft.case).exists()
    with pytest.raises(NotYours):
        partnership.save_related(draft, rows=[], version=None, by=factories.staff("handlaggare"))


def test_what_was_changed_is_never_changed_itself(running):
    partnership.save_municipalities(
        running, rows=[municipality("Nora", "pilot")], version=None, by=factories.applicant()
    )
    change = PartnershipChange.objects.filter(case=running.case).first()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        PartnershipChange.objects.filter(pk=change.pk).update(text="Annat")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        change.delete()


def test_a_municipality_that_there_is_none_of_is_refused(running):
    rows = [municipality("Atlantis", "pilot")]
    with pytest.raises(ValidationError, match="Atlantis finns inte i listan över kommuner"):
        partnership.save_municipalities(running, rows=rows, version=None, by=factories.applicant())


def test_a_call_that_names_none_offers_those_of_all_calls(running):
    rules = running.case.application.call_version
    own = offered_municipalities(running)
    rules.municipalities = []
    assert set(offered_municipalities(running)) >= set(own)
