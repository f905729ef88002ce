"""What the portal owes and has not yet done: the sweep takes it from here, and the health page counts it."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Min, Q

from portal import clock

from ..models import Document

# A document that has failed so many times waits for the morning job, so that it does not fill the log each minute.
PATIENCE = 5


def documents() -> tuple[int, int]:
    """How many documents wait to be made, and for how many seconds the oldest has waited."""
    row = Document.objects.filter(file=None).aggregate(count=Count("pk"), oldest=Min("owed_since"))
    waited = clock.now() - row["oldest"] if row["oldest"] else timedelta(0)
    return row["count"], max(0, int(waited.total_seconds()))


def document_ids(*, stubborn: bool = False) -> list[UUID]:
    """Ids of the documents to make, oldest first; the `stubborn` ones, which keep failing, only when asked for."""
    patient = Q() if stubborn else Q(attempts__lt=PATIENCE)
    rows = Document.objects.filter(patient, file=None).order_by("owed_since", "pk")
    return list(rows.values_list("pk", flat=True))
