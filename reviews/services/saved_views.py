"""A person's saved views of the queues: kept, kept anew under the same name, and thrown away."""

from django.db import transaction

from portal import clock
from portal.accounts.models import User

from ..models import SavedView


@transaction.atomic
def save(user: User, *, queue: str, name: str, query: str) -> SavedView:
    """Keep what is chosen under a name; the same name in the same queue gets the new choices. Nobody else sees it.

    Raises ValidationError without a name or a choice.
    """
    view = SavedView.objects.select_for_update().filter(user=user, queue=queue, name=name).first()
    view = view or SavedView(user=user, queue=queue, name=name)
    view.query, view.saved_at = query, clock.now()
    view.full_clean()
    view.save()
    return view


@transaction.atomic
def remove(view: SavedView) -> None:
    """Throw a view away. The rows it chose are not touched."""
    view.delete()
