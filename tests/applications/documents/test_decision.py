"""What the letter of a decision says: by kind, by decider and by legal regime, with the real case's figures."""

import json
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from applications import jobs
from applications.documents import clauses, contents
from applications.documents import decision as letter
from applications.models import Call, CallVersion, Decision, FundingSource
from portal import clock, pdf
from portal.accounts.models import Authority
from portal.files import storing
from tests import factories, pdf_text
from tests.applications.budget.orebro import FIXTURE

pytestmark = pytest.mark.django_db
NBSP = "\u00a0"


def kraftsamling(**changes: Any) -> Decision:
    """The board's decision on the real case, its text locked and its letter made."""
    tale = factories.story()
    start = datetime(2024, 3, 1, 10, tzinfo=clock.STOCKHOLM)
    with clock.at(start):
        tale.begin_application(factories.call())
        tale.write(factories.kraftsamling.TEXT, factories.kraftsamling.PERIOD)
        tale.count(factories.kraftsamling.money())
        tale.finish()
        tale.submit()
        tale.assign()
        tale.prepare()
        tale.assess(factories.kraftsamling.ASSESSMENT, "Bra för barn.", "Bifall.")
        values = {
            "kind": "approval",
            "share": Decimal("0.28"),
            "cap": Decimal(800_609),
            "reasons": factories.kraftsamling.REASONS,
            "conditions": "Redovisa hur piloterna har valts ut.",
        }
        tale.propose(**(values | changes))
        tale.approve_proposal()
        tale.put_on_agenda(date(2024, 5, 14))
    with clock.at(datetime(2024, 5, 14, 16, tzinfo=clock.STOCKHOLM)):
        tale.decide_in_board("47")
    with clock.at(datetime(2024, 5, 22, 10, tzinfo=clock.STOCKHOLM)):
        tale.approve_minutes()
        jobs.run_sweep()
    return tale.decision


def printed(decision: Decision) -> str:
    return pdf_text.text(storing.read(decision.document.file))


def test_letter_of_the_real_case_prints_every_figure_of_its_table() -> None:
    text = printed(kraftsamling())
    for table in FIXTURE["printed"].values():
        for label, figures in table.items():
            for figure in figures:
                assert f"{figure:,}".replace(",", " ") in text, (label, figure)
    assert "28 % (beräknat 27,6 %)" in text
    assert "Beloppen är avrundade till hela kronor" in text
    assert text.count("Sida 1 (") == 1


def test_letter_of_the_real_case_says_what_when_and_how() -> None:
    d = kraftsamling().frozen
    assert d is not None
    assert d["heading"] == "Ni får stöd till Kraftsamling barn och unga"
    assert d["protocol"] == "§ 47, 14 maj 2024"
    assert d["decides"] == "Regionala tillväxtnämnden beslutar"
    assert d["clauses"][0] == (
        "att bevilja Region Örebro län (232100-0164) stöd till projektet Kraftsamling barn och unga med "
        f"28{NBSP}procent av projektets bokförda kostnader, dock högst 800{NBSP}609 kronor, för perioden "
        "1 augusti 2024 – 1 augusti 2026,"
    )
    assert d["clauses"][1] == (
        f"att stödet tas ur 1:1-medel med 186{NBSP}182 kronor för 2024, 381{NBSP}300 kronor för 2025 och "
        f"233{NBSP}126 kronor för 2026,"
    )
    assert "de särskilda villkoren" in d["clauses"][2]
    assert d["acceptance_due"] == "2024-06-11"
    assert d["lead"].endswith("Godkänn beslutet senast 11 juni 2024.")
    assert d["reporting"] == [
        ["Lägesrapport och rekvisition", "1 augusti 2024 – 31 december 2024", "28 februari 2025"],
        ["Lägesrapport och rekvisition", "1 januari 2025 – 31 december 2025", "2 mars 2026"],
        ["Slutrapport och slutrekvisition", "1 januari 2026 – 1 augusti 2026", "1 oktober 2026"],
    ]
    assert d["appeal"]["heading"] == "Beslutet får inte överklagas"
    assert d["payment"][1] == "Vi väntar inte på laga kraft innan vi betalar."
    assert d["conditions"]["revocation"], "återkallelseförbehåll stands always"
    assert d["participants"] == ["Regionala tillväxtnämnden har beslutat. Elin Sandahl har föredragit ärendet."]
    assert d["recipients"] == ["Region Örebro län", "Norra Älvens kommunalförbund", "Ekonomi, Region Örebro län"]


def test_nothing_printed_is_read_after_the_text_is_locked() -> None:
    decision = kraftsamling()
    before = decision.frozen
    Authority.objects.update(name="Region Ny")
    FundingSource.objects.update(appeal_text="Något annat.")
    factories.under_rules(decision.case.application, terms_text="Andra villkor.")
    fresh = Decision.objects.get(pk=decision.pk)
    assert fresh.frozen == before
    assert contents.sha256(before or {}) == decision.frozen_sha256
    assert json.loads(json.dumps(before)) == before


def test_frozen_decision_rides_along_as_data_in_the_file() -> None:
    decision = kraftsamling()
    with pikepdf.open(BytesIO(storing.read(decision.document.file))) as document:
        attached = {name: spec.get_file().read_bytes() for name, spec in document.attachments.items()}
    assert attached == {"decision.json": contents.canonical(decision.frozen or {})}


def test_share_that_was_decided_is_never_rounded_in_the_clause() -> None:
    assert clauses.in_words(Decimal("0.276000")) == f"27,6{NBSP}procent"
    assert clauses.in_words(Decimal("0.28")) == f"28{NBSP}procent"


def decided_on_delegation(kind: str) -> Decision:
    """With its letter set from what was decided."""
    tale = factories.proposed_tale(kind=kind)
    tale.decide_by_delegation("handlaggare")
    factories.make_letter(tale)
    return tale.decision


def test_rejection_says_no_at_once_with_full_reasons_and_the_way_on() -> None:
    decision = decided_on_delegation("rejection")
    d = decision.frozen
    assert d is not None
    assert d["kind"] == "avslag"
    assert d["heading"] == "Ni får inget stöd till Läsa högt hemma"
    assert d["clauses"] == [
        "att avslå ansökan från Region Örebro län (232100-0164) om stöd till projektet Läsa högt hemma."
    ]
    assert d["budget"] is None and d["conditions"] is None and d["reporting"] == []
    assert d["reasons"], "an avslag has its reasons (förvaltningslagen 32 §)"
    assert "Ni kan söka igen" in d["next_steps"][0]
    assert "säger nej" in printed(decision)


def test_decision_on_delegation_names_the_person_and_the_board() -> None:
    decision = decided_on_delegation("approval")
    d = decision.frozen
    assert d is not None
    assert d["protocol_label"] == "Delegation"
    assert d["protocol"].startswith("Delegationsbeslut 1/2026")
    assert d["decides"] == "Elin Sandahl, handläggare, beslutar på delegation från Regionala tillväxtnämnden"
    assert d["board_name"] == "Regional tillväxtnämnd"
    assert printed(decision)


def test_money_of_the_board_itself_can_be_tried_by_the_court() -> None:
    d = factories.delegated_tale(factories.call(early=True)).decision.frozen
    assert d is not None
    assert d["appeal"]["heading"] == "Hur man överklagar (laglighetsprövning)"
    assert any("Förvaltningsrätten i Karlstad" in text for text in d["appeal"]["paragraphs"])
    assert d["payment"][1] == "Vi betalar först när beslutet har fått laga kraft."
    assert len(d["reporting"]) == 4, "half-years are the default"


def test_acceptance_day_moves_off_a_day_that_is_no_working_day() -> None:
    rules = CallVersion(call=Call(), number=1, acceptance_days=28)
    assert letter.acceptance_day(date(2026, 11, 27), rules) == date(2026, 12, 28), "julafton to måndag"


def test_what_people_wrote_is_printed_as_it_stands() -> None:
    tale = factories.prepared_tale(title="<b>Läsa</b> {{ 7|add:1 }} & må bra")
    tale.assess(factories.kraftsamling.ASSESSMENT, "Bra.", "Nej.")
    tale.propose(kind="rejection", reasons='<img src="http://example.se/x.png"> räcker inte', conditions="")
    tale.approve_proposal()
    tale.decide_by_delegation("handlaggare")
    assert jobs.run_sweep()["documents"] == 3  # with receipt and tjänsteutlåtande
    text = printed(tale.decision)
    assert "<b>Läsa</b> {{ 7|add:1 }} & må bra" in text
    assert '<img src="http://example.se/x.png"> räcker inte' in text
    assert pdf.page_count(storing.read(tale.decision.document.file)) == tale.decision.document.pages
