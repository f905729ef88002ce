"""What each section still needs before the application can be sent in, as sentences that say how to mend it."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from .. import findings
from ..enums import EffectKind, Perspective, YesNo
from ..models import Application
from ..models.component import asks_for_money, requested
from ..models.effect_chain import chain_of

ROWS = "rader"  # where a list of rows stands on its page


class Left(NamedTuple):
    """One thing that is left. `field` is the column where it is mended, or ROWS; empty where it is the whole page."""

    text: str
    field: str = ""


Lefts = list[Left]


def _empty(application: Application, needed: dict[str, str]) -> Lefts:
    return [Left(text, field) for field, text in needed.items() if getattr(application, field) in ("", None, [])]


# Who


def applicant(application: Application) -> Lefts:
    faults = _empty(
        application,
        {
            "address": "Skriv er postadress.",
            "postcode": "Skriv ert postnummer.",
            "city": "Skriv er postort.",
            "contact_name": "Skriv vem som leder projektet.",
            "contact_email": "Skriv projektledarens e-postadress.",
            "contact_phone": "Skriv projektledarens telefonnummer.",
        },
    )
    if not asks_for_money(application):
        return faults
    faults += _empty(
        application,
        {
            "vat": "Svara på om ni drar av moms i projektet.",
            "procurement": "Svara på om ni omfattas av någon upphandlingslag.",
            "account_no": "Skriv numret på kontot som vi ska betala till.",
        },
    )
    if application.account_no and not application.owns_account:
        faults.append(Left("Kryssa i att kontot tillhör er organisation.", "owns_account"))
    return faults


def nothing(application: Application) -> Lefts:
    """All in the section is voluntary."""
    return []


def parties(application: Application) -> Lefts:
    there = application.parties.exists()
    return [] if there else [Left("Lägg till minst en part som ni gör projektet tillsammans med.", ROWS)]


# What


def project(application: Application) -> Lefts:
    rules = application.call_version
    faults = _empty(
        application,
        {
            "title": "Skriv projektets namn.",
            "summary": "Skriv en sammanfattning.",
            "period_start": "Skriv vilken dag projektet börjar.",
            "period_end": "Skriv vilken dag projektet slutar.",
            "problem": "Beskriv problemet.",
        },
    )
    if not any((application.desired_individual, application.desired_organisation, application.desired_society)):
        faults.append(Left("Beskriv vad ni vill ska bli annorlunda, för minst en av de tre.", "desired_individual"))
    if rules.municipalities and rules.min_municipalities and not application.municipalities:
        faults.append(Left("Välj minst en kommun.", "municipalities"))
    if rules.areas and not application.areas:
        faults.append(Left("Välj minst ett utvecklingsområde.", "areas"))
    if rules.areas and application.areas and not findings.main_area(application):
        faults.append(Left("Välj vilket av utvecklingsområdena som är viktigast.", "main_area"))
    return faults + _support(application)


def _support(application: Application) -> Lefts:
    """Which kinds of support are asked for, in a call that has several (N-03)."""
    if not application.call_version.components:
        return []
    chosen = requested(application)
    if not chosen:
        return [Left("Välj minst ett stöd som ni söker.")]
    bare = [row for row in chosen if row.is_counted and row.quantity_from is None]
    return [Left(f"Skriv antal {row.unit} för {row.label}.") for row in bare]


def target_group(application: Application) -> Lefts:
    """Whether adults are reached (G-20); the reason, or that the call takes none, is told by its rules."""
    faults = _empty(
        application,
        {
            "target_group": "Skriv vilka barn och unga projektet är till för.",
            "age_from": "Skriv målgruppens yngsta ålder.",
            "age_to": "Skriv målgruppens äldsta ålder.",
            "reach_direct": "Skriv hur många barn och unga ni når direkt.",
        },
    )
    if application.call_version.allows_adults and not application.reaches_adults:
        faults.append(Left("Svara på om ni även vänder er till vuxna.", "reaches_adults"))
    return faults


def anchoring(application: Application) -> Lefts:
    """An area of the strategy only where the call names some; each ticked perspective with a text (O-10)."""
    faults = _empty(application, {"anchoring": "Beskriv hur projektet är förankrat hos dem som ska bära det."})
    if application.call_version.strategy_areas and not application.strategy_area:
        text = "Välj vilket område i den regionala utvecklingsstrategin projektet hör till."
        faults.append(Left(text, "strategy_area"))
    told = application.perspectives
    bare = [row for row in Perspective if row.value in told and not told[row.value].strip()]
    text = "Beskriv hur ni har tänkt på perspektivet {}."
    return faults + [Left(text.format(row.label.lower()), f"perspektiv_{row.value}_text") for row in bare]


def goals(application: Application) -> Lefts:
    faults = _empty(
        application,
        {
            "overall_goal": "Skriv det övergripande målet.",
            "project_goal": "Skriv projektmålet.",
            "follow_up": "Beskriv hur ni följer upp projektet.",
        },
    )
    if not list(application.sub_goals.all()):
        faults.append(Left("Lägg till minst ett delmål.", ROWS))
    return faults


def effects(application: Application) -> Lefts:
    """Little is demanded: something done, and something that it leads to. The rest is advice (`chain/checks.py`)."""
    chain = chain_of(application)
    activities, reached = chain.of(EffectKind.ACTIVITY), chain.of(EffectKind.EFFECT)
    faults = []
    if not activities:
        faults.append(Left("Lägg till minst en aktivitet i effektkedjan."))
    if not reached:
        faults.append(Left("Lägg till minst en effekt i effektkedjan."))
    if activities and reached and not any(chain.reaches_effect(node) for node in activities):
        faults.append(Left("Säg vad aktiviteterna leder till, så att minst en av dem når en effekt."))
    return faults


def carrying_out(application: Application) -> Lefts:
    """How it is done and what comes after; pilot money where the call has it (O-19)."""
    faults = _empty(
        application,
        {
            "cooperation": "Beskriv hur ni arbetar tillsammans.",
            "delimitation": "Beskriv hur projektet skiljer sig från det ni gör annars.",
            "longevity": "Beskriv vem som tar vid efter projektet.",
        },
    )
    if pilot_categories(application) and not application.shares_out:
        faults.append(Left("Svara på om projektet ska dela ut pilotmedel.", "shares_out"))
    return faults


def pilot_categories(application: Application) -> list[str]:
    """The names of the call's kinds of cost that are shared out to others."""
    return [row["label"] for row in application.call_version.cost_categories if row.get("sub_grants")]


def organisation(application: Application) -> Lefts:
    return [] if list(application.project_roles.all()) else [Left("Lägg till minst en roll i projektet.", ROWS)]


def risks(application: Application) -> Lefts:
    """So many risks as the call wants, each weighed and answered; a plan for purchases above the call's limit."""
    faults = []
    rows, wanted = list(application.risks.all()), application.call_version.min_risks
    if len(rows) < wanted:
        there = f" Ni har skrivit {len(rows)}." if rows else ""
        kind = "en risk" if wanted == 1 else f"{wanted} risker"
        faults.append(Left(f"Beskriv minst {kind} i projektet.{there}", ROWS))
    for number, row in enumerate(rows, 1):
        if row.value is None:
            faults.append(Left(f"Bedöm hur sannolik risk {number} är, och hur allvarlig den är.", ROWS))
        if not row.action:
            faults.append(Left(f"Skriv vad ni gör åt risk {number}.", ROWS))
    if not application.procurement_plan and plan_is_needed(application):
        faults.append(Left("Beskriv vad ni ska köpa in och hur ni upphandlar det.", "procurement_plan"))
    return faults


def external_costs(application: Application) -> Decimal:
    """What is to be bought from others in all years, kronor with öre."""
    bought = {row["key"] for row in application.call_version.cost_categories if row.get("external")}
    return sum((row.amount for row in application.cost_rows.all() if row.category in bought), Decimal(0))


def plan_is_needed(application: Application) -> bool:
    """External services cost more than the call lets pass without a plan."""
    limit = application.call_version.procurement_limit
    return limit is not None and external_costs(application) > limit


# The money, and the papers


def budget(application: Application) -> Lefts:
    """Only that something has been written; whether it adds up is the gate `budget_holds`."""
    if not asks_for_money(application):
        return []
    faults = []
    if not application.years:
        text = "Skriv först projektets period under Projektet. Den bestämmer vilka år budgeten har."
        faults.append(Left(text))
    if not application.cost_rows.exists():
        faults.append(Left("Skriv vad projektet kostar."))
    applied = [row for funder in application.funders.all() if funder.is_applied for row in funder.rows.all()]
    if not any(row.amount > 0 for row in applied):
        faults.append(Left("Skriv hur mycket ni söker av oss."))
    return faults


def state_aid(application: Application) -> Lefts:
    """The table of earlier aid belongs to a yes."""
    faults = _empty(
        application,
        {
            "economic_activity": "Svara på om ni säljer något eller konkurrerar på en marknad i projektet.",
            "company_benefit": "Svara på om något företag får en fördel av projektet.",
        },
    )
    if not findings.is_aid(application):
        return faults
    if not application.minimis_received:
        text = "Svara på om ni, eller ett företag i samma grupp, har fått försumbart stöd de senaste tre åren."
        faults.append(Left(text, "minimis_received"))
    elif application.minimis_received == YesNo.YES:
        rows = list(application.minimis_aids.all())
        if not rows:
            faults.append(Left("Lägg till det försumbara stöd som ni har fått.", ROWS))
        for number, row in enumerate(rows, 1):
            if row.aid is None:
                faults.append(Left(f"Skriv dag och belopp för stöd {number}, och kursen om det är i kronor.", ROWS))
    return faults


def other_support(application: Application) -> Lefts:
    text = "Svara på om ni har fått eller sökt annat offentligt stöd för projektet."
    faults = _empty(application, {"other_support": text})
    if application.other_support == YesNo.YES:
        rows = list(application.other_supports.all())
        if not rows:
            faults.append(Left("Lägg till det andra stödet.", ROWS))
        for row in rows:
            if row.amount is None or not row.costs or not row.status:
                text = f"Skriv belopp, kostnader och om det är sökt eller beviljat för stödet från {row.giver}."
                faults.append(Left(text, ROWS))
    if not application.no_double_funding:
        faults.append(Left("Kryssa i att samma kostnad inte betalas två gånger.", "no_double_funding"))
    return faults


def attachments(application: Application) -> Lefts:
    there = {attachment.kind for attachment in application.attachments.all()}
    faults = [
        Left(f"Lägg in bilagan {kind['label'].lower()}.", f"fil-{kind['key']}")
        for kind in application.call_version.attachment_kinds
        if kind.get("required") and kind["key"] not in there
    ]
    for row in application.attachments.all():
        if row.kind in application.call_version.figure_kinds:
            name = row.file.original_name
            faults += [] if row.caption else [Left(f"Skriv en bildtext till {name}.")]
            faults += [] if row.alt_text else [Left(f"Beskriv {name} för den som inte ser bilden.")]
    if not application.attachments_done:
        faults.append(Left("Kryssa i att alla bilagor är inlagda.", "attachments_done"))
    return faults


def terms(application: Application) -> Lefts:
    faults = []
    if not application.privacy_read:
        faults.append(Left("Kryssa i att ni har läst hur vi använder personuppgifter.", "privacy_read"))
    if not application.terms_accepted:
        faults.append(Left("Kryssa i att ni godkänner villkoren.", "terms_accepted"))
    return faults
