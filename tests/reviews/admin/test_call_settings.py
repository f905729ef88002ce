"""The settings of a call that other parts of the portal read: typed as a person writes them, told and compared."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from applications.enums import VatRule
from applications.models import Call
from applications.services import calls
from tests import factories
from tests.applications.views.pages import controls, field_error, read, summary, text
from tests.reviews.admin.test_calls import at, posted

AtDesk = Callable[[str], Client]


@pytest.fixture(scope="module")
def call(stage: None) -> Call:
    return factories.call(closes_in=30, advance_max_share=None, advance_max_amount=None)


def test_all_settings_are_typed_saved_shown_again_and_compared(call: Call, at_desk: AtDesk) -> None:
    client = at_desk("enhetschef")
    given = {
        "advance_max_share": "50",
        "advance_max_amount": "400 000 kr",
        "overrun_share": "20 %",
        "overrun_floor": "50 000",
        "vat_rule": "without",
        "payroll_overhead": "39,5",
        "two_signatures": "on",
        "loa": "4",
        "strategy_areas": "Kunskapslyft\r\n\r\nLivskraftiga landsbygder",
        "start_activities": "Håll ett uppstartsmöte\nSkriv projektplanen",
        "closing_activities": "Skriv slutrapporten",
        "hearing_days": "21",
        "bilaga-2-figure": "on",
        "change_note": "Nya villkor.",
    }
    saved = posted(client, at(call, "call_rules"), **given)
    assert saved.status_code == 302
    rules = call.current_version()
    assert (rules.advance_max_share, rules.advance_max_amount) == (Decimal("0.5"), Decimal(400_000))
    assert (rules.overrun_share, rules.overrun_floor) == (Decimal("0.2"), Decimal(50_000))
    assert (rules.vat_rule, rules.payroll_overhead) == (VatRule.WITHOUT, Decimal("0.395"))
    assert (rules.two_signatures, rules.loa, rules.hearing_days) == (True, 4, 21)
    assert rules.strategy_areas == ["Kunskapslyft", "Livskraftiga landsbygder"]
    assert rules.start_activities == ["Håll ett uppstartsmöte", "Skriv projektplanen"]
    assert rules.closing_activities == ["Skriv slutrapporten"]
    assert [bool(row.get("figure")) for row in rules.attachment_kinds] == [False, False, True]
    compared = text(client.get(saved["Location"]))
    for words in (
        "Förskott, största andel av stödet inget blev 50 %",
        "Förskott, högsta belopp inget blev 400 000 kr",
        "Moms utan moms för den som drar av den, annars med blev alltid utan moms",
        "Två behöriga skriver under tillsammans nej blev ja",
        "Kom till: Håll ett uppstartsmöte",
        "Annan bilaga, bild",
    ):
        assert words in compared, words
    page = client.get(at(call, "call_rules"))
    shown = controls(page)
    for name in ("advance_max_share", "vat_rule", "payroll_overhead", "loa", "hearing_days", "start_activities"):
        assert shown[name].replace("\r", "").replace("\xa0", " ") == given[name], name
    assert "checked" in read(page).all("input", id="id_bilaga-2-figure")[0].given


def test_rules_that_are_saved_untouched_stay_as_they_are(call: Call, at_desk: AtDesk) -> None:
    """None is no limit and not nought."""
    before = call.current_version()
    head = factories.staff("enhetschef")
    calls.change_rules(call, values={"overrun_share": Decimal(0)}, change_note="Noll.", by=head)
    answer = posted(at_desk("enhetschef"), at(call, "call_rules"), change_note="Ingenting.")
    assert "Ingen regel är ändrad, så det blir ingen ny version." in text(answer)
    after = call.current_version()
    assert after.number == 2
    assert after.overrun_share == Decimal(0)
    assert (after.advance_max_share, after.payroll_overhead) == (before.advance_max_share, before.payroll_overhead)
    assert after.overrun_floor == before.overrun_floor


@pytest.mark.parametrize(
    ("given", "control", "words"),
    [
        ({"advance_max_share": "0"}, "id_advance_max_share", "Skriv mer än 0 procent"),
        ({"payroll_overhead": "fyrtio"}, "id_payroll_overhead", "Skriv andelen i procent"),
        ({"hearing_days": "5"}, "id_hearing_days", "Skriv 14 eller mer."),
        ({"overrun_floor": "-1"}, "id_overrun_floor", "Skriv ett belopp som är 0 eller mer."),
        ({"strategy_areas": "Livskraft\nLivskraft"}, "id_strategy_areas", "Står två gånger: Livskraft."),
        ({"start_activities": "x" * 201}, "id_start_activities", "En rad är 201 tecken."),
    ],
)
def test_a_faulty_setting_is_told_at_its_field(
    call: Call, given: dict[str, Any], control: str, words: str, at_desk: AtDesk
) -> None:
    answer = posted(at_desk("enhetschef"), at(call, "call_rules"), change_note="Prov.", **given)
    assert words in field_error(answer, control)
    assert any(href == f"#{control}" for _, href in summary(answer))
    kept = controls(answer)
    assert {name: kept[name] for name in given} == given
    assert call.versions.count() == 1
