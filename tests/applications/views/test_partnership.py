"""The lists of who takes part: added to, shortened and mended without a script, and nothing typed is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import Project, ProjectMunicipality
from portal.accounts.models import User
from portal.demo.stories.script import Story
from tests import factories

from .pages import controls, field_error, read, summary, text

SignIn = Callable[[User], Client]


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    return factories.accepted_tale(factories.call(), title="Läsa högt hemma")


def at(name: str, row: Any) -> str:
    return reverse(f"applications:{name}", args=(row.pk,))


def lead(sign_in: SignIn) -> Client:
    return sign_in(factories.applicant())


def only(*rows: dict[str, str], **more: str) -> dict[str, str]:
    """What a form with these rows posts."""
    given = {"rad-TOTAL_FORMS": str(len(rows)), "rad-INITIAL_FORMS": "0", **more}
    for number, row in enumerate(rows):
        given |= {f"rad-{number}-{name}": value for name, value in row.items()}
    return given


def versions(client: Client, url: str) -> dict[str, str]:
    shown = controls(client.get(url))
    return {name: shown[name] for name in ("version", "seen")}


def test_the_project_page_shows_who_takes_part_and_leads_to_the_lists(sign_in: SignIn, tale: Story) -> None:
    page = lead(sign_in).get(at("project", tale.project))
    assert "Vilka är med" in text(page) and "Deltar" in text(page)
    links = {link.given.get("href") for link in read(page).all("a")}
    assert {
        at(name, tale.project) for name in ("project_municipalities", "project_steering", "project_events")
    } <= links
    assert at("related_projects", tale.application) in links
    other = sign_in(factories.applicant("medsokande")).get(at("project", tale.project))
    assert at("project_municipalities", tale.project) not in {a.given.get("href") for a in read(other).all("a")}


def test_who_writes_but_does_not_lead_is_led_back_and_may_not_save(sign_in: SignIn, tale: Story) -> None:
    client = sign_in(factories.applicant("medsokande"))
    for name, row in (("project_municipalities", tale.project), ("related_projects", tale.application)):
        assert client.get(at(name, row))["Location"] == f"{at('project', tale.project)}#h-med"
        assert client.post(at(name, row), only(version="1")).status_code == 404


def test_roles_are_changed_row_by_row(sign_in: SignIn, tale: Story) -> None:
    client, url = lead(sign_in), at("project_municipalities", tale.project)
    given = only({"name": "Nora", "role": "pilot"}, {"name": "Kumla", "role": "follows"}, **versions(client, url))
    answer = client.post(url, given | {"go": "row"})
    assert answer["Location"] == f"{url}?ny=1#ny-rad"
    page = client.get(answer["Location"].partition("#")[0])
    assert [legend.text for legend in read(page).all("legend")] == ["Kumla", "Nora", "Ny kommun"]
    gone = controls(page) | {"ta_bort": "0"}
    assert client.post(url, gone)["Location"] == f"{url}#rader"
    assert [str(row) for row in tale.project.municipalities.all()] == ["Nora, pilot"]
    done = client.post(url, controls(client.get(url)) | {"go": "save"}, follow=True)
    assert "Inget är ändrat." in text(done)
    shown = text(client.get(at("project", tale.project)))
    assert "Pilot Nora" in shown and "Ändringar i listorna" in shown


def test_a_fault_is_told_at_its_field_and_nothing_is_lost(sign_in: SignIn, tale: Story) -> None:
    client, url = lead(sign_in), at("project_steering", tale.project)
    rows = (
        {"name": "Siv Ek", "seat": "chair", "title": "Förvaltningschef", "organisation": "Orusts kommun"},
        {"name": "Bo Alm", "seat": "chair", "title": "", "organisation": ""},
    )
    answer = client.post(url, only(*rows, go="save", **versions(client, url)))
    assert summary(answer) == [
        ("Styrgruppen har redan en ordförande. Välj en annan plats för den ena.", "#id_rad-1-seat"),
        ("Skriv vilken organisation personen kommer från.", "#id_rad-1-organisation"),
    ]
    assert "Skriv vilken organisation" in field_error(answer, "id_rad-1-organisation")
    assert controls(answer)["rad-0-title"] == "Förvaltningschef"
    assert not tale.project.steering_group.exists()


def test_a_link_is_mended_or_told_and_a_day_must_be_one(sign_in: SignIn, tale: Story) -> None:
    client, url = lead(sign_in), at("project_events", tale.project)
    row = {"held_on": "24 oktober", "name": "Workshop", "url": "inte en adress", "note": ""}
    answer = client.post(url, only(row, go="save", **versions(client, url)))
    assert [href for _, href in summary(answer)] == ["#id_rad-0-held_on", "#id_rad-0-url"]
    row |= {"held_on": "2027-10-24", "url": "www.example.se/workshop"}
    page = client.post(url, only(row, go="save", **versions(client, url)), follow=True)
    assert "Nytt: Workshop 24 oktober 2027" in text(page)
    assert tale.project.events.get().url == "https://www.example.se/workshop"


def test_two_who_save_the_same_list_are_told_of_each_other(sign_in: SignIn, tale: Story) -> None:
    client, url = lead(sign_in), at("project_municipalities", tale.project)
    mine = versions(client, url)
    other = only({"name": "Örebro", "role": "part"}, go="save", **versions(client, url))
    assert client.post(url, other).status_code == 302
    answer = client.post(url, only({"name": "Nora", "role": "pilot"}, go="save", **mine))
    assert "Det här har ändrats sedan du öppnade sidan" in text(answer) and "Örebro" in text(answer)
    assert controls(answer)["rad-0-name"] == "Nora"
    again = client.post(url, controls(answer) | {"go": "save"})
    assert again.status_code == 302
    assert ProjectMunicipality.objects.get(project=tale.project).name == "Nora"


def test_another_list_saved_meanwhile_is_no_conflict(sign_in: SignIn, tale: Story) -> None:
    client, url = lead(sign_in), at("project_municipalities", tale.project)
    mine = versions(client, url)
    events = at("project_events", tale.project)
    row = {"held_on": "2027-10-24", "name": "Workshop", "url": "", "note": ""}
    client.post(events, only(row, go="save", **versions(client, events)))
    assert client.post(url, only({"name": "Nora", "role": "pilot"}, go="save", **mine)).status_code == 302
    assert [row.name for row in Project.objects.get(pk=tale.project.pk).municipalities.all()] == ["Nora"]


def test_related_projects_are_named_in_the_draft_and_afterwards(sign_in: SignIn, tale: Story) -> None:
    draft = factories.draft_application(factories.call())
    client, url = sign_in(factories.applicant("medsokande")), at("related_projects", draft)
    of_its_own = reverse("applications:section", args=(draft.pk, "narliggande"))
    assert of_its_own in links(client, draft) and url not in links(client, draft)
    # A call that has no such section, from here on.
    factories.under_rules(draft, sections=["projekt", "villkor"])
    assert url in links(client, draft) and of_its_own not in links(client, draft)
    row = {"name": "Hälsoskolan", "years": "2017", "relation": "Vi går ihop.", "url": ""}
    answer = client.post(url, only(row, go="save", **versions(client, url)))
    assert answer["Location"] == f"{url}#rader"
    assert draft.related_projects.get().name == "Hälsoskolan"
    assert "Närliggande projekt Hälsoskolan (2017) Vi går ihop." in text(client.get(at("review", draft)))


def links(client: Client, draft: Any) -> set[str | None]:
    """Where the list of sections leads."""
    return {link.given.get("href") for link in read(client.get(at("application", draft))).all("a")}


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return len(asked)


def test_the_lists_cost_the_same_for_one_row_and_thirty(sign_in: SignIn, tale: Story) -> None:
    client, url = lead(sign_in), at("project", tale.project)
    client.get(url)
    tale.project.municipalities.all().delete()
    ProjectMunicipality.objects.create(project=tale.project, name="Nora", role="pilot")
    few = queries(client, url)
    ProjectMunicipality.objects.bulk_create(
        ProjectMunicipality(project=tale.project, name=f"Kommun {number}", role="part") for number in range(30)
    )
    assert queries(client, url) == few


def test_only_a_municipality_of_the_call_is_taken(sign_in: SignIn, tale: Story) -> None:
    client, url = lead(sign_in), at("project_municipalities", tale.project)
    answer = client.post(url, only({"name": "Atlantis", "role": "pilot"}, go="save", **versions(client, url)))
    assert summary(answer) == [
        ("Atlantis finns inte i listan över kommuner. Välj en ur listan.", "#id_rad-0-name"),
    ]
    assert not tale.project.municipalities.filter(name="Atlantis").exists()


def test_a_municipality_is_taken_away_in_one_click_and_put_back_in_another(sign_in: SignIn, tale: Story) -> None:
    client, url = lead(sign_in), at("project_municipalities", tale.project)
    given = only({"name": "Nora", "role": "pilot"}, {"name": "Örebro", "role": "part"}, **versions(client, url))
    client.post(url, given | {"go": "save"})
    page = client.post(url, controls(client.get(url)) | {"ta_bort": "0"}, follow=True)
    assert "Borttaget: Nora (pilot)." in text(page) and "Ångra" in text(page)
    assert [row.name for row in tale.project.municipalities.all()] == ["Örebro"]
    back = client.post(url, controls(page) | {"angra": "1"}, follow=True)
    assert "Nytt: Nora (pilot)." in text(back) and "Ångra" not in text(back)
    assert [str(row) for row in tale.project.municipalities.all()] == ["Nora, pilot", "Örebro, deltar"]


def test_what_was_changed_is_told_beside_the_list_once(sign_in: SignIn, tale: Story) -> None:
    client, url = lead(sign_in), at("project_municipalities", tale.project)
    given = only({"name": "Nora", "role": "pilot"}, go="save", **versions(client, url))
    page = client.post(url, given, follow=True)
    assert "Nu: Nora (pilot)" in read(page).all("div", id="rader")[0].text
    assert "Nu: Nora" not in read(client.get(url)).all("div", id="rader")[0].text
    empty = client.post(url, controls(client.get(url)) | {"go": "save"}, follow=True)
    assert "Inget är ändrat." in read(empty).all("div", id="rader")[0].text


def test_a_steering_group_without_a_chair_is_told_so(sign_in: SignIn, tale: Story) -> None:
    client, url = lead(sign_in), at("project_steering", tale.project)
    told = "Styrgruppen har ingen ordförande än."
    assert told not in text(client.get(url))
    row = {"name": "Siv Ek", "seat": "member", "title": "", "organisation": "Orusts kommun"}
    page = client.post(url, only(row, go="save", **versions(client, url)), follow=True)
    assert told in text(page) and told in text(client.get(at("project", tale.project)))
    page = client.post(url, only(row | {"seat": "chair"}, go="save", **versions(client, url)), follow=True)
    assert told not in text(page)
