"""The sections of the application form: one row each, with what it needs before the application can be sent in."""

from collections.abc import Callable
from dataclasses import dataclass

from . import findings, questions
from .enums import EffectKind, Perspective
from .models import Application, CallVersion, SectionDraft
from .models.component import asks_for_money, requested
from .models.effect_chain import chain_of

Sentences = list[str]


@dataclass(frozen=True)
class Section:
    """`fields` are the columns that the section's form saves; `missing` says in Swedish what still must be done."""

    key: str
    label: str
    group: str
    hint: str
    fields: tuple[str, ...]
    missing: Callable[[Application], Sentences]


WHO, WHAT, MONEY, PAPERS = "Ni som söker", "Det ni vill göra", "Pengarna", "Papper och villkor"


def _empty(application: Application, needed: dict[str, str]) -> Sentences:
    return [sentence for field, sentence in needed.items() if getattr(application, field) in ("", None, [])]


def _applicant(application: Application) -> Sentences:
    faults = _empty(
        application,
        {
            "contact_name": "Skriv vem som leder projektet.",
            "contact_email": "Skriv projektledarens e-postadress.",
            "contact_phone": "Skriv projektledarens telefonnummer.",
        },
    )
    if not asks_for_money(application):
        return faults
    faults += _empty(
        application,
        {"vat": "Svara på om ni drar av moms i projektet.", "bankgiro": "Skriv ert bankgironummer."},
    )
    if application.bankgiro and not application.owns_account:
        faults.append("Kryssa i att bankgirot tillhör er organisation.")
    return faults


def _parties(application: Application) -> Sentences:
    return [] if application.parties.exists() else ["Lägg till minst en part som ni gör projektet tillsammans med."]


def _project(application: Application) -> Sentences:
    rules = application.call_version
    faults = _empty(
        application,
        {
            "title": "Skriv projektets namn.",
            "summary": "Skriv en sammanfattning.",
            "period_start": "Skriv vilken dag projektet börjar.",
            "period_end": "Skriv vilken dag projektet slutar.",
            "problem": "Beskriv problemet.",
            "target_group": "Skriv vilka barn och unga projektet är till för.",
            "age_from": "Skriv målgruppens yngsta ålder.",
            "age_to": "Skriv målgruppens äldsta ålder.",
            "cooperation": "Beskriv hur ni arbetar tillsammans.",
            "delimitation": "Beskriv hur projektet skiljer sig från det ni gör annars.",
            "longevity": "Beskriv vad som händer efter projektet.",
        },
    )
    if rules.municipalities and rules.min_municipalities and not application.municipalities:
        faults.append("Välj minst en kommun.")
    if rules.areas and not application.areas:
        faults.append("Välj minst ett utvecklingsområde.")
    if rules.areas and application.areas and not findings.main_area(application):
        faults.append("Välj vilket av utvecklingsområdena som är viktigast.")
    return faults + _adults(application) + _support(application)


def _adults(application: Application) -> Sentences:
    """Whether adults are reached (G-20); the reason, or that the call takes none, is told by its rules."""
    if not application.call_version.allows_adults:
        return []
    if not application.reaches_adults:
        return ["Svara på om ni även vänder er till vuxna."]
    return []


def _support(application: Application) -> Sentences:
    """Which kinds of support are asked for, in a call that has several (N-03)."""
    if not application.call_version.components:
        return []
    chosen = requested(application)
    if not chosen:
        return ["Välj minst ett stöd som ni söker."]
    return [
        f"Skriv antal {row.unit} för {row.label}." for row in chosen if row.is_counted and row.quantity_from is None
    ]


def _goals(application: Application) -> Sentences:
    faults = _empty(
        application,
        {
            "overall_goal": "Skriv det övergripande målet.",
            "project_goal": "Skriv projektmålet.",
            "follow_up": "Beskriv hur ni följer upp projektet.",
        },
    )
    goals = list(application.sub_goals.all())
    if not goals:
        faults.append("Lägg till minst ett delmål.")
    return faults


def _anchoring(application: Application) -> Sentences:
    """An area of the strategy only where the call names some; each ticked perspective with a text (O-10)."""
    faults = _empty(application, {"anchoring": "Beskriv hur projektet är förankrat hos dem som ska bära det."})
    if application.call_version.strategy_areas and not application.strategy_area:
        faults.append("Välj vilket område i den regionala utvecklingsstrategin projektet hör till.")
    told = application.perspectives
    bare = [row.label.lower() for row in Perspective if row.value in told and not told[row.value].strip()]
    return faults + [f"Beskriv hur ni har tänkt på perspektivet {name}." for name in bare]


def _organisation(application: Application) -> Sentences:
    return [] if list(application.project_roles.all()) else ["Lägg till minst en roll i projektet."]


def _effects(application: Application) -> Sentences:
    """Little is demanded: something done, and something that it leads to. The rest is advice (`chain/checks.py`)."""
    chain = chain_of(application)
    activities, effects = chain.of(EffectKind.ACTIVITY), chain.of(EffectKind.EFFECT)
    faults = []
    if not activities:
        faults.append("Lägg till minst en aktivitet i effektkedjan.")
    if not effects:
        faults.append("Lägg till minst en effekt i effektkedjan.")
    if activities and effects and not any(chain.reaches_effect(node) for node in activities):
        faults.append("Säg vad aktiviteterna leder till, så att minst en av dem når en effekt.")
    return faults


def _budget(application: Application) -> Sentences:
    """Only that something has been written; whether it adds up is the gate `budget_holds`."""
    if not asks_for_money(application):
        return []
    faults = []
    if not application.years:
        faults.append("Skriv först projektets period under Projektet. Den bestämmer vilka år budgeten har.")
    if not application.cost_rows.exists():
        faults.append("Skriv vad projektet kostar.")
    applied = [row for funder in application.funders.all() if funder.is_applied for row in funder.rows.all()]
    if not any(row.amount > 0 for row in applied):
        faults.append("Skriv hur mycket ni söker av oss.")
    return faults


def _state_aid(application: Application) -> Sentences:
    if not application.economic_activity:
        return ["Svara på om ni säljer något eller konkurrerar på en marknad i projektet."]
    return []


def _other_support(application: Application) -> Sentences:
    if not application.other_support:
        return ["Svara på om ni har fått eller sökt annat offentligt stöd för samma kostnader."]
    return []


def _attachments(application: Application) -> Sentences:
    there = {attachment.kind for attachment in application.attachments.all()}
    faults = [
        f"Lägg in bilagan {kind['label'].lower()}."
        for kind in application.call_version.attachment_kinds
        if kind.get("required") and kind["key"] not in there
    ]
    for row in application.attachments.all():
        if row.kind in application.call_version.figure_kinds:
            faults += [] if row.caption else [f"Skriv en bildtext till {row.file.original_name}."]
            faults += [] if row.alt_text else [f"Beskriv {row.file.original_name} för den som inte ser bilden."]
    if not application.attachments_done:
        faults.append("Kryssa i att alla bilagor är inlagda.")
    return faults


def _terms(application: Application) -> Sentences:
    faults = []
    if not application.privacy_read:
        faults.append("Kryssa i att ni har läst hur vi använder personuppgifter.")
    if not application.terms_accepted:
        faults.append("Kryssa i att ni godkänner villkoren.")
    return faults


SECTIONS: dict[str, Section] = {
    section.key: section
    for section in (
        Section(
            "sokande",
            "Sökande",
            WHO,
            "Vem som leder projektet och vart pengarna ska",
            (
                "contact_name",
                "contact_email",
                "contact_phone",
                "deputy_name",
                "deputy_email",
                "deputy_phone",
                "workplace",
                "vat",
                "bankgiro",
                "owns_account",
            ),
            _applicant,
        ),
        Section("parter", "Samverkansparter", WHO, "De ni gör projektet tillsammans med", (), _parties),
        Section(
            "projekt",
            "Projektet",
            WHAT,
            "Problem, målgrupp, period och arbetssätt",
            (
                "title",
                "short_name",
                "summary",
                "period_start",
                "period_end",
                "problem",
                "target_group",
                "age_from",
                "age_to",
                "reaches_adults",
                "adults_reason",
                "areas",
                "main_area",
                "municipalities",
                "municipality_roles",
                "focus_area",
                "child_participation",
                "cooperation",
                "delimitation",
                "longevity",
            ),
            _project,
        ),
        Section(
            "forankring",
            "Förankring och perspektiv",
            WHAT,
            "Vilka som står bakom, och vad ni bygger på",
            (
                "who_formulated",
                "who_formulated_note",
                "anchoring",
                "strategy_area",
                "strategy_link",
                "existing_structure",
                "perspectives",
                "references",
            ),
            _anchoring,
        ),
        Section(
            "mal",
            "Mål och uppföljning",
            WHAT,
            "Vart ni ska, delmål och aktiviteter",
            (
                "vision",
                "overall_goal",
                "project_goal",
                "methods",
                "follow_up",
                "societal_benefit",
                "dissemination",
            ),
            _goals,
        ),
        Section("effektkedja", "Effektkedja", WHAT, "Vad ni gör, vad det leder till och för vem", (), _effects),
        Section(
            "organisation",
            "Projektorganisation",
            WHAT,
            "Vilka som arbetar, hur mycket och vem som betalar",
            ("governance",),
            _organisation,
        ),
        Section("budget", "Budget och finansiering", MONEY, "Kostnader och finansiärer, år för år", (), _budget),
        Section(
            "statsstod",
            "Statligt stöd",
            MONEY,
            "En fråga om ekonomisk verksamhet",
            ("economic_activity", "economic_activity_note"),
            _state_aid,
        ),
        Section(
            "annat_stod",
            "Annat offentligt stöd",
            MONEY,
            "En fråga, så att samma kostnad inte betalas två gånger",
            ("other_support", "other_support_note"),
            _other_support,
        ),
        Section("bilagor", "Bilagor", PAPERS, "Intyg och andra filer", ("attachments_done",), _attachments),
        Section(
            "villkor",
            "Personuppgifter och villkor",
            PAPERS,
            "Två rutor att läsa och kryssa i",
            ("privacy_read", "terms_accepted"),
            _terms,
        ),
    )
}
REVIEW = "granska"


def sections_of(rules: CallVersion) -> list[Section]:
    """The sections that the call uses, in the order of the form."""
    return [section for section in SECTIONS.values() if rules.uses(section.key)]


def unparsed_sentences(application: Application, section: Section) -> Sentences:
    """What the form could not read; kept word for word and still missing (architecture.md §4)."""
    draft: SectionDraft | None = next(
        (row for row in application.section_drafts.all() if row.section == section.key), None
    )
    unparsed = draft.unparsed.items() if draft else ()
    return [entry["error"] for name, entry in unparsed if questions.counts(application, section.key, name)]


def section_missing(application: Application, section: Section) -> Sentences:
    """All that is left to do in a section, unreadable entries first; nothing where the call does not use it.

    What the rules say is among it, but for the budget, whose errors the gate `budget_holds` tells.
    """
    if not application.call_version.uses(section.key):
        return []
    told = [] if section.key == "budget" else [error.text for error in findings.errors(application, section.key)]
    own = questions.missing(application, section.key)
    left = unparsed_sentences(application, section) + section.missing(application) + told + own
    return list(dict.fromkeys(left))
