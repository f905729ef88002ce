"""The sections of the application form: one row each, with what it needs before the application can be sent in."""

from collections.abc import Callable
from dataclasses import dataclass

from portal import dates

from .enums import YesNo
from .models import Application, SectionDraft

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
            "vat": "Svara på om ni drar av moms i projektet.",
            "bankgiro": "Skriv ert bankgironummer.",
        },
    )
    if application.bankgiro and not application.owns_account:
        faults.append("Kryssa i att bankgirot tillhör er organisation.")
    return faults


def _parties(application: Application) -> Sentences:
    return [] if application.parties.exists() else ["Lägg till minst en part som ni gör projektet tillsammans med."]


def _project(application: Application) -> Sentences:
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
            "municipalities": "Välj minst en kommun.",
            "cooperation": "Beskriv hur ni arbetar tillsammans.",
            "delimitation": "Beskriv hur projektet skiljer sig från det ni gör annars.",
            "longevity": "Beskriv vad som händer efter projektet.",
        },
    )
    if application.call_version.areas and not application.areas:
        faults.append("Välj minst ett utvecklingsområde.")
    return faults + period_faults(application) + age_faults(application)


def period_faults(application: Application) -> Sentences:
    """What is wrong with the period under the rules of the call (G-09, domain.md §9 cases 8 and 9)."""
    start, end = application.period_start, application.period_end
    if start is None or end is None:
        return []
    years = application.call_version.max_years
    last = dates.last_possible_day(start, years)
    if end > last:
        return [
            f"Projektet får vara högst {years} år. Om det börjar {dates.long(start)} "
            f"är sista möjliga dag {dates.long(last)}."
        ]
    return []


def age_faults(application: Application) -> Sentences:
    """What is wrong with the target group's age under the rules of the call (domain.md §9 case 39)."""
    rules = application.call_version
    if application.age_from is None or application.age_to is None:
        return []
    if application.age_from < rules.age_from or application.age_to > rules.age_to:
        return [
            f"Satsningen gäller barn och unga {rules.age_from}–{rules.age_to} år. "
            f"Ni har skrivit {application.age_from}–{application.age_to} år."
        ]
    return []


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
    faults += [f"Skriv vilka aktiviteter som hör till delmålet ”{goal.text}”." for goal in goals if not goal.activities]
    return faults


def _budget(application: Application) -> Sentences:
    """Only that something has been written; whether it adds up is the gate `budget_holds`."""
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
    if application.economic_activity == YesNo.YES and not application.economic_activity_note:
        return ["Beskriv den ekonomiska verksamheten."]
    return []


def _other_support(application: Application) -> Sentences:
    if not application.other_support:
        return ["Svara på om ni har fått eller sökt annat offentligt stöd för samma kostnader."]
    if application.other_support == YesNo.YES and not application.other_support_note:
        return ["Beskriv det andra stödet: från vem, hur mycket och för vilka kostnader."]
    return []


def _attachments(application: Application) -> Sentences:
    there = set(application.attachments.values_list("kind", flat=True))
    faults = [
        f"Lägg in bilagan {kind['label'].lower()}."
        for kind in application.call_version.attachment_kinds
        if kind.get("required") and kind["key"] not in there
    ]
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
            ("contact_name", "contact_email", "contact_phone", "workplace", "vat", "bankgiro", "owns_account"),
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
                "summary",
                "period_start",
                "period_end",
                "problem",
                "target_group",
                "age_from",
                "age_to",
                "areas",
                "municipalities",
                "child_participation",
                "cooperation",
                "delimitation",
                "longevity",
            ),
            _project,
        ),
        Section(
            "mal",
            "Mål och uppföljning",
            WHAT,
            "Vart ni ska, delmål och aktiviteter",
            ("overall_goal", "project_goal", "follow_up"),
            _goals,
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


def unparsed_sentences(application: Application, section: Section) -> Sentences:
    """What the form could not read; kept word for word and still missing (architecture.md §4)."""
    draft: SectionDraft | None = next(
        (row for row in application.section_drafts.all() if row.section == section.key), None
    )
    return [entry["error"] for entry in draft.unparsed.values()] if draft else []


def section_missing(application: Application, section: Section) -> Sentences:
    """All that is left to do in a section, unreadable entries first."""
    return list(dict.fromkeys(unparsed_sentences(application, section) + section.missing(application)))
