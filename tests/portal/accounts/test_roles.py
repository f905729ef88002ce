"""What a person may follows from roles with validity: first and last day counted, Swedish time, asked afresh."""

from datetime import date, datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from portal import clock
from portal.accounts.enums import BOARD_ROLES, CASE_ROLES, DESK_ROLES, MembershipRole, StaffRoleName
from portal.accounts.models import Board, Membership, Organisation, SigningMandate, StaffRole, User
from portal.demo.accounts import ACCOUNTS
from portal.demo.world import World, moment
from tests import factories

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> World:
    return factories.world()


@pytest.fixture
def person() -> User:
    return User.objects.create_user("ny.person@example.se", "demo-portalen-2026", name="Ny Person")


def afresh(person: User) -> User:
    """As the next request sees the person: roles are read once per object."""
    return User.objects.get(pk=person.pk)


def on(day: date) -> Any:
    return clock.at(moment(day))


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (date(2026, 2, 28), False),
        (FIRST, True),
        (date(2026, 3, 15), True),
        (LAST, True),
        (date(2026, 4, 1), False),
    ],
)
def test_a_role_holds_from_its_first_day_through_its_last(home: World, person: User, day: date, holds: bool) -> None:
    StaffRole.objects.create(
        user=person, role=StaffRoleName.CASE_OFFICER, board=home.growth_board, valid_from=FIRST, valid_to=LAST
    )
    Membership.objects.create(
        user=person, organisation=home.region, role=MembershipRole.PROJECT_LEAD, valid_from=FIRST, valid_to=LAST
    )
    SigningMandate.objects.create(
        user=person, organisation=home.region, basis="Fullmakt", valid_from=FIRST, valid_to=LAST
    )
    with on(day):
        now = afresh(person)
        assert now.is_staff is holds
        assert (home.growth_board.pk in now.boards_as(StaffRoleName.CASE_OFFICER)) is holds
        assert (home.region.pk in now.organisations_as(MembershipRole.PROJECT_LEAD)) is holds
        assert (home.region.pk in now.organisations_as(MembershipRole.SIGNATORY)) is holds
        assert now.has_perm("portal.desk") is holds


def test_a_role_without_an_end_holds_until_further_notice(home: World, person: User) -> None:
    StaffRole.objects.create(
        user=person, role=StaffRoleName.REGISTRAR, board=home.growth_board, valid_from=FIRST, valid_to=None
    )
    with on(date(2040, 1, 1)):
        assert afresh(person).is_staff


def test_the_day_is_the_swedish_one(home: World, person: User) -> None:
    """Half past midnight in Stockholm is still yesterday in UTC."""
    StaffRole.objects.create(
        user=person, role=StaffRoleName.PAYER, board=home.growth_board, valid_from=FIRST, valid_to=LAST
    )
    with clock.at(datetime(2026, 3, 1, 0, 30, tzinfo=clock.STOCKHOLM)):
        assert afresh(person).is_staff
    with clock.at(datetime(2026, 4, 1, 0, 30, tzinfo=clock.STOCKHOLM)):
        assert not afresh(person).is_staff


def test_a_role_is_held_at_one_board(home: World, person: User) -> None:
    StaffRole.objects.create(
        user=person, role=StaffRoleName.CASE_OFFICER, board=home.health_board, valid_from=FIRST, valid_to=None
    )
    with on(LAST):
        assert afresh(person).boards_as(StaffRoleName.CASE_OFFICER) == {home.health_board.pk}
        assert afresh(person).boards_as(StaffRoleName.HEAD_OF_UNIT) == frozenset()


def test_a_mandate_counts_as_signatory_and_a_membership_does_not(home: World, person: User) -> None:
    Membership.objects.create(user=person, organisation=home.region, role=MembershipRole.PROJECT_LEAD, valid_from=FIRST)
    with on(LAST):
        assert afresh(person).organisations_as() == {home.region.pk}
        assert afresh(person).organisations_as(MembershipRole.SIGNATORY) == frozenset()
        SigningMandate.objects.create(user=person, organisation=home.region, basis="Fullmakt", valid_from=FIRST)
        assert afresh(person).organisations_as(MembershipRole.SIGNATORY) == {home.region.pk}


PARTS = {
    "sokande": {"portal.applicant"},
    "medsokande": {"portal.applicant"},
    "ekonom.sokande": {"portal.applicant"},
    "firmatecknare": {"portal.applicant"},
    "handlaggare": {"portal.desk", "portal.cases"},
    "medhandlaggare": {"portal.desk", "portal.cases"},
    "enhetschef": {"portal.desk", "portal.cases", "portal.manage_programmes"},
    "ekonom": {"portal.desk", "portal.cases"},
    "attestant": {"portal.desk", "portal.cases"},
    "namndsekreterare": {"portal.desk", "portal.cases"},
    "registrator": {"portal.desk", "portal.cases", "portal.keep_accessibility"},
    "arkivarie": {"portal.desk", "portal.cases"},
    "admin": {"portal.desk", "portal.manage_programmes", "portal.manage_people", "portal.keep_accessibility"},
    "ordforande": {"portal.board"},
    "ledamot": {"portal.board"},
}


def test_each_demo_account_has_its_part_of_the_house(home: World) -> None:
    asked = {part for parts in PARTS.values() for part in parts}
    found = {name: {part for part in asked if home.person(name).has_perm(part)} for name in PARTS}
    assert found == PARTS
    assert set(PARTS) == {account.email.split("@")[0] for account in ACCOUNTS}
    assert all(home.person(name).has_perm("portal.signed_in") for name in PARTS)


def test_who_has_no_part_comes_to_the_applicants_start_and_nowhere_else(person: User) -> None:
    assert person.has_perm("portal.applicant")
    assert not any(person.has_perm(part) for part in ("portal.desk", "portal.cases", "portal.board"))


def test_who_is_not_signed_in_may_nothing() -> None:
    nobody = AnonymousUser()
    assert not any(nobody.has_perm(part) for parts in PARTS.values() for part in parts)
    assert not nobody.has_perm("portal.signed_in")


def test_who_is_no_longer_active_may_nothing(home: World) -> None:
    officer = home.person("handlaggare")
    officer.is_active = False
    officer.save()
    assert not afresh(officer).is_staff
    assert not afresh(officer).has_perm("portal.desk")
    assert not afresh(officer).has_module_perms("accounts")


def test_an_unknown_permission_answers_no(home: World) -> None:
    admin = home.person("admin")
    for name in ("portal.everything", "accounts.change_user_secretly", "", "applications.sytem"):
        assert admin.has_perm(name) is False
    assert not admin.has_perms(["portal.desk", "portal.everything"])
    assert admin.has_perms(["portal.desk", "portal.signed_in"])


def test_there_is_no_superuser(home: World) -> None:
    assert not hasattr(home.person("admin"), "is_superuser")
    assert not hasattr(User.objects, "create_superuser")
    columns = {column.name for column in User._meta.get_fields()}
    assert not columns & {"is_superuser", "groups", "user_permissions", "username", "is_staff"}


def test_roles_are_of_the_desk_or_of_the_board() -> None:
    assert set(StaffRoleName) == DESK_ROLES | BOARD_ROLES
    assert not DESK_ROLES & BOARD_ROLES
    assert StaffRoleName.SYSTEM_ADMIN not in CASE_ROLES


def test_an_address_is_one_persons_whatever_the_case_of_its_letters(person: User) -> None:
    again = User(email="NY.Person@Example.SE", name="En annan")
    again.set_unusable_password()
    with pytest.raises(ValidationError) as refusal:
        again.full_clean()
    assert "E-postadressen används redan." in refusal.value.messages[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()
    assert User.objects.get_by_natural_key("NY.PERSON@EXAMPLE.SE") == person


@pytest.mark.parametrize("typed", ["232100-0131", "2321000131", "232100–0131"])
def test_an_organisation_number_is_kept_in_one_form(typed: str) -> None:
    body = Organisation(orgnr=typed, name="Prov", org_type="municipal")
    body.full_clean()
    assert body.orgnr == "232100-0131"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("232100-0132", "Organisationsnumret stämmer inte."),
        ("232100", "Skriv organisationsnumret med tio siffror"),
        ("850101-1234", "Det ser ut som ett personnummer."),
    ],
)
def test_a_faulty_organisation_number_says_how_to_mend_it(typed: str, told: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        Organisation(orgnr=typed, name="Prov", org_type="municipal").full_clean()
    assert refusal.value.message_dict["orgnr"][0].startswith(told)


def test_a_boards_form_of_diary_numbers_must_be_readable(home: World) -> None:
    board = Board.objects.get(pk=home.growth_board.pk)
    board.dnr_format = "{yy}RS{nummer:05d}"
    with pytest.raises(ValidationError) as refusal:
        board.full_clean()
    assert list(refusal.value.message_dict) == ["dnr_format"]


def test_who_has_acted_is_not_deleted(home: World) -> None:
    with pytest.raises(ProtectedError):
        home.person("handlaggare").delete()


def test_a_person_is_called_by_name() -> None:
    person = User(email="x@example.se", name="Karin Holm")
    assert (str(person), person.get_full_name(), person.get_short_name()) == ("Karin Holm", "Karin Holm", "Karin")
    assert str(User(email="x@example.se")) == "x@example.se"
