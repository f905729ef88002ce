"""The demo's region: authority, boards, money, programmes, calls, organisations and people. Safe to build twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from applications.enums import ANSWERS, LegalRegime
from applications.models import Call, CallVersion, CallWindow, FundingSource, Programme
from portal import clock
from portal.accounts.enums import MembershipRole, OrganisationType, StaffRoleName
from portal.accounts.models import (
    Authority,
    Board,
    Membership,
    Organisation,
    SigningMandate,
    StaffRole,
    Unit,
    User,
)
from portal.demo.accounts import ACCOUNTS, PASSWORD
from reviews.models import DelegationRule

BEGINNING = date(2023, 1, 1)
REGION = "Region Örebro län"
REGION_ORGNR = "232100-0164"
MUNICIPALITIES = [
    "Askersund",
    "Degerfors",
    "Hallsberg",
    "Hällefors",
    "Karlskoga",
    "Kumla",
    "Laxå",
    "Lekeberg",
    "Lindesberg",
    "Ljusnarsberg",
    "Nora",
    "Örebro",
]
AREAS = [
    "Goda relationer mellan barn och föräldrar",
    "Fungerande skolgång",
    "Meningsfull fritid",
    "Trygga miljöer nära",
]
COST_CATEGORIES = [
    {"key": "personal", "label": "Egen personal", "kind": "staff"},
    {"key": "externa", "label": "Externa tjänster", "kind": "direct"},
    {"key": "resor", "label": "Resor och logi", "kind": "direct"},
    {"key": "indirekta", "label": "Indirekta kostnader", "kind": "indirect"},
]
ATTACHMENT_KINDS = [
    {"key": "medfinansiering", "label": "Intyg om medfinansiering", "required": True},
    {"key": "avsikt", "label": "Avsiktsförklaring", "required": False},
    {"key": "annat", "label": "Annan bilaga", "required": False},
]
OFFSETS = {"reminder_offsets": [30, 14, 7, 1, 0], "overdue_offsets": [1, 7, 14, 30]}
TERMS = """Pengarna får bara användas till det som beslutet gäller och under beslutets period.

Ni för egen redovisning för projektet, så att varje kostnad går att följa.

Vi betalar i efterhand, för kostnader som är bokförda och betalda.

Ni rapporterar och begär utbetalning de dagar som står i beslutet.

Vill ni ändra något i projektet frågar ni oss först.

Ni sparar underlagen i tio år och visar dem om vi eller revisorerna ber om det.

Ni berättar att projektet får stöd av oss och gör resultaten tillgängliga för alla.

Beslutet kan dras tillbaka och pengarna krävas åter om villkoren inte följs eller om uppgifter var fel."""
# The rings of the service, as paths in one colour; an invented mark, not the region's own.
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" fill="none" stroke="#14534a" stroke-width="2.6">'
    "<title>Portalens märke</title>"
    '<path d="M24 2.2c12.6-.5 21.9 9.2 21.8 21.4C45.7 36.3 36.4 45.7 24.4 45.8 11.7 45.9 2.3 36.3 2.2 24.3 2.1 11.8 '
    '11.8 2.7 24 2.2Z"/>'
    '<path d="M23.3 8.1c9.6-.6 16.7 6.7 16.8 15.8.1 9.5-6.9 16.5-16 16.6-9.5.1-16.4-7-16.6-15.9C7.3 15.5 14.2 8.7 23.3 '
    '8.1Z"/>'
    '<path d="M22.7 14.1c6.5-.5 11.5 4.4 11.7 10.4.2 6.5-4.6 11.2-10.8 11.3-6.4.1-11.1-4.7-11.3-10.7-.2-6.1 4.3-10.6 '
    '10.4-11Z"/>'
    '<path d="M22.5 20c3.7-.3 6.3 2.4 6.4 5.5.1 3.4-2.5 5.9-5.7 6-3.4.1-5.8-2.5-5.9-5.6-.1-3.3 2.1-5.6 5.2-5.9Z"/>'
    "</svg>"
)
APPEAL_LEGALITY = """Den som är medlem i regionen kan få beslutets laglighet prövad. Medlem är den som är folkbokförd \
i länet, äger fast egendom här eller ska betala kommunalskatt här.
Skriv till {court}. Skriv vilket beslut det gäller och varför du tycker att det inte är lagligt. Brevet ska ha kommit \
in till domstolen inom tre veckor från den dag då det stod på regionens anslagstavla att protokollet är justerat.
Domstolen prövar bara om beslutet är lagligt. Den kan upphäva beslutet men inte ändra det."""
APPEAL_NONE = """Beslutet gäller statliga pengar för regional utveckling och får inte överklagas."""


@dataclass(frozen=True)
class World:
    """What stories stand on."""

    authority: Authority
    growth_board: Board
    health_board: Board
    growth: Programme
    early: Programme
    people: dict[str, User]
    region: Organisation

    def person(self, name: str) -> User:
        """Someone by the first part of the demo address, fresh, so that roles are read at the story's clock."""
        return User.objects.get(pk=self.people[name].pk)


def build() -> World:
    """Make what is missing. Rows that are there are left as they are."""
    authority = _one(
        Authority,
        {"orgnr": REGION_ORGNR},
        name=REGION,
        genitive="Region Örebro läns",
        address="Box 100, 701 00 Örebro",
        email="investeringar@example.se",
        phone="010-123 45 00",
        phone_hours="vardagar 9–12",
        court="Förvaltningsrätten i Karlstad",
        logo_svg=LOGO,
    )
    growth_board = _one(
        Board,
        {"authority": authority, "short_name": "RTN"},
        name="Regional tillväxtnämnd",
        definite="Regionala tillväxtnämnden",
        dnr_format="{yy}RS{number:05d}",
        dnr_first={"2023": 10970},
        valid_from=BEGINNING,
    )
    health_board = _one(
        Board,
        {"authority": authority, "short_name": "FHN"},
        name="Folkhälsonämnd",
        definite="Folkhälsonämnden",
        dnr_format="{short} {year}-{number:05d}",
        valid_from=BEGINNING,
    )
    unit = _one(Unit, {"authority": authority, "name": "Analys och strategi"})
    region = organisation(REGION_ORGNR, REGION, OrganisationType.REGIONAL, "Örebro")
    people = {account.email.split("@")[0]: _person(account) for account in ACCOUNTS}
    for account in ACCOUNTS:
        person = people[account.email.split("@")[0]]
        if account.membership is not None:
            join(person, region, account.membership)
        if account.staff is StaffRoleName.SYSTEM_ADMIN:
            _one(StaffRole, {"user": person, "role": account.staff, "board": None}, valid_from=BEGINNING)
        elif account.staff is not None:
            for board in (growth_board, health_board):
                _one(
                    StaffRole,
                    {"user": person, "role": account.staff, "board": board},
                    unit=unit,
                    valid_from=BEGINNING,
                )
    _delegation(growth_board)
    _delegation(health_board)
    return World(
        authority=authority,
        growth_board=growth_board,
        health_board=health_board,
        growth=_growth(growth_board, unit, people["handlaggare"]),
        early=_early(health_board, unit, people["medhandlaggare"]),
        people=people,
        region=region,
    )


def organisation(orgnr: str, name: str, kind: OrganisationType, municipality: str) -> Organisation:
    return _one(
        Organisation,
        {"orgnr": orgnr},
        name=name,
        org_type=kind,
        municipality=municipality,
        address=f"Box 1, {municipality}",
    )


def join(person: User, body: Organisation, role: MembershipRole) -> None:
    """Let a person work for an organisation; a signatory gets a mandate instead."""
    if role == MembershipRole.SIGNATORY:
        basis = "Delegationsordning 2023, punkt 3.1"
        _one(SigningMandate, {"user": person, "organisation": body}, basis=basis, valid_from=BEGINNING)
    else:
        _one(Membership, {"user": person, "organisation": body, "role": role}, valid_from=BEGINNING)


def open_call(
    programme: Programme, slug: str, name: str, *, opens_at: datetime, closes_at: datetime | None, **rules: Any
) -> Call:
    """A call with its first version of rules; the rules given go before those of the programme."""
    call = _one(Call, {"slug": slug}, programme=programme, name=name, published_at=opens_at)
    _one(CallWindow, {"call": call, "opens_at": opens_at}, closes_at=closes_at)
    base = GROWTH_RULES if programme.slug == "rusta-barn-och-unga" else EARLY_RULES
    _one(CallVersion, {"call": call, "number": 1}, published_at=opens_at, **(base | rules))
    return call


GROWTH_RULES: dict[str, Any] = {
    "age_from": 0,
    "age_to": 18,
    "areas": AREAS,
    "municipalities": MUNICIPALITIES,
    "cost_categories": COST_CATEGORIES,
    "indirect_rate": Decimal("0.2139"),
    "max_share": Decimal("0.5"),
    "max_amount": Decimal(2_000_000),
    "max_years": 3,
    "months_per_report": 12,  # this programme reports once per calendar year
    "attachment_kinds": ATTACHMENT_KINDS,
    "terms_version": "version 3, 2024",
    "terms_text": TERMS,
    **OFFSETS,
}
EARLY_RULES: dict[str, Any] = GROWTH_RULES | {
    "age_to": 15,
    "indirect_rate": Decimal("0.15"),
    "max_amount": Decimal(1_000_000),
    "months_per_report": 6,
    "terms_version": "version 1, 2025",
}


def _growth(board: Board, unit: Unit, contact: User) -> Programme:
    money = _one(
        FundingSource,
        {"board": board, "name": "1:1-medel"},
        legal_regime=LegalRegime.NOT_APPEALABLE,
        regime_is_confirmed=False,
        legal_basis="förordningen (2003:596) om bidrag för projektverksamhet inom den regionala tillväxtpolitiken",
        appeal_text=APPEAL_NONE,
        pay_after_final=False,
    )
    return _one(
        Programme,
        {"slug": "rusta-barn-och-unga"},
        board=board,
        unit=unit,
        funding_source=money,
        contact=contact,
        name="Rusta barn och unga",
        summary="Pröva nya sätt att arbeta tillsammans, tidigt, så att fler barn och unga mår bra och klarar skolan.",
        who_may_apply="Regionens verksamheter, kommuner, föreningar och högskolor",
    )


def _early(board: Board, unit: Unit, contact: User) -> Programme:
    money = _one(
        FundingSource,
        {"board": board, "name": "Folkhälsonämndens egna medel"},
        legal_regime=LegalRegime.LEGALITY_REVIEW,
        regime_is_confirmed=True,
        legal_basis="13 kap. kommunallagen (2017:725)",
        appeal_text=APPEAL_LEGALITY,
        pay_after_final=True,
    )
    return _one(
        Programme,
        {"slug": "tidigt-och-nara"},
        board=board,
        unit=unit,
        funding_source=money,
        contact=contact,
        name="Tidigt och nära",
        summary="Mindre projekt där förskola, vård och föreningar möter barnfamiljer tidigt och nära där de bor.",
        who_may_apply="Kommuner och föreningar i länet",
    )


def _delegation(board: Board) -> None:
    for role, limit, own in (
        (StaffRoleName.CASE_OFFICER, 100_000, 100_000),
        (StaffRoleName.HEAD_OF_UNIT, 300_000, 100_000),
    ):
        for kind in ANSWERS:
            _one(
                DelegationRule,
                {"board": board, "role": role, "kind": kind},
                point="4.1" if role == StaffRoleName.CASE_OFFICER else "4.2",
                amount_limit=Decimal(limit),
                own_limit=Decimal(own),
                valid_from=BEGINNING,
            )


def _person(account: Any) -> User:
    person = User.objects.filter(email__iexact=account.email).first()
    if person is None:
        person = User.objects.create_user(
            account.email,
            PASSWORD,
            name=account.name,
            title=account.title,
            phone=f"010-123 45 {11 + ACCOUNTS.index(account)}",
        )
    return person


def _one(model: Any, key: dict[str, Any], **values: Any) -> Any:
    row, _ = model.objects.get_or_create(**key, defaults=values)
    return row


def moment(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """A local clock time as an instant."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.STOCKHOLM)
