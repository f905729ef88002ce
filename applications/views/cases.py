"""The case as its applicant sees it: where it stands, what happens next, documents, decision, log."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.files.streaming import respond

from ..documents import supports
from ..enums import ApplicationState as A
from ..enums import DecisionKind, DocumentKind
from ..lifecycle import engine
from ..lifecycle.application import BEFORE_DECISION
from ..models import Case, Decision, Document
from ..selectors import appeals, case_history, decision_requests, dialogue, my_pages
from ..selectors import messages as reading
from ..selectors.case_facts import SENT, asked, part
from ..selectors.case_story import sentence, stages
from . import doors, history, places
from .answers import page

DECIDED_NEXT = "Ni får beslutet här och med mejl så snart det är klart."
NEXT: dict[str, tuple[str, ...]] = {
    A.REGISTERED: (
        "Vi utser en handläggare.",
        "Handläggaren ser efter att allt är med. Saknas något hör vi av oss.",
        "Vi bedömer ansökan och föreslår ett beslut.",
    ),
    A.FORMAL_CHECK: (
        "Saknas något ber handläggaren er att komplettera.",
        "Sedan bedömer vi ansökan och föreslår ett beslut.",
    ),
    A.COMPLETION: (
        "Ni svarar på det vi har frågat om och lämnar kompletteringen.",
        "Handläggaren läser och går vidare.",
    ),
    A.PREPARATION: ("Vi skriver ett förslag till beslut.", "Förslaget granskas av en chef.", DECIDED_NEXT),
    A.PROPOSED: ("Beslutet fattas av nämnden, eller på dess uppdrag.", DECIDED_NEXT),
    A.ON_AGENDA: ("Nämnden beslutar vid sitt sammanträde.", "Protokollet justeras och anslås.", DECIDED_NEXT),
    A.WITHDRAWN: ("Vi avskriver ärendet: det avslutas utan att ansökan prövas.", DECIDED_NEXT),
    A.DECIDED: (DECIDED_NEXT,),
}


@require_safe
@page
def case(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One case: the rail, the sentence, what to do, what follows, and everything that is in it."""
    row = doors.case(request, pk)
    sent = row.decisions.filter(state__in=SENT).select_related("board")
    decisions = list(sent.prefetch_related("conditions", "components"))
    answer = next((found for found in decisions if found.kind != DecisionKind.EARLY_CLOSE), None)
    threads = reading.of_case(row) if row.shared_at else []
    happened = history.entries(request, row, decisions, threads)
    context = {
        "case": row,
        "sentence": sentence(row),
        "stages": stages(row),
        "todo": [places.todo(item) for item in my_pages.todo([row], user=doors.person(request))],
        "next_steps": _next(row, decisions),
        "decision": answer,
        "closing_decision": next((found for found in decisions if found.kind == DecisionKind.EARLY_CLOSE), None),
        "supports": supports.table(answer) if answer else [],
        "refused": answer is not None and answer.kind == DecisionKind.REJECTION,
        "appeal": appeals.told(answer) if answer else None,
        "next_date": next(iter(my_pages.ahead([row], most=1)), None),
        "documents": _documents(row),
        "log": happened[: case_history.LATEST],
        "has_more_log": len(happened) > case_history.LATEST,
        "messages_sent": threads,
        "unread": sum(one.read_at is None and not one.from_applicant for one in threads),
        "may_message": reading.may_write(row, doors.person(request)),
        "may_withdraw": _may_withdraw(request, row),
        "decision_request": _decision_request(request, row),
        "notices": row.notices.filter(recipient=doors.person(request)).order_by("-created_at")[:10],
        "may_convert": _may_convert(request, row),
        "meetings": dialogue.of_case(row),
        **_parts(row),
        "crumbs": places.crumbs(row.title),
    }
    return render(request, "applications/case.html", context)


@require_safe
@page
def document(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Hand out a document as it is stored."""
    row = doors.document(request, pk)
    assert row.file is not None  # the door lets only made ones through
    return respond(row.file, show=True)


@require_safe
@page
def notice(request: HttpRequest, pk: UUID, notice: UUID) -> HttpResponse:
    """A mail as it was sent, for the person it went to."""
    row = doors.case(request, pk)
    mails = row.notices.filter(recipient=doors.person(request)).select_related("email", "recipient")
    found = get_object_or_404(mails, pk=notice)
    context = {"notice": found, "crumbs": places.of_case(row, found.subject)}
    return render(request, "applications/notice.html", context)


def _parts(row: Case) -> dict[str, Any]:
    application = part(row, "application")
    is_sent = application is not None and not application.is_private
    return {
        "idea": part(row, "idea"),
        "application": application,
        "project": part(row, "project"),
        "files": [one for one in application.attachments.select_related("file") if one.is_sent_in] if is_sent else [],
        "versions": list(reversed(application.versions.all())) if is_sent else [],
    }


def _may_withdraw(request: HttpRequest, row: Case) -> bool:
    """Shown to those who may sign, from the day it came in until it is decided; the page tells why when it cannot."""
    application = part(row, "application")
    return (
        application is not None
        and application.state in BEFORE_DECISION
        and doors.may(request, "withdraw_application", application)
    )


def _decision_request(request: HttpRequest, row: Case) -> str:
    """The words of the link: to what was asked, or to ask, from the day when those who lead the case may."""
    if asked(row) is not None:
        return "Läs er begäran om att ärendet avgörs"
    application = part(row, "application")
    is_theirs = application is not None and doors.may(request, "ask_for_decision", application)
    return "Begär att ärendet avgörs" if is_theirs and decision_requests.is_open(application) else ""


def _next(row: Case, decisions: list[Decision]) -> tuple[str, ...]:
    application = part(row, "application")
    if application is None or decisions:
        return ()
    state = A.REGISTERED if application.state == A.SUBMITTED else application.state
    return NEXT.get(state, ())


def _documents(row: Case) -> list[Document]:
    """Made and coming; a decision when it has been sent, and nothing of the authority's preparation."""
    return [
        found
        for found in row.documents.all()
        if found.kind != DocumentKind.MEMO and (found.decision is None or found.decision.dispatched_at is not None)
    ]


def _may_convert(request: HttpRequest, row: Case) -> bool:
    idea = part(row, "idea")
    if idea is None or part(row, "application") is not None:
        return False
    return any(offer.move.name == "convert" and offer.is_open for offer in engine.offered(idea, doors.person(request)))
