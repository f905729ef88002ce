"""State marks: for each key one icon and, for the person and for the desk, a tint and a word (design.md §4)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tint(StrEnum):
    """What the ground of a mark says; the word says the same, so nobody needs the colour."""

    PLAIN = ""  # over, refused, not begun
    INFO = "info"  # the authority works
    YOU = "you"  # the reader's turn
    OK = "ok"  # granted, paid
    DANGER = "danger"  # overdue or faulty
    DONE = "done"  # without ground, so that what remains stands out
    NONE = "none"  # without ground, nothing has happened


class Audience(StrEnum):
    """Who reads: the applicants' side, or the authority's desk, where another has the turn."""

    APPLICANT = "applicant"
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark as it is shown: icon name, tint and word."""

    icon: str
    tint: Tint
    word: str


@dataclass(frozen=True, slots=True)
class _Row:
    icon: str
    tint: Tint
    word: str
    desk_tint: Tint | None = None
    desk_word: str = ""


INFO, YOU, OK, BAD, PLAIN = Tint.INFO, Tint.YOU, Tint.OK, Tint.DANGER, Tint.PLAIN

# Keys are the values of the state enums and of the outcomes. Where machines share a value but mean different things,
# the key is "machine.value", and that row wins over the plain one.
MARKS: dict[str, _Row] = {
    # sections of a form
    "section.done": _Row("check", Tint.DONE, "Klar"),
    "section.begun": _Row("pencil-line", INFO, "Påbörjad"),
    "section.fault": _Row("triangle-alert", BAD, "Har fel"),
    "section.not_begun": _Row("circle", Tint.NONE, "Ej påbörjad"),
    # before the authority has it
    "draft": _Row("pencil-line", PLAIN, "Utkast"),
    "awaiting_signature": _Row("pen-line", YOU, "Väntar på underskrift", INFO),
    # idea
    "shared": _Row("inbox", INFO, "Inskickad", YOU, "Delad"),
    "in_dialogue": _Row("message-square", INFO, "Vi läser er idé", INFO, "I dialog"),
    "recommended": _Row("circle-check", OK, "Gå vidare", OK, "Rekommenderad"),
    "advised_against": _Row("circle-minus", PLAIN, "Vi avråder", PLAIN, "Avrådd"),
    "converted": _Row("arrow-right", PLAIN, "Blev ansökan", PLAIN, "Omvandlad"),
    # application
    "submitted": _Row("inbox", INFO, "Inkommen", YOU),
    "registered": _Row("inbox", INFO, "Inkommen", YOU, "Registrerad"),
    "formal_check": _Row("search", INFO, "Handläggs", INFO, "Formell kontroll"),
    "completion": _Row("corner-up-left", YOU, "Ni behöver komplettera", INFO, "Kompletteras"),
    "preparation": _Row("search", INFO, "Handläggs", INFO, "Beredning"),
    "hearing": _Row("book-open", YOU, "Underlag att läsa", INFO, "Kommuniceras"),
    "proposed": _Row("clipboard-check", INFO, "Handläggs", INFO, "Förslag klart"),
    "on_agenda": _Row("landmark", INFO, "Tas upp i nämnden", INFO, "På dagordning"),
    "decided": _Row("gavel", INFO, "Beslutad"),
    "withdrawn": _Row("rotate-ccw", PLAIN, "Återtagen"),
    "closed": _Row("archive", PLAIN, "Avslutad"),
    # decision: what it says, and how far it has come
    "approval": _Row("circle-check", OK, "Beviljad", OK, "Bifall"),
    "partial": _Row("circle-dot-dashed", OK, "Delvis beviljad", OK, "Delvis bifall"),
    "rejection": _Row("circle-minus", PLAIN, "Avslag"),
    "discontinued": _Row("rotate-ccw", PLAIN, "Avskriven"),
    "dismissed": _Row("circle-minus", PLAIN, "Avvisad"),
    "early_close": _Row("circle-stop", PLAIN, "Avslutas i förtid", PLAIN, "Avslut i förtid"),
    "made": _Row("gavel", INFO, "Behandlat", YOU, "Fattat"),
    "decision.approved": _Row("file-check", INFO, "Behandlat", YOU, "Justerat"),
    "announced": _Row("megaphone", INFO, "Behandlat", YOU, "Anslaget"),
    "dispatched": _Row("mail", OK, "Beslutat", INFO, "Expedierat"),
    "legally_final": _Row("shield-check", OK, "Laga kraft"),
    # project
    "project.granted": _Row("signature", YOU, "Godkänn beslutet", INFO, "Beviljad"),
    "accepted": _Row("signature", OK, "Godkänt", INFO, "Accepterad"),
    "start_up": _Row("sprout", INFO, "Startar", INFO, "Uppstart"),
    "implementation": _Row("sprout", INFO, "Pågår", INFO, "Genomförande"),
    "closing": _Row("flag", INFO, "Avslutas", INFO, "Avslut"),
    "final_reported": _Row("file-check", INFO, "Slutrapporterat", INFO, "Slutrapporterad"),
    "paused": _Row("circle-pause", PLAIN, "Pausat"),
    "closed_early": _Row("circle-stop", PLAIN, "Avslutat i förtid"),
    # the road to ending early
    "warned": _Row("triangle-alert", YOU, "Ni kan svara", INFO, "Förvarnad"),
    "early_close.submitted": _Row("clipboard-check", INFO, "Hos oss", YOU, "Hos chefen"),
    "early_close.approved": _Row("clipboard-check", INFO, "Hos oss", INFO, "Förslag klart"),
    "dropped": _Row("circle-minus", PLAIN, "Nedlagt"),
    "settled": _Row("archive", PLAIN, "Slutreglerat"),
    # report, claim
    "planned": _Row("calendar", Tint.NONE, "Planerad"),
    "open": _Row("file-pen-line", YOU, "Att lämna", INFO, "Öppen"),
    "report_due": _Row("file-pen-line", YOU, "Rapport att lämna", INFO, "Väntar på rapport"),
    "report.submitted": _Row("inbox", INFO, "Inlämnad", YOU),
    "claim.submitted": _Row("inbox", INFO, "Inlämnad", YOU),
    "under_review": _Row("search", INFO, "Granskas"),
    "approved": _Row("circle-check", OK, "Godkänd"),
    "partially_approved": _Row("circle-dot-dashed", OK, "Delvis godkänd"),
    "payment_decided": _Row("coins", INFO, "Vi betalar", INFO, "Utbetalning beslutad"),
    "paid": _Row("banknote", OK, "Utbetald"),
    "cancelled": _Row("circle-minus", PLAIN, "Inställd"),
    # flags beside a state
    "overdue": _Row("triangle-alert", BAD, "Försenad"),
    "waiting": _Row("hourglass", INFO, "Väntar"),
}


def find(key: str, *, machine: str = "", audience: str = Audience.APPLICANT, word: str = "") -> Mark:
    """Return the mark of a state for its reader; a given `word` (a machine's own name of the state) wins.

    Raises LookupError for a key without a row, so that a new state gets its mark before it gets a page.
    """
    row = MARKS.get(f"{machine}.{key}") or MARKS.get(key)
    if row is None:
        raise LookupError(f"no state mark for {machine}.{key} in portal/look/marks.py")
    if Audience(audience) is Audience.DESK:
        tint = row.tint if row.desk_tint is None else row.desk_tint
        return Mark(row.icon, tint, word or row.desk_word or row.word)
    return Mark(row.icon, row.tint, word or row.word)
