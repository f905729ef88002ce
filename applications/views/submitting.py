"""The last step: read everything on one page, send it in, get a receipt, read what was sent."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal import clock, dates

from .. import findings
from ..documents import differences, effect_chain, reading, to_sign
from ..documents.contents import contents
from ..documents.to_sign import Statement
from ..enums import CaseSource, RuleLevel
from ..findings import Finding
from ..models import Application, ApplicationVersion
from ..sections import SECTIONS
from ..selectors import sent_files, signing, windows
from ..selectors.signing import Standing
from ..services import signing_orders, submitting
from . import doors, places
from .answers import Tried, attempt, page, saved, still_missing
from .signing import sign

COMMENT = "kommentar-"  # before the key of a warning, as the name of its text
ASSIGNED_WITHIN = 3  # working days, domain.md D-03


@require_safe
@page
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All that will be sent, as it will be read; what is missing as links; and who may send it."""
    row = doors.application(request, pk, is_list=True)
    if not row.is_private:
        return redirect("applications:case", row.case_id)
    return _review(request, row)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def submit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign; the last signature needed sends the application in. A second post leads to the same receipt."""
    row = doors.application(request, pk)
    if request.method != "POST":
        return redirect("applications:review", row.pk)
    if row.is_private:
        tried, leaves = sign(
            request,
            lambda seen: submitting.sign(row, by=doors.person(request), seen=seen),
            (row, "sign", lambda: to_sign.application(row)),
            places=places.in_application(row),
        )
        if leaves is not None:
            return leaves
    else:
        tried = attempt(lambda: submitting.sign(row, by=doors.person(request)))
    if not tried.is_done:
        return _review(request, row, tried)
    if tried.result is None:
        saved(request, "Du har skrivit under")
        return redirect(f"{places.at('review', row.pk)}#skriv-under")
    return redirect("applications:receipt", row.pk)


@require_POST
@page
def warnings(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep which warnings the applicant has read and stands by. What has been sent in leads to its case."""
    row = doors.application(request, pk)
    given = request.POST.getlist("varning")
    said = {name.removeprefix(COMMENT): request.POST[name] for name in request.POST if name.startswith(COMMENT)}
    tried = attempt(lambda: submitting.read_warnings(row, keys=given, comments=said, by=doors.person(request)))
    if tried.is_done:
        saved(request)
    elif row.is_private:
        row = doors.application(request, pk, is_list=True)
        return _review(request, row, tried, ticked=given, said=said)
    return redirect(f"{places.at('review', row.pk)}#varningar")


def _review(
    request: HttpRequest,
    row: Application,
    tried: Tried | None = None,
    *,
    ticked: Collection[str] | None = None,
    said: Mapping[str, str] | None = None,
) -> HttpResponse:
    """`ticked` and `said`: of the warnings, as they were sent and not kept."""
    data = contents(row)
    found = findings.of_application(row)
    found_signing = signing.standing(row)
    statement = to_sign.application(row, data)
    context = {
        "application": row,
        "document": reading.as_document(data),
        "chain": effect_chain.drawing(effect_chain.thawed(data)),
        "missing": still_missing(row, doors.person(request), places.in_application(row), "sign"),
        "error_list": list(tried.errors) if tried else [],
        "warnings": _warnings(
            row,
            found,
            row.warnings_read if ticked is None else ticked,
            row.warning_comments if said is None else said,
        ),
        "advice": [finding.text for finding in found if finding.level == RuleLevel.ADVICE],
        "may_write": doors.may(request, "write_case", row),
        "may_submit": doors.may(request, "submit_application", row),
        "signatories": found_signing.signatories,
        "statement": statement,
        **_signing(request, row, found_signing, statement),
        "late": windows.told_late(row.call),
        "news": windows.news(row),
        "crumbs": places.of_application(row, "Granska och skicka in"),
    }
    return render(request, "applications/review.html", context)


def _warnings(
    row: Application, found: list[Finding], ticked: Collection[str], said: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Each warning with its box and its comment, and the section where it can be mended instead."""
    return [
        {
            "key": finding.key,
            "id": f"{places.WARNING}{finding.key}",
            "text": finding.text,
            "is_read": finding.key in ticked,
            "comment": said.get(finding.key, ""),
            "section": SECTIONS[finding.section].label,
            "url": places.at("section", row.pk, finding.section),
        }
        for finding in found
        if finding.level == RuleLevel.WARNING
    ]


def _signing(request: HttpRequest, row: Application, standing: Standing, statement: Statement) -> dict[str, Any]:
    """Who has signed these words, who is awaited, and whether the person may ask for it today."""
    # A signature on other words falls with the next save or signature, and does not count until then either.
    valid = tuple(one for one in standing.given if one.content_sha256 == statement.sha256)
    signed = {one.signer.pk for one in valid}
    awaited = tuple(one for one in standing.signatories if one.pk not in signed)
    found = replace(standing, given=valid, awaited=awaited)
    by = doors.person(request)
    asked = signing.asked(row)
    may_ask = doors.may(request, "write_case", row) and any(person.pk != by.pk for person in found.awaited)
    return {
        "signing": found,
        "own_signature": found.of(by),
        "asked": asked,
        "may_ask": may_ask and not signing.is_asked_today(asked),
        "signs_elsewhere": signing_orders.is_away(),
    }


@require_safe
@page
def receipt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What came in, when, under which number, and what happens now."""
    row = doors.application(request, pk)
    version = get_object_or_404(row.versions.select_related("submitted_by", "document"), number=1)
    context = {
        "application": row,
        "version": version,
        "signatures": signing.of_object(row.pk),
        "steps": _steps(row, version),
        "actions": [
            {"url": places.at("my_pages"), "label": "Till Mina sidor"},
            {"url": places.at("case", row.case_id), "label": "Till ärendet"},
        ],
        "crumbs": places.of_case(row.case, "Kvittens"),
    }
    return render(request, "applications/receipt.html", context)


def _steps(row: Application, version: ApplicationVersion) -> list[str]:
    received = clock.local(version.received_at).date()
    assigned = dates.add_working_days(received, ASSIGNED_WITHIN)
    came_otherwise = row.case.source != CaseSource.PORTAL
    receipt_goes = "er" if came_otherwise else version.submitted_by.email
    return [
        f"Vi mejlar en kvittens till {receipt_goes} inom några minuter.",
        f"Vi utser en handläggare senast {dates.weekday_long(assigned)}.",
        "Handläggaren ser efter att allt är med. Saknas något hör vi av oss här och med mejl.",
        f"{row.case.board.definite} beslutar. Ni ser beslutet här så snart det är klart.",
    ]


@require_safe
@page
def sent(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Read what was sent in, as it was frozen."""
    row = doors.application(request, pk)
    version = get_object_or_404(row.versions.select_related("submitted_by", "document"), number=number)
    context = {
        "application": row,
        "version": version,
        "signatures": signing.of_version(version),
        "data": version.data,
        "document": reading.as_document(version.data),
        "chain": effect_chain.drawing(effect_chain.thawed(version.data)),
        "changes": differences.of(version),
        "others": row.versions.exclude(pk=version.pk).defer("data"),
        "files": sent_files.of_version(row, version),
        "crumbs": places.of_case(row.case, f"Inskickad ansökan, version {number}"),
    }
    return render(request, "applications/sent.html", context)
