"""What is frozen of an application: all that was sent, in the reader's words, with a hash that anyone can check."""

import hashlib
import json
from datetime import date
from typing import Any

import pytest

from applications import findings
from applications.documents import contents, receipt
from applications.models import Application
from applications.sections import SECTIONS
from applications.services import submitting
from portal import clock
from tests import factories
from tests.applications.budget.orebro import FIXTURE

pytestmark = pytest.mark.django_db


def rows(data: dict[str, Any], section: str) -> dict[str, str]:
    found = next(each for each in data["sections"] if each["key"] == section)
    return {row["label"]: row["value"] for row in found["rows"]}


def kraftsamling() -> Application:
    """The real case's application, written in full."""
    tale = factories.story()
    tale.begin_application(factories.call())
    tale.write(factories.kraftsamling.TEXT, factories.kraftsamling.PERIOD)
    tale.count(factories.kraftsamling.money())
    tale.finish()
    return tale.application


def test_canonical_form_is_sorted_compact_and_utf8() -> None:
    assert contents.canonical({"ö": [1, None], "a": "å b"}) == '{"a":"å b","ö":[1,null]}'.encode()
    assert contents.sha256({}) == hashlib.sha256(b"{}").hexdigest()


def test_sections_stand_in_the_order_of_the_form_with_its_labels() -> None:
    data = contents.contents(kraftsamling())
    assert [section["key"] for section in data["sections"]] == list(SECTIONS)
    assert data["sections"][0]["label"] == "Sökande"
    assert data["schema"] == contents.SCHEMA == "1"
    assert data["organisation"] == {"name": "Region Örebro län", "orgnr": "232100-0164"}
    assert data["call"] == {"name": "Utlysning för prov", "version": 1}


def test_values_are_told_as_a_person_reads_them() -> None:
    data = contents.contents(kraftsamling())
    assert rows(data, "projekt")["Projektets period"] == "1 augusti 2024 – 1 augusti 2026"
    assert rows(data, "malgrupp")["Målgruppens ålder"] == "0–18 år"
    assert rows(data, "projekt")["Kommuner"].startswith("Askersund, Degerfors, ")
    assert rows(data, "sokande")["Drar ni av moms i projektet?"] == "Ja"
    assert rows(data, "parter")["Föreningen Läslust"].startswith("Samverkanspart, civilsamhälle, 802555-1238\nPrövar")
    assert rows(data, "mal")["Delmål 2"].startswith("Starkare lokala insatser\n\nAktiviteter: Starta pilotprojekt")
    assert rows(data, "statsstod") == {
        "Säljer ni något eller konkurrerar på en marknad i projektet?": "Nej",
        "Får något företag en fördel av projektet?": "Nej",
    }, "the note and the table belong to a yes"
    assert data["terms_version"] == "version 3, 2024"
    assert rows(data, "villkor")["Villkorens version"] == "version 3, 2024, i kraft 24 oktober 2026"
    assert data["terms_from"] == "2026-10-24"


def test_with_or_without_vat_is_printed_with_the_budget() -> None:
    sent = kraftsamling()
    assert rows(contents.contents(sent), "budget")["Moms"] == "Utan moms. Sökanden drar av den."
    assert contents.contents(sent)["budget"]["vat"] == "Utan moms. Sökanden drar av den."
    sent.call_version.vat_rule = "with"
    assert rows(contents.contents(sent), "budget")["Moms"] == "Med moms"


def test_money_stands_in_ore_and_as_printed() -> None:
    budget = contents.contents(kraftsamling())["budget"]
    assert budget["costs"][0] == {
        "key": "personal",
        "label": "Egen personal",
        "kind": "staff",
        "amounts": {"2024": "456852.25", "2025": "989804.15", "2026": "554884.35"},
    }
    assert budget["costs"][-1]["kind"] == "indirect"
    assert budget["applied"] == "800609.02"
    assert budget["share"] == "0.276000"
    printed = {label: cells for label, cells, _ in budget["printed"]["costs"]}
    for label, figures in FIXTURE["printed"]["costs"].items():
        assert [int(cell.replace("\u00a0", "")) for cell in printed[label]] == figures


def test_attachments_are_named_with_their_hash() -> None:
    application = kraftsamling()
    file = application.attachments.get().file
    assert contents.contents(application)["attachments"] == [
        {
            "name": "Intyg om medfinansiering.pdf",
            "size": file.size,
            "sha256": file.sha256,
            "kind": "medfinansiering",
            "label": "Intyg om medfinansiering",
        }
    ]


def test_hash_holds_after_the_database_has_kept_the_content() -> None:
    application = factories.submitted_application()
    version = application.latest_version()
    assert contents.sha256(version.data) == version.sha256
    assert json.loads(contents.canonical(version.data)) == version.data
    assert version.data["dnr"] == application.case.dnr


def test_receipt_tells_what_was_sent_and_not_what_is_written_later() -> None:
    version = factories.submitted_application().latest_version()
    before = receipt.view(version)
    Application.objects.update(title="Något annat", summary="Annat")
    version = type(version).objects.get(pk=version.pk)
    assert receipt.view(version) == before
    assert before["title"] == "Läsa högt hemma"
    assert before["content_hash"] == version.sha256
    assert before["received"] == "23 november 2026 kl.\u00a010.00"
    assert ["Skickad av", version.submitted_by.name] in before["facts"]
    assert [heading for heading, _ in before["sections"]][:3] == ["Sökande", "Samverkansparter", "Projektet"]


def test_answers_come_first_in_the_receipt_of_a_completion() -> None:
    tale = factories.assigned_tale()
    tale.ask_completion("parter", "Vad gör förbundet?", "Vi behöver veta det.", date(2026, 12, 10))
    with clock.at(factories.NOW):
        tale.answer_completion("De samordnar piloterna.")
    version = tale.application.latest_version()
    assert version.number == 2
    view = receipt.view(version)
    assert view["heading"] == "Vi har tagit emot er komplettering"
    assert view["sections"][0] == [
        "Det ni har kompletterat med",
        [["Vad gör förbundet?", "De samordnar piloterna."]],
    ]


def test_areas_adults_and_roles_are_told_with_the_project() -> None:
    application = factories.filled_application()
    areas, roles = application.call_version.areas[:2], {"Kumla": "pilot", "Nora": "follows"}
    Application.objects.filter(pk=application.pk).update(
        municipalities=["Kumla", "Nora", "Laxå"], municipality_roles=roles, main_area=areas[1],
        reaches_adults="yes", adults_reason="Barnen får läsa med någon hemma.",
    )  # fmt: skip
    data = contents.contents(Application.objects.get(pk=application.pk))
    told = rows(data, "projekt")
    assert told["Kommuner"] == "Kumla (pilot), Nora (följer), Laxå"
    assert told["Utvecklingsområden"] == ", ".join(areas)
    assert told["Viktigaste utvecklingsområdet"] == areas[1]
    told = rows(data, "malgrupp")
    assert told["Vänder ni er även till vårdnadshavare eller andra viktiga vuxna?"] == "Ja"
    assert told["Så har barnen och de unga nytta av det"] == "Barnen får läsa med någon hemma."
    assert data["municipalities"][1] == {"name": "Nora", "role": "follows"}


def test_what_the_call_does_not_ask_is_not_told() -> None:
    application = factories.filled_application()
    factories.under_rules(application, areas=[], municipalities=[], allows_adults=False, sections=["projekt"])
    Application.objects.filter(pk=application.pk).update(areas=[], municipalities=[], reaches_adults="", main_area="")
    data = contents.contents(Application.objects.get(pk=application.pk))
    assert [section["key"] for section in data["sections"]] == ["projekt", "malgrupp", "genomforande"]
    unasked = {"Kommuner", "Utvecklingsområden", "Vänder ni er även till vårdnadshavare eller andra viktiga vuxna?"}
    assert not unasked & (rows(data, "projekt").keys() | rows(data, "malgrupp").keys())


def test_warnings_that_were_read_are_printed_in_the_receipt() -> None:
    application = factories.filled_application()
    factories.under_rules(application, min_sectors=3, sectors_level="warning")
    application = Application.objects.get(pk=application.pk)
    assert contents.contents(application)["warnings"] == []
    (warning,) = findings.of_section(application, "parter")
    submitting.read_warnings(application, keys=[warning.key], by=factories.applicant())
    version = submitting.submit(Application.objects.get(pk=application.pk), by=factories.applicant("firmatecknare"))
    assert ["Varningar som ni har läst", [["Samverkansparter", warning.text]]] in receipt.view(version)["sections"]
