"""What applicants do in the browser: idea, application section by section, completion, acceptance, report, claim."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from playwright.sync_api import FilePayload, Locator

from applications.enums import EffectLevel, EffectTerm, Formulator, Perspective
from portal.demo.stories import kraftsamling
from portal.demo.stories.others import text
from portal.demo.stories.texts import Text

from .window import Window

REGION = "Region Örebro län"
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
CERTIFICATE = FilePayload(name="Intyg om medfinansiering.pdf", mimeType="application/pdf", buffer=PDF)
NEXT = "Spara och fortsätt"
SECTORS = {"civil_society": "Civilsamhälle", "municipality": "Kommun"}
ROLES = {"partner": "Samverkanspart", "co_applicant": "Medsökande"}
FORMULATORS = dict(Formulator.choices)
PERSPECTIVES = dict(Perspective.choices)
LINKS = {
    "problem": ("Lägg till ett problem", "Problemet"),
    "resource": ("Lägg till en resurs", "Resursen"),
    "activity": ("Lägg till en aktivitet", "Aktiviteten"),
    "output": ("Lägg till en prestation", "Prestationen"),
    "effect": ("Lägg till en effekt", "Effekten"),
}
MEASURE = {"text": "Mått", "baseline": "Nuläge", "target": "Mål", "source": "Källa", "measured_by": "Vem mäter"}
STRATEGY = "Område i den regionala utvecklingsstrategin"
LABELS = {"personal": "Egen personal", "externa": "Externa tjänster", "resor": "Resor och logi"}


@dataclass(frozen=True)
class Plan:
    """What is applied for: texts, period, and amounts as strings with öre, one for each year."""

    text: Text
    start: date
    end: date
    costs: Mapping[str, Sequence[str]]
    own_money: Sequence[str]
    applied: Sequence[str]
    account: str = "Egna medel"

    @property
    def years(self) -> list[int]:
        return list(range(self.start.year, self.end.year + 1))


def small_plan(title: str, year: int) -> Plan:
    """One year, small enough for a decision on delegation (15 percent indirect costs, 40 percent share)."""
    return Plan(
        text(title, "Sagostunder på tre bibliotek.", "Barn mellan tre och sex år"),
        start=date(year + 1, 2, 1),
        end=date(year + 1, 11, 30),
        costs={"personal": ["60000"], "externa": ["7500"], "resor": ["3000"]},
        own_money=["47700"],
        applied=["31800"],
    )


def typed(amount: Decimal | str) -> str:
    """As a person types it: 456 852,25."""
    return f"{Decimal(amount):,.2f}".replace(",", " ").replace(".", ",")


def to_do(me: Window, verb: str, title: str) -> None:
    """From the list of what awaits the person on Mina sidor."""
    me.open("/mina-sidor/").follow(re.compile(rf"^{verb}\s*:.*{re.escape(title)}"))


# Idea


def write_idea(me: Window, title: str, programme: str) -> None:
    """From Mina sidor to a shared idea."""
    me.open("/mina-sidor/").follow(re.compile("Ny idé"))
    me.fill("Idéns namn", title)
    me.pick("Vilken satsning gäller idén?", re.compile(rf"^\s*{re.escape(programme)}: .*öppen"))
    me.pick("Vilken organisation gäller det?", REGION)
    me.press("Börja skriva")
    me.fill("Vilket problem vill ni lösa?", kraftsamling.PROBLEM)
    me.fill("Önskat läge för den enskilde", "Barn och unga får stöd innan problemen blir stora.")
    me.fill("Önskat läge för organisationerna", "Skola, vård och föreningar arbetar mot samma mål.")
    me.fill("Önskat läge för samhället", "Fler klarar skolan och mår bra.")
    me.fill("Ungefärlig kostnad", "2 900 000 kr")
    me.press("Spara idén")
    me.sees("Bara ni ser idén.", "2 900 000 kr")


def share_idea(me: Window) -> None:
    me.follow("Dela med handläggare").press("Dela med handläggare")


def convert(me: Window, title: str) -> None:
    """From the list of what to do to a draft application."""
    to_do(me, "Gör en ansökan", title)
    me.press("Gör en ansökan")


# Application


def begin_application(me: Window, call: str | re.Pattern[str]) -> None:
    me.open("/").follow(call).follow("Börja ansökan")
    me.pick("Vilken organisation gäller det?", REGION)
    me.press("Börja skriva")


def write_applicant(me: Window) -> None:
    me.fill("Projektledare", "Karin Holm")
    me.fill("Projektledarens e-post", "sokande@example.se")
    me.fill("Projektledarens telefon", "010-123 45 11")
    me.fill("Förvaltning eller enhet", "Regional utveckling")
    me.fill("Postadress", "Box 100")
    me.fill("Postnummer", "701 00")
    me.fill("Ort", "Örebro")
    me.pick("Omfattas ni av LOU eller någon annan upphandlingslag?", "Ja")
    me.pick("Drar ni av moms i projektet?", "Ja")
    me.pick("Utbetalning till", "Bankgiro")
    me.fill("Kontots nummer", "5050-1055")
    me.tick("Kontot tillhör vår organisation")


def write_parties(me: Window, words: Text) -> None:
    for number, party in enumerate(words.parties):
        if number:
            me.press("Lägg till en part")
        row = me.page.locator("#ny-rad")
        me.fill("Organisationens namn", party["name"], within=row)
        me.fill("Organisationsnummer", party["orgnr"], within=row)
        me.choose("Sektor", SECTORS[party["sector"]], within=row)
        me.choose("Roll", ROLES[party["role"]], within=row)
        me.fill("Det här gör parten i projektet", party["does"], within=row)
        if "intent_by" in party:
            me.fill("Vem som lovar för parten", party["intent_by"], within=row)
            me.fill("Avsiktsförklaringen skrevs", str(party["intent_on"]), within=row)


def write_project(me: Window, plan: Plan) -> None:
    words = plan.text
    me.fill("Projektets namn", words.title)
    me.fill("Sammanfattning", words.summary)
    me.fill("Projektet börjar", plan.start.isoformat())
    me.fill("Projektet slutar", plan.end.isoformat())
    me.fill("Problemet", words.problem)
    me.fill("Önskat läge för individen", words.desired_individual)
    areas = words.areas or ["Meningsfull fritid"]
    for area in areas:
        me.pick("Utvecklingsområden", area)
    me.choose("Viktigaste utvecklingsområdet", words.main_area or areas[0])
    for municipality in words.municipalities or ["Kumla"]:
        me.pick("Kommuner", municipality)


def write_target(me: Window, words: Text) -> None:
    me.fill("Målgruppen", words.target_group)
    me.fill("Det som målgruppen riskerar", words.target_risk)
    me.fill("Yngsta ålder", str(words.ages[0]))
    me.fill("Äldsta ålder", str(words.ages[1]))
    me.fill("Så många barn och unga når ni direkt", str(words.reach[0]))
    me.fill("Så många når ni indirekt", str(words.reach[1]))
    me.pick("Vänder ni er även till vårdnadshavare eller andra viktiga vuxna?", "Nej")
    me.fill("Barns och ungas delaktighet", words.child_participation)


def write_carrying_out(me: Window, words: Text) -> None:
    me.fill("Samverkan", words.cooperation)
    me.fill("Skillnaden mot det ni gör annars", words.delimitation)
    if me.has("group", re.compile("pilotmedel")):  # of the calls that have money to share out
        me.pick("Ska projektet dela ut pilotmedel?", "Ja")
        me.fill("Om ja: så fördelar ni pilotmedlen", words.pilot_criteria)
    me.fill("Efter projektet: den som tar vid", words.longevity)
    me.fill("Efter projektet: pengarna", words.longevity_money)
    me.fill("Efter projektet: när det bestäms", words.longevity_decision)


def write_risks(me: Window, words: Text) -> None:
    for number, risk in enumerate(words.risks):
        if number:
            me.press("Lägg till en risk")
        row = me.page.locator("#ny-rad")
        me.fill("Risk", risk["text"], within=row)
        me.fill("Sannolikhet, 1–5", str(risk["likelihood"]), within=row)
        me.fill("Konsekvens, 1–5", str(risk["impact"]), within=row)
        me.fill("Åtgärd", risk["action"], within=row)
    me.fill("Inköps- och upphandlingsplan", words.procurement_plan)


def write_anchoring(me: Window, words: Text) -> None:
    for who in words.who_formulated:
        me.pick("Vilka har varit med och formulerat problemet?", FORMULATORS[who])
    me.fill("Förankring", words.anchoring)
    if me.has("combobox", re.compile(STRATEGY)):  # of the calls that have areas to choose among
        me.choose(STRATEGY, words.strategy_area or "Kunskapslyft och utbildning")
    for one, told in words.perspectives.items():
        me.pick("Perspektiv", PERSPECTIVES[one])
        me.fill(f"{PERSPECTIVES[one]}: så har ni tänkt", told)
    me.fill("Källor", words.references)


def write_goals(me: Window, words: Text) -> None:
    me.fill("Övergripande mål", words.overall_goal)
    me.fill("Projektmål", words.project_goal)
    me.fill("Uppföljning", words.follow_up)
    for number, goal in enumerate(words.goals):
        if number:
            me.press("Lägg till ett delmål")
        row = me.page.locator("#ny-rad")
        me.fill("Delmål", goal["text"], within=row)
        me.fill("Aktiviteter", goal["activities"], within=row)
        me.fill("Så ser vi att målet är nått", goal["indicator"], within=row)


def write_chain(me: Window, words: Text) -> None:
    """Link by link from the last, so that what each leads to is there to tick."""
    for link in reversed(words.chain):
        add, name = LINKS[link["kind"]]
        me.follow(add)
        me.fill(name, link["text"])
        if "term" in link:
            me.pick("När märks det?", EffectTerm(link["term"]).label)
            me.pick("För vem blir det annorlunda?", EffectLevel(link["level"]).label)
        for key in link.get("leads_to", ()):
            text = next(other["text"] for other in words.chain if other["key"] == key)
            me.pick("Det här leder till", re.compile(rf"^\s*\w+ {re.escape(text)}\s*$"))
        for measure in link.get("measures", ())[:1]:
            for column, label in MEASURE.items():
                me.fill(label, measure.get(column, ""), within=me.page.locator("#ny-rad"))
        me.press("Spara")


def write_organisation(me: Window, words: Text) -> None:
    for number, role in enumerate(words.roles):
        if number:
            me.press("Lägg till en roll")
        row = me.page.locator("#ny-rad")
        me.fill("Roll", role["role"], within=row)
        me.fill("Arbetsplats", role["workplace"], within=row)
        if "share" in role:
            me.fill("Andel av heltid, i procent", f"{Decimal(role['share']) * 100:.0f}", within=row)
        me.fill("Vem som betalar", role["paid_by"], within=row)
    me.fill("Styrgrupp, arbetsgrupper och referensgrupp", words.governance)


def write_budget(me: Window, plan: Plan) -> None:
    """Amounts year by year; who else pays is told in the fold below the tables."""
    for key, amounts in plan.costs.items():
        write_row(me, LABELS[key], plan.years, amounts)
    details = me.page.locator("#ny-rad")
    me.fill("Vem som betalar", REGION, within=details)
    me.fill("Vilka pengar", plan.account, within=details)
    me.fill("Organisationsnummer", "2321000164", within=details)
    me.choose("Typ", "Offentlig finansiär", within=details)
    me.choose("Hur säkra är pengarna?", "Beslutad", within=details)
    write_row(me, "Finansiär 1", plan.years, plan.own_money)
    write_row(me, "Det ni söker av oss", plan.years, plan.applied)


def write_row(me: Window, name: str, years: Sequence[int], amounts: Sequence[str]) -> None:
    for year, amount in zip(years, amounts, strict=True):
        me.write(cell(me, name, year), typed(amount))


def cell(me: Window, name: str, year: int) -> Locator:
    """The control of a row and a year in the budget."""
    return me.page.get_by_label(f"{name}, {year}, kronor", exact=True)


def add_certificate(me: Window, file: str | Path | FilePayload = CERTIFICATE) -> None:
    kind = me.region("Intyg om medfinansiering")
    button = kind.get_by_role("button", name=re.compile(r"^\s*Lägg in"))
    by_itself = not button.is_visible()  # with a script each file is put in as it is chosen
    me.give(kind.locator("input[type=file]"), file)
    if by_itself:
        kind.locator(".files > li:not(.file--sending), .files > .file--failed").last.wait_for()
    else:
        me.press(re.compile(r"^\s*Lägg in"), within=kind)


def write_application(me: Window, plan: Plan) -> None:
    """Every section, from the list of sections to the review; each save leads to the next."""
    me.follow("Sökande")
    write_applicant(me)
    me.press(NEXT)
    me.press(NEXT)  # nobody else to talk to
    write_parties(me, plan.text)
    me.press(NEXT)
    write_project(me, plan)
    me.press(NEXT)
    write_target(me, plan.text)
    me.press(NEXT)
    write_anchoring(me, plan.text)
    me.press(NEXT)
    write_goals(me, plan.text)
    me.press(NEXT)
    write_chain(me, plan.text)
    me.press(NEXT)
    write_carrying_out(me, plan.text)
    me.press(NEXT)
    write_organisation(me, plan.text)
    me.press(NEXT)
    write_risks(me, plan.text)
    me.press(NEXT)
    me.press(NEXT)  # no other projects
    write_from_budget(me, plan)


def write_from_budget(me: Window, plan: Plan) -> None:
    """The sections from the budget on, to the review."""
    write_budget(me, plan)
    me.press(NEXT)
    me.pick("Säljer ni något eller konkurrerar på en marknad i projektet?", "Nej")
    me.pick("Får något företag en fördel av projektet?", "Nej")
    me.press(NEXT)
    me.pick("Har ni fått eller sökt annat offentligt stöd för projektet?", "Nej")
    me.tick("Vi intygar att samma kostnad inte betalas två gånger")
    me.press(NEXT)
    add_certificate(me)
    me.tick("Alla bilagor är inlagda")
    me.press(NEXT)
    me.tick("Vi har läst hur ni använder personuppgifter")
    me.tick("Vi godkänner de allmänna villkoren")
    me.press(NEXT)


def stand_by_warnings(me: Window) -> None:
    """On the review: what stands as a warning has been read, and is meant."""
    for box in me.page.get_by_role("checkbox", name="Vi har läst och vill ändå skicka in").all():
        me.check(box)
    me.press("Spara", exact=True)


def open_draft(me: Window, title: str) -> None:
    to_do(me, "Öppna ansökan", title)


def open_case(me: Window, title: str) -> None:
    me.open("/mina-sidor/").follow(title)


def open_project(me: Window, title: str) -> None:
    open_case(me, title)
    me.follow("Projektet: rapporter, rekvisitioner och utbetalningar")


def submit(me: Window, title: str) -> str:
    """The signatory sends it in; gives the dnr of the receipt."""
    open_draft(me, title)
    me.follow("Granska ansökan").press("Skicka in ansökan")
    me.sees("Diarienummer")
    return me.page.locator(".receipt__no b").inner_text()


def answer_completion(me: Window, title: str, answer: str) -> None:
    to_do(me, "Komplettera", title)
    me.fill("Ert svar", answer)
    me.press("Lämna kompletteringen")


def accept(me: Window, title: str) -> None:
    to_do(me, "Läs och godkänn", title)
    me.page.get_by_role("checkbox").check()
    me.press("Godkänn beslutet")


# Report and claim


def hand_in_report(me: Window, title: str, name: str, *, final: bool = False) -> None:
    open_project(me, title)
    me.follow(name)
    me.fill("Sammanfattning av perioden", "Plattformen har tagit form och fler kommuner har kommit med.")
    me.fill("Vad ni har gjort", "Forum i alla länsdelar, tre nya piloter och en dag om skolnärvaro.")
    me.fill("Så nära målen är ni", "Båda delmålen går framåt.")
    me.fill("Lärdomar", "Piloter som rektor och socialchef äger ihop kommer längst.")
    me.fill("Tecken på förändring", "Fler lärare ringer tidigt. I siffror syns inget än.")
    me.press("Spara", exact=True)
    if final:
        me.fill("Uppföljning på lång sikt", "Regionens analytiker, tre år efter projektet.")
        me.pick("Er rekommendation", "Implementering")
        me.fill("Vem tar vid, när och med vilka pengar", "Regional utveckling tar över med ordinarie pengar.")
    me.press("Lämna rapporten")


def write_claim(me: Window, title: str, name: str, amounts: Mapping[str, Decimal], total: Decimal) -> None:
    """The economist's part: what is booked, and what the ledger says."""
    open_project(me, title)
    me.follow(name)
    for key, amount in amounts.items():
        me.page.get_by_label(f"{LABELS[key]}, bokfört i perioden, kronor").fill(typed(amount))
    me.press("Räkna om")
    me.fill("Summan enligt huvudboken", typed(total))
    me.page.get_by_role("checkbox").check()
    me.press("Spara", exact=True)


def hand_in_claim(me: Window, title: str, name: str) -> None:
    open_project(me, title)
    me.follow(name)
    me.press("Lämna rekvisitionen")
