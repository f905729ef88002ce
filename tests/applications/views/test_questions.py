"""A call's own questions in the form over HTTP: saved with their section, kept when faulty, files checked."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from applications.models import Application, SectionDraft
from portal.accounts.models import User
from portal.demo.stories.script import certificate
from portal.files import storing
from tests import factories
from tests.factories.questions import ALL_KINDS, WORDS, answered, ask, many

from .pages import controls, field_error, read, summary, text

SignIn = Callable[[User], Client]
RULES = "Svara bara om ni svarade ”Ja” på ”Behöver ni en lokal?”."


@pytest.fixture(scope="module")
def draft(stage: None) -> Application:
    call = factories.call()
    ask(call, *ALL_KINDS)
    return factories.draft_application(call)


@pytest.fixture
def client(draft: Application, sign_in: SignIn) -> Client:
    return sign_in(factories.applicant("sokande"))


def address(row: Application, key: str = "statsstod") -> str:
    return reverse("applications:section", args=(row.pk, key))


def send(client: Client, row: Application, key: str = "statsstod", go: str = "next", **given: Any) -> Any:
    """Post the section as it stands with these answers changed."""
    body = controls(client.get(address(row, key))) | {f"fraga-{name}": value for name, value in given.items()}
    return client.post(address(row, key), body | {"go": go}, follow=True)


def fresh(row: Application) -> Application:
    return Application.objects.get(pk=row.pk)


def test_the_questions_stand_after_the_section_s_own(client: Client, draft: Application) -> None:
    response = client.get(address(draft))
    page = text(response)
    assert page.index("Säljer ni något") < page.index("Behöver ni en lokal?") < page.index("Vad vill ni lära er?")
    legend = next(node for node in read(response).all("legend") if "Behöver ni en lokal?" in node.text)
    assert legend.text == "Behöver ni en lokal? (obligatoriskt)"
    number = read(response).all("input", name="fraga-rum")[0]
    assert number.given["aria-describedby"] == "id_fraga-rum_helptext"
    assert read(response).all("div", id="id_fraga-rum_helptext")[0].text == RULES


def test_sections_without_questions_load_no_script(client: Client, draft: Application) -> None:
    assert b"js/questions.js" in client.get(address(draft)).content
    assert b"js/questions.js" not in client.get(address(draft, "annat_stod")).content


def test_a_conditional_question_is_in_the_page_with_what_the_script_needs(client: Client, draft: Application) -> None:
    box = next(box for box in read(client.get(address(draft))).all("div") if "data-asked-by" in box.given)
    assert (box.given["data-asked-by"], box.given["data-asked-value"]) == ("fraga-lokal", "Ja")
    assert "hidden" not in box.given and box.all("input", name="fraga-rum")


def test_answers_are_saved_with_their_section(client: Client, draft: Application) -> None:
    send(client, draft, lokal="Ja", rum="1 234,5", larande="Mycket.", invigning="20270301")
    row = fresh(draft)
    assert row.answers == {"lokal": "Ja", "rum": "1234.5", "larande": "Mycket.", "invigning": "2027-03-01"}
    shown = controls(client.get(address(draft)))
    assert (shown["fraga-rum"], shown["fraga-invigning"]) == ("1\u00a0234,5", "2027-03-01")
    send(client, draft, larande="")
    assert "larande" not in fresh(draft).answers


def test_a_fault_is_kept_and_told_at_its_field(client: Client, draft: Application) -> None:
    response = send(client, draft, lokal="Ja", rum="några få")
    said = "Skriv ett tal med siffror, till exempel 12 eller 12,5."
    assert summary(response) == [(said, "#id_fraga-rum")]
    assert field_error(response, "id_fraga-rum") == said
    assert controls(response)["fraga-rum"] == "några få"
    assert fresh(draft).answers == {"lokal": "Ja"}


def test_a_fault_at_a_question_that_is_not_asked_holds_up_nothing(client: Client, draft: Application) -> None:
    response = send(client, draft, lokal="Nej", rum="några få")
    assert response.redirect_chain[-1][0] == address(draft, "annat_stod")
    response = client.get(address(draft))
    assert summary(response) == [] and controls(response)["fraga-rum"] == "några få"


def test_an_answer_whose_condition_falls_is_kept(client: Client, draft: Application) -> None:
    send(client, draft, lokal="Ja", rum="3")
    send(client, draft, lokal="Nej")
    assert fresh(draft).answers == {"lokal": "Nej", "rum": "3"}


def test_a_double_post_saves_once_and_leads_on(client: Client, draft: Application) -> None:
    body = controls(client.get(address(draft))) | {"fraga-lokal": "Nej", "fraga-larande": "Mycket.", "go": "next"}
    body |= {"fraga-ritning": picture()}
    first = client.post(address(draft), body)
    second = client.post(address(draft), body | {"fraga-ritning": picture()})
    assert first["Location"] == second["Location"] == address(draft, "annat_stod")
    assert draft.attachments.filter(kind="fraga:ritning").count() == 1


def test_two_who_answer_the_same_section_see_both(client: Client, draft: Application, sign_in: SignIn) -> None:
    mine = controls(client.get(address(draft)))
    send(sign_in(factories.applicant("medsokande")), draft, larande="Den andras.")
    mine |= {"fraga-larande": "Mitt.", "fraga-ritning": picture(), "go": "next"}
    response = client.post(address(draft), mine)
    assert f"{factories.applicant('medsokande').name} sparade det här kl." in summary(response)[0][0]
    assert ("lokal.png är inte inlagd. Välj filen igen.", "#id_fraga-ritning") in summary(response)
    assert "Den andras." in text(response) and controls(response)["fraga-larande"] == "Mitt."
    assert fresh(draft).answers == {"larande": "Den andras."} and not draft.attachments.exists()


def test_a_page_made_under_other_rules_takes_no_answer_away(client: Client, draft: Application) -> None:
    old = {name: value for name, value in controls(client.get(address(draft))).items() if not name.startswith("fraga")}
    answered(draft, larande="Mycket.", lokal="Ja", rum="3")
    client.post(address(draft), old | {"economic_activity": "no", "go": "next"})
    assert fresh(draft).answers == {"larande": "Mycket.", "lokal": "Ja", "rum": "3"}
    assert fresh(draft).economic_activity == "no"


@pytest.mark.parametrize("key", ["sokande", "parter", "projekt", "mal", "budget", "annat_stod", "bilagor", "villkor"])
def test_every_section_can_ask(client: Client, key: str) -> None:
    call = factories.call()
    ask(call, {**WORDS, "key": f"egen-{key}"}, section=key)
    row = factories.filled_application(call)
    body = controls(client.get(address(row, key)))
    client.post(address(row, key), body | {f"fraga-egen-{key}": "Ett svar.", "go": "list"})
    assert fresh(row).answers == {f"egen-{key}": "Ett svar."}
    assert controls(client.get(address(row, key)))[f"fraga-egen-{key}"] == "Ett svar."


# Files


def picture(name: str = "lokal.png") -> SimpleUploadedFile:
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f0005000"
        "1ff56c72fef0000000049454e44ae426082"
    )
    return SimpleUploadedFile(name, png, content_type="image/png")


def test_a_file_comes_with_the_section_and_is_taken_away_again(client: Client, draft: Application) -> None:
    response = send(client, draft, go="stay", ritning=picture(), larande="Mycket.")
    row = draft.attachments.get()
    assert (row.kind, str(row)) == ("fraga:ritning", "lokal.png")
    assert "lokal.png" in text(response) and fresh(draft).answers == {"larande": "Mycket."}
    assert "lokal.png" not in text(client.get(address(draft, "bilagor")))
    body = controls(client.get(address(draft))) | {"fraga-larande": "Mer.", "ta_bort_fil": str(row.pk)}
    response = client.post(address(draft), body, follow=True)
    assert "lokal.png är borttagen." in text(response)
    assert not draft.attachments.exists() and fresh(draft).answers == {"larande": "Mer."}


def test_a_file_that_cannot_be_kept_is_named_and_the_texts_are_saved(client: Client, draft: Application) -> None:
    wrong = [SimpleUploadedFile("program.exe", b"MZ"), picture()]
    response = send(client, draft, ritning=wrong, larande="Mycket.")
    assert summary(response)[0][0].startswith("program.exe: Vi kan inte ta emot filer av det slaget.")
    assert summary(response)[0][1] == "#id_fraga-ritning"
    assert field_error(response, "id_fraga-ritning").startswith("program.exe:")
    assert [str(row) for row in draft.attachments.all()] == ["lokal.png"]
    assert fresh(draft).answers == {"larande": "Mycket."}


def test_a_question_s_file_is_not_put_in_as_an_attachment(client: Client, draft: Application) -> None:
    url = reverse("applications:section", args=(draft.pk, "bilagor"))
    client.post(url, {"version": draft.version, "lagg_in": "fraga:ritning", "fil-fraga:ritning": [picture()]})
    assert not draft.attachments.exists()


def test_another_s_file_is_neither_read_nor_taken_away(client: Client, draft: Application, sign_in: SignIn) -> None:
    call = factories.call()
    ask(call, *ALL_KINDS)
    other = factories.draft_application(call)
    send(client, other, ritning=picture())
    file = other.attachments.get()
    body = controls(client.get(address(draft)))
    for wrong in (str(file.pk), "inte-ett-id", ""):
        assert client.post(address(draft), body | {"ta_bort_fil": wrong}).status_code == 404
    assert client.get(reverse("applications:attachment", args=(draft.pk, file.pk))).status_code == 404
    stranger = sign_in(factories.outsider())
    assert stranger.get(reverse("applications:attachment", args=(other.pk, file.pk))).status_code == 404
    assert stranger.post(address(other), body | {"ta_bort_fil": str(file.pk)}).status_code == 404
    assert other.attachments.get() == file


def test_an_ordinary_attachment_is_not_taken_away_as_an_answer(client: Client) -> None:
    call = factories.call()
    ask(call, *ALL_KINDS)
    row = factories.filled_application(call)
    sent = row.attachments.get(kind="medfinansiering")
    body = controls(client.get(address(row))) | {"ta_bort_fil": str(sent.pk)}
    assert client.post(address(row), body).status_code == 404
    assert row.attachments.filter(pk=sent.pk).exists()


# How much is asked of the database


def test_one_question_or_twenty_cost_the_same(client: Client, django_assert_max_num_queries: Any) -> None:
    found: dict[str, list[int]] = {}
    for number in (1, 20):
        call = factories.call()
        many(call, number)
        row = factories.filled_application(call)
        row.attachments.create(kind="fraga:ritning", file=_stored(), added_by=factories.applicant())
        SectionDraft.objects.update_or_create(
            application=row, section="statsstod", defaults={"saved_by": factories.applicant()}
        )
        urls = [reverse("applications:application", args=(row.pk,)), *(address(row, key) for key in
                ("sokande", "parter", "projekt", "forankring", "mal", "organisation",
                 "statsstod", "bilagor", "villkor"))]  # fmt: skip
        for url in urls:
            client.get(url)
            with django_assert_max_num_queries(15) as asked:
                client.get(url)
            found.setdefault(url.rpartition(str(row.pk))[2], []).append(len(asked))
    assert {name: counts for name, counts in found.items() if len(set(counts)) > 1} == {}, found


def _stored() -> Any:
    return storing.store_upload(certificate("Lokalen"), by=factories.applicant())
