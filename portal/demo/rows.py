"""Making the demo's rows: a row that is there is left as it is, so that everything can be built twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal import clock
from portal.accounts.enums import MembershipRole, OrganisationType
from portal.accounts.models import Authority, Membership, Organisation, SigningMandate, Unit, User

BEGINNING = date(2023, 1, 1)


@dataclass(frozen=True)
class Home:
    """What programmes stand on."""

    authority: Authority
    unit: Unit
    people: dict[str, User]


def one(model: Any, key: dict[str, Any], **values: Any) -> Any:
    """The row with the key; made with the values when it is not there."""
    row, _ = model.objects.get_or_create(**key, defaults=values)
    return row


def organisation(orgnr: str, name: str, kind: OrganisationType, municipality: str) -> Organisation:
    return one(
        Organisation,
        {"orgnr": orgnr},
        name=name,
        org_type=kind,
        municipality=municipality,
        address=f"Box 1, {municipality}",
    )


def join(person: User, body: Organisation, role: MembershipRole, since: date = BEGINNING) -> None:
    """Let a person work for an organisation from a day; a signatory gets a mandate instead."""
    if role == MembershipRole.SIGNATORY:
        basis = f"Delegationsordning {since.year}, punkt 3.1"
        one(SigningMandate, {"user": person, "organisation": body}, basis=basis, valid_from=since)
    else:
        one(Membership, {"user": person, "organisation": body, "role": role}, valid_from=since)


def moment(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """A local clock time as an instant."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.STOCKHOLM)


def instant(local: datetime) -> datetime:
    """A clock time without a zone, as data files write it, as an instant in Stockholm."""
    return local.replace(tzinfo=clock.STOCKHOLM)
