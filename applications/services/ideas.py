"""What happens with an idea: written, shared, talked about, made an application."""

from datetime import datetime
from typing import Any

from django.db import transaction

from portal import clock
from portal.accounts.models import Organisation, User

from ..enums import IdeaState
from ..findings import formulators
from ..lifecycle import engine
from ..lifecycle.engine import NotYours
from ..models import Application, Call, Case, Idea, IdeaVersion, Programme, TransitionLog
from ..notifications import ideas as notices
from ..selectors import checklists
from . import advice, chain_rows, drafting
from .registering import register

CONTENT = (
    "title",
    "problem",
    "who_formulated",
    "who_formulated_note",
    "desired_individual",
    "desired_organisation",
    "desired_society",
    "test_plan",
    "cost_guess",
    "contact_name",
    "contact_email",
    "contact_phone",
)

# What the applicant may write in; what is changed in a shared one is shared anew.
WRITABLE = (
    IdeaState.DRAFT,
    IdeaState.SHARED,
    IdeaState.IN_DIALOGUE,
    IdeaState.RECOMMENDED,
    IdeaState.ADVISED_AGAINST,
)


def _require(user: User, permission: str, obj: Any) -> None:
    if not user.has_perm(f"applications.{permission}", obj):
        raise NotYours(f"{user} lacks {permission}")


@transaction.atomic
def start(
    programme: Programme,
    *,
    organisation: Organisation,
    title: str,
    by: User,
    checklist: dict[str, Any] | None = None,
) -> Idea:
    """Begin an idea in the organisation's own space: a case without number, visible to nobody else.

    `checklist` is what `checklists.carried` gives: the answers from Idékollen that the idea takes along. Raises
    NotYours for a person who does not write for the organisation.
    """
    case = Case(programme=programme, board=programme.board, organisation=organisation, title=title, created_by=by)
    _require(by, "write_case", case)
    case.save()
    return Idea.objects.create(
        case=case,
        title=title,
        contact_name=by.name,
        contact_email=by.email,
        contact_phone=by.phone,
        checklist=checklist,
    )


@transaction.atomic
def save(idea: Idea, *, values: dict[str, Any], version: int | None, by: User) -> Idea:
    """Save the draft, or what is changed in an idea that has been shared: that stays ours until it is shared anew.

    Raises NotYours, StaleVersion, or MovedOn when it has become an application or is closed.
    """
    _require(by, "write_case", idea)
    idea = engine.lock_at(idea, version)
    if idea.state not in WRITABLE:
        raise engine.MovedOn(idea.get_state_display(), "Spara")
    for field in CONTENT:
        if field in values:
            setattr(idea, field, values[field])
    idea.version += 1
    idea.saved_at, idea.saved_by = clock.now(), by
    if not idea.is_private:
        idea.changed_at = idea.saved_at if _content(idea) != (idea.shared_content or {}) else None
    # What is written touches no constraint, and each would be a question to the database at every pause in the writing.
    idea.full_clean(exclude=["case", "shared_by", "saved_by"], validate_constraints=False)
    idea.save()
    # A case that has come in is called what was shared: what is changed since is the applicant's own.
    Case.objects.filter(pk=idea.case_id, shared_at=None).update(title=idea.title)
    return idea


@transaction.atomic
def share(idea: Idea, *, by: User) -> Idea:
    """Share with the officer: it becomes an allmän handling (domain.md §7.1).

    Consequences: state shared; content frozen as sent, as version 1; case registered with dnr; receipt mail to the
    sender's side. Raises NotYours, MovedOn, NotReady.
    """
    idea = engine.lock(idea)
    engine.check(idea, "share", by=by)
    now = clock.now()
    register(idea.case, at=now)
    content = _content(idea)
    engine.perform(idea, "share", by=by, shared_at=now, shared_by=by, shared_content=content)
    _freeze(idea, content, by)
    notices.idea_shared(idea)
    return idea


def _content(idea: Idea) -> dict[str, Any]:
    """What is shared: the texts as a person reads them."""
    content: dict[str, Any] = {field: str(getattr(idea, field) or "") for field in CONTENT}
    content["who_formulated"] = ", ".join(formulators(idea.who_formulated))
    if answers := checklists.told(idea.checklist):
        content["checklist"] = answers
    return content


def _freeze(idea: Idea, content: dict[str, Any], by: User, *, at: datetime | None = None) -> IdeaVersion:
    number, moment = idea.versions.count() + 1, at or clock.now()
    return IdeaVersion.objects.create(idea=idea, number=number, content=content, shared_at=moment, shared_by=by)


@transaction.atomic
def share_again(idea: Idea, *, by: User) -> Idea:
    """Share what has been changed since last time, as a dated version of its own; what was shared before stands.

    Consequences: an idea that has got advice is in dialogue again; the case is called what the idea is called now;
    mail to the officer. Raises NotYours, MovedOn, NotReady.
    """
    idea = engine.lock(idea)
    move = "share_again" if idea.state == IdeaState.SHARED else "share_again_in_dialogue"
    engine.check(idea, move, by=by)
    content = _content(idea)
    if not idea.versions.exists():  # shared before there were versions
        _freeze(idea, idea.shared_content or {}, idea.shared_by or by, at=idea.shared_at)
    engine.perform(idea, move, by=by, shared_content=content, changed_at=None)
    version = _freeze(idea, content, by)
    Case.objects.filter(pk=idea.case_id).update(title=idea.title)
    notices.shared_again(version)
    return idea


@transaction.atomic
def close(idea: Idea, *, by: User) -> Idea:
    """Go no further with a shared idea. It stays with us (allmän handling).

    Consequences: state closed; what was changed and not shared is let go; mail to the officer.
    Raises NotYours, MovedOn.
    """
    idea = engine.lock(idea)
    engine.perform(idea, "close", by=by, changed_at=None)
    notices.idea_closed(idea)
    return idea


@transaction.atomic
def delete_draft(idea: Idea, *, by: User) -> None:
    """Really delete an idea that was never shared, with its log; the case goes too when nothing else is in it.

    Raises NotYours, or MovedOn for one that has been shared.
    """
    _require(by, "delete_draft", idea)
    idea = engine.lock(idea)
    if not idea.is_private:
        raise engine.MovedOn(idea.get_state_display(), "Ta bort")
    case = idea.case
    TransitionLog.objects.filter(object_id=idea.pk, private=True).delete()
    idea.delete()
    if not Application.objects.filter(case=case).exists():
        advice.let_go(case)
        case.delete()


@transaction.atomic
def open_dialogue(idea: Idea, *, by: User) -> Idea:
    """Take up the dialogue; the officer becomes responsible for the case when nobody is."""
    idea = engine.lock(idea)
    engine.perform(idea, "open_dialogue", by=by)
    if idea.case.officer_id is None:
        Case.objects.filter(pk=idea.case_id).update(officer=by)
    return idea


@transaction.atomic
def advise(idea: Idea, *, recommend: bool, advice: str, by: User) -> Idea:
    """Give advice: no decision, not appealable; the applicant may apply anyway. Mail B-02 to the idea's owner."""
    idea = engine.lock(idea)
    move = "recommend" if recommend else "advise_against"
    engine.perform(idea, move, by=by, advice=advice, advised_at=clock.now())
    notices.advice_given(idea)
    return idea


@transaction.atomic
def convert(idea: Idea, *, call: Call, by: User) -> Application:
    """Make a draft application of the idea in the same case; what was written is carried over (domain.md §7.1).

    All but the guess at a cost, which a budget by year and kind has no place for; what followed is told by
    selectors/from_idea.py.
    """
    idea = engine.lock(idea)
    engine.perform(idea, "convert", by=by)
    application = drafting.begin(idea.case, call)
    application.title = idea.title
    application.problem = idea.problem
    application.who_formulated = idea.who_formulated
    application.who_formulated_note = idea.who_formulated_note
    application.desired_individual = idea.desired_individual
    application.desired_organisation = idea.desired_organisation
    application.desired_society = idea.desired_society
    application.methods = idea.test_plan
    application.contact_name = idea.contact_name
    application.contact_email = idea.contact_email
    application.contact_phone = idea.contact_phone
    application.save()
    if application.call_version.uses("effektkedja"):
        chain_rows.from_idea(application, idea)
    return application
