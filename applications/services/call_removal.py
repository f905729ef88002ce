"""Taking a call back: down from the web while nobody has begun to apply, and away while nobody has seen it."""

from typing import Literal

from django.core.exceptions import ValidationError
from django.db import transaction

from portal.accounts.models import User

from ..lifecycle.engine import NotYours, StaleVersion
from ..models import Application, Call

WayOut = Literal["remove", "withdraw"]
STAYS = "Någon har börjat söka, eller så har utlysningen en kopia. Då finns den kvar."


def way_out(call: Call) -> WayOut | None:
    """How the call can be taken back now; None when somebody has begun to apply, since they hold its rules."""
    if Application.objects.filter(call=call).exists():
        return None
    if call.published_at is not None:
        return "withdraw"
    return None if Call.objects.filter(copied_from=call).exists() else "remove"


@transaction.atomic
def take_back(call: Call, *, by: User, version: int | None = None) -> WayOut:
    """Take a published call down from the web, or remove one that is not published, with its rules and windows.

    What is taken down can be changed freely and published again. Returns which of the two was done. Raises NotYours,
    StaleVersion, and ValidationError when somebody has begun to apply, or a copy points at the call.
    """
    call = Call.objects.select_for_update(of=("self",)).select_related("programme__board").get(pk=call.pk)
    if not by.has_perm("applications.keep_programme", call):
        raise NotYours(f"{by} does not keep {call}")
    if version is not None and call.version != version:
        raise StaleVersion
    done = way_out(call)
    if done == "withdraw":
        call.published_at = call.published_by = None
        call.version += 1
        call.save(update_fields=["published_at", "published_by", "version"])
    elif done == "remove":
        call.windows.all().delete()
        call.versions.all().delete()
        call.delete()
    else:
        raise ValidationError(STAYS)
    return done
