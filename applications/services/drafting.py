"""Writing an application: section by section, with faults kept word for word, each saved by itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from portal import clock
from portal.accounts.models import Organisation, User
from portal.files import storing

from .. import findings, questions
from ..enums import ApplicationState
from ..lifecycle import engine
from ..lifecycle.engine import MovedOn, NotReady, NotYours
from ..lifecycle.gates.completion import open_request
from ..lifecycle.registry import Missing
from ..models import (
    Application,
    Call,
    Case,
    ComponentRequest,
    Project,
    ProjectRole,
    SectionDraft,
    SubGoal,
    TransitionLog,
)
from ..models.project import writing_new_budget
from ..rules import writes_section
from ..sections import SECTIONS, sections_of
from ..selectors import prefill
from . import advice, promises, signing, steps, together

Unparsed = Mapping[str, Mapping[str, str]]


def begin(case: Case, call: Call) -> Application:
    """The draft's row, under the rules that the call has today. The lock keeps new rules from coming in between.

    Raises NotReady for an organisation of a kind that the call is not for.
    """
    call = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    if text := findings.not_eligible(call.current_version(), case.organisation.org_type):
        raise NotReady([Missing(text, "organisation")])
    return Application.objects.create(
        case=case,
        call=call,
        call_version=call.current_version(),
        contact_name=case.created_by.name,
        contact_email=case.created_by.email,
        contact_phone=case.created_by.phone,
        **prefill.of_organisation(case.organisation),
    )


@transaction.atomic
def start(call: Call, *, organisation: Organisation, by: User, continues: Project | None = None) -> Application:
    """Begin an application, or give back the draft that the organisation already has in the call.

    `continues` is the project of the step before, whose texts are taken along; it can be chosen later too. The
    organisation's row is locked, so a double click makes one draft. Raises NotYours, NotReady as `begin`, and
    ValidationError for a project that cannot be continued.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    there = Application.objects.filter(call=call, case__organisation=organisation, state=ApplicationState.DRAFT).first()
    programme = call.programme
    case = Case(programme=programme, board=programme.board, organisation=organisation, title=call.name, created_by=by)
    if not by.has_perm("applications.write_case", case):
        raise NotYours(f"{by} does not write for {organisation}")
    if there is not None:
        return there
    case.save()
    application = begin(case, call)
    if continues is not None:
        steps.follow(application, continues)
    return application


def editable_sections(application: Application) -> frozenset[str]:
    """A draft is open throughout; a completion opens only the sections that were asked for whole, and a decision to
    give less than was asked for opens the budget; else nothing is."""
    if application.state == ApplicationState.DRAFT:
        return frozenset(section.key for section in sections_of(application.call_version))
    if application.state == ApplicationState.COMPLETION and (request := open_request(application)) is not None:
        return frozenset(request.items.filter(field="").values_list("section", flat=True))
    if writing_new_budget(application) is not None:
        return frozenset({"budget"})
    return frozenset()


def open_section(application: Application, section: str, version: int | None, by: User) -> Application:
    """Lock the application for a change of one section. Raises NotYours, StaleVersion or MovedOn."""
    require_writer(application, section, by)
    application = engine.lock_at(application, version)
    require_open(application, section)
    return application


def require_writer(application: Application, section: str, by: User) -> None:
    """Raises NotYours for one who does not write in the section."""
    if not writes_section(by, application, section):
        raise NotYours(f"{by} does not write in {application}")


def require_open(application: Application, section: str) -> None:
    """Raises MovedOn when the section is closed for now."""
    if section not in editable_sections(application):
        raise MovedOn(application.get_state_display(), "Spara")


def set_answers(application: Application, section: str, answers: Mapping[str, str] | None) -> None:
    """Set the answers to the section's own questions; those to other questions stay, also those that nobody asks."""
    if answers is None:
        return
    own = {row.key for row in questions.questions_of(application.call_version, section)}
    kept = application.answers | {key: text for key, text in answers.items() if key in own}
    application.answers = {key: text for key, text in kept.items() if text}


def close_section(application: Application, section: str, unparsed: Unparsed, by: User) -> Application:
    """Write down what could not be read, and that the section was saved now."""
    now = clock.now()
    SectionDraft.objects.update_or_create(
        application=application,
        section=section,
        defaults={
            "unparsed": {field: dict(entry) for field, entry in unparsed.items()},
            "saved_at": now,
            "saved_by": by,
        },
    )
    application.saved_at = now
    application.version += 1
    application.save()
    if application.title:
        # A case that has come in as an idea is seen by staff: what is drafted in it is not theirs to read.
        Case.objects.filter(pk=application.case_id, shared_at=None).update(title=application.title)
    promises.section_saved(application, section)
    signing.content_changed(application)
    return application


@transaction.atomic
def save_section(
    application: Application,
    *,
    section: str,
    values: Mapping[str, Any],
    unparsed: Unparsed,
    version: int | None,
    by: User,
    answers: Mapping[str, str] | None = None,
) -> Application:
    """Save a section's columns. A draft may hold faults; only columns of the section are written.

    `answers` are those to the call's own questions, by key and as they are kept; here and in the sections below only
    those of the section's own questions are written.
    """
    application = open_section(application, section, version, by)
    set_answers(application, section, answers)
    for field in SECTIONS[section].fields:
        if field in values:
            setattr(application, field, values[field])
    return close_section(application, section, unparsed, by)


@transaction.atomic
def save_project(
    application: Application,
    *,
    values: Mapping[str, Any],
    requests: Mapping[str, tuple[int, int | None] | None],
    unparsed: Unparsed,
    version: int | None,
    by: User,
    answers: Mapping[str, str] | None = None,
) -> Application:
    """Save what the project is, and which kinds of support are asked for: key → number, or from and to, or None.

    A kind that is gone from `requests` is not asked for any longer; keys that the call does not have are left out.
    """
    application = open_section(application, "projekt", version, by)
    set_answers(application, "projekt", answers)
    for field in SECTIONS["projekt"].fields:
        if field in values:
            setattr(application, field, values[field])
    application.component_requests.all().delete()
    offered = [row["key"] for row in application.call_version.components if row["key"] in requests]
    ComponentRequest.objects.bulk_create(
        ComponentRequest(application=application, key=key, quantity_from=lowest, quantity_to=highest)
        for key in offered
        for lowest, highest in [requests[key] or (None, None)]
    )
    return close_section(application, "projekt", unparsed, by)


@transaction.atomic
def save_goals(
    application: Application,
    *,
    values: Mapping[str, Any],
    goals: Sequence[Mapping[str, Any]],
    unparsed: Unparsed,
    version: int | None,
    by: User,
    answers: Mapping[str, str] | None = None,
) -> Application:
    """Save the goals' texts and the list of sub-goals in the order given."""
    application = open_section(application, "mal", version, by)
    set_answers(application, "mal", answers)
    for field in SECTIONS["mal"].fields:
        if field in values:
            setattr(application, field, values[field])
    application.sub_goals.all().delete()
    SubGoal.objects.bulk_create(
        SubGoal(application=application, order=order, **goal) for order, goal in enumerate(goals)
    )
    return close_section(application, "mal", unparsed, by)


@transaction.atomic
def save_organisation(
    application: Application,
    *,
    values: Mapping[str, Any],
    roles: Sequence[Mapping[str, Any]],
    unparsed: Unparsed,
    version: int | None,
    by: User,
    answers: Mapping[str, str] | None = None,
) -> Application:
    """Save who steers, and the list of roles in the order given; `share` is a fraction of full time."""
    application = open_section(application, "organisation", version, by)
    set_answers(application, "organisation", answers)
    for field in SECTIONS["organisation"].fields:
        if field in values:
            setattr(application, field, values[field])
    application.project_roles.all().delete()
    ProjectRole.objects.bulk_create(
        ProjectRole(application=application, order=order, **role) for order, role in enumerate(roles)
    )
    return close_section(application, "organisation", unparsed, by)


@transaction.atomic
def delete_draft(application: Application, *, by: User) -> None:
    """Really delete a draft that was never sent in, with its files and log. Raises NotYours or MovedOn."""
    if not by.has_perm("applications.delete_draft", application):
        raise NotYours(f"{by} may not delete {application}")
    application = engine.lock(application)
    if not application.is_private:
        raise MovedOn(application.get_state_display(), "Ta bort")
    case = application.case
    signing.cancel_all(application)
    for party in application.parties.all():
        together.end_for_party(party, by=by)
    files = [attachment.file for attachment in application.attachments.select_related("file")]
    application.attachments.all().delete()
    for file in files:
        storing.delete(file)
    TransitionLog.objects.filter(object_id=application.pk, private=True).delete()
    application.delete()
    if not hasattr(case, "idea"):
        advice.let_go(case)
        case.delete()
