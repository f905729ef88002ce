"""The whole story, clicked: one grant from idea to settled, by the people it needs (Kraftsamling's own figures)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator

from portal import dates
from portal.demo.stories import kraftsamling
from portal.money import NBSP, kronor

from . import applicant, desk
from .applicant import Plan
from .conftest import OpenWindow
from .hours import pass_until, today
from .window import Window

Person = Callable[[str], Window]
FIXTURE: dict[str, Any] = json.loads(
    (Path(__file__).parent.parent / "fixtures" / "orebro_budget.json").read_text(encoding="utf-8")
)
PROGRAMME = "Rusta barn och unga"
BOARD = "Regional tillväxtnämnd"
TITLE = "Kraftsamling barn och unga, nästa etapp"
ACCOUNT = "Egna medel - aktivitetsmedel barn och unga"
CAP = f"800{NBSP}609{NBSP}kr"
PAID = FIXTURE["payments_at_decided_percent"]["paid"]


def test_from_idea_to_settled(window: OpenWindow, person: Person) -> None:
    lead, signatory, officer = person("sokande"), person("firmatecknare"), person("handlaggare")
    year = today(lead).year
    plan = Plan(
        replace(kraftsamling.TEXT, title=TITLE),
        start=date(year + 1, 8, 1),
        end=date(year + 3, 8, 1),
        costs=kraftsamling.COSTS,
        own_money=kraftsamling.OWN_MONEY,
        applied=kraftsamling.APPLIED,
        account=ACCOUNT,
    )
    the_idea(lead, officer)
    the_application(lead, signatory, plan)
    the_preparation(person)
    the_decision(person, window())
    the_project(person, window(), plan)
    the_end(person)


def the_idea(lead: Window, officer: Window) -> None:
    """Written, shared, talked about, recommended."""
    applicant.write_idea(lead, TITLE, PROGRAMME)
    applicant.share_idea(lead)
    desk.open_case(officer, TITLE)
    desk.not_conflicted(officer)
    desk.move(officer, "Ta upp dialogen", "Dialogen är öppen.")
    desk.advise(officer, "Idén stämmer med nämndens inriktning. Beskriv hur piloterna väljs ut.")
    applicant.open_case(lead, TITLE)
    lead.sees("Beskriv hur piloterna väljs ut.")


def the_application(lead: Window, signatory: Window, plan: Plan) -> None:
    """Converted, filled in section by section, sent in by the one who may."""
    applicant.convert(lead, TITLE)
    applicant.write_application(lead, plan)
    assert lead.heading == "Granska och skicka in"
    lead.sees("har inget mått")  # the effects that came along from the idea
    applicant.stand_by_warnings(lead)
    lead.sees("Allt är klart.", "Lars Hedman")
    assert not lead.has("button", "Skicka in ansökan")
    assert printed(lead.page.locator("table.money").first, plan.years) == FIXTURE["printed"]["costs"]
    dnr = applicant.submit(signatory, TITLE)
    assert re.fullmatch(r"\d{2}RS\d{5}", dnr)
    applicant.open_case(signatory, TITLE)
    signatory.sees(dnr, "Vi utser en handläggare.")
    until_link(signatory, re.compile("Kvittens.*PDF"))
    assert signatory.pdf(re.compile("Kvittens.*PDF")).startswith(b"%PDF")


def the_preparation(person: Person) -> None:
    """Assigned, checked, completed, checked again, assessed, proposed, approved."""
    head, officer, lead = person("enhetschef"), person("handlaggare"), person("sokande")
    desk.open_case(head, TITLE)
    desk.assign(head, "Elin Sandahl")
    desk.open_case(officer, TITLE)
    desk.check(officer, complete=False, note="Det framgår inte vad förbundet gör.")
    desk.request_completion(
        officer,
        "Samverkansparter",
        "Skriv vad Norra Älvens kommunalförbund gör i projektet",
        "Vi behöver se vem som ansvarar för vad innan vi kan bedöma samverkan.",
    )
    applicant.answer_completion(lead, TITLE, "Förbundet samordnar kommunernas piloter. Det står nu i parterna.")
    desk.open_case(officer, TITLE)
    desk.check(officer, complete=True, note="Komplett efter komplettering.")
    desk.move(officer, "Börja bereda", "Beredningen har börjat.")
    desk.assess(
        officer,
        kraftsamling.ASSESSMENT,
        "Projektet är till för barn och unga, som är med och väljer piloter.",
        "Ett väl förankrat projekt med god bredd. Vi föreslår bifall.",
    )
    desk.propose(
        officer,
        kind="Bifall",
        share="28",
        cap="800 609",
        reasons=kraftsamling.REASONS,
        conditions="Redovisa i första rapporten hur piloterna har valts ut.",
    )
    for name in ("Ansökan", "Ekonomi", "Bedömning", "Handlingar", "Historik"):
        desk.tab(officer, name)
    desk.open_case(head, TITLE)
    desk.not_conflicted(head)
    desk.move(head, "Godkänn förslaget", "Förslaget är godkänt.")


def the_decision(person: Person, clock: Window) -> None:
    """Put on the agenda, decided, justerat, anslaget, expedierat; read by a member; accepted by the signatory."""
    secretary, member, signatory = person("namndsekreterare"), person("ledamot"), person("firmatecknare")
    held_on = today(secretary) + timedelta(days=21)
    desk.plan_meeting(secretary, BOARD, held_on)
    desk.open_case(secretary, TITLE)
    desk.put_on_agenda(secretary, held_on)
    member.open("/namnd/").sees(TITLE)
    pass_until(clock, held_on)
    desk.hold_meeting(secretary, held_on)
    desk.open_case(secretary, TITLE)
    desk.register_decision(secretary, "47")
    desk.move(secretary, "Registrera justering", "Justeringen är registrerad.")
    desk.move(secretary, "Registrera anslag", "Anslaget är registrerat.")
    desk.until_made(secretary, "Expediera beslutet")
    desk.move(secretary, "Expediera beslutet", "Beslutet är expedierat.")
    member.open("/namnd/").follow(TITLE)
    member.sees(CAP, "§ 47")
    assert member.pdf(re.compile("Beslutet som PDF")).startswith(b"%PDF")
    applicant.open_case(signatory, TITLE)
    signatory.sees("28 % av bokförda kostnader", CAP)
    applicant.accept(signatory, TITLE)


def the_project(person: Person, clock: Window, plan: Plan) -> None:
    """Three calendar years, each with a report and a claim that three people examine, release and pay."""
    officer = person("handlaggare")
    pass_until(clock, dates.next_working_day(plan.start))  # the morning jobs begin the project
    desk.open_case(officer, TITLE)
    desk.move(officer, "Gå till genomförande", "Projektet är i genomförande.")
    for number, year in enumerate(plan.years, 1):
        pass_until(clock, min(date(year, 12, 31), plan.end))
        a_period(person, number, is_final=number == len(plan.years))


def a_period(person: Person, number: int, *, is_final: bool) -> None:
    lead, officer, economist, payer = (person(name) for name in ("sokande", "handlaggare", "ekonom", "attestant"))
    report, claim = (f"{'Slutrapport' if is_final else 'Lägesrapport'} {number}",
                     f"{'Slutrekvisition' if is_final else 'Rekvisition'} {number}")  # fmt: skip
    applicant.hand_in_report(lead, TITLE, report, final=is_final)
    costs = {key: Decimal(amounts[number - 1]) for key, amounts in kraftsamling.COSTS.items()}
    applicant.write_claim(person("ekonom.sokande"), TITLE, claim, costs, booked(number))
    person("ekonom.sokande").sees(f"{kronor(PAID[number - 1])}{NBSP}kr")
    applicant.hand_in_claim(person("firmatecknare"), TITLE, claim)
    desk.open_case(officer, TITLE)
    desk.move(officer, "Godkänn rapporten", "Rapporten är godkänd.")
    desk.move(officer, "Godkänn innehållet", "Innehållet är godkänt.")
    for one in (economist, payer):
        desk.open_case(one, TITLE)
        if number == 1:
            desk.not_conflicted(one)
        if one is economist:
            desk.move(one, "Godkänn beloppen", "Beloppen är godkända.")
        else:
            desk.move(one, "Attestera utbetalningen", "Utbetalningen är attesterad.")
    desk.open_case(economist, TITLE)
    desk.move(economist, "Registrera utbetalningen", "Utbetalningen är registrerad.")
    applicant.open_project(lead, TITLE)
    lead.sees(f"{kronor(sum(PAID[:number]))}{NBSP}kr av högst {CAP} är utbetalt.")


def the_end(person: Person) -> None:
    """Final report approved, money settled, case closed; everybody sees that it is over."""
    officer, economist, lead = person("handlaggare"), person("ekonom"), person("sokande")
    desk.open_case(officer, TITLE)
    desk.move(officer, "Godkänn projektets slutrapportering", "Projektet är slutrapporterat.")
    desk.open_case(economist, TITLE)
    desk.move(economist, "Slutreglera projektet", "Projektet är slutreglerat.")
    desk.open_case(officer, TITLE)
    desk.tab(officer, "Projekt")
    desk.move(officer, "Avsluta ärendet", "Ärendet är avslutat.")
    applicant.open_case(lead, TITLE)
    lead.sees("Avslutat. Allt är redovisat")
    lead.open("/demo/mejl/")
    lead.do(lead.page.get_by_role("link", name=re.compile("Projektet är slutreglerat")).first.click)
    lead.sees(TITLE, f"Sammanlagt har vi betalat {CAP}")


def booked(number: int) -> Decimal:
    """All costs of a period, the indirect ones too, cumulative figures taken apart; kronor with öre."""
    sums = [Decimal(amount) for amount in FIXTURE["payments_at_decided_percent"]["approved_cumulative"]]
    return sums[number - 1] - (sums[number - 2] if number > 1 else 0)


def printed(table: Locator, years: list[int]) -> dict[str, list[int]]:
    """The rows of a money table as whole kronor: one per year, and the total."""
    rows = {}
    for row in table.locator("tbody tr").all():
        figures = [int(re.sub(r"\D", "", text)) for text in row.locator("td").all_inner_texts()]
        assert len(figures) == len(years) + 1
        rows[row.locator("th").inner_text().splitlines()[0].strip()] = figures
    return rows


def until_link(me: Window, name: re.Pattern[str]) -> None:
    """Load the page again, as it says, until the document is made."""
    while not me.has("link", name):
        me.page.wait_for_timeout(500)
        me.follow("Ladda om sidan")
