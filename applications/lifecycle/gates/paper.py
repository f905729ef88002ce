"""What must be in place before an application that came in otherwise is registered for the applicant (G-06)."""

from typing import Any

from ...enums import CaseSource
from ...models import Application
from ..registry import Missing, gate


@gate("came_in_otherwise", holds="Ansökan kom in på papper eller med e-post")
def came_in_otherwise(application: Application, by: Any) -> list[Missing]:
    """A draft in the portal is the applicant's alone: nobody else sends it in."""
    if application.case.source != CaseSource.PORTAL:
        return []
    return [Missing("Ett utkast i portalen skickar sökanden själv in.", "source")]


@gate("call_had_opened", holds="Utlysningen hade öppnat när ansökan kom in")
def call_had_opened(application: Application, by: Any) -> list[Missing]:
    """A late one is registered and flagged as others are; one before the time belongs to no call."""
    came_in_at = application.case.shared_at
    if came_in_at is None or application.call.window_of(came_in_at) is not None:
        return []
    return [Missing("Utlysningen hade inte öppnat när ansökan kom in. Hör av dig till den som söker.", "came_on")]


@gate("what_came_in_is_kept", holds="Det som kom in är inskannat")
def what_came_in_is_kept(application: Application, by: Any) -> list[Missing]:
    return [] if application.attachments.exists() else [Missing("Lägg in det som kom in som fil.", "files")]


@gate("somebody_can_be_reached", holds="Det går att nå en kontaktperson")
def somebody_can_be_reached(application: Application, by: Any) -> list[Missing]:
    missing = []
    if not application.contact_name:
        missing.append(Missing("Skriv vem vi kan nå hos sökanden.", "contact_name"))
    if not (application.contact_email or application.contact_phone or application.case.organisation.address):
        text = "Skriv minst ett sätt att nå kontaktpersonen: e-post, telefon eller postadress."
        missing.append(Missing(text, "contact_email"))
    return missing
