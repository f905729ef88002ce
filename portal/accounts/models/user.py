"""The person who signs in, whatever side of the case they stand on."""

from typing import Any

import rules
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property

from portal import clock
from portal.rows import UuidRow

from ..enums import DESK_ROLES, MembershipRole, StaffRoleName


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(UuidRow, AbstractBaseUser):
    """A person. What they may do comes from roles with validity (StaffRole, Membership, SigningMandate).

    There is no superuser and no permission table: has_perm asks the predicates of `rules`.
    """

    email = models.EmailField("e-postadress")
    name = models.CharField("namn", max_length=120)
    title = models.CharField("titel", max_length=120, blank=True)
    phone = models.CharField("telefon", max_length=40, blank=True)
    is_active = models.BooleanField("aktiv", default=True)
    date_joined = models.DateTimeField("tillagd", default=clock.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "personer"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_is_unique",
                violation_error_message="E-postadressen används redan. Skriv en annan, eller logga in med den.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Ask the predicate named `perm`. An unknown name is a fault in the code and answers no."""
        return self.is_active and rules.perm_exists(perm) and rules.has_perm(perm, self, obj)

    def has_perms(self, perm_list: Any, obj: Any = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff

    @cached_property
    def valid_roles(self) -> frozenset[tuple[str, Any]]:
        """(role, board id or None) for each staff or board role that holds today, Swedish time."""
        return frozenset(self.staff_roles.valid_on(clock.today()).values_list("role", "board_id"))

    @cached_property
    def valid_memberships(self) -> frozenset[tuple[str, Any]]:
        """(role, organisation id) for each membership that holds today; a signing mandate counts as signatory."""
        today = clock.today()
        signs = models.Value(MembershipRole.SIGNATORY.value)
        mandates = self.signing_mandates.valid_on(today).order_by().values_list(signs, "organisation_id")
        members = self.memberships.valid_on(today).order_by().values_list("role", "organisation_id")
        return frozenset(members.union(mandates))

    @property
    def role_names(self) -> frozenset[str]:
        return frozenset(role for role, _ in self.valid_roles)

    @property
    def is_staff(self) -> bool:
        """May open the desk (Django's admin reads this name)."""
        return self.is_active and bool(self.role_names & DESK_ROLES)

    def boards_as(self, *roles: StaffRoleName) -> frozenset[Any]:
        """Ids of the boards where the person has one of these roles today."""
        return frozenset(board for role, board in self.valid_roles if role in roles and board is not None)

    def organisations_as(self, *roles: MembershipRole) -> frozenset[Any]:
        """Ids of the organisations where the person has one of these roles today; no role given means any."""
        return frozenset(org for role, org in self.valid_memberships if not roles or role in roles)
