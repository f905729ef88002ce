"""Opening a case through the door: 404 for what does not exist, is not shared, or is hidden by jäv."""

from uuid import UUID

from django.http import Http404, HttpRequest

from applications.models import Case

from ..selectors import dossier
from ..selectors.dossier import Dossier
from .frame import person


def open_case(request: HttpRequest, pk: UUID) -> Dossier:
    """The dossier for the one who asks. Raises Http404."""
    try:
        return dossier.load(person(request), pk)
    except Case.DoesNotExist as missing:
        raise Http404("no such case for this person") from missing
