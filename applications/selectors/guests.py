"""What awaits those who have been invited to one case: their own part of it, not what the organisation has to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from portal.accounts.models import User
from portal.look.words import listed

from ..enums import CaseRole
from ..models import Case, CaseMember, PartyConfirmation
from ..models.sides import members_of
from ..sections import SECTIONS

if TYPE_CHECKING:
    from .my_pages import Todo

# Who has one of these places does a part of the draft, or nothing; the others do what their organisation's people do.
LIMITED = (CaseRole.READER, CaseRole.PART_WRITER, CaseRole.PARTNER)
DRAFT = "Gör klart ansökan "  # how the organisation's own people are told of a draft


def places_of(user: User, cases: Iterable[Case]) -> dict[UUID, CaseMember]:
    """The person's limited places by the id of their case. Nothing is asked about the own organisations' cases."""
    own = user.organisations_as()
    elsewhere = {case.pk for case in cases if case.organisation_id not in own}
    if not elsewhere:
        return {}
    return {key: place for key, place in members_of(user).items() if key in elsewhere and place.role in LIMITED}


def confirmed_of(places: Iterable[CaseMember]) -> set[int]:
    """The parties whose part is confirmed as it stands: nothing is left to do there."""
    parties = {place.party_id for place in places if place.party_id}
    if not parties:
        return set()
    standing = PartyConfirmation.objects.filter(party__in=parties, cancelled_at=None)
    return set(standing.values_list("party", flat=True))


def of_place(items: Sequence[Todo], place: CaseMember, confirmed: set[int]) -> list[Todo]:
    """Of a case's things to do, those of a person in this place: one confirms, one writes, one only reads."""
    found = []
    for item in items:
        if item.place == "messages":
            found.append(item)
        elif item.place == "application" and place.role != CaseRole.READER and place.party_id not in confirmed:
            found.append(_part(item, place))
    return found


def _part(item: Todo, place: CaseMember) -> Todo:
    name = item.title.removeprefix(DRAFT)
    if place.role == CaseRole.PARTNER:
        text = "Skriv vad ni bidrar med och vad det kostar, och bekräfta det."
        if not place.confirms:
            text = "Skriv vad ni bidrar med och vad det kostar. Sedan bekräftar den som leder er organisation."
        return replace(item, title=f"Skriv er del i ansökan {name}", text=text, verb="Till er del", place="own_part")
    labels = listed(section.label for key, section in SECTIONS.items() if key in place.sections)
    return replace(item, title=f"Skriv i ansökan {name}", text=f"Det här skriver ni: {labels}.")
