"""Where what is missing is mended: a gate's place as an address of the case (applications/lifecycle/registry.py)."""

from django.urls import reverse

from ..selectors.dossier import Dossier
from . import frame

# A gate's place → the page, and the part of it.
TABS = {
    "jav": ("case_conflict", ""),
    "meddelanden": ("case_messages", ""),
    "ansokan": ("case_application", ""),
    "ekonomi": ("case_money", ""),
    "handlingar": ("case_documents", ""),
    "beslut": ("case_documents", ""),
    "projekt": ("case_project", ""),
    "rapporter": ("case_project", "#rapporter"),
    "villkor": ("case_project", "#villkor"),
    "avslut": ("case_project", "#avslut"),
    "bedomningar": ("case_assessment", ""),
    "remiss": ("case_assessment", "#remisser"),
    "rekvisitioner": ("case_money", "#rekvisitioner"),
    "pengar": ("case_money", "#oronmarkt"),
}
# The same for what only the officer mends; others read it on the tab.
WRITING = {
    "kontroll": "case_check",
    "bedomning": "case_assess",
    "gemensam": "case_agree",
    "forslag": "case_propose",
    "tjansteutlatande": "case_memo_text",
    "kommunicering": "case_hear",
    "statsstod": "case_state_aid",
}


def url_of(place: str, dossier: Dossier) -> str:
    """The address, or nothing for a place that is not the desk's."""
    if place == "javsfragor":
        return _of_questions(dossier)
    if place == "sammantraden":
        return reverse("admin:meetings")
    if place in WRITING:
        mends = dossier.user.has_perm("applications.handle_case", dossier.case)
        return frame.case_url(dossier.case, WRITING[place] if mends else "case_assessment")
    if place in TABS:
        route, part = TABS[place]
        return frame.case_url(dossier.case, route) + part
    return ""


def _of_questions(dossier: Dossier) -> str:
    """Where a head rules on the first question that is not about oneself; others read of it in the history."""
    if dossier.user.has_perm("applications.rule_conflict", dossier.case):
        for row in dossier.conflict_questions:
            if row.user_id != dossier.user.pk:
                return frame.case_url(dossier.case, "case_conflict_rule", question=row.pk)
    return frame.case_url(dossier.case, "case_history")
