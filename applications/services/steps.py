"""Going on to the next step: choosing the project before, taking its texts along, and handing it on (V-04)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from portal import clock
from portal.accounts.models import Organisation, User

from ..enums import ApplicationState, ProjectState
from ..lifecycle import engine
from ..lifecycle.engine import MovedOn, NotYours
from ..lifecycle.gates.steps import follows, needs_step_before
from ..models import Application, Case, Party, Project, ProjectRole, RelatedProject, Risk, StepLink, SubGoal
from ..sections import SECTIONS
from ..selectors.steps import handed_on, offered
from . import chain_rows, signing, staffing

# What the next step writes anew: when, in short, and whose account it is that somebody ticks for.
ANEW = frozenset({"period_start", "period_end", "summary", "owns_account", "contact_name", "contact_email"})
# Only the same organisation has the same account and the same VAT.
OF_THE_ORGANISATION = (
    "workplace", "cfar", "address", "postcode", "city", "home_municipality", "website", "procurement", "vat",
    "account_no", "payment_ref", "contact_phone", "deputy_name", "deputy_email", "deputy_phone",
)  # fmt: skip
# What a party has promised holds for the project that it was promised for.
NOT_COPIED = frozenset({"id", "version", "application", "intent_by", "intent_on", "starts_on", "ends_on"})
CARRIED = ("projekt", "malgrupp", "forankring", "mal", "genomforande", "organisation", "risker")


@transaction.atomic
def choose(application: Application, *, project: Project, by: User) -> Application:
    """Say which project the draft continues; what was written there fills what is still empty here.

    Raises NotYours, MovedOn for one that has been sent in, ValidationError for a project that cannot be continued.
    """
    if not by.has_perm("applications.write_case", application):
        raise NotYours(f"{by} does not write in {application}")
    application = engine.lock(application)
    if application.state != ApplicationState.DRAFT:
        raise MovedOn(application.get_state_display(), "Välj projekt")
    follow(application, project)
    signing.content_changed(application)
    return application


def follow(application: Application, project: Project) -> None:
    """Link the draft to the project and carry over. The caller holds the case. Raises ValidationError."""
    case, call = application.case, application.call
    if not needs_step_before(call):
        raise ValidationError({"continues": "Ansökan gäller ett första steg och fortsätter inget annat projekt."})
    if not follows(call, project):
        assert call.step is not None  # it needs a step before
        text = f"Steg {call.step} fortsätter ett projekt i steg {call.step - 1}. Inget steg kan hoppas över."
        raise ValidationError({"continues": text})
    if project.state == ProjectState.CLOSED_EARLY:
        raise ValidationError({"continues": "Projektet avslutades i förtid och kan inte fortsätta i nästa steg."})
    if not offered(call, [case.organisation_id]).filter(pk=project.pk).exists():
        text = "Projektet hör till en annan organisation. Be handläggaren om att få fortsätta det."
        raise ValidationError({"continues": text})
    case.continues = project.case
    case.save(update_fields=["continues"])
    _carry(application, project.case)


def _carry(application: Application, before: Case) -> None:
    """Fill what is empty: texts, areas and municipalities that the new rules know, parties, goals, related projects."""
    source, rules = before.application, application.call_version
    names = [name for key in CARRIED if rules.uses(key) for name in SECTIONS[key].fields if name not in ANEW]
    if before.organisation_id == application.case.organisation_id and rules.uses("sokande"):
        names += [*OF_THE_ORGANISATION, *SECTIONS["kontakter"].fields]
        if not application.account_no:
            application.account_kind = source.account_kind
    for name in names:
        if getattr(application, name) in ("", None, [], {}):
            setattr(application, name, _allowed(application, name, getattr(source, name)))
    if application.title:
        Case.objects.filter(pk=application.case_id, shared_at=None).update(title=application.title)
    application.version += 1
    application.saved_at = clock.now()
    application.save()
    for model, key in (
        (Party, "parter"),
        (SubGoal, "mal"),
        (ProjectRole, "organisation"),
        (Risk, "risker"),
        (RelatedProject, "narliggande"),
    ):
        if rules.uses(key):
            _copy_rows(model, application, source)
    if rules.uses("effektkedja"):
        chain_rows.copy(application, source)
    if rules.uses("budget") and before.organisation_id == application.case.organisation_id:
        staffing.carry_staff(application, source)


def _allowed(application: Application, name: str, value: Any) -> Any:
    """Only choices that the new rules offer."""
    rules = application.call_version
    known = {"areas": rules.areas, "municipalities": rules.municipalities}.get(name)
    if known is not None:
        return [choice for choice in value if choice in known]
    if name == "strategy_area":
        return value if value in rules.strategy_areas else ""
    if name == "main_area":
        return value if value in rules.areas else ""
    if name == "municipality_roles":
        return {place: role for place, role in value.items() if place in rules.municipalities}
    return value


def _copy_rows(model: Any, application: Application, source: Application) -> None:
    rows = model.objects.filter(application=application)
    if rows.exists():
        return
    columns = [column.attname for column in model._meta.concrete_fields if column.name not in NOT_COPIED]
    model.objects.bulk_create(
        model(application=application, **{column: getattr(row, column) for column in columns})
        for row in model.objects.filter(application=source)
    )


@transaction.atomic
def hand_on(project: Project, *, organisation: Organisation, reason: str, by: User) -> StepLink:
    """Let another organisation go on from the project, since the chain follows the project and not its owner (case 17).

    Done before their application is sent in, which the officer cannot see. Raises NotYours for anyone but the case's
    officer, ValidationError without a reason, for its own organisation, or where no step comes after.
    """
    project = engine.lock(project)
    case = project.case
    if not by.has_perm("applications.run_project", project):
        raise NotYours(f"{by} does not hand on {project}")
    faults: dict[str, str] = {}
    if not reason.strip():
        faults["reason"] = "Skriv varför organisationen får fortsätta projektet."
    if organisation.pk == case.organisation_id:
        faults["orgnr"] = "Projektet är redan organisationens eget."
    elif case.step_links.filter(organisation=organisation).exists():
        faults["orgnr"] = "Organisationen får redan fortsätta projektet."
    elif not handed_on(case):
        faults["orgnr"] = "Projektet har inget steg efter sig."
    if faults:
        raise ValidationError(faults)
    return StepLink.objects.create(case=case, organisation=organisation, reason=reason.strip(), linked_by=by)
