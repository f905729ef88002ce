"""Takes in what people report about accessibility: kept as a row, told to the authority by mail, and never more than
a bounded number an hour, since anybody may send."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import connection, transaction
from django.urls import reverse

from portal import clock

from .models import AccessReport, Authority

AN_HOUR, MOST_AN_HOUR = timedelta(hours=1), 40
LOCK = 7_201_974  # any number that nobody else in this database uses for an advisory lock
FULL = (
    "Just nu kommer det så många meddelanden att vi inte kan ta emot fler här. Det du skrev finns kvar. Skicka det om "
    "en timme, eller ring eller mejla oss."
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a person has told us."""

    kind: str
    page: str
    message: str
    email: str


def receive(told: Told) -> AccessReport | None:
    """Keep the report and tell the authority; None when too many have come within the hour.

    Consequences: a row, and a mail to the authority's address, queued in the same transaction. Those who send at the
    same time are counted one after the other.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        if AccessReport.objects.filter(at__gt=clock.now() - AN_HOUR).count() >= MOST_AN_HOUR:
            return None
        report = AccessReport.objects.create(kind=told.kind, page=told.page, message=told.message, email=told.email)
        _tell(report)
    return report


def _tell(report: AccessReport) -> None:
    address = Authority.objects.values_list("email", flat=True).first()
    if not address:
        return
    link = settings.PORTAL_ADDRESS.rstrip("/") + reverse("admin:accounts_accessreport_change", args=[report.pk])
    lines = [
        "Hej,",
        "någon har hört av sig om tillgängligheten i portalen.",
        report.get_kind_display(),
        f"Sida eller dokument: {report.page or 'inte angivet'}",
        f"Svara till: {report.email or 'personen har inte lämnat någon adress'}",
        report.message,
        f"Läs och skriv vad ni svarade och gjorde:\n{link}",
    ]
    subject = f"Tillgänglighet: {report.get_kind_display()}"
    send_mail(subject, "\n\n".join(lines), settings.DEFAULT_FROM_EMAIL, [address])
