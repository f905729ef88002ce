"""Who can be reached, and whether goals, pilot money and numbers go together (domain.md §3.2 steps 1 and 3)."""

from __future__ import annotations

from collections.abc import Iterator

from portal import dates

from ..enums import RuleLevel, YesNo
from ..models import Application
from . import reached
from .finding import Finding

# The columns of a person begin with the key; the section where they stand, and what the person is called.
PEOPLE = {
    "deputy": ("sokande", "biträdande projektledare"),
    "economist": ("kontakter", "projektekonom"),
    "communicator": ("kontakter", "kommunikatör"),
}


def reachable(section: str) -> Iterator[str]:
    """The people of a section whom nobody must name, by the beginning of their columns."""
    return (key for key, (where, _) in PEOPLE.items() if where == section)


def people(application: Application, section: str) -> Iterator[Finding]:
    """Optional, but whoever is named must be possible to reach (F-08)."""
    for key in reachable(section):
        _, called = PEOPLE[key]
        name = getattr(application, f"{key}_name")
        reached = getattr(application, f"{key}_email") or getattr(application, f"{key}_phone")
        if name and not reached:
            text = f"Skriv e-post eller telefon till {name}, så att vi kan nå er {called}. Eller ta bort namnet."
            yield Finding(key, RuleLevel.ERROR, text, section, f"{key}_email")
        elif reached and not name:
            text = f"Skriv vad er {called} heter, eller ta bort e-post och telefon."
            yield Finding(key, RuleLevel.ERROR, text, section, f"{key}_name")


def reach(application: Application) -> Iterator[Finding]:
    if application.reach_direct == 0:
        text = "Ni når inga barn och unga direkt. Skriv hur många det är, eller beskriv vilka ni når på annat sätt."
        yield Finding("reach", RuleLevel.WARNING, text, "malgrupp", "reach_direct")
    if text := reached.too_many(application.reach_direct, application.reach_girls, application.reach_boys):
        yield Finding("reach_parts", RuleLevel.ERROR, text, "malgrupp", "reach_girls")


def goal_times(application: Application) -> Iterator[Finding]:
    """A sub-goal lies within the project's period."""
    start, end = application.period_start, application.period_end
    for number, goal in enumerate(application.sub_goals.all(), 1):
        first, last = goal.starts_on, goal.ends_on
        if (start and first and first < start) or (end and last and last > end):
            assert start or end
            period = f" {dates.period_long(start, end)}" if start and end else ""
            text = f"Delmål {number} ligger utanför projektets tid{period}. Ändra dagarna."
            yield Finding("goal_time", RuleLevel.ERROR, text, "mal")


def pilots(application: Application) -> Iterator[Finding]:
    """Money to share out stands in the budget year by year; here is said how it is shared (O-19)."""
    shared = {row["key"]: row["label"] for row in application.call_version.cost_categories if row.get("sub_grants")}
    if not shared:
        return
    name = " eller ".join(shared.values())
    has_money = any(row.amount > 0 for row in application.cost_rows.all() if row.category in shared)
    if application.shares_out == YesNo.YES and not application.pilot_criteria:
        text = "Beskriv vem som kan få pilotmedel, och hur ni väljer."
        yield Finding("pilot_criteria", RuleLevel.ERROR, text, "genomforande", "pilot_criteria")
    if application.shares_out == YesNo.YES and not has_money and application.cost_rows.all():
        text = f"Skriv i budgeten hur mycket pilotmedel ni delar ut varje år, på raden {name}. Eller svara nej här."
        yield Finding("pilot_money", RuleLevel.ERROR, text, "genomforande", "shares_out")
    elif application.shares_out == YesNo.NO and has_money:
        text = f"Budgeten har pengar på raden {name}, men ni har svarat att projektet inte delar ut pilotmedel."
        yield Finding("pilot_money", RuleLevel.WARNING, text, "genomforande", "shares_out")


def risks(application: Application) -> Iterator[Finding]:
    """The same risk twice is more often a slip than two risks."""
    seen: set[str] = set()
    for number, row in enumerate(application.risks.all(), 1):
        if row.text.casefold() in seen:
            text = f"Risk {number} står två gånger. Ta bort den ena, eller skriv vad som skiljer dem åt."
            yield Finding("risk_twice", RuleLevel.WARNING, text, "risker")
        seen.add(row.text.casefold())


def longevity(application: Application) -> Iterator[Finding]:
    """Who takes over is demanded; with which money and when it is decided makes it believable."""
    if application.longevity and not (application.longevity_money and application.longevity_decision):
        text = "Skriv gärna med vilka pengar arbetet fortsätter, och när det bestäms. Nämnden brukar fråga."
        yield Finding("longevity", RuleLevel.ADVICE, text, "genomforande", "longevity_money")


def wished(application: Application) -> Iterator[Finding]:
    """What should be different is asked for on three levels, and demanded on one."""
    told = {
        "desired_individual": "individen",
        "desired_organisation": "organisationerna",
        "desired_society": "samhället",
    }
    bare = [name for column, name in told.items() if not getattr(application, column)]
    if bare and len(bare) < len(told):
        text = f"Beskriv gärna önskat läge också för {' och '.join(bare)}, så syns det vem som har nytta av projektet."
        yield Finding("wished", RuleLevel.ADVICE, text, "projekt", "desired_individual")
