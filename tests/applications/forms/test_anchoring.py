"""The sections about what the project stands on and who works in it, as their forms read and show them."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils.datastructures import MultiValueDict

from applications.forms.anchoring import AnchoringForm
from applications.forms.lists import PartyFormSet
from applications.forms.organisation import RoleFormSet
from applications.models import CallVersion
from portal import clock
from tests import factories

AREAS = ["Kunskap", "Hälsa"]


def anchoring(areas: list[str] | None = None, **values: Any) -> AnchoringForm:
    data: Any = MultiValueDict()
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return AnchoringForm(data, rules=CallVersion(strategy_areas=AREAS if areas is None else areas))


def roles(*rows: dict[str, str]) -> Any:
    data: Any = MultiValueDict()
    data["projektroll-TOTAL_FORMS"], data["projektroll-INITIAL_FORMS"] = str(len(rows)), "0"
    for number, row in enumerate(rows):
        for name, value in row.items():
            data[f"projektroll-{number}-{name}"] = value
    return RoleFormSet(data, prefix="projektroll")


def test_only_ticked_perspectives_are_kept() -> None:
    form = anchoring(perspektiv_gender="on", perspektiv_gender_text="Vi räknar var för sig.", perspektiv_other="on")
    assert form.unparsed == {}
    assert form.values["perspectives"] == {"gender": "Vi räknar var för sig.", "other": ""}
    assert not [name for name in form.values if name.startswith("perspektiv_")]


def test_a_text_without_its_tick_is_kept_word_for_word_and_said_how_to_mend() -> None:
    form = anchoring(perspektiv_gender_text="Vi räknar var för sig.")
    assert form.values["perspectives"] == {}
    kept = form.unparsed["perspektiv_gender_text"]
    assert kept["raw"] == "Vi räknar var för sig."
    assert kept["error"] == "Kryssa i Jämställdhet, eller ta bort texten om perspektivet inte är med."
    again = AnchoringForm.shown({"perspectives": {}}, form.unparsed, rules=CallVersion(strategy_areas=[]))
    assert again["perspektiv_gender_text"].data == "Vi räknar var för sig."
    assert not again["perspektiv_gender"].data


def test_what_is_saved_is_shown_again() -> None:
    saved = {
        "who_formulated": ["partners", "target_group"],
        "anchoring": "Ledningen.",
        "strategy_area": "Hälsa",
        "perspectives": {"environment": "Cykel."},
    }
    form = AnchoringForm.shown(saved, {}, rules=CallVersion(strategy_areas=AREAS))
    assert form.errors == {}
    assert {name: form.values[name] for name in saved} == saved
    assert form.said()["Miljö: så har ni tänkt"] == "Cykel."


def test_an_area_is_chosen_only_where_the_call_has_some() -> None:
    assert anchoring(strategy_area="Kunskap").values["strategy_area"] == "Kunskap"
    assert "strategy_area" in anchoring(strategy_area="Något annat").unparsed
    assert "strategy_area" not in anchoring([], strategy_area="Kunskap").values


@pytest.mark.parametrize(
    ("typed", "share"), [("100", Decimal(1)), ("20 %", Decimal("0.2")), ("12,5", Decimal("0.125")), ("", None)]
)
def test_a_share_is_a_part_of_full_time(typed: str, share: Decimal | None) -> None:
    rows = roles({"role": "Ekonom", "share": typed})
    assert rows.values == [{"role": "Ekonom", "workplace": "", "share": share, "paid_by": ""}]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("101", "En roll är högst 100 procent av heltid. Är de flera som delar på den, ge dem varsin rad."),
        ("150 %", "En roll är högst 100 procent av heltid. Är de flera som delar på den, ge dem varsin rad."),
        ("1000", "En roll är högst 100 procent av heltid. Är de flera som delar på den, ge dem varsin rad."),
        ("0", "Skriv hur mycket rollen arbetar, eller lämna rutan tom."),
        ("halvtid", "Skriv andelen i procent, från 0 till 100 och med högst två decimaler, till exempel 27,6."),
    ],
)
def test_no_role_is_more_than_full_time_or_nothing(typed: str, said: str) -> None:
    rows = roles({"role": "Ekonom", "share": typed})
    assert rows.unparsed == {"projektroll-0-share": {"raw": typed, "error": said}}
    assert rows.values[0]["share"] is None


def test_a_row_of_a_role_needs_its_name_and_blank_rows_are_left_out() -> None:
    rows = roles({"paid_by": "Projektet"}, {}, {"role": "Ekonom"})
    assert rows.unparsed["projektroll-0-role"]["error"] == "Skriv vilken roll det är."
    assert [row["role"] for row in rows.values] == ["", "Ekonom"]


def test_nobody_has_promised_on_a_day_to_come() -> None:
    def read(day: str) -> Any:
        data: Any = MultiValueDict()
        row = {"name": "Föreningen", "sector": "civil_society", "role": "partner", "intent_by": "Ada", "intent_on": day}
        data["part-TOTAL_FORMS"], data["part-INITIAL_FORMS"] = "1", "0"
        for name, value in row.items():
            data[f"part-0-{name}"] = value
        return PartyFormSet(data, prefix="part")

    with clock.at(factories.NOW):
        today, tomorrow = read("2026-11-23"), read("2026-11-24")
        assert today.values[0]["intent_on"] == date(2026, 11, 23) and today.unparsed == {}
        assert tomorrow.unparsed["part-0-intent_on"] == {
            "raw": "2026-11-24",
            "error": "24 november 2026 har inte varit än. Skriv dagen när avsiktsförklaringen skrevs under.",
        }
