"""Questions of jäv: raised by the person or a colleague, ruled by a head of unit (KL 6:28–30 and 7:4; D-04)."""

from django.core.exceptions import ValidationError
from django.db import transaction

from portal import clock
from portal.accounts.enums import CASE_ROLES
from portal.accounts.models import User

from ..enums import ConflictGround, ConflictOutcome
from ..lifecycle import engine
from ..lifecycle.engine import MovedOn, NotReady, NotYours
from ..lifecycle.gates.grant import conflict_answered
from ..models import Case, ConflictDeclaration, ConflictRuling
from ..notifications import conflicts as notices
from ..notifications import telling
from ..rules import is_other_side
from ..selectors.partnership import sits_in_steering

IN_STEERING = "Du står som medlem i projektets styrgrupp. Då är du jävig."


@transaction.atomic
def point_out(case: Case, *, person: User, why: str, by: User) -> ConflictRuling:
    """Raise the question about a colleague who may be jävig (kommunallagen 6:30 with 7:4).

    Consequences: the colleague may not act in the case and nothing in it is decided until a head of unit has ruled;
    the heads are told by mail. Raises NotYours, NotReady while one's own question is open, ValidationError.
    """
    case = engine.lock(case)
    if not by.has_perm("applications.declare_conflict", case):
        raise NotYours(f"{by} does not work in {case}")
    if missing := conflict_answered(case, by):
        raise NotReady(list(missing))
    if person == by:
        raise ValidationError({"person": "Gäller det dig själv svarar du på frågan om jäv."})
    if case.board_id not in person.boards_as(*CASE_ROLES) or is_other_side(person, case):
        raise ValidationError({"person": f"{person.name} arbetar inte hos {case.board.definite.lower()}."})
    if case.conflicts.filter(user=person, is_conflicted=True).exists():
        raise ValidationError({"person": f"{person.name} är redan utanför ärendet på grund av jäv."})
    if case.conflict_rulings.filter(user=person, outcome="").exists():
        raise ValidationError({"person": f"Frågan om jäv är redan väckt för {person.name}. En chef avgör den."})
    if not why.strip():
        raise ValidationError({"why": "Skriv varför personen kan vara jävig."})
    return ask(case, person, by=by, why=why)


def ask(case: Case, person: User, *, by: User, why: str) -> ConflictRuling:
    """The person's own yes takes the place of a question that a colleague has raised."""
    question = case.conflict_rulings.filter(user=person, outcome="").first()
    if question is None:
        question = ConflictRuling.objects.create(case=case, user=person, asked_by=by, why=why, asked_at=clock.now())
        notices.raised(question)
    return question


def leave(case: Case, person: User) -> None:
    """The case goes on without the person: no part of it, and no word of it."""
    case.assignments.filter(user=person, ended_at=None).update(ended_at=clock.now())
    if case.officer_id == person.pk:
        Case.objects.filter(pk=case.pk).update(officer=None)
    telling.take_back(case, person)


@transaction.atomic
def rule(question: ConflictRuling, *, outcome: str, ground: str = "", reasons: str, by: User) -> ConflictRuling:
    """A head of unit rules on the question (kommunallagen 6:29–30 with 7:4).

    Consequences: jävig – the person is and stays outside the case, as by an own yes; otherwise the person may work in
    it again, though never gets back what was taken over by another. The person is told by mail.
    Raises NotYours, NotReady while the head's own question is open, MovedOn when it has been ruled, ValidationError.
    """
    question = engine.lock(question)
    case, person = question.case, question.user
    if not by.has_perm("applications.rule_conflict", case):
        raise NotYours(f"{by} does not rule in {case}")
    if by == person:
        raise ValidationError("Du kan inte avgöra om du själv är jävig. En annan chef gör det.")
    if missing := conflict_answered(case, by):
        raise NotReady(list(missing))
    if question.outcome:
        raise MovedOn(question.get_outcome_display(), "Avgör frågan om jäv")
    faults = {} if reasons.strip() else {"reasons": "Skriv skälen."}
    if outcome not in ConflictOutcome.values:
        faults["outcome"] = "Välj hur frågan avgörs."
    answer = case.conflicts.filter(user=person).first() or ConflictDeclaration(case=case, user=person)
    chosen = ground or answer.ground
    if outcome == ConflictOutcome.CONFLICTED and chosen not in ConflictGround.values:
        faults["ground"] = "Välj varför personen är jävig."
    if outcome == ConflictOutcome.NOT_CONFLICTED and sits_in_steering(case, person):
        faults["outcome"] = f"{person.name} står som medlem i projektets styrgrupp och är då jävig."
    if faults:
        raise ValidationError(faults)
    question.outcome, question.reasons = outcome, reasons
    question.ruled_by, question.ruled_at = by, clock.now()
    question.save(update_fields=["outcome", "reasons", "ruled_by", "ruled_at"])
    answer.is_conflicted = outcome == ConflictOutcome.CONFLICTED
    answer.ground = chosen if answer.is_conflicted else ""
    answer.full_clean()
    answer.save()
    if answer.is_conflicted:
        leave(case, person)
    notices.ruled(question)
    return question
