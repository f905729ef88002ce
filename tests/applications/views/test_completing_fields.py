"""The page that answers a request for completion: the named field alone, what stood there, clashes, files, signing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import Signature
from applications.services import completing
from portal import clock
from portal.accounts.models import User
from portal.demo.accounts import PASSWORD
from portal.demo.stories.script import Story, certificate
from tests import factories

from .pages import controls, summary, text

SignIn = Callable[[User], Client]
OLD = "Bokpåsar på nio språk."


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    told = factories.assigned_tale(title="Trygg på nätet")
    fields = ("projekt", "summary"), ("projekt", "period_end"), ("bilagor", "fil-avsikt"), ("mal", "")
    completing.request(
        told.application,
        items=[
            {"section": section, "field": field, "text": f"Mer {number}"}
            for number, (section, field) in enumerate(fields)
        ],
        due_on=clock.today() + timedelta(days=14),
        why="Vi behöver det.",
        by=told.officer,
        is_formal=True,
    )
    return told


@pytest.fixture
def client(tale: Story, sign_in: SignIn) -> Client:
    return sign_in(factories.applicant("sokande"))


def page(tale: Story) -> str:
    return reverse("applications:completion", args=(tale.application.pk,))


def items(tale: Story) -> list[Any]:
    return list(tale.the_case.completions.get().items.all())


def send(client: Client, tale: Story, *, go: str = "save", **given: Any) -> Any:
    body = controls(client.get(page(tale))) | given | {"go": go}
    body = {name: value for name, value in body.items() if not name.startswith("filer-") or name in given}
    return client.post(page(tale), body, follow=True)


def test_each_item_has_its_field_with_what_stood_there(client: Client, tale: Story) -> None:
    response = client.get(page(tale))
    told, there = text(response), controls(response)
    assert tale.application.summary in told and "Så stod det när vi frågade" in told
    assert "Föreläggande." in told and "kan vi besluta att inte ta upp ansökan" in told
    assert {"summary", "period_end"} <= there.keys() and "problem" not in there and "title" not in there
    assert "Öppna och ändra i mål och uppföljning" in told and "Så stod det i mål och uppföljning" in told
    assert told.count("Inte besvarad") == 4


def test_saving_one_keeps_the_others_and_tells_what_is_left(client: Client, tale: Story) -> None:
    first = items(tale)[0]
    response = send(client, tale, go=f"punkt-{first.pk}", summary="Nu står det mer.")
    assert tale.application.summary == "Nu står det mer."
    assert response.redirect_chain[0][0].endswith(f"#punkt-{first.pk}")
    told = text(client.get(page(tale)))
    assert "Kvar att göra" in told and "Svara på punkten: Mer 0" not in told and "Svara på punkten: Mer 3" in told
    assert told.count("Inte besvarad") == 3


def test_what_cannot_be_read_stands_at_its_field_and_is_kept(client: Client, tale: Story) -> None:
    response = send(client, tale, go="hand_in", period_end="2027-02-31")
    assert summary(response)[0][1] == "#id_period_end"
    assert controls(response)["period_end"] == "2027-02-31"
    assert controls(client.get(page(tale)))["period_end"] == "2027-02-31"


def test_two_who_write_in_one_field_see_both_texts(client: Client, tale: Story) -> None:
    body = controls(client.get(page(tale)))
    body = {name: value for name, value in body.items() if not name.startswith("filer-")}
    first = items(tale)[0]
    given = {first.pk: completing.Given(values={"summary": "Den andras text."})}
    completing.answer(tale.application, given=given, by=factories.applicant("medsokande"))
    clash = client.post(page(tale), body | {"summary": "Min text.", "go": "save"})
    told = text(clash)
    assert "Någon annan har ändrat punkten" in told and "Den andras text." in told
    assert controls(clash)["summary"] == "Min text." and tale.application.summary == "Den andras text."
    again = {name: value for name, value in controls(clash).items() if not name.startswith("filer-")}
    client.post(page(tale), again | {"go": "save"})
    assert tale.application.summary == "Min text."


def test_a_field_that_i_did_not_touch_takes_what_another_saved(client: Client, tale: Story) -> None:
    body = controls(client.get(page(tale)))
    body = {name: value for name, value in body.items() if not name.startswith("filer-")}
    given = {items(tale)[0].pk: completing.Given(values={"summary": "Den andras text."})}
    completing.answer(tale.application, given=given, by=factories.applicant("medsokande"))
    client.post(page(tale), body | {f"svar-{items(tale)[3].pk}": "Delmålen är ändrade.", "go": "save"})
    assert tale.application.summary == "Den andras text."
    assert items(tale)[3].answer == "Delmålen är ändrade."


def test_a_refused_file_does_not_take_the_others_with_it(client: Client, tale: Story) -> None:
    first, second = items(tale)[0], items(tale)[2]
    bad = certificate("x")
    bad.name = "makro.docm"
    response = send(
        client, tale, **{f"filer-{second.pk}": [certificate("Avsikt"), bad], f"svar-{first.pk}": "Skriven text."}
    )
    assert "makro.docm" in text(response)
    assert [row.kind for row in completing.unsent_attachments(tale.application)] == ["avsikt"]
    assert items(tale)[0].answer == "Skriven text."
    file = completing.unsent_attachments(tale.application)[0]
    client.post(reverse("applications:completion_remove", args=(tale.application.pk, file.pk)))
    assert not completing.unsent_attachments(tale.application)


def test_changed_parties_are_signed_on_the_page(client: Client, tale: Story, sign_in: SignIn) -> None:
    for item in items(tale):
        item.answer = "Svar"
        item.save()
    row = tale.application.parties.first()
    row.does = "Något helt annat"
    row.save()
    told = text(client.get(page(tale)))
    assert "Du har inte den rätten." in told and "Lämna kompletteringen" not in told
    signatory = sign_in(tale.signatory)
    assert "Skriv under och lämna kompletteringen" in text(signatory.get(page(tale)))
    response = send(signatory, tale, go="hand_in")
    assert "Kompletteringen kom in" in text(response)
    assert Signature.objects.get(purpose="completion").signer == tale.signatory
    sent = text(client.get(reverse("applications:sent", args=(tale.application.pk, 2))))
    assert "Det här ändrades" in sent and "Något helt annat" in sent and "Undertecknad av" in sent


@pytest.mark.parametrize("count", [1, 19])
def test_the_page_asks_as_little_of_many_items_as_of_one(
    client: Client, tale: Story, count: int, django_assert_max_num_queries: Any
) -> None:
    asked = tale.the_case.completions.get()
    asked.items.exclude(field="summary").delete()
    for number in range(count - 1):
        asked.items.create(section="mal", text=f"Sak {number}")
    with django_assert_max_num_queries(24):
        assert client.get(page(tale)).status_code == 200


def test_what_is_posted_after_the_sessions_end_comes_back(client: Client, tale: Story, sign_in: SignIn) -> None:
    first = items(tale)[0]
    body = controls(client.get(page(tale))) | {f"svar-{first.pk}": "En hel kvälls arbete.", "go": "save"}
    body = {name: value for name, value in body.items() if not name.startswith("filer-")}
    client.logout()
    assert "/logga-in/" in client.post(page(tale), body)["Location"]
    lead = factories.applicant("sokande")
    client.post("/logga-in/", {"login": lead.email, "password": PASSWORD})
    back = client.get(page(tale))
    assert "Inte sparat än." in text(back)
    held = controls(back)
    assert held[f"svar-{first.pk}"] == "En hel kvälls arbete."
    assert held[f"bas-{first.pk}"] == body[f"bas-{first.pk}"]
