"""People who have been invited to a case, and a party with its own part."""

import re
from decimal import Decimal
from typing import Any

from applications.enums import CaseRole, PartyRole, Sector
from applications.models import Application, Case, CaseMember, Invitation, Party
from applications.services import parties, together
from applications.services.together import Place
from portal.accounts.models import User
from portal.demo.stories.script import Story

PASSWORD = "fyra-ord-i-en-lang-rad"


def token_of(invitation: Invitation) -> str:
    """The token of the link in the latest mail; it is kept nowhere else."""
    invitation.refresh_from_db()
    assert invitation.mail is not None
    found = re.search(r"/inbjudan/([^/]+)/", invitation.mail.message)
    assert found is not None
    return found[1]


def invited(tale: Story, role: CaseRole, email: str = "", **place: Any) -> Invitation:
    """Somebody has been asked to take part, by the tale's lead."""
    if role == CaseRole.PART_WRITER:
        place.setdefault("sections", ["projekt"])
    if role == CaseRole.SIGNATORY:
        place.setdefault("basis", "Protokoll 2026-03-14, § 7")
    email = email or f"{role.value.replace('_', '-')}@inbjuden.example.se"
    return together.invite(
        tale.the_case, name=f"Inga {role.label}", email=email, place=Place(role, **place), by=tale.lead
    )


def member(tale: Story, role: CaseRole, email: str = "", **place: Any) -> CaseMember:
    """The same, and they said yes; an account is made when the address has none."""
    invitation = invited(tale, role, email, **place)
    person = together.account_of(invitation)
    if person is not None:
        return together.accept(invitation, by=person)
    return together.accept_as_new(invitation, name=invitation.name, password=PASSWORD)


def again(person: User) -> User:
    """The person at the next request: nothing is remembered."""
    return User.objects.get(pk=person.pk)


def with_party(tale: Story, **told: Any) -> Party:
    """The draft has one party, who applies too."""
    row = {
        "name": "Tärnby bibliotek",
        "orgnr": "212000-2924",
        "sector": Sector.MUNICIPALITY,
        "role": PartyRole.CO_APPLICANT,
        "does": "Läser med barnen två eftermiddagar i veckan.",
    } | told
    parties.save_parties(tale.application, parties=[row], unparsed={}, version=None, by=tale.lead)
    return Party.objects.get(application=tale.application)


def with_part(party: Party, by: User, **values: Any) -> Party:
    """Costs and cash of the first year, and work of the second."""
    first, second = party.application.years[:2]
    return parties.save_part(
        party,
        values={"contributes": "En bibliotekarie på deltid."} | values,
        costs={(category_of(party.application), first): Decimal("40000.50")},
        funding={(first, False): Decimal(10000), (second, True): Decimal(30000)},
        version=None,
        by=by,
    )


def category_of(application: Application) -> str:
    """A category that a party can have costs of."""
    return next(iter(parties.cost_categories(application)))


def places(case: Case) -> list[str]:
    return sorted(case.members.filter(ended_at=None).values_list("role", flat=True))
