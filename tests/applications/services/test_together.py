"""People in a case: inviting, accepting once, changing roles, leaving, and a case that is never without a contact."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from applications.enums import CaseRole
from applications.lifecycle.engine import NotReady, NotYours
from applications.models import Case, CaseMember, Notice
from applications.models.sides import leaders
from applications.services import drafting, together
from applications.services.together import Place
from portal import clock
from portal.accounts.models import Membership, SigningMandate, User
from tests import factories
from tests.factories import together as people


@pytest.fixture(scope="module")
def tale(stage):
    return factories.filled_tale()


def told(kind: str) -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("recipient__email", flat=True))


def invite(tale, email: str = "ny@example.se", by=None, name: str = "Ny Person", **place):
    given = Place(**({"role": CaseRole.READER} | place))
    return together.invite(tale.the_case, name=name, email=email, place=given, by=by or tale.lead)


# Inviting


def test_the_mail_has_the_link_and_the_row_has_its_hash(tale):
    row = invite(tale)
    token = people.token_of(row)
    assert row.mail.to == ["ny@example.se"]
    assert row.token_sha256 == together.digest(token) != token
    assert "Hej Ny," in row.mail.message
    assert str(tale.organisation.name) in row.mail.message
    assert together.find(token) == row
    assert together.find("nonsens") is None


def test_only_who_leads_invites_and_nobody_themselves(tale):
    writer = people.member(tale, CaseRole.WRITER).user
    for person in (writer, factories.outsider(), factories.staff("handlaggare")):
        with pytest.raises(NotYours):
            invite(tale, by=person)
    with pytest.raises(ValidationError, match="din egen adress"):
        invite(tale, email=tale.lead.email.upper())


def test_an_address_is_asked_once_and_a_role_needs_what_it_needs(tale):
    first = invite(tale)
    with pytest.raises(ValidationError, match="väntar på svar"):
        invite(tale, email="NY@example.se")
    together.withdraw(first, by=tale.lead)
    invite(tale)
    here = people.member(tale, CaseRole.READER)
    with pytest.raises(ValidationError, match="medverkar redan"):
        invite(tale, email=here.user.email)
    for place, text in (
        ({"role": CaseRole.PART_WRITER}, "minst en del"),
        ({"role": CaseRole.PART_WRITER, "sections": ["finns-inte"]}, "minst en del"),
        ({"role": CaseRole.SIGNATORY, "basis": "  "}, "rätt att företräda"),
        ({"role": CaseRole.PARTNER}, "vilken part"),
    ):
        with pytest.raises(ValidationError, match=text):
            invite(tale, email="annan@example.se", **place)
    with pytest.raises(ValidationError, match="vad personen heter"):
        invite(tale, email="annan@example.se", name=" ")


def test_a_party_of_another_application_is_no_partner_here(tale):
    other = people.with_party(factories.filled_tale(title="En annan"))
    with pytest.raises(ValidationError, match="vilken part"):
        invite(tale, role=CaseRole.PARTNER, party=other)


def test_sent_again_the_old_link_stops(tale):
    row = invite(tale)
    before = people.token_of(row)
    together.send_again(row, by=tale.lead)
    after = people.token_of(row)
    assert together.find(before) is None
    assert together.find(after) == row
    with pytest.raises(NotYours):
        together.send_again(row, by=factories.outsider())


# Accepting


def test_a_yes_gives_access_at_once_and_whoever_invited_is_told(tale):
    row = invite(tale, role=CaseRole.WRITER)
    member = together.accept_as_new(row, name="Ny Person", password=people.PASSWORD)
    person = people.again(member.user)
    assert person.email == "ny@example.se"
    assert person.check_password(people.PASSWORD)
    assert Case.objects.visible_to(person).get() == tale.the_case
    assert person.has_perm("applications.write_case", tale.application)
    assert not person.has_perm("applications.submit_application", tale.application)
    assert told("invitation_accepted") == [tale.lead.email]


def test_it_is_accepted_once_in_time_and_by_its_own_address(tale):
    row = invite(tale)
    with pytest.raises(NotYours):
        together.accept(row, by=factories.outsider())
    with clock.at(clock.now() + timedelta(days=together.DAYS)), pytest.raises(NotReady, match="gäller inte längre"):
        together.accept_as_new(row, name="Sen", password=people.PASSWORD)
    together.accept_as_new(row, name="Ny", password=people.PASSWORD)
    with pytest.raises(NotReady, match="redan antagen"):
        together.accept(row, by=User.objects.get(email="ny@example.se"))
    with pytest.raises(NotReady, match="redan antagen"):
        together.withdraw(row, by=tale.lead)
    gone = invite(tale, email="tva@example.se")
    together.withdraw(gone, by=tale.lead)
    with pytest.raises(NotReady, match="återkallad"):
        together.accept_as_new(gone, name="Två", password=people.PASSWORD)


def test_who_has_an_account_signs_in_instead(tale):
    row = invite(tale, email=factories.outsider().email.upper())
    with pytest.raises(NotReady, match="Logga in"):
        together.accept_as_new(row, name="Olle", password=people.PASSWORD)
    assert together.accept(row, by=factories.outsider()).role == CaseRole.READER


def test_whoever_handles_the_case_cannot_change_sides():
    with clock.at(factories.NOW):
        tale = factories.assigned_tale()
        officer = tale.the_case.officer
        row = invite(tale, email=officer.email)
        with pytest.raises(NotReady, match="handlägger ärendet"):
            together.accept(row, by=officer)


def test_a_signatory_gets_a_mandate_of_the_organisation_which_ends_with_the_access(tale):
    member = people.member(tale, CaseRole.SIGNATORY)
    mandate = SigningMandate.objects.get(user=member.user)
    assert (mandate.organisation, mandate.basis) == (tale.organisation, "Protokoll 2026-03-14, § 7")
    assert people.again(member.user).has_perm("applications.submit_application", tale.application)
    together.end(member, by=tale.lead)
    person = people.again(member.user)
    assert not person.has_perm("applications.submit_application", tale.application)
    assert not Case.objects.visible_to(person).exists()
    assert told("access_ended") == [person.email]


def test_a_mandate_of_before_today_ends_yesterday_and_is_kept(tale):
    with clock.at(clock.now() - timedelta(days=3)):
        member = people.member(tale, CaseRole.SIGNATORY)
    together.end(member, by=tale.lead)
    assert SigningMandate.objects.get(user=member.user).valid_to == clock.today() - timedelta(days=1)


# Roles, and leaving


def test_a_new_role_is_a_new_row_and_holds_at_once(tale):
    member = people.member(tale, CaseRole.WRITER)
    place = Place(CaseRole.PART_WRITER, sections=["mal", "projekt"])
    changed = together.change_role(member, place=place, by=tale.lead)
    assert changed.sections == ["projekt", "mal"]
    assert CaseMember.objects.filter(user=member.user).count() == 2
    assert not people.again(member.user).has_perm("applications.write_case", tale.application)
    with pytest.raises(ValidationError, match="själv får svara"):
        together.change_role(changed, place=Place(CaseRole.SIGNATORY, basis="Protokoll"), by=tale.lead)
    with pytest.raises(NotReady, match="Läs sidan på nytt"):
        together.change_role(member, place=place, by=tale.lead)


def test_one_leaves_and_only_who_leads_ends_anothers(tale):
    reader, writer = people.member(tale, CaseRole.READER), people.member(tale, CaseRole.WRITER)
    with pytest.raises(NotYours):
        together.end(reader, by=people.again(writer.user))
    together.end(reader, by=reader.user)
    assert people.places(tale.the_case) == ["writer"]
    assert told("access_ended") == []
    with pytest.raises(NotReady, match="redan lämnat"):
        together.end(reader, by=tale.lead)


def test_the_case_is_never_without_a_contact(tale):
    lead = people.member(tale, CaseRole.LEAD)
    Membership.objects.filter(organisation=tale.organisation).update(valid_to=clock.today() - timedelta(days=1))
    SigningMandate.objects.filter(organisation=tale.organisation).update(valid_to=clock.today() - timedelta(days=1))
    assert list(leaders(tale.the_case)) == [lead.user]
    person = people.again(lead.user)
    for act in (
        lambda: together.end(lead, by=person),
        lambda: together.change_role(lead, place=Place(CaseRole.WRITER), by=person),
    ):
        with pytest.raises(NotReady, match="alltid ha någon som leder"):
            act()
    second = together.invite(tale.the_case, name="Två", email="tva@example.se", place=Place(CaseRole.LEAD), by=person)
    together.accept_as_new(second, name="Två", password=people.PASSWORD)
    together.end(lead, by=person)
    assert [row.email for row in leaders(tale.the_case)] == ["tva@example.se"]


def test_when_nobody_leads_those_who_are_left_choose(tale):
    own = Membership.objects.filter(organisation=tale.organisation)
    writer = people.member(tale, CaseRole.WRITER).user
    left = User.objects.create_user("kvar@example.se", name="Kvar Kvist")
    Membership.objects.create(user=left, organisation=tale.organisation, role="co_writer")
    with pytest.raises(NotYours):
        together.appoint(tale.the_case, left, by=left)
    own.exclude(user=left).update(valid_to=clock.today() - timedelta(days=1))
    SigningMandate.objects.filter(organisation=tale.organisation).update(valid_to=clock.today() - timedelta(days=1))
    with pytest.raises(NotYours):
        together.appoint(tale.the_case, writer, by=people.again(writer))
    together.appoint(tale.the_case, left, by=people.again(left))
    assert list(leaders(tale.the_case)) == [left]
    with pytest.raises(ValidationError, match="skriver för organisationen"):
        together.appoint(tale.the_case, writer, by=people.again(left))


def test_a_draft_that_is_taken_away_leaves_nobody_behind(tale):
    party = people.with_party(tale)
    member = people.member(tale, CaseRole.PARTNER, party=party)
    drafting.delete_draft(tale.application, by=tale.lead)
    assert not Case.objects.visible_to(people.again(member.user)).exists()
