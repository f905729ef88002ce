"""The pages of what the project stands on and who works in it: without a script, with faults beside their fields."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import Application, CallVersion
from portal.accounts.models import User
from tests import factories

from .pages import controls, field_error, summary, text

SignIn = Callable[[User], Client]


@pytest.fixture(scope="module")
def draft(stage: None) -> Application:
    return factories.draft_application(factories.call())


@pytest.fixture
def client(draft: Application, sign_in: SignIn) -> Client:
    return sign_in(factories.applicant("sokande"))


def address(row: Application, key: str) -> str:
    return reverse("applications:section", args=(row.pk, key))


def send(client: Client, row: Application, key: str, *, go: str = "next", **values: Any) -> Any:
    """Open the section, change some of its controls, press a button."""
    url = address(row, key)
    given = controls(client.get(url)) | {name.replace("__", "-"): value for name, value in values.items()}
    return client.post(url, given | {"go": go}, follow=True)


def test_perspectives_are_ticked_and_told(client: Client, draft: Application) -> None:
    send(
        client,
        draft,
        "forankring",
        anchoring="Ledningen är med.",
        who_formulated=["target_group"],
        strategy_area="Kunskapslyft och utbildning",
        perspektiv_gender="on",
        perspektiv_gender_text="Vi räknar var för sig.",
    )
    draft.refresh_from_db()
    assert draft.perspectives == {"gender": "Vi räknar var för sig."}
    assert (draft.anchoring, draft.strategy_area) == ("Ledningen är med.", "Kunskapslyft och utbildning")
    shown = controls(client.get(address(draft, "forankring")))
    assert (shown["perspektiv_gender"], shown["perspektiv_gender_text"]) == ("on", "Vi räknar var för sig.")


def test_a_ticked_perspective_without_text_is_left_to_do(client: Client, draft: Application) -> None:
    page = send(client, draft, "forankring", go="stay", perspektiv_environment="on")
    assert summary(page) == []
    assert "Beskriv hur ni har tänkt på perspektivet miljö." in text(page)


def test_a_text_without_its_tick_is_told_beside_it_and_kept(client: Client, draft: Application) -> None:
    page = send(client, draft, "forankring", perspektiv_other_text="Vi går till fots.")
    told = "Kryssa i Annat, eller ta bort texten om perspektivet inte är med."
    assert summary(page) == [(told, "#id_perspektiv_other_text")]
    assert field_error(page, "id_perspektiv_other_text") == told
    assert controls(page)["perspektiv_other_text"] == "Vi går till fots."


def test_a_call_without_areas_of_a_strategy_asks_for_none(client: Client, draft: Application) -> None:
    assert "Område i den regionala" in text(client.get(address(draft, "forankring")))
    CallVersion.objects.filter(pk=draft.call_version_id).update(strategy_areas=[])
    assert "Område i den regionala" not in text(client.get(address(draft, "forankring")))


def test_roles_are_added_and_taken_away(client: Client, draft: Application) -> None:
    page = send(client, draft, "organisation", go="row", projektroll__0__role="Ledare", projektroll__0__share="50")
    assert page.redirect_chain[-1][0].endswith("?ny=1#ny-rad")
    body = controls(page) | {"projektroll-1-role": "Ekonom", "projektroll-1-paid_by": "Ordinarie verksamhet"}
    client.post(address(draft, "organisation"), body | {"go": "stay", "governance": "Rektorerna."})
    assert [str(role) for role in draft.project_roles.all()] == ["Ledare", "Ekonom"]
    body = controls(client.get(address(draft, "organisation")))
    assert (body["projektroll-0-share"], body["governance"]) == ("50", "Rektorerna.")
    client.post(address(draft, "organisation"), body | {"ta_bort": "0"})
    assert [str(role) for role in draft.project_roles.all()] == ["Ekonom"]


def test_more_than_full_time_is_told_at_the_row(client: Client, draft: Application) -> None:
    page = send(client, draft, "organisation", projektroll__0__role="Ledare", projektroll__0__share="120")
    [(told, place)] = summary(page)
    assert (told.split(".")[0], place) == ("En roll är högst 100 procent av heltid", "#id_projektroll-0-share")
    assert controls(page)["projektroll-0-share"] == "120"
    tasks = client.get(reverse("applications:application", args=(draft.pk,)))
    assert "En roll är högst 100 procent av heltid" in text(tasks)


def test_the_list_tells_of_the_roles_that_came_along(client: Client, draft: Application) -> None:
    roles = [{"role": "Ledare", "share": "0.1250"}, {"role": "Ekonom"}]
    for order, role in enumerate(roles):
        draft.project_roles.create(order=order, **role)
    page = text(client.get(reverse("applications:application", args=(draft.pk,))))
    assert "Två roller" in page


def test_a_deputy_who_cannot_be_reached_is_told_at_the_field(client: Client, draft: Application) -> None:
    page = send(client, draft, "sokande", deputy_name="Ada Ros")
    [(told, place)] = summary(page)
    assert place == "#id_deputy_email" and "Ada Ros" in told
    send(client, draft, "sokande", deputy_phone="010-123 45 67")
    assert summary(client.get(address(draft, "sokande"))) == []


def test_a_day_to_come_is_no_promise(client: Client, draft: Application) -> None:
    row = {"name": "Föreningen", "sector": "civil_society", "role": "co_applicant", "intent_on": "2027-01-01"}
    given = {f"part__0__{name}": value for name, value in row.items()}
    page = send(client, draft, "parter", **given)
    assert [place for _, place in summary(page)] == ["#id_part-0-intent_on"]
    page = send(client, draft, "parter", go="stay", part__0__intent_on="")
    assert "Varning: Föreningen är medsökande men har ingen avsiktsförklaring." in text(page)


def test_what_is_written_stands_on_the_review_page(client: Client, stage: None) -> None:
    row = factories.filled_application(factories.call())
    page = client.get(reverse("applications:review", args=(row.pk,)))
    assert "Folkhälsomyndigheten: skolbarns hälsovanor" in text(page)
    assert "5 % av heltid" in text(page).replace("\u00a0", " ")
    assert "<li>Kommunens egen kartläggning</li>" in page.content.decode()
