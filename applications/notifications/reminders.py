"""The morning's digest: all that a person should do soon or should have done, in one mail (B-05, B-31, B-32, B-50)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from portal import dates
from portal.accounts.models import User
from portal.look.words import counted

from ..enums import ObligationKind
from ..models import Notice, Obligation
from . import telling

KIND = "reminders"


class Words(NamedTuple):
    """How a kind is told: what to do, what is awaited, and the two verbs that go with it."""

    do: str
    subject: str
    shall: str = "komma"
    should_have: str = "kommit"
    hint: str = ""


WORDS: dict[str, Words] = {
    ObligationKind.SIGNATURE: Words(
        "skriv under ansökan", "Ansökan", "skrivas under", "skrivits under", "En annan av er har redan skrivit under."
    ),
    ObligationKind.ACCEPTANCE: Words(
        "godkänn beslutet", "Beslutet", "godkännas", "godkänts", "Den som får skriva under för er gör det."
    ),
    ObligationKind.COMPLETION: Words("komplettera ansökan", "Kompletteringen"),
    ObligationKind.HEARING: Words(
        "läs underlaget och svara", "Synpunkterna", hint="Vill ni inte säga något räcker det att svara det."
    ),
    ObligationKind.REPORT: Words("lämna lägesrapporten", "Lägesrapporten"),
    ObligationKind.CLAIM: Words("lämna rekvisitionen", "Rekvisitionen"),
    ObligationKind.FINAL_REPORT: Words("lämna slutrapporten", "Slutrapporten"),
    ObligationKind.FINAL_CLAIM: Words("lämna slutrekvisitionen", "Slutrekvisitionen"),
    ObligationKind.REQUEST: Words("svara på begäran", "Begäran om avgörande", "besvaras", "besvarats"),
}


@dataclass(frozen=True)
class Item:
    """Something owed, days left until it (negative when it is late), and whether the reader works at the authority."""

    obligation: Obligation
    days_left: int
    is_staff: bool


@dataclass(frozen=True)
class Line:
    """What the mail says of one or several obligations of a case with the same due day."""

    case_title: str
    dnr: str
    organisation: str
    words: Words
    due_on: date
    days_left: int
    is_moved: bool
    is_staff: bool

    @property
    def is_late(self) -> bool:
        return self.days_left < 0

    @property
    def sentence(self) -> str:
        """What is to be done or is awaited, by when, without a full stop."""
        day = dates.weekday_long(self.due_on)
        if self.is_late:
            return f"{self.words.subject} skulle ha {self.words.should_have} {day}, för {self.when}"
        if self.is_staff:
            return f"{self.words.subject} ska {self.words.shall} senast {day}, {self.when}"
        return f"{self.words.do[:1].upper()}{self.words.do[1:]} senast {day}, {self.when}"

    @property
    def when(self) -> str:
        """I dag, i morgon, om sju dagar, or how late it is."""
        if self.days_left == 0:
            return "i dag"
        if self.days_left == 1:
            return "i morgon"
        if self.days_left > 0:
            return f"om {counted(self.days_left, 'en dag', 'dagar')}"
        return f"{counted(-self.days_left, 'en dag', 'dagar')} sedan"


def lines(items: Iterable[Item]) -> list[Line]:
    """The lines of a digest: late first, then by date; report and claim of a period stand on one line."""
    together: dict[tuple[object, ...], list[Item]] = {}
    for item in items:
        owed = item.obligation
        group = "period" if owed.period_end else owed.kind
        together.setdefault((owed.case_id, owed.due_on, group, item.is_staff), []).append(item)
    found = [_line(group) for group in together.values()]
    return sorted(found, key=lambda line: (line.due_on, line.dnr, line.words.do))


def _line(items: Sequence[Item]) -> Line:
    first = items[0].obligation
    order = list(WORDS)
    kinds = sorted({item.obligation.kind for item in items}, key=order.index)
    words = WORDS[kinds[0]]
    for kind in kinds[1:]:
        more = WORDS[kind].subject.lower()
        words = words._replace(do=f"{words.do} och {more}", subject=f"{words.subject} och {more}")
    return Line(
        case_title=first.case.title,
        dnr=first.case.dnr or "",
        organisation=first.case.organisation.name,
        words=words,
        due_on=first.due_on,
        days_left=items[0].days_left,
        is_moved=any(item.obligation.due_version > 1 for item in items),
        is_staff=items[0].is_staff,
    )


def digest(user: User, day: date, items: Sequence[Item], *, key: int) -> list[Notice]:
    """One mail to `user` for the morning of `day` with all of `items`.

    Should the person already have had the day's mail, and only now something more has come due, it goes out under an
    event of its own, made of `key`: better a second mail than something lost.
    """
    told = lines(items)
    cases = {item.obligation.case_id: item.obligation.case for item in items}
    first, *others = cases.values()
    authority = first.board.authority
    is_staff = all(line.is_staff for line in told)
    context = {
        "lines": told,
        "headline": _headline(told),
        "is_staff": is_staff,
        "sender": authority.name,
        "phone": authority.phone,
        "phone_hours": authority.phone_hours,
        "link": telling.desk() if is_staff else telling.my_pages(),
    }
    event, only = f"reminders:{day.isoformat()}", None if others else first
    return telling.tell(KIND, event=event, case=only, recipients=[user], **context) or telling.tell(
        KIND, event=f"{event}:{key}", case=only, recipients=[user], **context
    )


def _headline(told: Sequence[Line]) -> str:
    """The subject: what and by when for one thing, how many and the nearest day for several."""
    if len(told) == 1:
        return _one(told[0])
    late = sum(line.is_late for line in told)
    if late == len(told):
        return f"{counted(late, 'en sak', 'saker').capitalize()} är försenade"
    nearest = min(line.due_on for line in told if not line.is_late)
    extra = f", {counted(late, 'en är försenad', 'är försenade')}" if late else ""
    return f"{counted(len(told), 'en sak', 'saker').capitalize()} att göra, närmast {dates.long(nearest)}{extra}"


def _one(line: Line) -> str:
    day, words = dates.long(line.due_on), line.words
    if line.is_late:
        told = f"{words.subject} skulle ha {words.should_have} {day}"
    elif line.is_staff:
        told = f"{words.subject} ska {words.shall} senast {day}"
    else:
        told = f"{words.do[:1].upper()}{words.do[1:]} senast {day}"
    return f"{told} – {line.dnr}" if line.is_staff else told
