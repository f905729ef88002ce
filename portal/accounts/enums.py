"""Roles of people and kinds of organisations (domain.md §5.1, §3.2 step 1)."""

from django.db import models


class StaffRoleName(models.TextChoices):
    """What a person at the authority is. Codes of domain.md §5.1 in the comments."""

    CASE_OFFICER = "case_officer", "Handläggare"  # HL and MHL: which of them is decided case by case
    HEAD_OF_UNIT = "head_of_unit", "Enhetschef"  # EC
    ECONOMIST = "economist", "Ekonom"  # FEK
    PAYER = "payer", "Attestant"  # ATT
    BOARD_SECRETARY = "board_secretary", "Nämndsekreterare"  # NS
    REGISTRAR = "registrar", "Registrator"  # REG
    ARCHIVIST = "archivist", "Arkivarie"  # ARK
    SYSTEM_ADMIN = "system_admin", "Systemadministratör"  # ADM
    CHAIR = "chair", "Ordförande"  # ORD
    MEMBER = "member", "Ledamot"  # LED


# Who works at the desk (the admin). Elected people read on /namnd/ instead.
DESK_ROLES = frozenset(
    {
        StaffRoleName.CASE_OFFICER,
        StaffRoleName.HEAD_OF_UNIT,
        StaffRoleName.ECONOMIST,
        StaffRoleName.PAYER,
        StaffRoleName.BOARD_SECRETARY,
        StaffRoleName.REGISTRAR,
        StaffRoleName.ARCHIVIST,
        StaffRoleName.SYSTEM_ADMIN,
    }
)
BOARD_ROLES = frozenset({StaffRoleName.CHAIR, StaffRoleName.MEMBER})
# Who may read cases at the desk. The system administrator has no case content (domain.md §5.1).
CASE_ROLES = DESK_ROLES - {StaffRoleName.SYSTEM_ADMIN}


class MembershipRole(models.TextChoices):
    PROJECT_LEAD = "project_lead", "Projektledare"
    CO_WRITER = "co_writer", "Medsökande"
    ECONOMIST = "economist", "Projektekonom"
    READER = "reader", "Läser"
    SIGNATORY = "signatory", "Behörig företrädare"


# Who writes ideas, drafts and reports on the applicant's side.
WRITING_ROLES = frozenset(
    {MembershipRole.PROJECT_LEAD, MembershipRole.CO_WRITER, MembershipRole.ECONOMIST, MembershipRole.SIGNATORY}
)


class OrganisationType(models.TextChoices):
    """Who may apply, as kinds (G-25)."""

    MUNICIPAL = "municipal", "Kommunal verksamhet"
    REGIONAL = "regional", "Regional verksamhet"
    CIVIL_SOCIETY = "civil_society", "Civilsamhälle"
    BUSINESS = "business", "Näringsliv"
    ACADEMIA = "academia", "Akademi"
    OTHER_AUTHORITY = "other_authority", "Annan myndighet"


class ShortfallGround(models.TextChoices):
    """Why something falls short of the demands on accessibility, as the statement must say (lag 2018:1937)."""

    TO_MEND = "to_mend", "Det är ett fel som vi ska rätta"
    BURDEN = "burden", "Att rätta det vore oskäligt betungande"  # 12 §
    OUTSIDE = "outside", "Lagen omfattar inte innehållet"


class AccessReportKind(models.TextChoices):
    """What a person wants of us through the accessibility statement."""

    FAULT = "fault", "Något är svårt eller går inte att använda"
    CONTENT = "content", "Jag behöver innehåll i en annan form"
