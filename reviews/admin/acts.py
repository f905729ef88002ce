"""What one can do in a case that is no move: answer about jäv, check, assess, propose, change officer."""

from typing import Any

from applications.enums import ApplicationState as A
from applications.findings import is_aid
from applications.lifecycle.gates.early_close import RUNNING
from applications.lifecycle.registry import Missing
from applications.models import Application
from applications.services import delays, handling
from applications.services.early_close import WRITABLE
from portal import clock, dates

from ..enums import MemoState
from ..selectors import clocks
from ..selectors.dossier import Dossier
from ..services.referrals import SENDABLE
from . import frame, places

Act = dict[str, Any]
WAIVING = "När lagen inte kräver att sökanden får ta del av underlaget."
UNANSWERED = Missing("Svara först på om du är jävig i ärendet.", "jav")


def acts(dossier: Dossier) -> list[Act]:
    """The acts that are the person's now, as templates/portal/partials/move.html reads them."""
    case, user, application = dossier.case, dossier.user, dossier.application
    found = []
    waits = not dossier.has_answered
    if waits and user.has_perm("applications.declare_conflict", case):
        line = "Behövs innan du gör något annat."
        found.append(_act(dossier, 1, "Svara på frågan om jäv", "scale", "case_conflict", line))
    elif user.has_perm("applications.declare_conflict", case):
        line = "Den som blir jävig säger det genast och lämnar ärendet."
        found.append(
            _act(dossier, 90, "Anmäl att du har blivit jävig", "scale", "case_conflict", line) | {"is_rare": True}
        )
        line = "Om du ser något som kan rubba förtroendet för en kollega i ärendet."
        act = _act(dossier, 91, "Väck frågan om en kollega är jävig", "scale", "case_conflict_raise", line, waits=waits)
        found.append(act | {"is_rare": True})
    found += _rulings(dossier, waits)
    if application is None:
        return found
    handles = user.has_perm("applications.handle_case", case)
    if handles and application.state == A.FORMAL_CHECK:
        found.append(_check(dossier, waits))
    if handles and application.state in SENDABLE and (dossier.memo is None or dossier.memo.state == MemoState.DRAFT):
        line = "Fråga en kommun, en myndighet eller någon annan. Flera på en gång."
        act = _act(dossier, 52, "Skicka på remiss", "send", "case_referral", line, waits=waits)
        found.append(act | {"is_rare": True})
    if handles:
        found += _delay(dossier, application, waits)
    found += _asked(dossier, waits)
    if application.state == A.PREPARATION:
        found += _preparing(dossier, handles, waits)
    if application.state in (A.FORMAL_CHECK, A.PREPARATION):
        found += _money(dossier, waits)
    if dossier.project is not None and handles and dossier.project.state in RUNNING:
        found += _closing(dossier, waits)
    if user.has_perm("applications.assign_case", case) and application.state in _HANDLED:
        label = "Byt handläggare" if case.officer_id else "Välj handläggare"
        act = _act(dossier, 10, label, "user", "case_officer", "Ärendet flyttas till den du väljer.")
        found.append(act | {"is_rare": case.officer_id is not None})
    if _may_take_over(dossier, application):
        act = _act(dossier, 70, "Ta över ärendet", "user", "case_take_over", "Du blir handläggare.", waits=waits)
        found.append(act | {"is_rare": dossier.case.officer_id is not None})
    return found


def _may_take_over(dossier: Dossier, application: Application) -> bool:
    is_held = application.state in handling.HELD_BY_OFFICER and dossier.case.officer_id != dossier.user.pk
    return is_held and dossier.user.has_perm("applications.take_over_case", application)


def _rulings(dossier: Dossier, waits: bool) -> list[Act]:
    """The head's, one for each person; nobody rules on oneself."""
    if not dossier.user.has_perm("applications.rule_conflict", dossier.case):
        return []
    found = []
    for row in dossier.conflict_questions:
        if row.user_id != dossier.user.pk:
            label = f"Avgör om {row.user.name} är jävig"
            line, route = "Inget kan beslutas i ärendet innan.", "case_conflict_rule"
            found.append(_act(dossier, 2, label, "scale", route, line, waits=waits, question=row.pk))
    return found


_HANDLED = (A.FORMAL_CHECK, A.COMPLETION, A.PREPARATION, A.PROPOSED, A.ON_AGENDA, A.DECIDED)


def _closing(dossier: Dossier, waits: bool) -> list[Act]:
    """Ending a project early is rare; once begun it stands among the rest."""
    closing, line = dossier.early_close, "Orsak, skäl, sista dag och text till den öppna sidan."
    if closing is None:
        act = _act(dossier, 56, "Föreslå avslut i förtid", "circle-stop", "case_closing", line, waits=waits)
        return [act | {"is_rare": True}]
    if closing.state in WRITABLE:
        label = "Ändra förslaget om avslut" if closing.grounds else "Skriv förslag om avslut"
        return [_act(dossier, 18, label, "circle-stop", "case_closing", line, waits=waits)]
    return []


def _check(dossier: Dossier, waits: bool) -> Act:
    check = getattr(dossier.case, "formal_check", None)
    line = "Kom den i tid, får de söka, är den komplett?"
    if check is not None and check.is_done:
        return _act(dossier, 50, "Ändra formell kontroll", "list-checks", "case_check", line, waits=waits)
    return _act(dossier, 14, "Gör formell kontroll", "list-checks", "case_check", line, waits=waits)


def _preparing(dossier: Dossier, handles: bool, waits: bool) -> list[Act]:
    """Assessment and proposal, until the proposal lies with the head; what is not begun comes first."""
    if dossier.memo is not None and dossier.memo.state != MemoState.DRAFT:
        return []
    found = []
    if _reads(dossier):
        rank, label = (50, "Ändra bedömningen") if dossier.has_assessed else (8, "Skriv bedömning")
        line = "Poäng och skäl för varje kriterium, barnets bästa och en sammanfattning."
        found.append(_act(dossier, rank, label, "clipboard-list", "case_assess", line, waits=waits))
        if dossier.has_assessed and dossier.both_have_assessed:
            line = "Vad ni två kommer fram till, och var ni ser olika på saken."
            is_written = getattr(dossier.case, "joint_assessment", None) is not None
            rank, label = (50, "Ändra gemensam bedömning") if is_written else (9, "Skriv gemensam bedömning")
            found.append(_act(dossier, rank, label, "users", "case_agree", line, waits=waits))
    if handles:
        rank, label = (51, "Ändra förslaget") if dossier.memo is not None else (9, "Skriv förslag")
        line = "Utgång, belopp, skäl och villkor."
        found.append(_act(dossier, rank, label, "pen-line", "case_propose", line, waits=waits))
        rank, label = (51, "Ändra texterna") if hasattr(dossier.case, "memo_text") else (11, "Skriv texterna")
        line = "Sammanfattning, bakgrund, största risken och vilka beslutet skickas till."
        label = f"{label} i tjänsteutlåtandet"
        found.append(_act(dossier, rank, label, "file-text", "case_memo_text", line, waits=waits))
        line = "Innan du föreslår avslag eller ett lägre belopp."
        found.append(_act(dossier, 52, "Kommunicera underlaget", "book-open", "case_hear", line, waits=waits))
        act = _act(dossier, 72, "Avstå från kommunicering", "book-open", "case_hear_waive", WAIVING, waits=waits)
        found.append(act | {"is_rare": True})
    return found


def _delay(dossier: Dossier, application: Application, waits: bool) -> list[Act]:
    """Rare, until the case has stood so long that the applicant should be told (domain.md D-09)."""
    if application.state not in delays.WAITS_FOR_DECISION or application.shared_at is None:
        return []
    line = "Om det dröjer längre än sökanden kan räkna med: varför, och när beslutet väntas."
    act = _act(dossier, 71, "Underrätta om försening", "clock-4", "case_delay", line, waits=waits)
    is_old = application.shared_at < clocks.warned_before(clock.today())
    return [act | {"is_rare": not is_old}]


def _asked(dossier: Dossier, waits: bool) -> list[Act]:
    """The request that the case is decided: the head's to answer, and all who read the case may read it (D-10)."""
    asked = dossier.asked
    if asked is None:
        return []
    label, page = "Läs begäran om avgörande", "case_decision_request"
    if not dossier.asked_waits:
        return [_act(dossier, 92, label, "clock-4", page, "Vad sökanden begärde, och svaret.") | {"is_rare": True}]
    line = f"Senast {dates.long(asked.due_on)} är ärendet avgjort, eller begäran avslagen av enhetschefen."
    if dossier.user.has_perm("applications.refuse_decision", dossier.case):
        act = _act(dossier, 12, "Svara på begäran om avgörande", "clock-4", page, line, waits=waits)
    else:
        act = _act(dossier, 12, label, "clock-4", page, line)
    return [act | {"is_aside": True}]  # what comes next is still the decision


def _money(dossier: Dossier, waits: bool) -> list[Act]:
    """The economist's own part, and state aid where the application gives reason to ask."""
    case, user, found = dossier.case, dossier.user, []
    if user.has_perm("reviews.review_economy", case):
        done = hasattr(case, "economy_review")
        rank, label = (50, "Ändra ekonomisk granskning") if done else (8, "Skriv ekonomisk granskning")
        line = "Budget, konto, försumbart stöd och dubbel betalning."
        found.append(_act(dossier, rank, label, "coins", "case_economy", line, waits=waits))
    if user.has_perm("reviews.judge_state_aid", case) and dossier.application and is_aid(dossier.application):
        rank, label = (
            (50, "Ändra bedömning av statsstöd") if hasattr(case, "state_aid_review") else (7, "Bedöm statsstöd")
        )
        line = "Sökanden har svarat att ett företag kan få en fördel."
        found.append(_act(dossier, rank, label, "scale", "case_state_aid", line, waits=waits))
    return found


def _reads(dossier: Dossier) -> bool:
    """The officer and the second reader."""
    return bool(dossier.user.has_perm("reviews.assess", dossier.case))


def _act(
    dossier: Dossier, rank: int, label: str, icon: str, route: str, line: str, *, waits: bool = False, **which: Any
) -> Act:
    missing = [{"text": UNANSWERED.text, "url": places.url_of(UNANSWERED.place, dossier)}] if waits else []
    return {
        "rank": rank,
        "label": label,
        "open": not missing,
        "url": frame.case_url(dossier.case, route, **which),
        "icon": icon,
        "line": line,
        "missing": missing,
        "holds": [],
        "is_rare": False,
    }
