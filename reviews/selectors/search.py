"""Finding a case by its number, its title, or the applicant's name or number."""

from django.db.models import Q, QuerySet

from applications.models import Case
from portal.accounts.models import User

from .door import cases
from .standing import RELATED

SHORTEST = 2


def search(user: User, typed: str) -> QuerySet[Case]:
    """Cases that hold every word typed, in number, title, applicant's name or organisation number; newest first.

    Only what has been shared with the desk is searched: a draft is found by nobody here (domain.md §9 case 5).
    """
    found = cases(user)
    for word in typed.split():
        digits = word.replace("-", "")
        holds = (
            Q(dnr__icontains=word)
            | Q(title__icontains=word)
            | Q(organisation__name__icontains=word)
            | Q(organisation__orgnr__icontains=word)
        )
        if digits.isdigit() and len(digits) == 10:
            holds |= Q(organisation__orgnr=f"{digits[:6]}-{digits[6:]}")
        found = found.filter(holds)
    return found.select_related(*RELATED).prefetch_related("decisions").order_by("-shared_at", "pk")
