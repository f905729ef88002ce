"""What the rules of the call say about an application: errors, warnings to stand by, and advice (domain.md §3.0)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from portal import dates
from portal.accounts.enums import OrganisationType
from portal.look.words import counted, listed

from ..chain import checks
from ..enums import Formulator, MunicipalityRole, RuleLevel, Sector, YesNo
from ..models import Application, CallVersion
from ..models.budget_limits import budget_faults
from ..models.effect_chain import chain_of
from . import aid, files, parties, plan
from .aid import is_aid, minimis, sent_on
from .files import attachments
from .finding import Finding

SECTOR_OF = {
    OrganisationType.MUNICIPAL: Sector.MUNICIPALITY,
    OrganisationType.REGIONAL: Sector.REGION,
    OrganisationType.CIVIL_SOCIETY: Sector.CIVIL_SOCIETY,
    OrganisationType.BUSINESS: Sector.BUSINESS,
    OrganisationType.ACADEMIA: Sector.ACADEMIA,
    OrganisationType.OTHER_AUTHORITY: Sector.STATE,
}


def of_section(application: Application, section: str) -> list[Finding]:
    """All that the rules say about a section, the gravest first; nothing when the call does not use it."""
    if not application.call_version.uses(section):
        return []
    found = [finding for rule in RULES.get(section, ()) for finding in rule(application)]
    once = {finding.key: finding for finding in found}.values()
    return sorted(once, key=lambda finding: list(RuleLevel).index(finding.level))


def of_application(application: Application) -> list[Finding]:
    """The same for the whole application, section by section in the order of the form."""
    return [finding for section in RULES for finding in of_section(application, section)]


def errors(application: Application, section: str) -> list[Finding]:
    """What must be mended in a section before the application can be sent in."""
    return [finding for finding in of_section(application, section) if finding.level == RuleLevel.ERROR]


def unread(application: Application, found: Iterable[Finding]) -> list[Finding]:
    """The warnings among `found` that nobody has ticked or commented as they now stand (domain.md §3.0)."""
    read = {*application.warnings_read, *application.warning_comments}
    return [finding for finding in found if finding.level == RuleLevel.WARNING and finding.key not in read]


# Who applies, and with whom


def not_eligible(rules: CallVersion, org_type: str) -> str:
    """Why an organisation of the type may not apply in the call, as a sentence; empty when it may (G-25)."""
    if not rules.eligible_types or org_type in rules.eligible_types:
        return ""
    names = {kind.value: kind.label.lower() for kind in OrganisationType}
    allowed = listed([names.get(kind, kind) for kind in rules.eligible_types])
    return (
        f"Er organisation är {names.get(org_type, org_type)}; den här utlysningen är för {allowed}. "
        "Stämmer inte det, hör av er till oss."
    )


def _eligible(application: Application) -> Iterator[Finding]:
    if text := not_eligible(application.call_version, application.case.organisation.org_type):
        yield Finding("eligible_type", RuleLevel.ERROR, text, "sokande", "organisation")


def _sectors(application: Application) -> Iterator[Finding]:
    """The applicant counts too: a school and an association together are two sectors (G-23)."""
    rules, there_too = application.call_version, list(application.parties.all())
    there = {SECTOR_OF.get(OrganisationType(application.case.organisation.org_type), "")}
    there |= {party.sector for party in there_too}
    names = [sector.label.lower() for sector in Sector if sector in there]
    if there_too and len(names) < rules.min_sectors:
        level = RuleLevel(rules.sectors_level)
        wanted = counted(rules.min_sectors, "en sektor", "sektorer")
        text = f"{wish(level, wanted)} Ni har {counted(len(names), 'en sektor', 'sektorer')}: {listed(names)}."
        yield Finding("min_sectors", level, f"{text} Lägg till en part från en annan sektor.", "parter")


# The project


def _period(application: Application) -> Iterator[Finding]:
    """G-09 and domain.md §9 cases 8 and 9. Longer than the rule is for the board alone, where the rule lets it."""
    start, end, rules = application.period_start, application.period_end, application.call_version
    if start and rules.earliest_start and start < rules.earliest_start:
        text = (
            f"Projektet får börja tidigast {dates.long(rules.earliest_start)}. Ni har skrivit {dates.long(start)}. "
            "Välj en senare dag."
        )
        yield Finding("earliest_start", RuleLevel.ERROR, text, "projekt", "period_start")
    yield from _in_time(application)
    if start is None or end is None:
        return
    last = dates.last_possible_day(start, rules.max_years)
    if end > last:
        text = (
            f"Projektet får vara högst {rules.max_years} år. Om det börjar {dates.long(start)} "
            f"är sista möjliga dag {dates.long(last)}."
        )
        if rules.may_exceed_period:
            text += " Nämnden kan ge längre tid när det finns särskilda skäl. Korta perioden om ni inte har sådana."
        level = RuleLevel.WARNING if rules.may_exceed_period else RuleLevel.ERROR
        yield Finding("longest_period", level, text, "projekt", "period_end")


def _in_time(application: Application) -> Iterator[Finding]:
    """A period that is over when the application is sent in is a slip; one that has begun is the applicant's own risk,
    where the call has not said itself when a project may begin."""
    start, end = application.period_start, application.period_end
    came_on = sent_on(application)
    if end and end < came_on:
        text = f"Projektet slutar {dates.long(end)} och är redan över. Välj en period som inte har passerat."
        yield Finding("period_is_over", RuleLevel.ERROR, text, "projekt", "period_end")
    elif start and start <= came_on and not application.call_version.earliest_start:
        text = (
            f"Projektet börjar innan ni kan få besked om ansökan: {dates.long(start)}. Välj en senare dag, eller börja "
            "på egen risk."
        )
        yield Finding("begins_before_answer", RuleLevel.WARNING, text, "projekt", "period_start")


def _ages(application: Application) -> Iterator[Finding]:
    """The range is the call's own (domain.md §9 case 39)."""
    rules, youngest, oldest = application.call_version, application.age_from, application.age_to
    if youngest is None or oldest is None:
        return
    if youngest < rules.age_from or oldest > rules.age_to:
        text = f"Satsningen gäller {rules.age_from}–{rules.age_to} år. Ni har angett {youngest}–{oldest} år."
        wrong = "age_from" if youngest < rules.age_from else "age_to"
        yield Finding("ages", RuleLevel.ERROR, text, "malgrupp", wrong)


def _adults(application: Application) -> Iterator[Finding]:
    if application.reaches_adults == YesNo.YES and application.call_version.allows_adults:
        if not application.adults_reason:
            text = "Beskriv hur barnen och de unga har nytta av att ni vänder er till vuxna."
            yield Finding("adults_reason", RuleLevel.ERROR, text, "malgrupp", "adults_reason")
    elif application.reaches_adults == YesNo.YES:
        text = "Den här utlysningen är bara till för barn och unga. Svara nej, och beskriv de vuxna under Samverkan."
        yield Finding("adults", RuleLevel.ERROR, text, "malgrupp", "reaches_adults")


def _areas(application: Application) -> Iterator[Finding]:
    known = named(application.call_version.areas)
    if not known:
        return
    for area in application.areas:
        if area not in known:
            text = f"”{area}” finns inte bland utlysningens utvecklingsområden. Välj om."
            yield Finding("areas", RuleLevel.ERROR, text, "projekt", "areas")
    if application.areas and application.main_area and application.main_area not in application.areas:
        text = "Det viktigaste utvecklingsområdet måste vara ett av dem som ni har valt."
        yield Finding("main_area", RuleLevel.ERROR, text, "projekt", "main_area")


def _municipalities(application: Application) -> Iterator[Finding]:
    """Those that only follow do not take part (F-09); how grave it is that they are few, the call says (G-21)."""
    rules, known = application.call_version, named(application.call_version.municipalities)
    if not known or not application.municipalities:
        return
    for name in application.municipalities:
        if name not in known:
            text = f"{name} finns inte bland utlysningens kommuner. Välj om."
            yield Finding("municipalities", RuleLevel.ERROR, text, "projekt", "municipalities")
    roles = municipality_roles(application)
    taking_part = [name for name, role in roles.items() if role != MunicipalityRole.FOLLOWS]
    if len(taking_part) < rules.min_municipalities:
        level = RuleLevel(rules.municipalities_level)
        wanted = counted(rules.min_municipalities, "en kommun", "kommuner")
        text = f"{wish(level, wanted)} Ni har {counted(len(taking_part), 'en kommun', 'kommuner')}."
        if level == RuleLevel.ERROR:
            text += " Välj fler."
        if len(roles) > len(taking_part):
            text += " De som bara följer räknas inte."
        yield Finding("min_municipalities", level, text, "projekt", "municipalities")


def municipality_roles(application: Application) -> dict[str, str]:
    """Each chosen municipality with its role; who has been given none takes part."""
    given = application.municipality_roles
    return {name: given.get(name, MunicipalityRole.TAKES_PART.value) for name in application.municipalities}


def main_area(application: Application) -> str:
    """The most important of the chosen areas; the only one is."""
    return application.areas[0] if len(application.areas) == 1 else application.main_area


def named(rows: Iterable[Any]) -> dict[str, str]:
    """A list of a call's version, plain words or rows with key and label, as key → label."""
    return dict((row["key"], row["label"]) if isinstance(row, dict) else (str(row), str(row)) for row in rows)


def wish(level: RuleLevel, wanted: str) -> str:
    """Minst två kommuner måste vara med, or that it is wished for: as grave as the call says."""
    if level == RuleLevel.ERROR:
        return f"Minst {wanted} måste vara med."
    return f"Det är önskvärt att minst {wanted} är med."


# What it stands on, and who works in it


def _formulators(application: Application) -> Iterator[Finding]:
    """The children themselves are asked for, and never demanded (G-03)."""
    if text := without_target_group(application.who_formulated):
        yield Finding("formulators", RuleLevel.ADVICE, text, "forankring", "who_formulated")


def formulators(chosen: Iterable[str]) -> list[str]:
    """Who has formulated the problem, in words and in the order of the form."""
    return [row.label for row in Formulator if row in chosen]


def without_target_group(chosen: Iterable[str]) -> str:
    """What an idea or an application is told when the target group has not formulated the problem; else nothing."""
    answered = list(chosen)
    if Formulator.TARGET_GROUP in answered:
        return ""
    fact = (
        "Målgruppen har inte varit med och formulerat problemet."
        if answered
        else "Kryssa i vilka som har varit med och formulerat problemet."
    )
    return f"{fact} Fråga några av dem som det gäller, så ser ni om det är rätt problem."


def _strategy_area(application: Application) -> Iterator[Finding]:
    known, area = application.call_version.strategy_areas, application.strategy_area
    if known and area and area not in known:
        text = f"”{area}” finns inte bland utlysningens områden i den regionala utvecklingsstrategin. Välj om."
        yield Finding("strategy_area", RuleLevel.ERROR, text, "forankring", "strategy_area")


def _roles(application: Application) -> Iterator[Finding]:
    """The same role at the same place once: two rows of it are more often a slip than two people."""
    seen: set[tuple[str, str]] = set()
    for row in application.project_roles.all():
        key = (row.role.casefold(), row.workplace.casefold())
        if key in seen:
            where = f" hos {row.workplace}" if row.workplace else ""
            text = f"Rollen {row.role}{where} står två gånger. Ta bort den ena, eller skriv vad som skiljer dem åt."
            yield Finding("role_twice", RuleLevel.WARNING, text, "organisation")
        seen.add(key)


def _effects(application: Application) -> Iterator[Finding]:
    for remark in checks.check(chain_of(application)):
        yield Finding(
            remark.rule, RuleLevel.WARNING if remark.is_warning else RuleLevel.ADVICE, remark.text, "effektkedja"
        )


# The money, and the activities


def _budget(application: Application) -> Iterator[Finding]:
    for fault in budget_faults(application):
        yield Finding("budget", RuleLevel(fault.level), fault.text, "budget", fault.place)


def _activities(application: Application) -> Iterator[Finding]:
    for goal in application.sub_goals.all():
        if not goal.activities:
            text = f"Skriv vilka aktiviteter som hör till delmålet ”{goal.text}”."
            yield Finding("activities", RuleLevel.ERROR, text, "mal")


def _activity_note(application: Application) -> Iterator[Finding]:
    """A yes that is not described. The description alone says nothing, so it is asked for where the yes is given."""
    if application.economic_activity == YesNo.YES and not application.economic_activity_note:
        text = "Beskriv den ekonomiska verksamheten."
        yield Finding("economic_activity_note", RuleLevel.ERROR, text, "statsstod", "economic_activity_note")


RULES: dict[str, tuple[Callable[[Application], Iterable[Finding]], ...]] = {
    "sokande": (_eligible, partial(plan.people, section="sokande")),
    "kontakter": (partial(plan.people, section="kontakter"),),
    "parter": (_sectors, parties.intents, parties.own_party, parties.own_costs),
    "projekt": (_period, _areas, _municipalities, plan.wished),
    "malgrupp": (_ages, _adults, plan.reach),
    "forankring": (_formulators, _strategy_area),
    "mal": (_activities, plan.goal_times),
    "effektkedja": (_effects,),
    "genomforande": (plan.pilots, plan.longevity),
    "organisation": (_roles,),
    "risker": (plan.risks,),
    "budget": (_budget,),
    "statsstod": (_activity_note, aid.small_aid),
    "annat_stod": (aid.other_projects,),
    "bilagor": (files.stopped, files.same_twice, files.readable),
}

__all__ = [
    "Finding",
    "attachments",
    "errors",
    "formulators",
    "is_aid",
    "main_area",
    "minimis",
    "municipality_roles",
    "named",
    "not_eligible",
    "of_application",
    "of_section",
    "sent_on",
    "unread",
    "wish",
    "without_target_group",
]
