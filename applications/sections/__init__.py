"""The sections of the application form: one row each, with what it needs before the application can be sent in."""

from collections.abc import Callable
from dataclasses import dataclass

from .. import findings, questions
from ..models import Application, CallVersion, SectionDraft
from ..models.call_version import PART_OF
from . import needs
from .needs import Left

Sentences = list[str]


@dataclass(frozen=True)
class Section:
    """`fields` are the columns that the section's form saves; `needs` says in Swedish what still must be done."""

    key: str
    label: str
    group: str
    hint: str
    fields: tuple[str, ...]
    needs: Callable[[Application], list[Left]]

    @property
    def is_voluntary(self) -> bool:
        """Nothing has to be written here."""
        return self.needs is needs.nothing

    def missing(self, application: Application) -> Sentences:
        """What still must be done, as sentences."""
        return [row.text for row in self.needs(application)]


WHO, WHAT, MONEY, PAPERS = "Ni som söker", "Det ni vill göra", "Pengarna", "Papper och villkor"


SECTIONS: dict[str, Section] = {
    section.key: section
    for section in (
        Section(
            "sokande", "Sökande", WHO, "Er organisation, projektledaren och vart pengarna ska",
            (
                "workplace", "cfar", "address", "postcode", "city", "home_municipality", "website", "procurement",
                "vat", "contact_name", "contact_title", "contact_email", "contact_phone", "deputy_name",
                "deputy_email", "deputy_phone", "account_kind", "account_no", "payment_ref", "owns_account",
            ),
            needs.applicant,
        ),
        Section(
            "kontakter", "Fler kontaktpersoner", WHO, "Ekonom och kommunikatör, om ni har dem",
            (
                "economist_name", "economist_title", "economist_email", "economist_phone", "communicator_name",
                "communicator_title", "communicator_email", "communicator_phone",
            ),
            needs.nothing,
        ),
        Section("parter", "Samverkansparter", WHO, "De ni gör projektet tillsammans med", (), needs.parties),
        Section(
            "projekt", "Projektet", WHAT, "Namn, tid, problem och plats",
            (
                "title", "short_name", "summary", "period_start", "period_end", "problem", "desired_individual",
                "desired_organisation", "desired_society", "areas", "main_area", "municipalities",
                "municipality_roles", "focus_area",
            ),
            needs.project,
        ),
        Section(
            "malgrupp", "Målgruppen", WHAT, "Vilka barn och unga, hur många, och hur de är med",
            (
                "target_group", "target_risk", "age_from", "age_to", "reach_direct", "reach_girls", "reach_boys",
                "reach_indirect", "reaches_adults", "adults_reason", "child_participation",
            ),
            needs.target_group,
        ),
        Section(
            "forankring", "Förankring och perspektiv", WHAT, "Vilka som står bakom, och vad ni bygger på",
            (
                "who_formulated", "who_formulated_note", "anchoring", "strategy_area", "strategy_link",
                "existing_structure", "perspectives", "references",
            ),
            needs.anchoring,
        ),
        Section(
            "mal", "Mål och uppföljning", WHAT, "Vart ni ska, delmål och aktiviteter",
            (
                "vision", "overall_goal", "project_goal", "methods", "follow_up", "societal_benefit",
                "dissemination",
            ),
            needs.goals,
        ),
        Section("effektkedja", "Effektkedja", WHAT, "Vad ni gör, vad det leder till och för vem", (), needs.effects),
        Section(
            "genomforande", "Genomförande", WHAT, "Samverkan, avgränsning och vad som händer efteråt",
            (
                "cooperation", "delimitation", "shares_out", "pilot_criteria", "longevity", "longevity_money",
                "longevity_decision",
            ),
            needs.carrying_out,
        ),
        Section(
            "organisation", "Projektorganisation", WHAT, "Vilka som arbetar, hur mycket och vem som betalar",
            ("governance",), needs.organisation,
        ),
        Section(
            "risker", "Risker och inköp", WHAT, "Vad som kan gå fel, och vad ni ska köpa in",
            ("procurement_plan",), needs.risks,
        ),
        Section(
            "narliggande", "Närliggande projekt", WHAT, "Andra projekt som ert bygger på eller hänger ihop med",
            (), needs.nothing,
        ),
        Section("budget", "Budget och finansiering", MONEY, "Kostnader och finansiärer, år för år", (), needs.budget),
        Section(
            "statsstod", "Statligt stöd", MONEY, "Ekonomisk verksamhet och försumbart stöd",
            ("economic_activity", "economic_activity_note", "company_benefit", "minimis_received", "group_companies"),
            needs.state_aid,
        ),
        Section(
            "annat_stod", "Annat offentligt stöd", MONEY, "Så att samma kostnad inte betalas två gånger",
            ("other_support", "other_support_note", "no_double_funding"), needs.other_support,
        ),
        Section("bilagor", "Bilagor", PAPERS, "Intyg och andra filer", ("attachments_done",), needs.attachments),
        Section(
            "villkor", "Personuppgifter och villkor", PAPERS, "Två rutor att läsa och kryssa i",
            ("privacy_read", "terms_accepted"), needs.terms,
        ),
    )
}  # fmt: skip
REVIEW = "granska"


def sections_of(rules: CallVersion) -> list[Section]:
    """The sections that the call uses, in the order of the form."""
    return [section for section in SECTIONS.values() if rules.uses(section.key)]


def _draft_of(application: Application, key: str) -> SectionDraft | None:
    """When the section was saved last, and what in it could not be read; without a save of its own, that of the
    section that it was once a part of."""
    drafts = {row.section: row for row in application.section_drafts.all()}
    return drafts.get(key) or drafts.get(PART_OF.get(key, ""))


def unparsed_of(application: Application, key: str) -> dict[str, dict[str, str]]:
    """What could not be read in the section, by control: of a draft from before a section was divided, only what is
    asked here."""
    draft = _draft_of(application, key)
    if draft is None:
        return {}
    elsewhere = {name for other in SECTIONS.values() if other.key != key for name in other.fields}
    own = set(SECTIONS[key].fields)
    if draft.section != key:
        return {name: entry for name, entry in draft.unparsed.items() if name in own}
    return {name: entry for name, entry in draft.unparsed.items() if name not in elsewhere}


def unparsed_sentences(application: Application, section: Section) -> Sentences:
    """What the form could not read; kept word for word and still missing (architecture.md §4)."""
    return [row.text for row in _unparsed(application, section)]


def _unparsed(application: Application, section: Section) -> list[Left]:
    found = unparsed_of(application, section.key).items()
    return [Left(entry["error"], name) for name, entry in found if questions.counts(application, section.key, name)]


def section_left(application: Application, section: Section) -> list[Left]:
    """All that is left to do in a section, with where; nothing where the call does not use it.

    Unreadable entries come first. What the rules say is among it, but for the budget, whose errors the gate
    `budget_holds` tells.
    """
    if not application.call_version.uses(section.key):
        return []
    told = [] if section.key == "budget" else findings.errors(application, section.key)
    against = [Left(error.text, error.field) for error in told]
    own = [Left(text) for text in questions.missing(application, section.key)]
    left: dict[str, Left] = {}
    for row in (*_unparsed(application, section), *section.needs(application), *against, *own):
        left.setdefault(row.text, row)
    return list(left.values())


def section_missing(application: Application, section: Section) -> Sentences:
    """The same as sentences."""
    return [row.text for row in section_left(application, section)]
