"""Working together as people meet it: the link, the list, roles on the pages, and a person who is put out."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.enums import CaseRole
from applications.models import CaseMember, Invitation, Party
from applications.services import together
from portal import clock
from portal.accounts.models import Membership, SigningMandate, User
from tests import factories
from tests.factories import together as people

from .pages import controls, field_error, summary, text


@pytest.fixture(scope="module")
def tale(stage):
    return factories.filled_tale()


def at(name: str, tale, *args) -> str:
    return reverse(f"applications:{name}", args=(tale.case_id, *args))


def link(invitation: Invitation) -> str:
    return reverse("applications:invitation", args=(people.token_of(invitation),))


def section(tale, key: str) -> str:
    return reverse("applications:section", args=(tale.application.pk, key))


def queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


ACCOUNT = {"name": "Ny Person", "password1": people.PASSWORD, "password2": people.PASSWORD}


# Inviting and accepting


def test_from_an_invitation_to_the_case(sign_in, tale):
    lead = sign_in(tale.lead)
    page = text(lead.get(at("people_invite", tale)))
    assert "Vad ska personen få göra?" in page and "Läser allt och ändrar inget." in page
    form = at("people_invite", tale) + "?roll=part_writer"
    answer = lead.post(form, {"name": "Ny Person", "email": "inte en adress"})
    assert {href for _, href in summary(answer)} >= {"#id_email"}
    answer = lead.post(form, {"name": "Ny Person", "email": "ny@example.se", "sections": ["mal"]}, follow=True)
    assert "Inbjudan till Ny Person är skickad" in text(answer)
    assert "ny@example.se, inbjuden 23 november 2026" in text(answer)

    stranger, url = Client(), link(Invitation.objects.get())
    page = stranger.get(url)
    assert "Skriver delar" in text(page) and "Dina delar: Mål och uppföljning." in text(page)
    assert page["Cache-Control"].startswith("max-age=0, no-cache")
    answer = stranger.post(url, {**ACCOUNT, "password2": "något annat helt"})
    assert "olika" in field_error(answer, "id_password2")
    answer = stranger.post(url, ACCOUNT, follow=True)
    assert "Välkommen." in text(answer)
    assert stranger.session["_auth_user_id"] == str(User.objects.get(email="ny@example.se").pk)
    gone = Client().get(url)
    assert "redan antagen" in text(gone)


def test_a_link_says_kindly_when_it_no_longer_works_and_nonsense_is_nothing(sign_in, tale):
    row = people.invited(tale, CaseRole.READER)
    url = link(row)
    with clock.at(clock.now() + timedelta(days=together.DAYS)):
        assert "gäller inte längre" in text(Client().get(url))
        assert Client().post(url, ACCOUNT).status_code == 200
    sign_in(tale.lead).post(at("invitation_answer", tale, row.pk), {"gor": "aterkalla"})
    assert "återkallad" in text(Client().get(url))
    assert not User.objects.filter(email=row.email).exists()
    for token in ("abc", "å" * 40, "x" * 300):
        assert Client().get(reverse("applications:invitation", args=(token,))).status_code == 404


def test_who_has_an_account_signs_in_and_another_is_told(sign_in, tale):
    outsider = factories.outsider()
    url = link(people.invited(tale, CaseRole.READER, outsider.email))
    page = Client().get(url)
    assert "Du har redan ett konto" in text(page)
    assert f"/logga-in/?next={url.replace('/', '%2F')}" in page.content.decode()
    other = sign_in(factories.applicant("medsokande")).get(url)
    assert "Inbjudan är till en annan adress" in text(other)
    client = sign_in(outsider)
    assert client.get(at("people", tale)).status_code == 404
    assert "Välkommen." in text(client.post(url, follow=True))
    assert client.get(at("people", tale)).status_code == 200


# What a role sees


def test_a_part_writer_writes_only_the_own_sections_and_reads_the_rest(sign_in, tale):
    client = sign_in(people.member(tale, CaseRole.PART_WRITER, sections=["mal"]).user)
    assert client.get(section(tale, "mal")).status_code == 200
    assert "Det här skriver ni: Mål och uppföljning." in text(client.get(reverse("applications:my_pages")))
    answer = client.get(section(tale, "projekt"), follow=True)
    assert answer.redirect_chain[0][0].endswith("/granska/#s-projekt")
    assert "Du kan läsa den här delen men inte ändra den." in text(answer)
    given = controls(sign_in(tale.lead).get(section(tale, "projekt"))) | {"title": "Stulen"}
    assert client.post(section(tale, "projekt"), given).status_code == 404
    field = reverse("applications:section_field", args=(tale.application.pk, "projekt"))
    assert client.post(field, given | {"falt": "title"}).status_code in (401, 404)
    tale.application.refresh_from_db()
    assert tale.application.title != "Stulen"
    for name in ("application_delete",):
        assert client.get(reverse(f"applications:{name}", args=(tale.application.pk,))).status_code == 404
    assert client.get(at("people_invite", tale)).status_code == 404


def test_a_reader_reads_everything_and_changes_nothing(sign_in, tale):
    client = sign_in(people.member(tale, CaseRole.READER).user)
    for url in (
        reverse("applications:my_pages"),
        reverse("applications:application", args=(tale.application.pk,)),
        reverse("applications:review", args=(tale.application.pk,)),
        at("people", tale),
    ):
        assert client.get(url).status_code == 200
    mine = text(client.get(reverse("applications:my_pages")))
    assert tale.application.title in mine and "Gör klart ansökan" not in mine
    assert client.post(section(tale, "mal"), {"version": tale.application.version}).status_code == 404


def test_staff_who_take_part_see_the_applicants_side_only(sign_in):
    with clock.at(factories.NOW):
        tale = factories.assigned_tale()
        economist = factories.staff("ekonom")
        desk = reverse("admin:case", args=(tale.case_id,))
        assert sign_in(economist).get(desk).status_code == 200
        people.member(tale, CaseRole.READER, economist.email)
        client = sign_in(economist)
        assert client.get(desk).status_code == 404
        assert client.get(reverse("applications:case", args=(tale.case_id,))).status_code == 200
        assert client.get(reverse("applications:my_pages")).status_code == 200


# Ending


def test_whoever_is_put_out_is_out_at_the_next_request(sign_in, tale):
    member = people.member(tale, CaseRole.WRITER)
    theirs, lead = sign_in(member.user), sign_in(tale.lead)
    given = controls(theirs.get(section(tale, "mal")))
    page = text(lead.get(at("member_end", tale, member.pk)))
    assert "inte heller på en sida som redan är öppen" in page
    answer = lead.post(at("member_end", tale, member.pk), follow=True)
    assert f"Åtkomsten för {member.user.name} är avslutad" in text(answer)
    assert theirs.get(section(tale, "mal")).status_code == 404
    assert theirs.post(section(tale, "mal"), given).status_code == 404
    assert theirs.get(at("people", tale)).status_code == 404
    assert theirs.get(reverse("applications:my_pages")).status_code == 200
    assert lead.post(at("member_end", tale, member.pk)).status_code == 404


def test_a_role_is_changed_and_one_leaves(sign_in, tale):
    member = people.member(tale, CaseRole.READER)
    lead, url = sign_in(tale.lead), at("member_role", tale, member.pk)
    assert "Rollen är nu: läser." in text(lead.get(url))
    assert lead.post(url, {"roll": "part_writer", "spara": "1"}).status_code == 200  # no section is chosen
    answer = lead.post(url, {"roll": "part_writer", "spara": "1", "sections": ["mal"]}, follow=True)
    assert "Skriver: Mål och uppföljning" in text(answer)
    now = CaseMember.objects.get(user=member.user, ended_at=None)
    theirs = sign_in(member.user)
    assert theirs.get(at("member_role", tale, now.pk)).status_code == 404
    assert "Du har lämnat" in text(theirs.post(at("member_end", tale, now.pk), follow=True))


def test_the_last_who_leads_is_told_to_find_another(sign_in, tale):
    lead = people.member(tale, CaseRole.LEAD)
    last = {"valid_to": clock.today() - timedelta(days=1)}
    Membership.objects.filter(organisation=tale.organisation).exclude(role="co_writer").update(**last)
    SigningMandate.objects.filter(organisation=tale.organisation).update(**last)
    answer = sign_in(lead.user).post(at("member_end", tale, lead.pk))
    assert "alltid ha någon som leder" in " ".join(line for line, _ in summary(answer))
    # The account is put to sleep by the authority: those who are left choose.
    User.objects.filter(pk=lead.user_id).update(is_active=False)
    left = factories.applicant("medsokande")
    client = sign_in(left)
    assert "Ingen leder" in text(client.get(reverse("applications:my_pages")))
    page = client.get(at("people", tale))
    assert "Ingen leder projektet längre." in text(page)
    answer = client.post(at("people_appoint", tale), {"person": str(left.pk)}, follow=True)
    assert f"{left.name} leder nu projektet" in text(answer)
    assert client.post(at("people_appoint", tale), {"person": "ingen"}).status_code == 404


# The list


def test_the_list_takes_the_same_queries_with_1_and_30(sign_in, tale):
    client = sign_in(tale.lead)
    people.member(tale, CaseRole.READER, "r0@example.se")
    people.invited(tale, CaseRole.READER, "i0@example.se")
    one = queries(client, at("people", tale))
    for number in range(1, 30):
        person = User.objects.create_user(f"r{number}@example.se", name=f"Rad {number}")
        CaseMember.objects.create(case=tale.the_case, user=person, role="reader", given_by=tale.lead)
    for number in range(1, 25):
        people.invited(tale, CaseRole.READER, f"i{number}@example.se")
    assert queries(client, at("people", tale)) == one <= 15


# The party's own part


@pytest.fixture
def party(tale) -> Party:
    return people.with_party(tale)


def part(party: Party) -> str:
    return reverse("applications:party_part", args=(party.application_id, party.pk))


def test_a_party_writes_its_part_and_its_leader_confirms(sign_in, tale, party):
    row = people.invited(tale, CaseRole.PARTNER, party=party, confirms=True)
    client, url = Client(), part(party)
    answer = client.post(link(row), ACCOUNT, follow=True)
    assert answer.redirect_chain[-1][0] == url
    assert "Er del i" in text(answer)
    mine = reverse("applications:my_pages")
    assert "Skriv er del i ansökan" in text(client.get(mine)) and "bekräfta det" in text(client.get(mine))
    year, key = party.application.years[0], people.category_of(party.application)
    given = controls(answer) | {
        "contributes": "En lokal.", f"kostnad-{key}-{year}": "40 000,50", f"pengar-{year}": "1.234",
    }  # fmt: skip
    answer = client.post(url, given)
    assert "Skriv utan punkt" in text(answer)
    assert controls(answer)["contributes"] == "En lokal."
    answer = client.post(url, given | {f"pengar-{year}": "1 234"}, follow=True)
    assert "sparades" in text(answer)
    assert controls(answer)[f"kostnad-{key}-{year}"].replace("\u00a0", " ") in ("40 000,50", "40000,50")
    seen = re.search(r'name="innehall" value="([0-9a-f]{64})"', answer.content.decode())[1]
    answer = client.post(url, {"gor": "bekrafta", "innehall": "0" * 64, "title": "Chef"})
    assert "Delen har ändrats" in text(answer)
    answer = client.post(url, {"gor": "bekrafta", "innehall": seen, "title": "Chef"}, follow=True)
    assert "Bekräftad 23 november 2026 av Ny Person, Chef" in text(answer)

    assert "Skriv er del" not in text(client.get(mine))
    lead = sign_in(tale.lead)
    assert "Bekräftad 23 november 2026 av Ny Person, Chef" in text(lead.get(section(tale, "parter")))
    assert "Parternas egna delar" in text(lead.get(section(tale, "budget")))
    assert "Bekräftad 23 november 2026" in text(lead.get(reverse("applications:review", args=(tale.application.pk,))))
    given = controls(lead.get(url)) | {"does": "Något helt annat."}
    answer = lead.post(url, given, follow=True)
    assert "Bekräftelsen gäller inte längre." in text(answer)
    assert lead.post(url, {"gor": "bekrafta", "innehall": seen, "title": "Chef"}).status_code == 404
    assert client.get(section(tale, "parter")).status_code == 302
    assert client.get(reverse("applications:own_part", args=(tale.application.pk,)))["Location"] == url


def test_the_list_keeps_its_rows_and_a_party_with_people_is_removed_by_itself(sign_in, tale, party):
    people.member(tale, CaseRole.PARTNER, party=party)
    client, url = sign_in(tale.lead), section(tale, "parter")
    page = client.get(url)
    given = controls(page)
    assert given["part-0-id"] == str(party.pk)
    assert f"Ta bort {party.name}" in text(page)
    client.post(url, given | {"part-0-does": "Ändrat.", "go": "stay"})
    assert Party.objects.get().pk == party.pk
    answer = client.post(url, controls(client.get(url)) | {"ta_bort": "0"})
    assert "på dess egen sida" in " ".join(line for line, _ in summary(answer))
    remove = reverse("applications:party_remove", args=(tale.application.pk, party.pk))
    assert "Åtkomsten avslutas direkt" in text(client.get(remove))
    client.post(remove)
    assert not Party.objects.exists()


@pytest.mark.parametrize("key", ["parter", "budget"])
def test_many_parties_take_the_same_queries(sign_in, tale, key):
    client = sign_in(tale.lead)
    found = []
    for many in (1, 30):
        rows = [
            {"name": f"Part {number}", "orgnr": "", "sector": "business", "role": "partner", "does": "Hjälper."}
            for number in range(many)
        ]
        people.parties.save_parties(tale.application, parties=rows, unparsed={}, version=None, by=tale.lead)
        for one in Party.objects.all():
            people.with_part(one, tale.lead)
        found.append(queries(client, section(tale, key)))
    assert found[0] == found[1] <= 15


def test_what_happened_stands_in_the_history(sign_in):
    with clock.at(factories.NOW):
        tale = factories.submitted_tale()
        member = people.member(tale, CaseRole.READER)
        together.end(member, by=tale.lead)
        page = text(sign_in(tale.lead).get(reverse("applications:case_history", args=(tale.case_id,))))
    assert f"{member.user.name} medverkar som läser." in page
    assert f"avslutade rollen läser för {member.user.name}." in page
