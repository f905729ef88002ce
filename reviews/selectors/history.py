"""What has happened in a case, as sentences with a person as subject; notes between the moves (design.md §8)."""

from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db import models

from applications.enums import ActorKind
from applications.lifecycle.registry import MACHINES
from applications.models import Case, TransitionLog
from portal.accounts.models import User

from ..models import FileNote
from . import people_log

# (machine, move) → icon and what the person did.
TOLD: dict[tuple[str, str], tuple[str, str]] = {
    ("idea", "share"): ("sprout", "delade idén med oss"),
    ("idea", "open_dialogue"): ("message-square", "tog upp dialogen om idén"),
    ("idea", "recommend"): ("circle-check", "rekommenderade sökanden att söka"),
    ("idea", "advise_against"): ("circle-minus", "avrådde sökanden från att söka"),
    ("idea", "share_again"): ("sprout", "ändrade idén och delade den på nytt"),
    ("idea", "share_again_in_dialogue"): ("sprout", "ändrade idén och delade den på nytt"),
    ("idea", "close"): ("archive", "avslutade idén"),
    ("idea", "convert"): ("arrow-right", "gjorde en ansökan av idén"),
    ("application", "submit"): ("inbox", "skickade in ansökan"),
    ("application", "sign"): ("signature", "skrev under ansökan"),
    ("application", "withdraw_signature"): ("rotate-ccw", "tog tillbaka sin underskrift"),
    ("application", "register_on_paper"): ("inbox", "registrerade ansökan, som inte kom in via portalen"),
    ("application", "register"): ("inbox", "diarieförde ansökan"),
    ("application", "assign"): ("user", "fördelade ärendet"),
    ("application", "request_completion"): ("corner-up-left", "bad sökanden komplettera ansökan"),
    ("application", "answer_completion"): ("inbox", "lämnade kompletteringen"),
    ("application", "answer_completion_in_preparation"): ("inbox", "lämnade kompletteringen"),
    ("application", "start_preparation"): ("arrow-right", "började bereda ansökan"),
    ("application", "approve_proposal"): ("check", "godkände förslaget"),
    ("application", "put_on_agenda"): ("landmark", "satte upp ärendet på föredragningslistan"),
    ("application", "register_decision"): ("gavel", "registrerade att nämnden har beslutat"),
    ("application", "decide_by_delegation"): ("gavel", "beslutade på delegation"),
    ("application", "withdraw"): ("rotate-ccw", "återtog ansökan"),
    ("application", "register_withdrawal"): ("rotate-ccw", "registrerade att ansökan är återtagen"),
    ("application", "discontinue"): ("gavel", "avskrev ärendet på delegation"),
    ("application", "dismiss"): ("gavel", "avvisade ansökan på delegation"),
    ("application", "close"): ("archive", "avslutade ärendet"),
    ("memo", "submit"): ("send", "lämnade förslaget till chefen"),
    ("memo", "return"): ("rotate-ccw", "skickade tillbaka förslaget"),
    ("memo", "approve"): ("clipboard-check", "godkände förslagets text"),
    ("decision", "make"): ("gavel", "registrerade beslutet"),
    ("decision", "approve"): ("file-check", "registrerade att protokollet är justerat"),
    ("decision", "announce"): ("megaphone", "registrerade att justeringen är anslagen"),
    ("decision", "announce_delegated"): ("megaphone", "registrerade att protokollet är anslaget"),
    ("application", "end_completion"): ("arrow-right", "gick vidare utan svar på kompletteringen"),
    ("application", "end_completion_in_preparation"): ("arrow-right", "gick vidare utan svar på kompletteringen"),
    ("decision", "dispatch"): ("mail", "expedierade beslutet"),
    ("decision", "dispatch_delegated"): ("mail", "expedierade beslutet"),
    ("decision", "mark_final"): ("shield-check", "registrerade att beslutet har fått laga kraft"),
    ("project", "accept"): ("signature", "godkände beslutet"),
    ("project", "start"): ("sprout", "startade projektet"),
    ("project", "implement"): ("flag", "förde projektet till genomförande"),
    ("project", "close"): ("flag", "förde projektet till avslut"),
    ("project", "final_report"): ("file-check", "godkände slutrapporteringen"),
    ("project", "settle"): ("coins", "slutreglerade projektet"),
    ("project", "close_early"): ("circle-stop", "avslutade projektet i förtid, enligt beslutet"),
    ("early_close", "warn"): ("megaphone", "förvarnade sökanden om avslut i förtid"),
    ("early_close", "submit"): ("send", "lämnade förslaget om avslut till chefen"),
    ("early_close", "return"): ("rotate-ccw", "skickade tillbaka förslaget om avslut"),
    ("early_close", "approve"): ("clipboard-check", "godkände förslaget om avslut"),
    ("early_close", "put_on_agenda"): ("landmark", "satte upp avslutet på föredragningslistan"),
    ("early_close", "register_decision"): ("gavel", "registrerade att nämnden har beslutat om avslut"),
    ("early_close", "decide_by_delegation"): ("gavel", "beslutade om avslut på delegation"),
    ("early_close", "drop"): ("circle-minus", "lade ned förslaget om avslut"),
    ("report", "submit"): ("file-pen-line", "lämnade en rapport"),
    ("report", "return_for_completion"): ("corner-up-left", "bad sökanden komplettera rapporten"),
    ("report", "approve"): ("circle-check", "godkände rapporten"),
    ("claim", "submit"): ("wallet", "lämnade en rekvisition"),
    ("claim", "request_advance"): ("wallet", "begärde förskottet"),
    ("claim", "withdraw_advance"): ("circle-minus", "drog tillbaka förskottet"),
    ("claim", "review_content"): ("clipboard-check", "godkände rekvisitionens innehåll"),
    ("claim", "return_for_completion"): ("corner-up-left", "bad sökanden komplettera rekvisitionen"),
    ("claim", "approve"): ("circle-check", "godkände rekvisitionens belopp"),
    ("claim", "approve_partially"): ("circle-dot-dashed", "godkände rekvisitionen med avdrag"),
    ("claim", "release"): ("banknote", "attesterade utbetalningen"),
    ("claim", "confirm"): ("receipt-text", "registrerade utbetalningen"),
    ("meeting", "hold"): ("landmark", "registrerade att sammanträdet är hållet"),
}


@dataclass(frozen=True)
class Row:
    """One line of the log, as templates/portal/partials/log.html reads it."""

    at: datetime
    text: str
    icon: str = "clipboard-check"
    strong: str = ""
    internal: bool = False


def of_case(case: Case, user: User, limit: int | None = None) -> list[Row]:
    """Moves and notes, newest first. Moves of what is not shared are private and never here. Three queries."""
    moves = TransitionLog.objects.visible_to(user).filter(case=case, private=False).select_related("actor")
    moves = moves.exclude(machine="application", move="assign")  # told with whom, by people_log
    notes = FileNote.objects.filter(case=case).select_related("author")
    newest = chain(
        map(of_move, moves.order_by("-at", "-pk")[:limit]),
        map(_of_note, notes.order_by("-written_at", "pk")[:limit]),
        (Row(at, text.strip(), icon) for at, text, icon in people_log.of_case(case, limit)),
    )
    return sorted(newest, key=lambda row: row.at, reverse=True)[:limit]


def of_object(obj: models.Model) -> list[Row]:
    """The moves of one thing that has no case, a meeting."""
    moves = TransitionLog.objects.filter(object_id=obj.pk, private=False).select_related("actor")
    return [of_move(move) for move in moves.order_by("-at", "-pk")]


def of_move(row: TransitionLog) -> Row:
    """Elin Sandahl började bereda ansökan. A move without words of its own is told by the table's label."""
    who = row.actor.name if row.actor_kind == ActorKind.PERSON and row.actor else "Systemet"
    icon, did = TOLD.get((row.machine, row.move), ("", ""))
    if not did:
        table = MACHINES[row.machine]
        return Row(row.at, f"{who}: {table.label.lower()} är nu {table.states(row.to_state).label.lower()}.")
    return Row(row.at, f"{who} {did}.{f' {row.reason}' if row.reason else ''}", icon)


def _of_note(note: FileNote) -> Row:
    return Row(note.written_at, note.text, strong=f"Intern anteckning, {note.author.name}.", internal=True)
