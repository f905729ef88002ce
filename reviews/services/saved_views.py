"""A person's saved views of the queues: kept, kept anew under the same name, renamed, and thrown away."""

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
def change(view: SavedView, *, name: str, is_default: bool) -> None:
    """Give a view another name, and let the queue open with it or no longer; at most one view of a queue does.

    Raises ValidationError without a name, or with one that another view of the queue has.
    """
    own = SavedView.objects.select_for_update().filter(user=view.user_id, queue=view.queue).order_by("pk")
    others = [row for row in own if row.pk != view.pk]  # all are locked, in one order
    if is_default:
        SavedView.objects.filter(pk__in=[row.pk for row in others], is_default=True).update(is_default=False)
    view.name, view.is_default = name, is_default
    view.full_clean()
    view.save()


@transaction.atomic
def remove(view: SavedView) -> None:
    """Throw a view away. The rows it chose are not touched."""
    view.delete()
