"""Working together in a case: inviting people, accepting, changing a role, and ending somebody's access (C10)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from portal import clock
from portal.accounts.enums import WRITING_ROLES
from portal.accounts.models import Membership, SigningMandate, User

from ..enums import CaseRole
from ..lifecycle import engine
from ..lifecycle.engine import NotReady, NotYours
from ..lifecycle.registry import Missing
from ..models import Case, CaseMember, Invitation, Party
from ..models.sides import forget, leaders
from ..notifications import together as notices
from ..sections import SECTIONS

DAYS = 30  # [D] how long a link works
MOST = 60  # people and open invitations in a case
SOMEBODY_LEADS = (
    "Ärendet måste alltid ha någon som leder det. Välj först en annan projektledare eller behörig företrädare."
)


@dataclass(frozen=True, slots=True)
class Place:
    """What somebody is to be in a case."""

    role: CaseRole
    sections: Sequence[str] = ()
    party: Party | None = None
    confirms: bool = False
    basis: str = ""


def _require(by: User, case: Case) -> None:
    if not by.has_perm("applications.invite", case):
        raise NotYours(f"{by} does not invite to {case}")


def digest(token: str) -> str:
    """What is kept of a link's token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def find(token: str) -> Invitation | None:
    """The invitation that a link leads to, whatever has become of it."""
    rows = Invitation.objects.select_related("case__organisation", "case__programme", "invited_by", "party")
    return rows.filter(token_sha256=digest(token)).first()


def account_of(invitation: Invitation) -> User | None:
    """The account that the address already has."""
    return User.objects.filter(email__iexact=invitation.email).first()


# Inviting


@transaction.atomic
def invite(case: Case, *, name: str, email: str, place: Place, by: User) -> Invitation:
    """Ask somebody to take part in the case. Only who leads it may, and nobody invites themselves.

    Consequences: a row that waits for an answer for thirty days, and a mail with a link that works once.
    Raises NotYours, and ValidationError for an address that is there already, a role without what it needs, or a case
    with too many people.
    """
    _require(by, case)
    case = engine.lock(case)
    name, email = " ".join(name.split()), email.strip().lower()
    _check_address(case, email, by)
    faults = _faults(case, place)
    if not name:
        faults["name"] = "Skriv vad personen heter."
    if faults:
        raise ValidationError(faults)
    if case.members.filter(ended_at=None).count() + case.invitations.waiting().count() >= MOST:
        raise ValidationError(f"Högst {MOST} personer kan vara inbjudna i ett ärende. Avsluta någons åtkomst först.")
    token, now = secrets.token_urlsafe(32), clock.now()
    invitation = Invitation(
        case=case,
        name=name,
        email=email,
        role=place.role,
        sections=_sections(place),
        party=place.party if place.role == CaseRole.PARTNER else None,
        confirms=place.confirms and place.role == CaseRole.PARTNER,
        basis=place.basis.strip() if place.role == CaseRole.SIGNATORY else "",
        token_sha256=digest(token),
        invited_by=by,
        invited_at=now,
        expires_at=now + timedelta(days=DAYS),
    )
    invitation.full_clean()
    invitation.save()
    notices.invited(invitation, token)
    return invitation


def _check_address(case: Case, email: str, by: User) -> None:
    if email.casefold() == by.email.casefold():
        raise ValidationError({"email": "Det är din egen adress. Du har redan åtkomst till ärendet."})
    if case.members.filter(user__email__iexact=email, ended_at=None).exists():
        raise ValidationError({"email": "Personen medverkar redan i ärendet. Ändra rollen i listan i stället."})
    if case.invitations.waiting().filter(email__iexact=email).exists():
        text = "Adressen har redan en inbjudan som väntar på svar. Skicka den igen, eller återkalla den först."
        raise ValidationError({"email": text})


def _faults(case: Case, place: Place) -> dict[str, str]:
    """What a role lacks, by the control where it is told."""
    if place.role == CaseRole.PART_WRITER and not _sections(place):
        return {"sections": "Välj minst en del som personen ska skriva i."}
    if place.role == CaseRole.SIGNATORY and not place.basis.strip():
        return {"basis": "Skriv vad som ger personen rätt att företräda organisationen, till exempel ett beslut."}
    if place.role == CaseRole.PARTNER:
        application = getattr(case, "application", None)
        if place.party is None or application is None or place.party.application_id != application.pk:
            return {"party": "Välj vilken part personen företräder."}
    return {}


def _sections(place: Place) -> list[str]:
    """In the order of the form; only a part-writer has any."""
    chosen = place.sections if place.role == CaseRole.PART_WRITER else ()
    return [key for key in SECTIONS if key in chosen]


@transaction.atomic
def send_again(invitation: Invitation, *, by: User) -> Invitation:
    """Mail a new link, which works for thirty days more; the link before it stops. Raises NotYours, NotReady."""
    _require(by, invitation.case)
    invitation = _waiting(invitation)
    token, now = secrets.token_urlsafe(32), clock.now()
    invitation.token_sha256, invitation.invited_at = digest(token), now
    invitation.expires_at = now + timedelta(days=DAYS)
    invitation.save(update_fields=["token_sha256", "invited_at", "expires_at"])
    notices.invited(invitation, token)
    return invitation


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User) -> None:
    """The link stops working at once. Raises NotYours, NotReady for one that is accepted or withdrawn."""
    _require(by, invitation.case)
    invitation = _waiting(invitation)
    invitation.withdrawn_at = clock.now()
    invitation.save(update_fields=["withdrawn_at"])


def _waiting(invitation: Invitation) -> Invitation:
    """Locked and fresh. Raises NotReady when somebody has answered it or taken it back."""
    invitation = engine.lock(invitation)
    if invitation.accepted_at is not None:
        raise NotReady([Missing("Inbjudan är redan antagen. Personen står bland dem som medverkar.")])
    if invitation.withdrawn_at is not None:
        raise NotReady([Missing("Inbjudan är redan återkallad.")])
    return invitation


# Accepting


@transaction.atomic
def accept(invitation: Invitation, *, by: User) -> CaseMember:
    """Take part in the case. Only the person whose address the invitation went to may.

    Consequences: access at once, in the role that was given; a signatory gets a mandate of the organisation from today
    with the stated ground; mail to whoever invited. Raises NotYours for another's invitation, NotReady for one whose
    time is out or that is used, and for somebody who handles the case at the authority.
    """
    if by.email.casefold() != invitation.email.casefold() or not by.is_active:
        raise NotYours(f"{by} is not who was invited")
    invitation = _waiting(invitation)
    case, now = invitation.case, clock.now()
    if not invitation.is_open(now):
        raise NotReady([Missing("Inbjudan gäller inte längre. Be om en ny.")])
    if case.officer_id == by.pk or case.assignments.filter(user=by, ended_at=None).exists():
        raise NotReady([Missing("Du handlägger ärendet och kan inte vara med på sökandens sida.")])
    _end_row(case.members.filter(user=by, ended_at=None).first(), by)
    member = CaseMember(
        case=case,
        user=by,
        role=invitation.role,
        sections=invitation.sections,
        party=invitation.party,
        confirms=invitation.confirms,
        basis=invitation.basis,
        given_by=invitation.invited_by,
        given_at=now,
    )
    if member.role == CaseRole.SIGNATORY:
        member.mandate = _mandate(case, by, invitation.basis)
    member.full_clean(exclude=["mandate"])
    member.save()
    invitation.accepted_by, invitation.accepted_at = by, now
    invitation.save(update_fields=["accepted_by", "accepted_at"])
    forget(by)
    by.__dict__.pop("valid_memberships", None)
    notices.accepted(invitation, member)
    return member


@transaction.atomic
def accept_as_new(invitation: Invitation, *, name: str, password: str) -> CaseMember:
    """Make an account with the address that the link was sent to, and accept with it. Raises as `accept`.

    There is no other way to an account of one's own: the invitation is the door. The caller has tried the password.
    """
    invitation = _waiting(invitation)
    if not invitation.is_open(clock.now()):
        raise NotReady([Missing("Inbjudan gäller inte längre. Be om en ny.")])
    if account_of(invitation) is not None:
        raise NotReady([Missing("Adressen har redan ett konto. Logga in för att tacka ja.")])
    person = User.objects.create_user(invitation.email, password, name=" ".join(name.split()))
    return accept(invitation, by=person)


def _mandate(case: Case, person: User, basis: str) -> SigningMandate | None:
    """A mandate of the organisation from today; None where the person has one that holds already."""
    today = clock.today()
    if SigningMandate.objects.valid_on(today).filter(user=person, organisation=case.organisation).exists():
        return None
    mandate, _ = SigningMandate.objects.get_or_create(
        user=person, organisation=case.organisation, valid_from=today, defaults={"basis": basis}
    )
    return mandate


# Changing and ending


@transaction.atomic
def change_role(member: CaseMember, *, place: Place, by: User) -> CaseMember:
    """Give the person another role from now on; the row before it stays as history.

    Nobody is made a signatory here, since that takes an answer from the person. Raises NotYours, NotReady when nobody
    would lead the case, ValidationError.
    """
    _require(by, member.case)
    member = _present(member)
    case = member.case
    if place.role == CaseRole.SIGNATORY and member.role != CaseRole.SIGNATORY:
        raise ValidationError({"role": "Bjud in personen som behörig företrädare, så att den själv får svara."})
    if faults := _faults(case, place):
        raise ValidationError(faults)
    if place.role not in (CaseRole.LEAD, CaseRole.SIGNATORY):
        _keep_somebody(case, member)
    same = place.role == member.role == CaseRole.SIGNATORY
    if same:
        return member
    _end_row(member, by)
    row = CaseMember(
        case=case,
        user=member.user,
        role=place.role,
        sections=_sections(place),
        party=place.party if place.role == CaseRole.PARTNER else None,
        confirms=place.confirms and place.role == CaseRole.PARTNER,
        given_by=by,
        given_at=clock.now(),
    )
    row.full_clean()
    row.save()
    forget(row.user)
    forget(by)
    return row


@transaction.atomic
def end(member: CaseMember, *, by: User) -> None:
    """End somebody's access, or leave oneself: the next request is refused, whatever page stands open.

    Consequences: a signatory's mandate that came with the invitation ends too; mail to the person, unless they left.
    Raises NotYours, NotReady when nobody would lead the case.
    """
    if member.user_id != by.pk:
        _require(by, member.case)
    member = _present(member)
    _keep_somebody(member.case, member)
    _end_row(member, by)
    if member.user_id != by.pk:
        notices.ended(member)


@transaction.atomic
def appoint(case: Case, person: User, *, by: User) -> CaseMember:
    """Let one of the organisation's own people lead the case. Who leads it may; when nobody does, whoever writes in it
    for the organisation may, also themselves, so that a case is never stuck without a contact.

    Raises NotYours, ValidationError for somebody who does not write for the organisation.
    """
    case = engine.lock(case)
    own = Membership.objects.valid_on(clock.today()).filter(organisation=case.organisation, role__in=WRITING_ROLES)
    is_stuck = not leaders(case).exists()
    if not (by.has_perm("applications.invite", case) or (is_stuck and own.filter(user=by).exists())):
        raise NotYours(f"{by} does not appoint in {case}")
    if not person.is_active or not own.filter(user=person).exists():
        raise ValidationError({"person": "Välj någon som skriver för organisationen."})
    there = case.members.filter(user=person, ended_at=None).first()
    if there is not None and there.role in (CaseRole.LEAD, CaseRole.SIGNATORY):
        return there
    _end_row(there, by)
    row = CaseMember.objects.create(case=case, user=person, role=CaseRole.LEAD, given_by=by, given_at=clock.now())
    forget(person)
    forget(by)
    return row


def end_for_party(party: Party, *, by: User | None) -> None:
    """The party is no longer in the application: its people leave, and nobody can accept for it. The case is held.

    Without `by` it went with a completion that was never handed in.
    """
    for member in party.members.filter(ended_at=None).select_related("user", "case"):
        _end_row(member, by)
        notices.ended(member)
    party.invitations.waiting().update(withdrawn_at=clock.now())


def _present(member: CaseMember) -> CaseMember:
    member = engine.lock(member)
    if member.ended_at is not None:
        raise NotReady([Missing("Personen har redan lämnat ärendet eller fått en annan roll. Läs sidan på nytt.")])
    return member


def _keep_somebody(case: Case, leaving: CaseMember) -> None:
    """The case is never without a contact. Raises NotReady."""
    if leaving.role not in (CaseRole.LEAD, CaseRole.SIGNATORY):
        return
    if not leaders(case, without=leaving).exists():
        raise NotReady([Missing(SOMEBODY_LEADS)])


def _end_row(member: CaseMember | None, by: User | None) -> None:
    if member is None:
        return
    mandate, member.mandate = member.mandate, None
    member.ended_at, member.ended_by = clock.now(), by
    member.save(update_fields=["ended_at", "ended_by", "mandate"])
    for person in filter(None, (member.user, by)):
        forget(person)
    member.user.__dict__.pop("valid_memberships", None)
    if mandate is None:
        return
    yesterday = clock.today() - timedelta(days=1)
    if mandate.valid_from > yesterday:
        mandate.delete()  # it has held less than a day; the case's own row remembers it and its ground
    else:
        mandate.valid_to = yesterday
        mandate.version += 1
        mandate.save(update_fields=["valid_to", "version"])
