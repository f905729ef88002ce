"""What the rules of the call say about an application: errors, warnings to stand by, and advice (domain.md §3.0)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from portal import dates
from portal.accounts.enums import OrganisationType
from portal.look.words import counted, listed

from .budget.calculation import Budget, calculate
from .budget.checks import Limits, check
from .budget.lines import Fault
from .budget.revision import check_against_decision
from .enums import MunicipalityRole, RuleLevel, Sector, YesNo
from .models import Application, Attachment, CallVersion
from .models.budget_rows import budget_input
from .models.component import asks_for_money
from .models.project import writing_new_budget

SECTOR_OF = {
    OrganisationType.MUNICIPAL: Sector.MUNICIPALITY,
    OrganisationType.REGIONAL: Sector.REGION,
    OrganisationType.CIVIL_SOCIETY: Sector.CIVIL_SOCIETY,
    OrganisationType.BUSINESS: Sector.BUSINESS,
    OrganisationType.ACADEMIA: Sector.ACADEMIA,
    OrganisationType.OTHER_AUTHORITY: Sector.STATE,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule says. `field` is the column where it is mended, in the budget the place of the fault."""

    rule: str
    level: RuleLevel
    text: str
    section: str
    field: str = ""

    @property
    def key(self) -> str:
        """The same as long as the words are: a warning that says something else must be read again."""
        return f"{self.rule}-{hashlib.sha256(self.text.encode()).hexdigest()[:12]}"


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
    """The warnings among `found` that nobody has ticked as they now stand."""
    read = set(application.warnings_read)
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
    rules, parties = application.call_version, list(application.parties.all())
    there = {SECTOR_OF.get(OrganisationType(application.case.organisation.org_type), "")}
    there |= {party.sector for party in parties}
    names = [sector.label.lower() for sector in Sector if sector in there]
    if parties and len(names) < rules.min_sectors:
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


def _ages(application: Application) -> Iterator[Finding]:
    """The range is the call's own (domain.md §9 case 39)."""
    rules, youngest, oldest = application.call_version, application.age_from, application.age_to
    if youngest is None or oldest is None:
        return
    if youngest < rules.age_from or oldest > rules.age_to:
        text = f"Satsningen gäller {rules.age_from}–{rules.age_to} år. Ni har angett {youngest}–{oldest} år."
        yield Finding("ages", RuleLevel.ERROR, text, "projekt", "age_from")


def _adults(application: Application) -> Iterator[Finding]:
    if application.reaches_adults == YesNo.YES and not application.call_version.allows_adults:
        text = "Den här utlysningen är bara till för barn och unga. Svara nej, och beskriv de vuxna under Samverkan."
        yield Finding("adults", RuleLevel.ERROR, text, "projekt", "reaches_adults")


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


# The money, and the papers


def limits_of(application: Application) -> Limits:
    """What the call allows of the budget; who pays is the authority, whichever of its boards (domain.md §2.8).

    For the new budget after a decision to give less, what that decision gives (§9 case 15).
    """
    if (project := writing_new_budget(application)) is not None:
        return Limits(max_share=project.decision.share, max_amount=project.decision.cap)
    rules = application.call_version
    return Limits(
        max_share=rules.max_share,
        max_amount=rules.max_amount,
        payer_orgnr=application.case.board.authority.orgnr if rules.requires_other_funder else None,
        share_base=rules.share_base,  # type: ignore[arg-type]
        min_amount=rules.min_amount,
        min_level=rules.min_amount_level,  # type: ignore[arg-type]
        step=application.call.step,
        asks_money=asks_for_money(application),
    )


def budget_faults(application: Application) -> tuple[Fault, ...]:
    """What is wrong with the budget, the gravest first; nothing before it is begun, which the section says itself."""
    if not application.call_version.uses("budget") or not application.years or not application.cost_rows.exists():
        return ()
    return check_budget(application, calculate(budget_input(application)))


def check_budget(application: Application, budget: Budget) -> tuple[Fault, ...]:
    """What is wrong with a computed budget under the rules, or under the decision that gave less than was asked for."""
    project = writing_new_budget(application)
    if project is None:
        return check(budget, limits_of(application))
    decision = project.decision
    assert decision.share is not None and decision.cap is not None  # it gives money, only less
    return check_against_decision(budget, decision.share, decision.cap, (project.period_start, project.period_end))


def _budget(application: Application) -> Iterator[Finding]:
    for fault in budget_faults(application):
        yield Finding("budget", RuleLevel(fault.level), fault.text, "budget", fault.place)


def _same_file_twice(application: Application) -> Iterator[Finding]:
    seen: set[str] = set()
    for attachment in attachments(application):
        if attachment.file.sha256 in seen:
            text = f"Filen ”{attachment.file.original_name}” ligger bland bilagorna två gånger. Ta bort den ena."
            yield Finding("same_file_twice", RuleLevel.WARNING, text, "bilagor")
        seen.add(attachment.file.sha256)


def attachments(application: Application) -> list[Attachment]:
    """With their files. No query where both are prefetched, else one."""
    is_read = "attachments" in getattr(application, "_prefetched_objects_cache", {})
    return list(application.attachments.all() if is_read else application.attachments.select_related("file"))


RULES: dict[str, tuple[Callable[[Application], Iterable[Finding]], ...]] = {
    "sokande": (_eligible,),
    "parter": (_sectors,),
    "projekt": (_period, _ages, _adults, _areas, _municipalities),
    "budget": (_budget,),
    "bilagor": (_same_file_twice,),
}
