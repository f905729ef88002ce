"""What is frozen and printed of the applicant, the parties, the anchoring, the goals and the organisation."""

from typing import Any

import pytest

from applications.documents import contents, part_rows, receipt
from applications.models import Application
from tests import factories

pytestmark = pytest.mark.django_db


def rows(data: dict[str, Any], section: str) -> dict[str, str]:
    found = next(each for each in data["sections"] if each["key"] == section)
    return {row["label"]: row["value"] for row in found["rows"]}


@pytest.fixture
def data() -> dict[str, Any]:
    """The real case's application, written in full."""
    tale = factories.story()
    tale.begin_application(factories.call())
    tale.write(factories.kraftsamling.TEXT, factories.kraftsamling.PERIOD)
    return contents.contents(tale.application)


def test_a_deputy_stands_in_one_row_and_only_where_there_is_one(data: dict[str, Any]) -> None:
    assert rows(data, "sokande")["Biträdande projektledare"] == "Maja Öhrn, maja.ohrn@example.se, 010-123 45 12"
    without = factories.filled_application()
    told = rows(contents.contents(without), "sokande")
    assert not [label for label in told if label.startswith("Biträdande")]


def test_a_promise_is_told_with_its_party_and_frozen(data: dict[str, Any]) -> None:
    told = rows(data, "parter")
    assert told["Norra Älvens kommunalförbund"].endswith(
        "\nAvsiktsförklaring: Ulla Berglind, förbundschef, 5 februari 2024"
    )
    assert "Avsiktsförklaring" not in told["Föreningen Läslust"]
    assert [party["intent_on"] for party in data["parties"]] == ["", "2024-02-05"]


def test_the_anchoring_is_told_in_words(data: dict[str, Any]) -> None:
    told = rows(data, "forankring")
    assert told["Vilka har varit med och formulerat problemet?"] == (
        "Vi som söker, De tänkta samverkansparterna, Målgruppen själv"
    )
    assert told["Område i den regionala utvecklingsstrategin"] == "Kunskapslyft och utbildning"
    assert [label for label in told if label.startswith("Perspektiv")] == [
        "Perspektiv: jämställdhet",
        "Perspektiv: integration",
    ]


def test_sources_are_a_list(data: dict[str, Any]) -> None:
    section = next(each for each in data["sections"] if each["key"] == "forankring")
    listed = next(row["listed"] for row in section["rows"] if row["label"] == "Källor")
    assert listed == data["references"]
    assert [line.partition(":")[0] for line in listed] == [
        "Socialstyrelsen",
        "Folkhälsomyndigheten",
        "RISE",
        "Region Örebro län",
    ]


def test_an_area_is_not_told_where_the_call_has_none() -> None:
    application = factories.filled_application()
    factories.under_rules(application, strategy_areas=[])
    Application.objects.filter(pk=application.pk).update(strategy_area="", references=" \n ")
    told = rows(contents.contents(Application.objects.get(pk=application.pk)), "forankring")
    assert "Område i den regionala utvecklingsstrategin" not in told
    assert told["Källor"] == "–"


def test_goals_stand_from_the_widest_to_the_nearest(data: dict[str, Any]) -> None:
    assert list(rows(data, "mal")) == [
        "Vision",
        "Övergripande mål",
        "Projektmål",
        "Delmål 1",
        "Delmål 2",
        "Metoder och arbetssätt",
        "Uppföljning",
        "Samhällsekonomisk nytta på sikt",
        "Resultatspridning",
    ]


def test_roles_tell_share_and_who_pays(data: dict[str, Any]) -> None:
    told = rows(data, "organisation")
    assert told["Medlem i processteamet"] == (
        "Regional utveckling, välfärd och folkhälsa\n20\u00a0% av heltid\nBetalas av: Ordinarie verksamhet"
    )
    assert told["Styrgrupp, arbetsgrupper och referensgrupp"].startswith("Processtyrgrupp: de fyra områdescheferna")
    assert data["roles"][1]["share"] == "0.2000"
    assert data["roles"][2] == {
        "role": "Kommunikatör",
        "workplace": "Region Örebro län",
        "share": None,
        "paid_by": "Ordinarie verksamhet",
    }


def test_the_receipt_prints_both_names_and_the_sources_one_by_one() -> None:
    tale = factories.submitted_tale()
    view = receipt.view(tale.application.latest_version())
    printed = dict(view["sections"])["Förankring och perspektiv"]
    assert printed[-1][0] == "Källor"
    assert printed[-1][2] == part_rows.references(tale.application)
    assert ["Projekt", "Läsa högt hemma"] in view["facts"]
    version = tale.application.latest_version()
    version.data["short_name"] = "HÖG"
    assert ["Projekt", "Läsa högt hemma (HÖG)"] in receipt.view(version)["facts"]
    for key in ("short_name", "roles", "references"):
        del version.data[key]
    assert ["Projekt", "Läsa högt hemma"] in receipt.view(version)["facts"], "versions from before have none of them"
