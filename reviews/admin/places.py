"""Where what is missing is mended: a gate's place as an address of the case (applications/lifecycle/registry.py)."""

from django.urls import reverse

from ..selectors.dossier import Dossier
from . import frame

# A gate's place → the page, and the part of it.
TABS = {
    "jav": ("case_conflict", ""),
    "meddelanden": ("case_messages", ""),
    "handlingar": ("case_documents", ""),
    "beslut": ("case_documents", ""),
    "projekt": ("case_project", ""),
    "rapporter": ("case_project", "#rapporter"),
    "villkor": ("case_project", "#villkor"),
    "avslut": ("case_project", "#avslut"),
    "rekvisitioner": ("case_money", "#rekvisitioner"),
    "pengar": ("case_money", "#oronmarkt"),
}
# The same for what only the officer mends; others read it on the tab.
WRITING = {
    "kontroll": "case_check",
    "bedomning": "case_assess",
    "forslag": "case_propose",
    "statsstod": "case_state_aid",
}


def url_of(place: str, dossier: Dossier) -> str:
    """The address, or nothing for a place that is not the desk's."""
    if place == "sammantraden":
        return reverse("admin:meetings")
    if place in WRITING:
        mends = dossier.user.has_perm("applications.handle_case", dossier.case)
        return frame.case_url(dossier.case, WRITING[place] if mends else "case_assessment")
    if place in TABS:
        route, part = TABS[place]
        return frame.case_url(dossier.case, route) + part
    return ""
