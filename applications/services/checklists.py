"""Idékollen: write an edition, publish it, begin the next one, and count what was answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max, Q

from portal import clock
from portal.accounts.models import User

from ..enums import ChecklistAnswer
from ..lifecycle.engine import MovedOn, NotYours
from ..models import Checklist, ChecklistQuestion, ChecklistTally, Programme
from ..selectors.checklists import GIVEN, Answers, asked, rows

TEXTS = (
    "name",
    "intro",
    "yes_needed",
    "yes_text",
    "no_needed",
    "no_text",
    "support_text",
    "support_url",
)
QUESTION = ("order", "key", "parent", "is_stem", "text", "advice")


def next_number(programme: Programme) -> int:
    """The number of the programme's next edition. Locks the programme: two who begin one at once get two numbers.

    Call inside a transaction.
    """
    Programme.objects.select_for_update(of=("self",), no_key=True).get(pk=programme.pk)
    last: int | None = Checklist.objects.filter(programme=programme).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


@transaction.atomic
def write(programme: Programme, *, texts: Mapping[str, Any], questions: Iterable[Mapping[str, Any]]) -> Checklist:
    """Write the programme's next edition, not published; questions in the order given. Raises ValidationError."""
    checklist = Checklist(programme=programme, number=next_number(programme), **texts)
    checklist.full_clean()
    checklist.save()
    for order, values in enumerate(questions, start=1):
        question = ChecklistQuestion(checklist=checklist, order=order, **values)
        question.full_clean()
        question.save()
    return checklist


@transaction.atomic
def copy(checklist: Checklist, *, by: User) -> Checklist:
    """Begin the next edition as this one is. The old one stays, for the ideas that carry answers to it.

    Raises NotYours.
    """
    _require(by, checklist)
    texts = {name: getattr(checklist, name) for name in TEXTS}
    questions = [
        {name: getattr(question, name) for name in QUESTION if name != "order"}
        for question in checklist.questions.order_by("order", "pk")
    ]
    return write(checklist.programme, texts=texts, questions=questions)


def faults(checklist: Checklist) -> list[str]:
    """What stops an edition from being published, as sentences that say how to mend it."""
    if not asked(checklist):
        return ["Lägg till minst en fråga som går att svara på."]
    tops = {question.key for question in checklist.questions.all() if not question.parent}
    told = []
    for row in rows(checklist):
        if row.question.parent and row.question.parent not in tops:
            told.append(f"Frågan ”{row.text}” står inte under någon huvudfråga. Välj en i listan ”Under frågan”.")
    count = len(asked(checklist))
    told += [
        f"{label} är {needed}, men bara {count} av frågorna får ett svar. Skriv högst {count}."
        for label, needed in (("Så många ja", checklist.yes_needed), ("Så många nej", checklist.no_needed))
        if needed > count
    ]
    above = {row.above.key for row in rows(checklist) if row.above is not None}
    told += [
        f"Inledningen ”{row.text}” har inga frågor under sig. Lägg till en, eller låt den få ett svar."
        for row in rows(checklist)
        if not row.takes_answer and row.key not in above
    ]
    return told


@transaction.atomic
def publish(checklist: Checklist, *, by: User | None) -> Checklist:
    """Let everybody meet this edition from now on; `by` is None when the installation is set up from data files.

    Consequences: the questions can no longer be changed, and answers are asked with this edition; earlier ones stay
    readable for ideas that carry them and for results that were linked to. Raises NotYours, ValidationError for what
    must be mended, MovedOn when it or a later edition is published already.
    """
    if by is not None:
        _require(by, checklist)
    checklist = Checklist.objects.select_for_update(of=("self",)).get(pk=checklist.pk)
    published = Q(number__gte=checklist.number, published_at__isnull=False)
    if Checklist.objects.filter(published, programme=checklist.programme_id).exists():
        raise MovedOn("En lika ny eller nyare utgåva är publicerad", "Publicera")
    if found := faults(checklist):
        raise ValidationError(found)
    checklist.published_at = clock.now()
    checklist.version += 1
    checklist.save(update_fields=["published_at", "version"])
    return checklist


@transaction.atomic
def submit(checklist: Checklist, answers: Answers) -> None:
    """Count one answered round: one for each question in this month, unanswered too. Nothing about who, or when.

    A round without a single answer is somebody looking at the page, and is not counted.

    What is counted are rounds that somebody chose to hand in, not people: the same person may do it again. Raises
    MovedOn for an edition that is not published.
    """
    # One at a time per edition: two rounds at once would otherwise make the same row, or wait for each other's rows.
    checklist = Checklist.objects.select_for_update(of=("self",), no_key=True).get(pk=checklist.pk)
    if checklist.published_at is None:
        raise MovedOn("Inte publicerad", "Visa resultatet")
    if not any(answers.get(row.key) in GIVEN for row in asked(checklist)):
        return
    month = clock.today().replace(day=1)
    cells = {row.question.pk: answers.get(row.key, ChecklistAnswer.BLANK) for row in asked(checklist)}
    ChecklistTally.objects.bulk_create(
        [ChecklistTally(question_id=pk, month=month, answer=answer) for pk, answer in cells.items()],
        ignore_conflicts=True,
    )
    mine = Q()
    for answer in ChecklistAnswer:
        mine |= Q(answer=answer, question__in=[pk for pk, given in cells.items() if given == answer])
    ChecklistTally.objects.filter(mine, month=month).update(count=F("count") + 1)


def carried(checklist: Checklist, answers: Answers) -> dict[str, Any]:
    """The answers as an idea carries them: the edition, each question that takes an answer, and when (ISO, UTC)."""
    return {
        "checklist": str(checklist.pk),
        "number": checklist.number,
        "answers": {row.key: answers.get(row.key, ChecklistAnswer.BLANK).value for row in asked(checklist)},
        "at": clock.now().isoformat(),
    }


def _require(by: User, checklist: Checklist) -> None:
    if not by.has_perm("applications.keep_checklist", checklist):
        raise NotYours(f"{by} does not keep the programme of {checklist}")
