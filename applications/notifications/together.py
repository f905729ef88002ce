"""What is told to people who work together in a case: invited, come, gone, and what a party stands behind (C10)."""

from types import SimpleNamespace

from portal.accounts.models import User

from ..models import CaseMember, Invitation, Notice, PartyConfirmation
from ..selectors import people
from . import telling


def invited(invitation: Invitation, token: str) -> None:
    """To the address that was given, whether it has an account or not. The link is in this mail and nowhere else."""
    case = invitation.case
    invitation.mail = telling.write_to(
        "invited",
        invitation.email,
        case=case,
        person=SimpleNamespace(name=invitation.name, get_short_name=invitation.name.split(" ")[0]),
        invitation=invitation,
        link=telling.address("applications:invitation", token),
    )
    invitation.save(update_fields=["mail"])


def accepted(invitation: Invitation, member: CaseMember) -> list[Notice]:
    """To whoever invited: the person has come."""
    return telling.tell(
        "invitation_accepted",
        event=f"invitation:{invitation.pk}:accepted",
        case=invitation.case,
        recipients=[invitation.invited_by],
        member=member,
        link=telling.address("applications:people", invitation.case_id),
    )


def ended(member: CaseMember) -> list[Notice]:
    """To the person whose access has ended. The case is no longer theirs to see, so the mail stands in none."""
    case = member.case
    authority = case.board.authority
    return telling.tell(
        "access_ended",
        event=f"member:{member.pk}:ended",
        case=None,
        recipients=[member.user],
        title=case.title,
        organisation=case.organisation,
        sender=authority.name,
        phone=authority.phone,
        phone_hours=authority.phone_hours,
        link=telling.my_pages(),
    )


def part_confirmed(row: PartyConfirmation) -> list[Notice]:
    """To those who lead the project: the party stands behind its part."""
    case = row.party.application.case
    return telling.tell(
        "part_confirmed",
        event=f"part:{row.pk}:confirmed",
        case=case,
        recipients=_others(people.leads(case), row.confirmed_by),
        confirmation=row,
        party=row.party,
        application=row.party.application,
        link=telling.address("applications:party_part", row.party.application_id, row.party_id),
    )


def part_changed(row: PartyConfirmation) -> list[Notice]:
    """To whoever confirmed: the part or the project's time is another, and must be confirmed again."""
    application = row.party.application
    return telling.tell(
        "part_changed",
        event=f"part:{row.pk}:changed",
        case=application.case,
        recipients=[row.confirmed_by],
        confirmation=row,
        party=row.party,
        application=application,
        link=telling.address("applications:party_part", application.pk, row.party_id),
    )


def _others(group: list[User], person: User) -> list[User]:
    return [one for one in group if one.pk != person.pk]
