"""Notes in the file (tjänsteanteckningar): written once, never changed (förvaltningslagen 27 §)."""

from django.core.exceptions import ValidationError
from django.db import transaction

from applications.lifecycle.engine import NotYours
from applications.models import Case
from portal.accounts.models import User

from ..models import FileNote


@transaction.atomic
def write(case: Case, *, text: str, by: User) -> FileNote:
    """Write a note that only the authority reads. Raises NotYours, ValidationError for an empty one."""
    if not by.has_perm("reviews.write_file_note", case):
        raise NotYours(f"{by} does not write in {case}")
    if not text.strip():
        raise ValidationError({"text": "Skriv något i anteckningen."})
    return FileNote.objects.create(case=case, author=by, text=text.strip())
