"""What has happened in a case, as sentences with somebody as subject, for the applicant's page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from typing import Any

from portal import dates

from ..enums import DecisionKind
from ..models import Decision, TransitionLog

# (machine, move) → icon, what was done when a person did it, what happened when the system did.
TEXTS: dict[tuple[str, str], tuple[str, str, str]] = {
    ("idea", "share"): ("send", "{who} delade idén med oss.", ""),
    ("idea", "open_dialogue"): ("message-square", "{who} tog upp dialogen om idén.", ""),
    ("idea", "recommend"): ("circle-check", "{who} rekommenderade er att söka.", ""),
    ("idea", "advise_against"): ("circle-minus", "{who} avrådde från att söka.", ""),
    ("idea", "share_again"): ("send", "{who} delade den ändrade idén.", ""),
    ("idea", "share_again_in_dialogue"): ("send", "{who} delade den ändrade idén.", ""),
    ("idea", "close"): ("archive", "{who} avslutade idén.", ""),
    ("idea", "convert"): ("arrow-right", "{who} gjorde en ansökan av idén.", ""),
    ("application", "sign"): ("signature", "{who} skrev under ansökan.", ""),
    ("application", "withdraw_signature"): ("rotate-ccw", "{who} tog tillbaka sin underskrift.", ""),
    ("application", "submit"): ("send", "{who} skickade in ansökan.", ""),
    ("application", "register_on_paper"): ("inbox", "{who} registrerade ansökan, som inte kom in här i portalen.", ""),
    ("application", "register"): ("inbox", "{who} diarieförde ansökan.", "Ansökan diariefördes."),
    ("application", "assign"): ("user-check", "{who} utsåg en handläggare.", ""),
    ("application", "request_completion"): ("corner-up-left", "{who} bad er komplettera ansökan.", ""),
    ("application", "answer_completion"): ("send", "{who} lämnade kompletteringen.", ""),
    ("application", "answer_completion_in_preparation"): ("send", "{who} lämnade kompletteringen.", ""),
    ("application", "start_preparation"): ("search", "{who} började bereda ansökan.", ""),
    ("application", "approve_proposal"): ("clipboard-check", "{who} godkände förslaget till beslut.", ""),
    ("application", "put_on_agenda"): ("landmark", "{who} satte upp ärendet på nämndens föredragningslista.", ""),
    ("application", "withdraw"): ("rotate-ccw", "{who} återtog ansökan.", ""),
    ("application", "register_withdrawal"): ("rotate-ccw", "{who} registrerade att ansökan är återtagen.", ""),
    ("application", "close"): ("archive", "{who} avslutade ärendet.", ""),
    ("decision", "approve"): ("file-check", "{who} registrerade att protokollet är justerat.", ""),
    ("decision", "announce"): ("megaphone", "{who} anslog beslutet på anslagstavlan.", ""),
    ("decision", "announce_delegated"): ("megaphone", "{who} anslog protokollet på anslagstavlan.", ""),
    ("application", "end_completion"): ("arrow-right", "{who} gick vidare utan svar på kompletteringen.", ""),
    ("application", "end_completion_in_preparation"): (
        "arrow-right",
        "{who} gick vidare utan svar på kompletteringen.",
        "",
    ),
    ("decision", "dispatch"): ("mail", "{who} skickade beslutet till er.", ""),
    ("decision", "dispatch_delegated"): ("mail", "{who} skickade beslutet till er.", ""),
    ("decision", "mark_final"): ("shield-check", "{who} registrerade att beslutet har fått laga kraft.", ""),
    ("project", "accept"): ("signature", "{who} godkände beslutet.", ""),
    ("project", "start"): ("sprout", "{who} startade projektet.", "Projektet började."),
    ("project", "implement"): ("sprout", "{who} gick vidare till genomförandet.", ""),
    ("project", "close"): ("flag", "{who} gick vidare till avslutet.", "Avslutet började."),
    ("project", "final_report"): ("file-check", "{who} godkände slutrapporteringen.", ""),
    ("project", "settle"): ("archive", "{who} slutreglerade projektet.", ""),
    ("early_close", "warn"): ("megaphone", "{who} förvarnade er om avslut i förtid.", ""),
    ("early_close", "drop"): ("circle-minus", "{who} lade ned frågan om avslut i förtid.", ""),
    ("project", "close_early"): ("circle-stop", "Projektet avslutades i förtid. {who} expedierade beslutet.", ""),
    ("report", "cancel"): ("circle-minus", "", "En rapport ställdes in."),
    ("claim", "cancel"): ("circle-minus", "", "En rekvisition ställdes in."),
    ("report", "submit"): ("send", "{who} lämnade en rapport.", ""),
    ("report", "return_for_completion"): ("corner-up-left", "{who} bad er komplettera en rapport.", ""),
    ("report", "approve"): ("circle-check", "{who} godkände en rapport.", ""),
    ("claim", "submit"): ("send", "{who} lämnade en rekvisition.", ""),
    ("claim", "request_advance"): ("send", "{who} begärde förskottet.", ""),
    ("claim", "withdraw_advance"): ("circle-minus", "{who} drog tillbaka förskottet.", "Förskottet föll bort."),
    ("claim", "return_for_completion"): ("corner-up-left", "{who} bad er komplettera en rekvisition.", ""),
    ("claim", "approve"): ("circle-check", "{who} godkände beloppen i en rekvisition.", ""),
    ("claim", "approve_partially"): ("circle-dot-dashed", "{who} godkände en rekvisition med avdrag.", ""),
    ("claim", "release"): ("coins", "{who} attesterade en utbetalning.", ""),
    ("claim", "confirm"): ("banknote", "{who} registrerade att pengarna är utbetalda.", ""),
}


# What a decision that has been sent did; the log itself knows only its way to the applicant.
DECIDED = {
    DecisionKind.APPROVAL: "beviljade ansökan",
    DecisionKind.PARTIAL: "beviljade en del av ansökan",
    DecisionKind.REJECTION: "avslog ansökan",
    DecisionKind.DISCONTINUED: "avskrev ärendet",
    DecisionKind.DISMISSED: "avvisade ansökan",
}


def rows(log: Iterable[TransitionLog], decisions: Iterable[Decision] = ()) -> list[dict[str, Any]]:
    """As portal/partials/log.html wants them, newest first; what says nothing to the applicant is left out.

    `decisions` are those that have been sent: each stands as it was made, on its day.
    """
    told = [
        {
            "at": dates.instant(row.made_on, time(12)),
            "icon": "gavel",
            "text": f"{_who(row)} {DECIDED[kind]}, {row.paragraph}.",
        }
        for row in decisions
        if (kind := DecisionKind(row.kind)) in DECIDED
    ]
    for entry in log:
        icon, by_person, by_system = TEXTS.get((entry.machine, entry.move), ("", "", ""))
        text = by_person.format(who=entry.actor) if entry.actor else by_system
        if text:
            told.append({"at": entry.at, "icon": icon, "text": text})
    return sorted(told, key=lambda row: row["at"], reverse=True)


def _who(decision: Decision) -> str:
    return decision.decided_by if decision.is_delegated else decision.board.definite
