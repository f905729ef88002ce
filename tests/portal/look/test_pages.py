"""The standing pages, the frame's head for each kind of person, the way after sign-in, and the error pages."""

from datetime import date

import pytest
from django.core.cache import cache
from django.http import Http404, HttpRequest
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from portal import context, views
from portal.accounts.enums import MembershipRole, OrganisationType, StaffRoleName
from portal.accounts.models import Authority, Board, Membership, Organisation, StaffRole, User

pytestmark = pytest.mark.django_db
LONG_AGO = date(2020, 1, 1)


@pytest.fixture(autouse=True)
def authority() -> Authority:
    cache.delete(context.OWNER_KEY)
    return Authority.objects.create(
        name="Region Älvland",
        genitive="Region Älvlands",
        orgnr="232100-0131",
        address="Box 100, 800 01 Älvstad",
        email="investeringar@example.se",
        phone="010-123 45 00",
        court="Förvaltningsrätten i Älvstad",
    )


@pytest.fixture
def board(authority: Authority) -> Board:
    return Board.objects.create(
        authority=authority,
        name="Utvecklingsnämnden",
        definite="Utvecklingsnämnden",
        short_name="RUN",
        dnr_format="{short} {year}-{number:05d}",
        valid_from=LONG_AGO,
    )


def person(name: str) -> User:
    return User.objects.create_user(f"{name.lower()}@example.se", "ett-langt-losenord", name=f"{name} Holm")


def with_role(name: str, role: StaffRoleName, board: Board | None) -> User:
    user = person(name)
    StaffRole.objects.create(user=user, role=role, board=board, valid_from=LONG_AGO)
    return user


def applicant(name: str) -> User:
    user = person(name)
    organisation = Organisation.objects.create(
        orgnr="222000-9001", name="Norra Älvens kommunalförbund", org_type=OrganisationType.values[0]
    )
    Membership.objects.create(
        user=user, organisation=organisation, role=MembershipRole.PROJECT_LEAD, valid_from=LONG_AGO
    )
    return user


def request_of(user: User | None) -> HttpRequest:
    request = RequestFactory().get("/mina-sidor/")
    if user is not None:
        request.user = user
    return request


@pytest.mark.parametrize("name", ["accessibility", "privacy", "how_it_works"])
def test_standing_pages_are_public_and_in_the_frame(client: Client, name: str) -> None:
    response = client.get(reverse(f"portal:{name}"))
    assert response.status_code == 200
    page = response.content.decode()
    assert page.count("<h1>") == 1
    assert "Region Älvland, Box 100, 800 01 Älvstad" in page
    assert 'href="tel:+46101234500"' in page


def test_sign_in_page_has_our_words_and_the_demos_people(client: Client) -> None:
    page = client.get(reverse("account_login")).content.decode()
    assert "E-postadress" in page
    assert "Demokonton" in page
    assert "handlaggare@example.se" in page


@override_settings(DEMO=False)
def test_outside_the_demo_nothing_of_it_is_shown(client: Client) -> None:
    page = client.get(reverse("account_login")).content.decode()
    assert "demo" not in page.lower()


def test_a_failed_sign_in_is_told_in_the_title_and_the_summary(client: Client) -> None:
    page = client.post(reverse("account_login"), {"login": "", "password": ""}).content.decode()
    assert "<title>Fel: Logga in" in page
    assert "Två saker behöver rättas" in page
    assert 'href="#id_login"' in page


def test_head_of_a_visitor_leads_to_sign_in() -> None:
    links = context.Site(request_of(None)).nav
    assert [link.label for link in links] == ["Utlysningar", "Så går det till", "Kontakt", "Projekt", "Logga in"]


def test_head_of_an_applicant_ends_with_the_person() -> None:
    links = context.Site(request_of(applicant("Karin"))).nav
    assert [link.label for link in links] == ["Mina sidor", "Utlysningar", "Karin Holm"]
    assert links[0].current


def test_head_of_an_officer_leads_to_the_desk(board: Board) -> None:
    links = context.Site(request_of(with_role("Elin", StaffRoleName.CASE_OFFICER, board))).nav
    assert [link.url for link in links] == ["/admin/", reverse("portal:account")]


def test_the_owner_is_asked_for_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    assert context.Site(request_of(None)).owner == "Region Älvland"
    with django_assert_num_queries(0):
        assert context.Site(request_of(None)).email == "investeringar@example.se"


def test_each_comes_to_their_own_side_after_sign_in(client: Client, board: Board) -> None:
    ways = {
        applicant("Karin"): "/mina-sidor/",
        with_role("Elin", StaffRoleName.CASE_OFFICER, board): "/admin/",
        with_role("Sten", StaffRoleName.MEMBER, board): "/namnd/",
        with_role("Johanna", StaffRoleName.SYSTEM_ADMIN, None): "/admin/",
    }
    for user, way in ways.items():
        client.force_login(user)
        assert client.get(reverse("portal:after_login")).url == way


def test_account_page_tells_the_roles_of_today(client: Client, board: Board) -> None:
    client.force_login(with_role("Elin", StaffRoleName.CASE_OFFICER, board))
    page = client.get(reverse("portal:account")).content.decode()
    assert "Handläggare" in page
    assert "Utvecklingsnämnden" in page


@pytest.mark.parametrize("address", ["/finns-inte/", "/admin/finns-inte/"])
def test_what_does_not_exist_and_what_one_may_not_see_have_the_same_words(client: Client, address: str) -> None:
    client.force_login(applicant("Karin"))
    response = client.get(address)
    assert response.status_code == 404
    assert "Sidan finns inte, eller så har du inte tillgång till den" in response.content.decode()


def test_forbidden_answers_404() -> None:
    assert views.permission_denied(request_of(None)).status_code == 404
    assert views.page_not_found(request_of(None), Http404()).status_code == 404


def test_the_page_for_our_own_faults_needs_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        response = views.server_error(request_of(None))
    assert response.status_code == 500
    assert "Något gick fel hos oss" in response.content.decode()


def test_no_page_has_anything_inline(client: Client) -> None:
    response = client.get(reverse("account_login"))
    policy = response.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert " style=" not in response.content.decode()
