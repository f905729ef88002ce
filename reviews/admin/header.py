"""The dossier's header: number, state, the sentence, four facts, the rail and the tabs (design.md §8)."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest

from applications.enums import ProjectState
from portal import clock, dates
from portal.look.words import counted
from portal.money import NBSP, kronor, percent

from ..selectors import clocks, frozen, standing
from ..selectors.dossier import Dossier
from . import frame
from .move_list import moves_of

Fact = dict[str, Any]


def context(request: HttpRequest, dossier: Dossier, tab: str) -> dict[str, Any]:
    """What every tab shows above and beside its own."""
    case = dossier.case
    moves = moves_of(dossier)
    usual = [row for row in moves if not row["is_rare"]]
    return {
        "title": f"{case.title}, {case.dnr}",
        "case": case,
        "dossier": dossier,
        "crumbs": frame.crumbs((case.title, "")),
        "mark": standing.mark(case),
        "sentence": standing.sentence(case),
        "late": dossier.late,
        "facts": [_next(usual), _money(dossier), _clock(dossier), _responsible(dossier)],
        "stages": standing.stages(case),
        "tabs": _tabs(dossier, tab),
        "moves": usual,
        "rare": [row for row in moves if row["is_rare"]],
        "contact": frozen.contact(dossier.version) if dossier.version else _idea_contact(dossier),
    }


def _next(moves: list[dict[str, Any]]) -> Fact:
    if not moves:
        return {"icon": "arrow-right", "label": "Nästa steg", "value": "Inget för dig just nu", "now": True}
    straight = [row for row in moves if not row.get("is_aside") and not row.get("is_ahead")]
    if not straight:
        return {"icon": "arrow-right", "label": "Nästa steg", "value": "Inget för dig just nu", "now": True}
    first = next((row for row in straight if row["open"]), straight[0])
    missing = len(first["missing"])
    more = "" if first["open"] else f"{counted(missing, 'En sak', 'saker').capitalize()} saknas"
    return {
        "icon": "arrow-right",
        "label": "Nästa steg",
        "value": first["label"],
        "url": "#h-drag",
        "more": more,
        "now": True,
    }


def _money(dossier: Dossier) -> Fact:
    fact = {"icon": "coins", "label": "Pengar", "value": "Inget belopp än", "more": ""}
    decision, idea = dossier.decision, dossier.idea
    if decision is not None and decision.grants and not decision.gives_money:
        return fact | {"value": "Stöd utan pengar", "more": "Se Ekonomi för delarna"}
    if decision is not None and decision.grants and decision.cap is not None and decision.share:
        return fact | {
            "value": f"Beviljat högst {kronor(decision.cap)}{NBSP}kr",
            "more": f"{percent(decision.share)} av bokförda kostnader",
        }
    version = dossier.version  # a query, on tabs that do not show it
    if version is not None and not frozen.has_budget(version):
        return fact | {"value": "Söker inga pengar", "more": frozen.asked(version)}
    if version is not None:
        share = frozen.share(version)
        of = f"av {kronor(frozen.cost(version))}{NBSP}kr"
        return fact | {
            "value": f"Söker {kronor(frozen.applied(version))}{NBSP}kr",
            "more": f"{percent(share)} {of}" if share is not None else of,
        }
    guess = ((idea.shared_content if idea else None) or {}).get("cost_guess")
    if guess:
        return fact | {"value": f"Ungefär {kronor(Decimal(guess))}{NBSP}kr", "more": "Sökandens uppskattning"}
    return fact


def _clock(dossier: Dossier) -> Fact:
    value = _age(dossier)
    item, application = dossier.agenda_item, dossier.application
    more = ""
    if dossier.asked is not None and dossier.asked_waits:
        asked = dossier.asked
        verb = "Skulle ha besvarats" if asked.due_on < clock.today() else "Svara senast"
        more = f"Sökanden begärde {dates.short(asked.on)} att ärendet avgörs. {verb} {dates.long(asked.due_on)}"
    elif dossier.due is not None:
        left = (dossier.due - clock.today()).days
        more = (
            f"Sökanden lämnar senast {dates.long(dossier.due)}" if left >= 0 else f"Skulle in {dates.long(dossier.due)}"
        )
    elif item is not None:
        more = f"Nämnden sammanträder {dates.long(item.meeting.held_on)}"
    elif application is not None and application.shared_at and not standing.is_decided(dossier.case):
        more = f"Ska vara avgjort senast {dates.long(clocks.answer_due(application.shared_at))}"
        if told := dossier.case.delayed_to:  # type: ignore[attr-defined]  # annotated by the dossier's query
            more = f"Sökanden har fått veta att det dröjer till {dates.long(told)}"
    return {"icon": "clock-4", "label": "Klocka", "value": value, "more": more}


def _age(dossier: Dossier) -> str:
    project, days = dossier.project, dossier.days_here
    if project is not None:
        if project.closed_early_on is not None:
            return f"Avslutat i förtid {dates.long(project.closed_early_on)}"
        is_over = project.state == ProjectState.SETTLED
        return f"{'Slutade' if is_over else 'Pågår till'} {dates.long(project.period_end)}"
    return f"{days} {'dag' if days == 1 else 'dagar'} hos oss" if days else "Kom in i dag"


def _responsible(dossier: Dossier) -> Fact:
    officer = dossier.case.officer
    fact = {"icon": "user", "label": "Ansvar", "value": officer.name if officer else "Ingen handläggare", "more": ""}
    if officer is None:
        return fact
    return fact | {"more": "Inte jävig" if dossier.officer_has_answered else "Har inte svarat på frågan om jäv"}


def _tabs(dossier: Dossier, current: str) -> list[dict[str, Any]]:
    count: int = dossier.case.document_count  # type: ignore[attr-defined]  # annotated by the dossier's query
    tabs: list[tuple[str, str, int | None]] = [("case", "Översikt", None), ("case_application", "Ansökan", None)]
    if dossier.application is None:
        tabs = [("case", "Översikt", None), ("case_application", "Idé", None)]
    else:
        tabs += [("case_money", "Ekonomi", None), ("case_assessment", "Bedömning", None)]
    if dossier.project is not None:
        tabs.append(("case_project", "Projekt", None))
    unread: int = dossier.case.unread_count  # type: ignore[attr-defined]  # annotated by the dossier's query
    tabs += [("case_messages", "Meddelanden", unread or None), ("case_documents", "Handlingar", count)]
    tabs.append(("case_history", "Historik", None))
    return [
        {"label": label, "url": frame.case_url(dossier.case, route), "count": number, "current": route == current}
        for route, label, number in tabs
    ]


def _idea_contact(dossier: Dossier) -> dict[str, str]:
    """From what was shared, never the live columns."""
    told = (dossier.idea.shared_content if dossier.idea else None) or {}
    return {
        "name": told.get("contact_name", ""),
        "email": told.get("contact_email", ""),
        "phone": told.get("contact_phone", ""),
    }
