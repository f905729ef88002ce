"""Who takes part on the applicant's side of a case, and how far each party has come: for the applicant alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef
from post_office.models import STATUS

from portal import clock
from portal.accounts.enums import WRITING_ROLES, MembershipRole
from portal.accounts.models import Membership, SigningMandate, User
from portal.look.words import listed

from ..enums import CaseRole
from ..models import Application, Case, CaseMember, Invitation, Party, PartyConfirmation
from ..sections import SECTIONS, sections_of

MEANS = {
    CaseRole.LEAD: "Leder projektet: läser och skriver allt, bjuder in och tar bort personer och lämnar rapporter.",
    CaseRole.SIGNATORY: (
        "Får skriva under för organisationen: skickar in, godkänner beslut och begär pengar. Det gäller alla "
        "organisationens ärenden här."
    ),
    CaseRole.WRITER: "Läser och skriver i allt, men skickar inte in och bjuder inte in andra.",
    CaseRole.PART_WRITER: "Läser allt och skriver bara i de delar av ansökan som du väljer.",
    CaseRole.ECONOMIST: "Läser och skriver i allt och gör rekvisitioner.",
    CaseRole.READER: "Läser allt och ändrar inget.",
    CaseRole.PARTNER: "Läser allt och skriver sin egen organisations del: vad de gör, kostar och bidrar med.",
}


@dataclass(frozen=True, slots=True)
class Own:
    """One of the organisation's own people: what they may do, and since when."""

    person: User
    roles: str
    since: date
    may_lead: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who has not answered: what the mail and the link are good for."""

    row: Invitation
    is_over: bool
    failed: bool


def own_people(case: Case) -> list[Own]:
    """Those of the organisation, each once, by name. Two queries."""
    today = clock.today()
    members = Membership.objects.valid_on(today).filter(organisation=case.organisation_id).select_related("user")
    mandates = SigningMandate.objects.valid_on(today).filter(organisation=case.organisation_id).select_related("user")
    held: dict[User, list[tuple[str, date]]] = {}
    writing: set[Any] = set()
    for row in members:
        held.setdefault(row.user, []).append((MembershipRole(row.role).label, row.valid_from))
        if row.role in WRITING_ROLES:
            writing.add(row.user_id)
    for mandate in mandates:
        held.setdefault(mandate.user, []).append((MembershipRole.SIGNATORY.label, mandate.valid_from))
    found = []
    for person, roles in held.items():
        names = listed(list(dict.fromkeys(name for name, _ in roles)))
        if person.is_active:
            found.append(Own(person, names, min(day for _, day in roles), person.pk in writing))
    return sorted(found, key=lambda one: (one.person.name, str(one.person.pk)))


def members(case: Case) -> list[CaseMember]:
    """Those who have been invited and are here, by name. One query."""
    rows = case.members.filter(ended_at=None).select_related("user", "party", "given_by")
    return sorted(rows, key=lambda row: (row.user.name, str(row.pk)))


def waiting(case: Case) -> list[Waiting]:
    """Invitations that nobody has answered, the latest first. One query."""
    now = clock.now()
    rows = case.invitations.waiting().select_related("party", "invited_by", "mail").order_by("-invited_at", "pk")
    return [
        Waiting(row, now >= row.expires_at, row.mail is not None and row.mail.status == STATUS.failed) for row in rows
    ]


def section_words(keys: Iterable[str]) -> str:
    """Projektet, Budget och finansiering."""
    return listed([SECTIONS[key].label for key in keys if key in SECTIONS])


def sections_offered(application: Application | None) -> list[tuple[str, str]]:
    """The sections that a part-writer can be given."""
    if application is None:
        return []
    return [(section.key, section.label) for section in sections_of(application.call_version)]


def roles_offered(application: Application | None, parties: Iterable[Party]) -> list[CaseRole]:
    """What somebody can be invited as: there must be sections to write in, or a party to represent."""
    offered = list(CaseRole)
    if application is None:
        offered.remove(CaseRole.PART_WRITER)
    if not list(parties):
        offered.remove(CaseRole.PARTNER)
    return offered


def is_unled() -> Any:
    """For a query of cases: nobody can lead it any longer."""
    today = clock.today()
    leading = (MembershipRole.PROJECT_LEAD, MembershipRole.SIGNATORY)
    held = {"organisation": OuterRef("organisation"), "user__is_active": True}
    ours = Membership.objects.valid_on(today).filter(role__in=leading, **held)
    mandates = SigningMandate.objects.valid_on(today).filter(**held)
    invited = CaseMember.objects.filter(
        case=OuterRef("pk"), role__in=(CaseRole.LEAD, CaseRole.SIGNATORY), ended_at=None, user__is_active=True
    )
    return ~(Exists(ours) | Exists(mandates) | Exists(invited))


# The parties


@dataclass(frozen=True, slots=True)
class PartState:
    """Where a party's own part stands, in a few words."""

    party: Party
    word: str
    people: str
    is_confirmed: bool
    is_tied: bool


def part_states(application: Application) -> dict[int, PartState]:
    """Each party's state by its id. Two queries, and those of the parties' own rows unless they are prefetched."""
    parties = list(application.parties.all())
    ids = [party.pk for party in parties]
    here: dict[int | None, list[CaseMember]] = {}
    for row in CaseMember.objects.filter(party__in=ids, ended_at=None).select_related("user"):
        here.setdefault(row.party_id, []).append(row)
    asked: dict[int | None, list[Invitation]] = {}
    for one in Invitation.objects.filter(party__in=ids).waiting().order_by("invited_at"):
        asked.setdefault(one.party_id, []).append(one)
    return {party.pk: _state(party, here.get(party.pk, []), asked.get(party.pk, [])) for party in parties}


def _state(party: Party, here: list[CaseMember], asked: list[Invitation]) -> PartState:
    given = party.confirmation
    has_written = bool(party.contributes or party.costs.all() or party.funding.all())
    told = [f"{row.user.name} har åtkomst" for row in here]
    told += [f"{one.name} är inbjuden" for one in asked]
    if given is not None:
        word = f"Bekräftad {given.when} av {given.name}, {given.title}"
    elif party.confirmations.all():
        word = "Måste bekräftas igen: delen eller perioden har ändrats"
    elif has_written:
        word = "Delen är skriven, inte bekräftad"
    elif asked and not here:
        word = "Inbjuden"
    else:
        word = "Delen är inte skriven"
    return PartState(party, word, ". ".join(told), given is not None, bool(told) or given is not None)


# What has happened


@dataclass(frozen=True, slots=True)
class Event:
    """Somebody came or left, or a party gave its word: for the history that the applicant reads."""

    at: datetime
    icon: str
    text: str


def happened(case: Case) -> list[Event]:
    """Two queries however much there is."""
    told: list[Event] = []
    for row in case.members.select_related("user", "given_by", "ended_by", "party"):
        role = row.get_role_display().lower() + (f" för {row.party.name}" if row.party else "")
        told.append(Event(row.given_at, "user", f"{row.user.name} medverkar som {role}."))
        if row.ended_at is not None:
            text = f"{row.user.name} medverkar inte längre som {role}."
            if row.ended_by is not None and row.ended_by_id != row.user_id:
                text = f"{row.ended_by.name} avslutade rollen {role} för {row.user.name}."
            told.append(Event(row.ended_at, "user", text))
    application = getattr(case, "application", None)
    if application is None:
        return told
    for given in PartyConfirmation.objects.filter(party__application=application).select_related("party"):
        text = f"{given.name}, {given.title}, bekräftade vad {given.party.name} gör i projektet."
        told.append(Event(given.confirmed_at, "check", text))
        if given.cancelled_at is not None:
            text = f"Bekräftelsen från {given.party.name} gäller inte längre, eftersom delen eller perioden ändrades."
            told.append(Event(given.cancelled_at, "rotate-ccw", text))
    return told
