"""The organisations that apply, who works for them, and who may bind them."""

from django.core.exceptions import ValidationError
from django.db import models

from portal.identifiers import normalise_orgnr
from portal.rows import UuidRow, Versioned

from ..enums import MembershipRole, OrganisationType
from .user import User
from .validity import ValidPeriod, ends_after_it_begins


class Organisation(UuidRow, Versioned):
    """A juridical person. Private persons cannot apply (domain.md §3.2 step 1)."""

    orgnr = models.CharField("organisationsnummer", max_length=11, unique=True)
    name = models.CharField("namn", max_length=160)
    org_type = models.CharField("typ av organisation", max_length=20, choices=OrganisationType.choices)
    address = models.CharField("postadress", max_length=200, blank=True)
    municipality = models.CharField("kommun", max_length=60, blank=True)

    class Meta:
        verbose_name = "organisation"
        verbose_name_plural = "organisationer"
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(orgnr__regex=r"^[0-9]{2}[2-9][0-9]{3}-[0-9]{4}$"),
                name="organisation_orgnr_is_of_a_body",
                violation_error_message="Skriv organisationsnumret med tio siffror, till exempel 232100-0131.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        try:
            self.orgnr = normalise_orgnr(self.orgnr)
        except ValidationError as fault:
            raise ValidationError({"orgnr": fault.messages}) from fault


class Membership(UuidRow, Versioned, ValidPeriod):
    """A person who works for an organisation here, from one day to another."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name="person")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="memberships", verbose_name="organisation"
    )
    role = models.CharField("roll", max_length=20, choices=MembershipRole.choices)

    class Meta:
        verbose_name = "medarbetare hos sökande"
        verbose_name_plural = "medarbetare hos sökande"
        ordering = ["user__name", "id"]
        constraints = [
            ends_after_it_begins("membership"),
            models.UniqueConstraint(
                fields=["user", "organisation", "role", "valid_from"],
                name="membership_is_given_once",
                violation_error_message="Personen har redan den rollen från samma dag.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.organisation}"


class SigningMandate(UuidRow, Versioned, ValidPeriod):
    """A person who may bind the organisation: submit, accept, claim (domain.md §2.7)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="signing_mandates", verbose_name="person")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="signing_mandates", verbose_name="organisation"
    )
    basis = models.CharField("grund", max_length=200, help_text="Till exempel: delegationsordning 2024, punkt 3.1")

    class Meta:
        verbose_name = "behörig företrädare"
        verbose_name_plural = "behöriga företrädare"
        ordering = ["user__name", "id"]
        constraints = [
            ends_after_it_begins("signingmandate"),
            models.UniqueConstraint(
                fields=["user", "organisation", "valid_from"],
                name="signingmandate_is_given_once",
                violation_error_message="Personen är redan behörig från samma dag.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} för {self.organisation}"
