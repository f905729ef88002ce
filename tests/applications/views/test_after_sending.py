"""After sending: messages, withdrawing, the history, and reading for ever."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from applications.documents import making
from applications.enums import ApplicationState
from applications.models import CaseMessage, Document
from applications.services import messages, withdrawing
from portal import clock
from portal.accounts.models import User
from portal.demo.accounts import PASSWORD
from portal.demo.stories.script import Story, certificate
from tests import factories

from .pages import controls, summary, text

SignIn = Callable[[User], Client]


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    return factories.assigned_tale()


@pytest.fixture
def client(tale: Story, sign_in: SignIn) -> Client:
    return sign_in(factories.applicant("sokande"))


def at(name: str, *args: Any) -> str:
    return reverse(f"applications:{name}", args=args)


def test_a_message_is_written_once_and_read_on_both_sides(client: Client, tale: Story, sign_in: SignIn) -> None:
    address = at("case_messages", tale.case_id)
    body = controls(client.get(address)) | {"text": "Kan vi börja <b>tidigare</b>?", "files": certificate("Plan")}
    again = body | {"files": certificate("Plan")}
    assert client.post(address, body).status_code == 302 and client.post(address, again).status_code == 302
    assert CaseMessage.objects.count() == 1
    desk = sign_in(tale.officer)
    page = reverse("admin:case_messages", args=(tale.case_id,))
    told = text(desk.get(page))
    assert "Kan vi börja <b>tidigare</b>?" in told and "Inte läst" in told and "Meddelande till sökanden" in told
    file = CaseMessage.objects.get().files.get()
    assert desk.get(reverse("admin:case_message_file", args=(tale.case_id, file.pk))).status_code == 200
    assert "Meddelanden att läsa" in text(desk.get(reverse("admin:index")))
    desk.post(reverse("admin:case_message_read", args=(tale.case_id,)))
    assert "Inte läst" not in text(desk.get(page))
    form = controls(desk.get(page)) | {"text": "Ja, det går bra."}
    form.pop("files", None)
    assert desk.post(page, form).status_code == 302
    mine = text(client.get(at("case", tale.case_id)))
    assert "Ett meddelande till er är inte läst." in mine and "Ja, det går bra." in mine
    assert sign_in(factories.outsider()).get(at("message_file", tale.case_id, file.pk)).status_code == 404


def test_an_empty_message_says_so_at_the_field(client: Client, tale: Story) -> None:
    address = at("case_messages", tale.case_id)
    body = controls(client.get(address)) | {"text": ""}
    body.pop("files", None)
    assert summary(client.post(address, body)) == [("Skriv ett meddelande.", "#id_text")]
    assert summary(client.post(address, body | {"text": "a" * 4001}))[0][1] == "#id_text"


def test_taking_back_is_signed_on_a_page_that_says_what_it_means(client: Client, tale: Story, sign_in: SignIn) -> None:
    address = at("withdraw", tale.application.pk)
    assert "Bara den som får skriva under" in text(client.get(address))
    assert "Återta ansökan" not in text(client.get(at("case", tale.case_id)))
    signatory = sign_in(tale.signatory)
    assert "Återta ansökan" in text(signatory.get(at("case", tale.case_id)))
    assert "Skriv under och återta ansökan" in text(signatory.get(address))
    told = text(signatory.post(address, {"reason": "Vi hinner inte."}, follow=True))
    assert "Ansökan är återtagen" in told and "Återtagen. Vi prövar inte ansökan" in told
    assert tale.application.state == ApplicationState.WITHDRAWN


def test_what_was_sent_is_read_for_ever(client: Client, tale: Story) -> None:
    document = Document.objects.get(case=tale.the_case, kind="receipt")
    making.make(document.pk)
    withdrawing.withdraw(tale.application, by=tale.signatory)
    with clock.at(factories.NOW + timedelta(days=4000)):
        for address in (
            at("sent", tale.application.pk, 1),
            at("receipt", tale.application.pk),
            at("case", tale.case_id),
            at("document", document.pk),
            at("attachment", tale.application.pk, tale.application.attachments.get().pk),
        ):
            assert client.get(address).status_code == 200, address


def test_the_history_tells_who_did_what_and_nothing_internal(client: Client, tale: Story) -> None:
    with clock.at(factories.NOW + timedelta(hours=1)):
        for number in range(45):
            messages.from_applicant(tale.the_case, text=f"Hej {number}", key=uuid4(), by=tale.lead)
    told = text(client.get(at("case_history", tale.case_id)))
    assert f"{tale.lead.name} skickade ett meddelande till oss." in told and "Sida 1 av 2" in told
    last = text(client.get(at("case_history", tale.case_id) + "?sida=2"))
    assert "Ansökan låstes så som den kom in." in last and "utsåg en handläggare" in last
    assert "jäv" not in told + last
    assert "Visa hela historiken" in text(client.get(at("case", tale.case_id)))


def test_the_pages_ask_no_more_of_forty_rows_than_of_one(
    client: Client, tale: Story, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        messages.from_applicant(tale.the_case, text=f"Hej {number}", key=uuid4(), by=tale.lead)
    for address, most in (
        (at("case_history", tale.case_id), 17),  # it gathers from ten tables
        (at("case_messages", tale.case_id), 15),
        (at("sent", tale.application.pk, 1), 15),
    ):
        with django_assert_max_num_queries(most, info=address):
            assert client.get(address).status_code == 200


def test_a_shared_idea_is_changed_and_shared_anew_as_a_version_of_its_own(client: Client, sign_in: SignIn) -> None:
    idea = factories.shared_idea()
    first = idea.shared_content["problem"]
    body = controls(client.get(at("idea_edit", idea.pk))) | {"problem": "Ett helt annat problem."}
    assert client.post(at("idea_edit", idea.pk), body).status_code == 302
    idea.refresh_from_db()
    assert idea.changed_at is not None and idea.shared_content["problem"] == first
    desk = sign_in(factories.staff("handlaggare"))
    seen = reverse("admin:case_application", args=(idea.case_id,))
    assert "Ett helt annat problem." not in text(desk.get(seen))
    assert "Ni har ändrat idén" in text(client.get(at("idea", idea.pk)))
    client.post(at("idea_share", idea.pk))
    idea.refresh_from_db()
    assert idea.changed_at is None and [row.number for row in idea.versions.all()] == [1, 2]
    assert "Ett helt annat problem." in text(desk.get(seen))
    assert first in text(client.get(at("idea_version", idea.pk, 1)))
    assert client.post(at("idea_close", idea.pk), follow=True).status_code == 200
    idea.refresh_from_db()
    assert idea.state == "closed"


def test_a_message_posted_after_the_sessions_end_comes_back(client: Client, tale: Story) -> None:
    address = at("case_messages", tale.case_id)
    body = controls(client.get(address)) | {"text": "Ett långt brev."}
    body.pop("files", None)
    client.logout()
    assert "/logga-in/" in client.post(address, body)["Location"]
    client.post("/logga-in/", {"login": factories.applicant("sokande").email, "password": PASSWORD})
    back = client.get(address)
    assert "Inte sparat än." in text(back) and controls(back)["text"] == "Ett långt brev."
    assert CaseMessage.objects.count() == 0
    client.post(address, {"kasta": "1"})
    assert "Ett långt brev." not in text(client.get(address)) and CaseMessage.objects.count() == 0
