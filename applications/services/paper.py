"""Registering an application that came in on paper or by e-mail, on the applicant's behalf (G-06)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from portal import clock
from portal.accounts.models import Organisation, User
from portal.files import storing
from portal.identifiers import normalise_orgnr

from ..enums import CaseSource
from ..lifecycle import engine
from ..lifecycle.engine import SYSTEM, NotYours
from ..models import Application, ApplicationVersion, Attachment, Call, Case
from ..notifications import applications as notices
from ..questions import SCANNED
from .registering import register
from .submitting import freeze, move_to_record

CONTACT = ("contact_name", "contact_email", "contact_phone")


@transaction.atomic
def receive(
    call: Call,
    *,
    applicant: Mapping[str, str],
    title: str,
    came_in_at: datetime,
    source: CaseSource,
    files: Sequence[UploadedFile[Any]],
    contact: Mapping[str, str],
    by: User,
) -> ApplicationVersion:
    """Register what came in at an instant that has been. `applicant`: orgnr; name, org_type, address of a new one.

    Consequences: a body that is not known is added; the case with its dnr, of the year when it came in; state
    registered; late by the call's windows as others are; the files in the record; version 1 frozen with what was
    registered and the hashes of the files; receipt as PDF, and mail to those who write for the applicant, if anybody
    has an account. No section is demanded: what is missing the officer asks for (förvaltningslagen 20 §).
    Raises NotYours, NotReady, and ValidationError per field.
    """
    if came_in_at > clock.now():
        raise ValidationError({"came_on": "Tiden har inte varit än. Skriv när ansökan kom in."})
    call = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    programme = call.programme
    body = _applicant(applicant)
    case = Case(
        programme=programme, board=programme.board, organisation=body, title=title, source=source, created_by=by
    )
    application = Application(case=case, call=call, call_version=call.current_version(), title=title)
    if not by.has_perm("applications.register_on_paper", application):
        raise NotYours(f"{by} does not register for {case.board}")
    case.save()
    for field in CONTACT:
        setattr(application, field, contact.get(field, ""))
    application.save()
    _keep(application, files, by)
    engine.lock(application)
    register(case, at=came_in_at)
    window = call.window_of(came_in_at)
    engine.perform(
        application,
        "register_on_paper",
        by=by,
        shared_at=came_in_at,
        submitted_by=by,
        window=window,
        is_late=window is not None and not window.is_open_at(came_in_at),
    )
    move_to_record(application)
    version = freeze(application, at=came_in_at, by=by)
    engine.perform(application, "register", by=SYSTEM)
    notices.received(version)
    return version


def _applicant(given: Mapping[str, str]) -> Organisation:
    """The body with the number, locked by its uniqueness; a new one needs a name and a kind."""
    orgnr = normalise_orgnr(given.get("orgnr", ""))
    body = Organisation.objects.filter(orgnr=orgnr).first()
    if body is not None:
        if not body.address and given.get("address", "").strip():
            body.address = given["address"].strip()
            body.save(update_fields=["address"])
        return body
    empty = {
        "name": "Organisationen finns inte i portalen än. Skriv vad den heter.",
        "org_type": "Organisationen finns inte i portalen än. Välj vad det är för organisation.",
    }
    if faults := {field: text for field, text in empty.items() if not given.get(field, "").strip()}:
        raise ValidationError(faults)
    new = Organisation(
        orgnr=orgnr,
        name=given["name"].strip(),
        org_type=given["org_type"],
        address=given.get("address", "").strip(),
    )
    new.full_clean()
    new.save()
    return new


def _keep(application: Application, files: Sequence[UploadedFile[Any]], by: User) -> None:
    """Each file through the checks of uploads. Raises ValidationError that names the file."""
    faults: list[str] = []
    for upload in files:
        try:
            file = storing.store_upload(upload, by=by)
        except ValidationError as refused:
            faults += [f"{upload.name}: {text}" for text in refused.messages]
        else:
            Attachment.objects.create(application=application, kind=SCANNED, file=file, added_by=by)
    if faults:
        raise ValidationError({"files": faults})
