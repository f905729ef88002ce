"""People who work in one case without being the organisation's own: who they are, and who has been asked (C10)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from post_office.models import Email

from portal import clock
from portal.accounts.models import SigningMandate, User
from portal.rows import UuidRow

from ..enums import CaseRole
from .case import Case
from .party import Party

PARTNER, PART_WRITER = CaseRole.PARTNER, CaseRole.PART_WRITER


def _of_the_role(*, ended: Q) -> Q:
    """A partner has a party and nobody else has; as long as it is in force."""
    return ended | Q(role=PARTNER, party__isnull=False) | ~Q(role=PARTNER) & Q(party=None)


def _has_sections() -> Q:
    return Q(role=PART_WRITER) & ~Q(sections=[]) | ~Q(role=PART_WRITER) & Q(sections=[])


class CaseMember(UuidRow):
    """A person's role in a case, from when to when. `sections` are those that a part-writer writes in; `confirms`:
    the partner's leader, who may give its letter of intent. The organisation's own people have no row here."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="members", verbose_name="ärende")
    user = models.ForeignKey(User, models.PROTECT, related_name="case_memberships", verbose_name="person")
    role = models.CharField("roll", max_length=12, choices=CaseRole.choices)
    sections = models.JSONField("delar", default=list, blank=True)
    party = models.ForeignKey(
        Party, models.SET_NULL, null=True, blank=True, related_name="members", verbose_name="part"
    )
    confirms = models.BooleanField("får bekräfta för parten", default=False)
    basis = models.CharField("grund", max_length=200, blank=True)
    mandate = models.ForeignKey(SigningMandate, models.SET_NULL, null=True, blank=True, related_name="+")
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="inbjuden av")
    given_at = models.DateTimeField("sedan", default=clock.now)
    ended_at = models.DateTimeField("avslutad", null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "medverkande"
        verbose_name_plural = "medverkande"
        ordering = ["given_at", "id"]
        indexes = [models.Index(fields=["user"], condition=Q(ended_at=None), name="casemember_now_by_user")]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"],
                condition=Q(ended_at=None),
                name="casemember_one_role_at_a_time",
                violation_error_message="Personen medverkar redan. Ändra rollen i stället.",
            ),
            models.CheckConstraint(
                condition=Q(role__in=CaseRole.values),
                name="casemember_role_is_known",
                violation_error_message="Rollen finns inte.",
            ),
            models.CheckConstraint(
                condition=_of_the_role(ended=Q(ended_at__isnull=False)),
                name="casemember_partner_has_party",
                violation_error_message="En samverkanspart hör till en av parterna, och bara den.",
            ),
            models.CheckConstraint(
                condition=_has_sections(),
                name="casemember_part_writer_has_sections",
                violation_error_message="Välj minst en del som personen ska skriva i.",
            ),
            models.CheckConstraint(
                condition=Q(confirms=False) | Q(role=PARTNER),
                name="casemember_only_partner_confirms",
                violation_error_message="Bara den som företräder en part kan bekräfta för den.",
            ),
            models.CheckConstraint(
                condition=Q(ended_by=None) | Q(ended_at__isnull=False),
                name="casemember_is_ended_when_somebody_did",
                violation_error_message="En åtkomst som någon har avslutat har en tid.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display().lower()}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self) -> models.QuerySet[Invitation, Any]:
        """Those that nobody has accepted or withdrawn, also when their time is out."""
        return self.filter(accepted_at=None, withdrawn_at=None)


OPEN = Q(accepted_at=None, withdrawn_at=None)


class Invitation(UuidRow):
    """Somebody has been asked by mail to take part in a case. The link works once, until `expires_at`; only the hash
    of its token is kept. Sending it again gives a new token and new time."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="invitations", verbose_name="ärende")
    party = models.ForeignKey(
        Party, models.SET_NULL, null=True, blank=True, related_name="invitations", verbose_name="part"
    )
    email = models.EmailField("e-postadress")  # in small letters: an address is written one way
    name = models.CharField("namn", max_length=120)
    role = models.CharField("roll", max_length=12, choices=CaseRole.choices)
    sections = models.JSONField("delar", default=list, blank=True)
    confirms = models.BooleanField("får bekräfta för parten", default=False)
    basis = models.CharField("grund", max_length=200, blank=True)
    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    mail = models.ForeignKey(Email, models.PROTECT, null=True, related_name="+", editable=False)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="inbjuden av")
    invited_at = models.DateTimeField("inbjuden", default=clock.now)
    expires_at = models.DateTimeField("gäller till")
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField("antagen", null=True, blank=True)
    withdrawn_at = models.DateTimeField("återkallad", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "inbjudan"
        verbose_name_plural = "inbjudningar"
        ordering = ["invited_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "email"],
                condition=OPEN,
                name="invitation_one_open_per_address",
                violation_error_message="Adressen har redan en inbjudan som väntar på svar. Skicka den igen i stället.",
            ),
            models.CheckConstraint(
                condition=Q(role__in=CaseRole.values),
                name="invitation_role_is_known",
                violation_error_message="Rollen finns inte.",
            ),
            models.CheckConstraint(
                condition=_of_the_role(ended=~OPEN),
                name="invitation_partner_has_party",
                violation_error_message="En samverkanspart hör till en av parterna, och bara den.",
            ),
            models.CheckConstraint(
                condition=_has_sections(),
                name="invitation_part_writer_has_sections",
                violation_error_message="Välj minst en del som personen ska skriva i.",
            ),
            models.CheckConstraint(
                condition=Q(confirms=False) | Q(role=PARTNER),
                name="invitation_only_partner_confirms",
                violation_error_message="Bara den som företräder en part kan bekräfta för den.",
            ),
            models.CheckConstraint(
                condition=~Q(role=CaseRole.SIGNATORY) | ~Q(basis=""),
                name="invitation_signatory_has_basis",
                violation_error_message="Skriv vad som ger personen rätt att företräda organisationen.",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, withdrawn_at=None),
                name="invitation_is_accepted_by_somebody",
                violation_error_message="En inbjudan antas av en person, och bara så länge den inte är återkallad.",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("invited_at")),
                name="invitation_has_time",
                violation_error_message="Inbjudan måste gälla en tid.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.get_role_display().lower()}"

    def is_open(self, now: datetime) -> bool:
        """It can be accepted at the instant."""
        return self.accepted_at is None and self.withdrawn_at is None and now < self.expires_at
