"""Idékollen read: which editions people meet, the questions in their order, and what a set of answers says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime

from ..enums import ChecklistAnswer
from ..models import Checklist, ChecklistQuestion

# By the question's key. What is not there is unanswered, which is no answer and above all no nej (§9 case 42).
Answers = Mapping[str, ChecklistAnswer]
GIVEN = (ChecklistAnswer.YES, ChecklistAnswer.NO, ChecklistAnswer.UNSURE)


def editions() -> QuerySet[Checklist]:
    """With what a page about an edition shows: questions, programme and whom to call. Also those not published."""
    rows = Checklist.objects.select_related("programme__contact", "programme__unit")
    return rows.prefetch_related("questions").order_by("programme__name", "pk")


def current() -> QuerySet[Checklist]:
    """The edition that each programme asks with now, by the programme's name."""
    return editions().filter(pk__in=Checklist.objects.current().values("pk"))


def edition(slug: str, number: int | None = None) -> Checklist | None:
    """A published edition of the programme: the one with the number, else the one that is asked now."""
    rows = editions().filter(programme__slug=slug, published_at__isnull=False)
    if number is not None:
        rows = rows.filter(number=number)
    return rows.order_by("-number").first()


@dataclass(frozen=True)
class Row:
    """A question in its place: `label` is 3 or 3 b, `above` the question or stem that it stands under."""

    question: ChecklistQuestion
    label: str
    above: Row | None = None

    @property
    def key(self) -> str:
        return self.question.key

    @property
    def text(self) -> str:
        return self.question.text

    @property
    def whole(self) -> str:
        """The question as it is read by itself: one under a stem says little without it."""
        if self.above is None or self.above.takes_answer:
            return self.text
        return f"{self.above.text.rstrip(' :–')} – {self.text}"

    @property
    def takes_answer(self) -> bool:
        """A stem only introduces those under it; whether a question is a stem is the programme's choice."""
        return not self.question.is_stem


def rows(checklist: Checklist) -> list[Row]:
    """All questions as they stand on the page: each one followed by those under it."""
    questions = list(checklist.questions.all())
    tops = {question.key for question in questions if not question.parent}
    found: list[Row] = []
    for number, top in enumerate((one for one in questions if one.parent not in tops), start=1):
        first = Row(top, str(number))
        under = [one for one in questions if one.parent == top.key and one.parent in tops]
        found += [first, *(Row(one, f"{number} {_letter(place)}", first) for place, one in enumerate(under))]
    return found


def _letter(place: int) -> str:
    return chr(ord("a") + place)


def asked(checklist: Checklist) -> list[Row]:
    """Those that take an answer, in order."""
    return [row for row in rows(checklist) if row.takes_answer]


@dataclass(frozen=True)
class Outcome:
    """What the answers say: the four counts kept apart, and the questions behind each."""

    checklist: Checklist
    by_answer: Mapping[ChecklistAnswer, list[Row]]

    @property
    def yes(self) -> list[Row]:
        return self.by_answer[ChecklistAnswer.YES]

    @property
    def no(self) -> list[Row]:
        return self.by_answer[ChecklistAnswer.NO]

    @property
    def unsure(self) -> list[Row]:
        return self.by_answer[ChecklistAnswer.UNSURE]

    @property
    def blank(self) -> list[Row]:
        return self.by_answer[ChecklistAnswer.BLANK]

    @property
    def says_yes(self) -> bool:
        return bool(self.yes) and len(self.yes) >= self.checklist.yes_needed

    @property
    def says_no(self) -> bool:
        """Both this and `says_yes` can hold, and then both texts are shown (domain.md §1.5)."""
        return bool(self.no) and len(self.no) >= self.checklist.no_needed

    @property
    def is_empty(self) -> bool:
        return not (self.yes or self.no or self.unsure)


def outcome(checklist: Checklist, answers: Answers) -> Outcome:
    """Sort the questions that take an answer by what was answered."""
    found: dict[ChecklistAnswer, list[Row]] = {answer: [] for answer in ChecklistAnswer}
    for row in asked(checklist):
        found[answers.get(row.key, ChecklistAnswer.BLANK)].append(row)
    return Outcome(checklist, found)


def told(carried: Mapping[str, Any] | None) -> dict[str, Any]:
    """The answers that an idea carries, in words: name, at (ISO), and rows of question and answer; {} without any.

    The edition was published when they were given, so its questions are as they were then.
    """
    if not carried:
        return {}
    checklist = editions().filter(pk=carried["checklist"]).first()
    if checklist is None:
        return {}
    given = carried["answers"]
    return {
        "name": str(checklist),
        "at": carried["at"],
        "rows": [
            {
                "question": f"{row.label}. {row.whole}",
                "answer": ChecklistAnswer(given.get(row.key, ChecklistAnswer.BLANK)).label,
            }
            for row in asked(checklist)
        ],
    }


def dated(words: Mapping[str, Any]) -> dict[str, Any]:
    """What `told` gave, with `at` as an instant for the page."""
    return {**words, "at": parse_datetime(words["at"])} if words else {}
