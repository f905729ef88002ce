"""Rows that Django's own pages keep: programmes by heads, delegation by secretaries, people by the administrator."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import Call
from portal.accounts.enums import MembershipRole, StaffRoleName
from portal.accounts.models import Membership, StaffRole, User
from portal.demo.stories.script import Story
from reviews.models import DelegationRule, Meeting
from tests import factories

AtDesk = Callable[[str], Client]
MODELS = ("user", "staffrole", "membership", "signingmandate", "organisation", "board", "unit", "authority")


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    return factories.delegated_tale()


def change(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def filled(client: Client, url: str) -> dict[str, Any]:
    """The values that the form has when it is opened."""
    form = client.get(url).context["adminform"].form
    values = {}
    for bound in form:
        value = bound.value()
        parts = bound.field.widget.decompress(value) if hasattr(bound.field.widget, "decompress") else None
        if parts is not None:
            values |= {f"{bound.html_name}_{number}": str(part or "") for number, part in enumerate(parts)}
        elif value is not None and value is not False:
            values[bound.html_name] = value
    return values


def test_the_head_changes_a_call_and_a_stale_save_is_refused(tale: Story, at_desk: AtDesk) -> None:
    call, client = tale.application.call, at_desk("enhetschef")
    values = filled(client, change(call)) | {"name": "Våren 2027"}
    assert client.post(change(call), values).status_code == 302
    call.refresh_from_db()
    assert (call.name, call.version) == ("Våren 2027", 2)
    response = client.post(change(call), values | {"name": "Hösten 2027"})
    assert "Någon annan har sparat under tiden." in response.content.decode()
    assert "Hösten 2027" in response.content.decode()
    assert Call.objects.get(pk=call.pk).name == "Våren 2027"


def test_what_is_used_is_not_deleted(tale: Story, at_desk: AtDesk) -> None:
    client = at_desk("enhetschef")
    call, programme = tale.application.call, tale.the_case.programme
    for row, name in ((call, "call"), (programme, "programme")):
        url = reverse(f"admin:applications_{name}_delete", args=[row.pk])
        assert client.post(url, {"post": "yes"}).status_code == 404
    spare = Call.objects.create(programme=programme, name="Fel", slug="fel")
    assert client.post(reverse("admin:applications_call_delete", args=[spare.pk]), {"post": "yes"}).status_code == 302
    assert not Call.objects.filter(pk=spare.pk).exists()


def test_a_head_keeps_the_own_boards_rows_only(tale: Story) -> None:
    head = User.objects.create_user("chef@example.se", "demo-portalen-2026", name="Chef Annan")
    board = factories.other_officer().staff_roles.get().board
    StaffRole.objects.create(user=head, role=StaffRoleName.HEAD_OF_UNIT, board=board)
    client = Client()
    client.force_login(User.objects.get(pk=head.pk))
    assert client.get(change(tale.application.call)).status_code == 404
    assert tale.application.call.name not in client.get(reverse("admin:applications_call_changelist")).content.decode()


def test_a_used_delegation_rule_keeps_its_words(tale: Story, at_desk: AtDesk) -> None:
    rule, client = tale.decision.delegated.rule, at_desk("namndsekreterare")
    form = client.get(change(rule)).context["adminform"].form
    assert set(form.fields) == {"valid_from", "valid_to", "read_version"}
    unused = DelegationRule.objects.filter(board=rule.board).exclude(pk=rule.pk).first()
    assert unused is not None
    assert "amount_limit" in client.get(change(unused)).context["adminform"].form.fields


def test_a_meeting_moves_while_it_is_planned_and_shows_its_log(tale: Story, at_desk: AtDesk) -> None:
    meeting = Meeting.objects.create(board=tale.the_case.board, held_on="2026-12-08")
    client = at_desk("namndsekreterare")
    client.post(change(meeting), filled(client, change(meeting)) | {"held_on": "2026-12-09"})
    meeting.refresh_from_db()
    assert meeting.held_on.day == 9
    assert client.get(reverse("admin:reviews_meeting_history", args=[meeting.pk])).status_code == 200
    assert client.get(reverse("admin:reviews_meeting_add")).status_code == 404


def test_the_administrator_adds_a_person_who_chooses_the_password(at_desk: AtDesk, mailoutbox: list[Any]) -> None:
    """Nobody sets a password for another; the log says that a link was sent, and holds nothing secret."""
    client = at_desk("admin")
    client.post(reverse("admin:accounts_user_add"), {"name": "Ny Person", "email": "ny@example.se"})
    person = User.objects.get(email="ny@example.se")
    assert not person.has_usable_password()
    url = reverse("admin:accounts_user_set_password", args=[person.pk])
    shown = client.get(url).content.decode()
    assert "ny@example.se får ett mejl med en länk." in shown
    assert 'type="password"' not in shown
    assert not mailoutbox
    assert client.post(url).status_code == 302
    assert [mail.to for mail in mailoutbox] == [["ny@example.se"]]
    assert "/konto/losenord/nytt/" in mailoutbox[0].body
    assert at_desk("enhetschef").get(url).status_code == 404
    history = client.get(reverse("admin:accounts_user_history", args=[person.pk])).content.decode()
    assert "Skickade en länk för att välja lösenord." in history
    assert "/konto/losenord/nytt/" not in history


def test_nobody_gives_oneself_access(at_desk: AtDesk) -> None:
    client, keeper = at_desk("admin"), factories.staff("admin")
    board = factories.world().growth.board
    given = {"user": keeper.pk, "role": StaffRoleName.CASE_OFFICER, "board": board.pk, "valid_from": "2026-11-01"}
    client.post(reverse("admin:accounts_staffrole_add"), given)
    assert not StaffRole.objects.filter(user=keeper, role=StaffRoleName.CASE_OFFICER).exists()
    own = keeper.staff_roles.get()
    assert client.post(change(own), {"valid_to": "2030-01-01"}).status_code == 404
    other = factories.staff("arkivarie")
    client.post(reverse("admin:accounts_staffrole_add"), given | {"user": other.pk})
    assert StaffRole.objects.filter(user=other, role=StaffRoleName.CASE_OFFICER).exists()


def test_a_membership_ends_and_is_never_deleted(at_desk: AtDesk) -> None:
    client, member = at_desk("admin"), Membership.objects.filter(role=MembershipRole.PROJECT_LEAD).first()
    assert member is not None
    assert client.get(reverse("admin:accounts_membership_delete", args=[member.pk])).status_code == 404
    client.post(change(member), filled(client, change(member)) | {"valid_to": "2026-12-31"})
    member.refresh_from_db()
    assert member.valid_to is not None
    wrong = client.post(change(member), filled(client, change(member)) | {"valid_to": "2001-01-01"})
    assert "Sista dagen kan inte ligga före första dagen." in wrong.content.decode()


def test_a_wrong_organisation_number_is_told(at_desk: AtDesk) -> None:
    given = {"name": "Ny förening", "orgnr": "802555-1239", "org_type": "civil_society"}
    shown = at_desk("admin").post(reverse("admin:accounts_organisation_add"), given).content.decode()
    assert "errorlist" in shown


@pytest.mark.parametrize("model", MODELS)
def test_every_list_of_people_opens(model: str, at_desk: AtDesk) -> None:
    assert at_desk("admin").get(reverse(f"admin:accounts_{model}_changelist")).status_code == 200
