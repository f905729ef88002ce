"""The people of the demo: who they are and what each can do in this version. Invented names, example.se addresses."""

from dataclasses import dataclass

from portal.accounts.enums import MembershipRole, StaffRoleName

PASSWORD = "demo-portalen-2026"  # noqa: S105 -- demo settings only, printed on the sign-in page


@dataclass(frozen=True, slots=True)
class Account:
    """A demo account. `role` is a membership for applicants, a staff role for the others; SIGNATORY is a mandate."""

    email: str
    name: str
    title: str
    does: str
    membership: MembershipRole | None = None
    staff: StaffRoleName | None = None


ACCOUNTS: tuple[Account, ...] = (
    Account(
        "sokande@example.se",
        "Karin Holm",
        "Projektledare",
        "Skriver idéer, ansökningar och rapporter",
        membership=MembershipRole.PROJECT_LEAD,
    ),
    Account(
        "medsokande@example.se",
        "Yusuf Demir",
        "Utvecklare",
        "Skriver tillsammans med projektledaren",
        membership=MembershipRole.CO_WRITER,
    ),
    Account(
        "ekonom.sokande@example.se",
        "Petra Åkesson",
        "Projektekonom",
        "Skriver budget och rekvisitioner",
        membership=MembershipRole.ECONOMIST,
    ),
    Account(
        "firmatecknare@example.se",
        "Lars Hedman",
        "Förvaltningschef",
        "Skickar in, godkänner beslut och lämnar rekvisitioner",
        membership=MembershipRole.SIGNATORY,
    ),
    Account(
        "handlaggare@example.se",
        "Elin Sandahl",
        "Handläggare",
        "Handlägger ärenden från idé till slutrapport",
        staff=StaffRoleName.CASE_OFFICER,
    ),
    Account(
        "medhandlaggare@example.se",
        "Peter Wiklund",
        "Handläggare",
        "Handlägger och läser andras ärenden",
        staff=StaffRoleName.CASE_OFFICER,
    ),
    Account(
        "enhetschef@example.se",
        "Birgitta Lundmark",
        "Enhetschef",
        "Fördelar ärenden, godkänner förslag, beslutar på delegation",
        staff=StaffRoleName.HEAD_OF_UNIT,
    ),
    Account(
        "ekonom@example.se",
        "Amina Rashid",
        "Ekonom",
        "Godkänner belopp och registrerar utbetalningar",
        staff=StaffRoleName.ECONOMIST,
    ),
    Account("attestant@example.se", "Göran Fält", "Attestant", "Attesterar utbetalningar", staff=StaffRoleName.PAYER),
    Account(
        "namndsekreterare@example.se",
        "Marit Öhrn",
        "Nämndsekreterare",
        "Lägger upp sammanträden, registrerar och expedierar beslut",
        staff=StaffRoleName.BOARD_SECRETARY,
    ),
    Account("ordforande@example.se", "Sten Ahlgren", "Ordförande", "Läser nämndens beslut", staff=StaffRoleName.CHAIR),
    Account("ledamot@example.se", "Fatima Warsame", "Ledamot", "Läser nämndens beslut", staff=StaffRoleName.MEMBER),
    Account(
        "registrator@example.se",
        "Inger Blom",
        "Registrator",
        "Söker och läser ärenden, anslår och expedierar",
        staff=StaffRoleName.REGISTRAR,
    ),
    Account("arkivarie@example.se", "Nils Törn", "Arkivarie", "Söker och läser ärenden", staff=StaffRoleName.ARCHIVIST),
    Account(
        "admin@example.se",
        "Johanna Ek",
        "Systemadministratör",
        "Lägger till personer, roller och organisationer; ser inga ärenden",
        staff=StaffRoleName.SYSTEM_ADMIN,
    ),
)

# Those who have been invited to a case: no membership and no role, only a place in the draft that the seed makes.
GUESTS: tuple[Account, ...] = (
    Account(
        "samverkanspart@example.se",
        "Ylva Strand",
        "Bibliotekschef",
        "Skriver och bekräftar sin organisations del i en ansökan",
    ),
    Account(
        "delskribent@example.se",
        "Tomas Bergqvist",
        "Utvecklingsledare",
        "Skriver målgrupp och mål i en ansökan",
    ),
)

EVERYBODY: tuple[Account, ...] = (*ACCOUNTS, *GUESTS)
