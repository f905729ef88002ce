"""What the tjänsteutlåtande lacks before the board reads it: warned of, each with the place where it is mended."""

from __future__ import annotations

from applications.enums import GRANTS
from applications.lifecycle.registry import Missing
from portal.look.words import counted

from ..models.memo_text import SUMMARY_WORDS
from ..selectors import readers
from . import memo
from .memo_parts import Read

TEXTS = "tjansteutlatande"
APPLICATION = "ansokan"
# Empty in the fact box → what to say, and where it is mended.
FACTS = {
    "Period": Missing("Det står inte vilken tid projektet gäller.", APPLICATION),
    "Totalkostnad": Missing("Det står inte vad projektet kostar.", APPLICATION),
    "Målgrupp": Missing("Det står inte vilken ålder målgruppen har.", APPLICATION),
    "Kommuner": Missing("Det står inte vilka kommuner som är med.", APPLICATION),
    "Utvecklingsområde": Missing("Det står inte vilket utvecklingsområde projektet hör till.", APPLICATION),
}


def words(text: str) -> int:
    return len(text.split())


def too_long(text: str) -> str:
    """The sentence about a summary that is too long; nothing while it is short enough (domain.md §4.1)."""
    count = words(text)
    if count <= SUMMARY_WORDS:
        return ""
    more = counted(count - SUMMARY_WORDS, "ett ord", "ord")
    return f"Sammanfattningen är {count} ord. Högst {SUMMARY_WORDS} får plats på första sidan. Ta bort minst {more}."


def gaps(source: Read) -> list[Missing]:
    """In the order of the memo. They are warnings: the gates of the proposal say what hinders it."""
    return [*_of_texts(source), *_of_facts(source), *_of_proposal(source), *_of_people(source)]


def _of_texts(source: Read) -> list[Missing]:
    texts, found = source.texts, []
    if not texts.summary.strip():
        found.append(Missing("Sammanfattningen är tom.", TEXTS))
    elif text := too_long(texts.summary):
        found.append(Missing(text, TEXTS))
    if not texts.biggest_risk.strip():
        found.append(Missing("Det står inte vilken risk som är störst.", TEXTS))
    if not texts.background.strip():
        found.append(Missing("Bakgrunden är tom.", TEXTS))
    if not texts.recipients.strip():
        found.append(Missing("Det står inte vilka beslutet skickas till.", TEXTS))
    return found


def _of_facts(source: Read) -> list[Missing]:
    """What the call asks about: another call has nothing to say there."""
    rules, told = source.case.application.call_version, dict(memo.facts(source))
    asked = {
        "Kommuner": bool(rules.municipalities),
        "Utvecklingsområde": bool(rules.areas),
        "Totalkostnad": bool(source.money.applied),
    }
    return [gap for label, gap in FACTS.items() if asked.get(label, True) and not told[label]]


def _of_proposal(source: Read) -> list[Missing]:
    proposal, money = source.memo, source.money
    if proposal is None:
        return [Missing("Förslaget till beslut är inte skrivet.", "forslag")]
    found = []
    if not proposal.reasons.strip():
        found.append(Missing("Skälen för förslaget är inte skrivna.", "forslag"))
    if proposal.kind in GRANTS and proposal.gives_money:
        if money.proposed is None or money.share is None:
            found.append(Missing("Belopp eller andel saknas, så att-satserna går inte att skriva.", "forslag"))
        if not money.fund:
            found.append(
                Missing("Utlysningen har inga öronmärkta pengar. Det står inte vad som är kvar i potten.", "pengar")
            )
    return found


def _of_people(source: Read) -> list[Missing]:
    case, found = source.case, []
    own = source.found.own
    scored = {score.criterion for score in own.scores.all()} if own is not None else set()
    if not all(row.key in scored for row in source.found.criteria):
        found.append(Missing("Bedömningen är inte klar.", "bedomning"))
    if own is None or not own.child_best_interest.strip():
        found.append(Missing("Barnets bästa är inte prövat.", "bedomning"))
    if len(source.found.rows) > 1 and getattr(case, "joint_assessment", None) is None:
        found.append(Missing("Den gemensamma bedömningen är inte skriven.", "gemensam"))
    elif len(source.found.rows) < 2 and readers.second_reader(case) is not None:
        found.append(Missing("Medhandläggaren har inte bedömt ansökan än.", "bedomning"))
    if getattr(case, "economy_review", None) is None and source.money.applied:
        found.append(Missing("Ekonomen har inte yttrat sig.", "ekonomi"))
    officer = case.officer or case.programme.contact
    if not officer.phone:
        found.append(Missing("Handläggaren har inget telefonnummer.", ""))
    return found
