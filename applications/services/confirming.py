"""A party's leader stands behind its part, until the part or the project's time is another (förankring, F-06)."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from portal import clock
from portal.accounts.models import User

from ..documents import party_part
from ..lifecycle import engine
from ..lifecycle.engine import NotReady, NotYours, StaleVersion
from ..lifecycle.registry import Missing
from ..models import Application, Party, PartyConfirmation
from ..notifications import together as notices
from . import drafting, signing

LONGEST_TITLE = 120


@transaction.atomic
def confirm(party: Party, *, title: str, seen: str, by: User) -> PartyConfirmation:
    """Give the letter of intent for the part as it stands; `seen` is the hash of what the page showed.

    Consequences: the words, the hash, who and when are kept; signatures on the application as it was are cancelled and
    told, since the confirmation is among what is sent in; mail to those who lead the project. The same once more gives
    the confirmation that is there. Raises NotYours for anyone but the leader whom the party has named, MovedOn when
    the application is closed, StaleVersion when the part is another than the page showed, NotReady for an empty part,
    ValidationError without a title.
    """
    if not by.has_perm("applications.confirm_part", party):
        raise NotYours(f"{by} does not confirm for {party}")
    application = engine.lock(party.application)
    drafting.require_open(application, "parter")
    party = Party.objects.select_for_update(of=("self",)).get(pk=party.pk)
    party.application = application
    sha256, title = party_part.sha256(party), " ".join(title.split())
    if seen != sha256:
        raise StaleVersion
    if (there := party.confirmation) is not None:
        return there
    if missing := left(party):
        raise NotReady(missing)
    if not title or len(title) > LONGEST_TITLE:
        raise ValidationError({"title": "Skriv din titel, till exempel förvaltningschef. Högst 120 tecken."})
    row = PartyConfirmation.objects.create(
        party=party,
        confirmed_by=by,
        name=by.name,
        title=title,
        text=party_part.text(party),
        content_sha256=sha256,
        confirmed_at=clock.now(),
    )
    _touch(application)
    notices.part_confirmed(row)
    return row


def left(party: Party) -> list[Missing]:
    """What must be written before somebody can stand behind it."""
    missing = []
    if not party.does:
        missing.append(Missing("Skriv först vad ni gör i projektet.", "does"))
    if not party.application.years:
        missing.append(Missing("Projektets period är inte bestämd än. Sökanden skriver den under Projektet."))
    return missing


@transaction.atomic
def take_back(party: Party, *, by: User) -> None:
    """The leader no longer stands behind the part. Raises NotYours, MovedOn when the application is closed."""
    if not by.has_perm("applications.confirm_part", party):
        raise NotYours(f"{by} does not confirm for {party}")
    application = engine.lock(party.application)
    drafting.require_open(application, "parter")
    if party.confirmations.filter(cancelled_at=None).update(cancelled_at=clock.now()):
        _touch(application)


def _touch(application: Application) -> None:
    """The application has changed without a section being saved. The caller holds the case's lock."""
    application.version += 1
    application.saved_at = clock.now()
    application.save(update_fields=["version", "saved_at"])
    signing.content_changed(application)


def revive(application: Application) -> None:
    """The sections have been put back: what was confirmed then, and says the same now, stands again."""
    for party in application.parties.all():
        party.application = application
        last = party.confirmations.order_by("-confirmed_at", "-pk").first()
        if last is not None and party.confirmation is None and last.content_sha256 == party_part.sha256(party):
            last.cancelled_at = None
            last.save(update_fields=["cancelled_at"])
