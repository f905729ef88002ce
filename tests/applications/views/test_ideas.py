"""The idea: begun, written, shared, advised, made an application; a draft is the applicant's alone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import Application, Case, Idea
from applications.services import ideas
from portal.accounts.models import User
from tests import factories

from .pages import controls, summary, text, title

SignIn = Callable[[User], Client]


@pytest.fixture(scope="module")
def draft(stage: None) -> Idea:
    return factories.draft_idea()


@pytest.fixture
def client(draft: Idea, sign_in: SignIn) -> Client:
    return sign_in(factories.applicant("sokande"))


def at(name: str, row: Idea) -> str:
    return reverse(f"applications:{name}", args=(row.pk,))


def edit(client: Client, row: Idea, **values: Any) -> Any:
    return client.post(at("idea_edit", row), controls(client.get(at("idea_edit", row))) | values, follow=True)


def test_an_idea_begins_with_a_name(client: Client, stage: None) -> None:
    url = reverse("applications:idea_new")
    programme = factories.world().growth
    response = client.post(url, controls(client.get(url)) | {"title": "", "programme": ""})
    assert [words for words, _ in summary(response)] == ["Skriv ett namn på idén.", "Välj vilken satsning idén gäller."]
    response = client.post(url, controls(client.get(url)) | {"title": "Ny idé", "programme": str(programme.pk)})
    made = Idea.objects.get(title="Ny idé")
    assert response.headers["Location"] == at("idea_edit", made)
    assert made.is_private and made.case.dnr is None


def test_who_works_for_no_organisation_is_told_so(sign_in: SignIn, stage: None) -> None:
    stranger = User.objects.create_user("ny@example.se", "demo-portalen-2026", name="Nils Ny")
    assert "Du kan inte skriva för någon organisation än" in text(
        sign_in(stranger).get(reverse("applications:idea_new"))
    )


def test_what_parses_is_saved_and_the_rest_stays_on_the_page(client: Client, draft: Idea) -> None:
    response = edit(client, draft, problem="Nytt problem.", cost_guess="1,2 mkr", contact_email="fel")
    assert title(response).startswith("Fel: ")
    assert [address for _, address in summary(response)] == ["#id_cost_guess", "#id_contact_email"]
    assert controls(response)["cost_guess"] == "1,2 mkr"
    draft.refresh_from_db()
    assert draft.problem == "Nytt problem."
    assert edit(client, draft, cost_guess="1 200 000").redirect_chain[-1][0] == at("idea", draft)


def test_without_the_target_group_the_page_warns_and_stops_nobody(client: Client, draft: Idea) -> None:
    warning = "Varning: Målgruppen har inte varit med och formulerat problemet."
    page = edit(client, draft, who_formulated=["applicant", "partners"], who_formulated_note="På två möten.")
    assert warning in text(page)
    assert "Vi som söker, De tänkta samverkansparterna" in text(page) and "På två möten." in text(page)
    assert ideas.share(Idea.objects.get(pk=draft.pk), by=factories.applicant()).state == "shared"


def test_with_the_target_group_there_is_no_warning(client: Client, draft: Idea) -> None:
    page = edit(client, draft, who_formulated=["target_group"])
    assert "Målgruppen själv" in text(page) and "Varning" not in text(page)
    edited = client.get(at("idea_edit", draft))
    assert controls(edited)["who_formulated"] == "target_group"


def test_another_who_saved_first_is_shown(client: Client, draft: Idea, sign_in: SignIn) -> None:
    mine = controls(client.get(at("idea_edit", draft)))
    edit(sign_in(factories.applicant("medsokande")), draft, problem="Den andras.")
    response = client.post(at("idea_edit", draft), mine | {"problem": "Min."})
    assert f"{factories.applicant('medsokande').name} sparade det här kl." in text(response)
    assert "Den andras." in text(response)
    assert controls(response)["problem"] == "Min."
    client.post(at("idea_edit", draft), controls(response))
    draft.refresh_from_db()
    assert draft.problem == "Min."


def test_sharing_says_plainly_what_it_means_and_is_done_once(client: Client, draft: Idea) -> None:
    assert "blir en allmän handling" in text(client.get(at("idea_share", draft)))
    first, second = client.post(at("idea_share", draft)), client.post(at("idea_share", draft))
    case = reverse("applications:case", args=(draft.case_id,))
    assert first.headers["Location"] == second.headers["Location"] == case
    draft.case.refresh_from_db()
    assert draft.case.dnr
    assert "Vi har fått er idé. Elin Sandahl läser den och hör av sig." in text(client.get(case))


def test_sharing_without_a_problem_leads_to_the_field(client: Client, draft: Idea) -> None:
    Idea.objects.filter(pk=draft.pk).update(problem="")
    assert summary(client.post(at("idea_share", draft))) == [
        ("Skriv vilket problem ni vill lösa.", f"{at('idea_edit', draft)}#id_problem")
    ]


def test_a_co_writer_writes_but_does_not_share_or_delete(draft: Idea, sign_in: SignIn) -> None:
    client = sign_in(factories.applicant("medsokande"))
    assert "Den som leder projektet eller får skriva under för er delar idén." in text(
        client.get(at("idea_share", draft))
    )
    assert client.post(at("idea_share", draft)).status_code == 404
    assert client.post(at("idea_delete", draft)).status_code == 404


def test_an_idea_that_is_closed_is_no_longer_written_on(client: Client, draft: Idea) -> None:
    mine = controls(client.get(at("idea_edit", draft)))
    ideas.share(draft, by=factories.applicant("sokande"))
    ideas.close(draft, by=factories.applicant("sokande"))
    assert client.get(at("idea_edit", draft)).headers["Location"] == at("idea", draft)
    response = client.post(at("idea_edit", draft), mine | {"problem": "Jag hann inte."})
    assert summary(response)[0][0].startswith("Det går inte att göra detta nu (spara).")
    assert controls(response)["problem"] == "Jag hann inte."


def test_a_draft_is_really_deleted(client: Client, draft: Idea) -> None:
    assert client.post(at("idea_delete", draft)).headers["Location"] == reverse("applications:my_pages")
    assert not Idea.objects.filter(pk=draft.pk).exists() and not Case.objects.filter(pk=draft.case_id).exists()


def test_an_idea_becomes_an_application_once(client: Client, stage: None) -> None:
    call = factories.call()
    shared = factories.shared_idea("Delad")
    body = controls(client.get(at("idea_convert", shared))) | {"call": str(call.pk)}
    first, second = client.post(at("idea_convert", shared), body), client.post(at("idea_convert", shared), body)
    made = Application.objects.get(case=shared.case_id)
    assert (
        first.headers["Location"] == second.headers["Location"] == reverse("applications:application", args=(made.pk,))
    )
    assert made.title == "Delad"


def test_the_advice_is_told_and_is_no_decision(client: Client, stage: None) -> None:
    tale = factories.story()
    tale.begin_idea(tale.world.growth, "Rådd idé", "Problem.", ("A", "B", "C"))
    tale.share_idea()
    tale.talk_about_idea()
    tale.advise("Sök i vår.", recommend=True)
    page = text(client.get(at("idea", tale.idea)))
    assert "Sök i vår." in page and "Rådet är inget beslut." in page


def test_what_follows_to_the_application_is_told_before_and_after(client: Client, sign_in: SignIn, draft: Idea) -> None:
    edit(client, draft, problem="Barn saknar böcker.", test_plan="Tre grupper.", cost_guess="250 000")
    ideas.share(Idea.objects.get(pk=draft.pk), by=factories.applicant("sokande"))
    factories.call()
    before = text(client.get(at("idea_convert", draft)))
    assert "Projektet: namnet, problemet och önskat läge Mål och uppföljning: hur ni vill pröva idén" in before
    assert "Den ungefärliga kostnaden följer inte med" in before
    after = text(client.post(at("idea_convert", draft), controls(client.get(at("idea_convert", draft))), follow=True))
    assert "Det här följde med från idén" in after and "Läs idén" in after
    assert "Påbörjad, från idén" in after
    application = Application.objects.get(case=draft.case)
    assert application.methods == "Tre grupper."
    for key in ("projekt", "mal"):
        section = text(client.get(reverse("applications:section", args=(application.pk, key))))
        assert "Ifyllt från idén" in section and "Inget sparat här än" not in section
