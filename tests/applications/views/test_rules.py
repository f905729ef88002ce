"""The rules of a call as a person meets them: beside the field, above the form, and ticked on the last page."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.lifecycle import engine
from applications.models import Application, Call
from applications.services import submitting
from portal.accounts.models import User
from tests import factories

from .pages import controls, field_error, read, summary, text

SignIn = Callable[[User], Client]
WISH = {"min_municipalities": 2, "municipalities_level": "warning"}
WARNING = "Det är önskvärt att minst två kommuner är med. Ni har en kommun."


@pytest.fixture(scope="module")
def scene(stage: None) -> Application:
    """Whole, with one municipality in a call that wishes for two."""
    row = factories.filled_application(factories.call(**WISH))
    Application.objects.filter(pk=row.pk).update(municipalities=["Kumla"], municipality_roles={"Kumla": "pilot"})
    return row


@pytest.fixture
def filled(scene: Application) -> Application:
    return Application.objects.get(pk=scene.pk)


@pytest.fixture
def lead(filled: Application, sign_in: SignIn) -> Client:
    return sign_in(factories.applicant("sokande"))


@pytest.fixture
def signatory(filled: Application, sign_in: SignIn) -> Client:
    return sign_in(factories.applicant("firmatecknare"))


def at(name: str, row: Application, *args: object) -> str:
    return reverse(f"applications:{name}", args=(row.pk, *args))


def send(client: Client, row: Application, key: str, go: str = "next", **values: Any) -> Any:
    url = at("section", row, key)
    given = controls(client.get(url)) | values
    return client.post(url, given | ({"go": go} if go else {}), follow=True)


# The section


def test_a_warning_stands_above_the_form_and_does_not_stop_it(lead: Client, filled: Application) -> None:
    response = lead.get(at("section", filled, "projekt"))
    (box,) = read(response).all("ul", **{"class": "remarks"})
    assert box.text == f"Varning: {WARNING}"
    assert summary(response) == []
    assert "Klar" in text(lead.get(at("application", filled)))


def test_advice_has_its_own_look(lead: Client, filled: Application) -> None:
    factories.under_rules(filled, municipalities_level="advice")
    page = read(lead.get(at("section", filled, "projekt")))
    (box,) = page.all("ul", **{"class": "remarks"})
    assert box.text == f"Tips: {WARNING}"
    assert box.all("li")[0].given["class"] == "notice notice--info"


def test_an_error_stands_at_its_field_and_in_the_summary(lead: Client, filled: Application) -> None:
    factories.under_rules(filled, municipalities_level="error", earliest_start=date(2027, 2, 1), allows_adults=False)
    response = send(lead, filled, "projekt")
    told = dict(summary(response))
    few = "Minst två kommuner måste vara med. Ni har en kommun. Välj fler."
    early = "Projektet får börja tidigast 1 februari 2027. Ni har skrivit 1 januari 2027. Välj en senare dag."
    assert told[few] == "#id_municipalities_0"
    assert told[early] == "#id_period_start"
    assert field_error(response, "id_municipalities") == few
    assert field_error(response, "id_period_start") == early
    response = send(lead, filled, "malgrupp", reaches_adults="yes")
    assert field_error(response, "id_reaches_adults").startswith("Den här utlysningen är bara till för barn och unga.")
    assert "Har fel" in text(lead.get(at("application", filled)))


def test_roles_are_chosen_beside_the_municipalities(lead: Client, filled: Application) -> None:
    page = lead.get(at("section", filled, "projekt"))
    roles = read(page).all("select", **{"aria-label": "Kumla, roll"})[0]
    assert [option.text for option in roles.all("option")] == ["Pilot", "Deltar", "Följer"]
    kumla, nora = (filled.call_version.municipalities.index(name) for name in ("Kumla", "Nora"))
    assert controls(page)[f"roll-{kumla}"] == "pilot"
    send(lead, filled, "projekt", **{"municipalities": ["Kumla", "Nora"], f"roll-{nora}": "follows"})
    filled.refresh_from_db()
    assert filled.municipality_roles == {"Kumla": "pilot", "Nora": "follows"}
    assert "Kumla (pilot), Nora (följer)" in text(lead.get(at("review", filled)))


def test_a_role_that_is_none_is_taking_part(lead: Client, filled: Application) -> None:
    place = filled.call_version.municipalities.index("Kumla")
    send(lead, filled, "projekt", **{f"roll-{place}": "hittepå"})
    filled.refresh_from_db()
    assert filled.municipality_roles == {"Kumla": "part"}


def test_all_municipalities_are_chosen_with_one_button(lead: Client, filled: Application) -> None:
    response = send(lead, filled, "projekt", go="", hela_lanet="on")
    assert response.redirect_chain[-1][0] == at("section", filled, "projekt")
    filled.refresh_from_db()
    assert filled.municipalities == filled.call_version.municipalities
    assert filled.municipality_roles["Kumla"] == "pilot"
    assert set(filled.municipality_roles.values()) == {"pilot", "part"}


def test_what_the_call_does_not_ask_is_not_in_the_form(lead: Client, filled: Application) -> None:
    factories.under_rules(filled, areas=[], municipalities=[])
    held = controls(lead.get(at("section", filled, "projekt")))
    assert not {"areas", "main_area", "municipalities", "roll-0"} & held.keys()
    response = send(lead, filled, "projekt")
    assert summary(response) == []


def test_sections_that_the_call_does_not_use_are_gone(lead: Client, filled: Application) -> None:
    factories.under_rules(filled, sections=["sokande", "projekt", "budget", "bilagor", "villkor"])
    page = text(lead.get(at("application", filled)))
    assert "Mål och uppföljning" not in page
    assert "av 7 delar" in page or "Alla sju delar är klara." in page
    assert lead.get(at("section", filled, "mal")).status_code == 404
    assert "Mål och uppföljning" not in text(lead.get(at("review", filled)))
    assert send(lead, filled, "genomforande").redirect_chain[-1][0] == at("section", filled, "budget")


def test_the_terms_are_told_with_their_version(lead: Client, filled: Application) -> None:
    assert "Det gäller version 3, 2024, i kraft 24 oktober 2026." in text(lead.get(at("section", filled, "villkor")))


def test_hours_are_told_as_hours_with_both_shares(lead: Client, filled: Application) -> None:
    filled.funders.filter(is_applied=False).update(in_kind=True)
    page = text(lead.get(at("section", filled, "budget")))
    assert "40 % av kostnaden och 100 % av det som bokförs" in page
    assert "i arbete eller saker" in page
    assert "Andel av det som bokförs" in text(lead.get(at("review", filled)))


# Before the form


def test_who_may_not_apply_is_told_before_and_stopped_at_the_start(sign_in: SignIn, stage: None) -> None:
    call = factories.call(eligible_types=["municipal"])
    client = sign_in(factories.applicant("sokande"))
    url = reverse("applications:application_new", args=(call.slug,))
    told = "Er organisation är regional verksamhet; den här utlysningen är för kommunal verksamhet."
    page = client.get(url)
    assert told in text(page)
    response = client.post(url, controls(page))
    assert summary(response)[0][0].startswith(told)
    assert not Application.objects.filter(call=call).exists()


def test_it_is_told_beside_the_organisation_when_the_rules_change_later(lead: Client, filled: Application) -> None:
    factories.under_rules(filled, eligible_types=["municipal"])
    response = lead.get(at("section", filled, "sokande"))
    told = "Er organisation är regional verksamhet; den här utlysningen är för kommunal verksamhet."
    assert [(line.startswith(told), place) for line, place in summary(response)] == [(True, "#organisation")]
    (beside,) = read(response).all("div", **{"class": "invalid-feedback"})
    assert beside.text.startswith(told)


def test_the_page_of_the_call_tells_who_may_not_apply(sign_in: SignIn, stage: None) -> None:
    call = factories.call(eligible_types=["municipal"])
    url = reverse("applications:call", args=(call.slug,))
    told = "Region Örebro län. Er organisation är regional verksamhet; den här utlysningen är för kommunal verksamhet."
    assert told in text(sign_in(factories.applicant("sokande")).get(url))
    assert "Er organisation är" not in text(Client().get(url))


# The last page


def test_warnings_are_ticked_before_it_is_sent_in(signatory: Client, filled: Application) -> None:
    response = signatory.get(at("review", filled))
    page = read(response)
    assert "Skicka in ansökan" not in page.text
    (box,) = page.all("input", name="varning")
    links = {link.text: link.given["href"] for link in page.all("a")}
    sentence = f"Läs varningen och kryssa i den: {WARNING}"
    assert links[sentence] == f"{at('review', filled)}#{box.given['id']}"
    assert sentence in dict(summary(signatory.post(at("application_submit", filled))))
    signatory.post(at("warnings", filled), {"varning": [box.given["value"], "hittepå"]})
    filled.refresh_from_db()
    assert filled.warnings_read == [box.given["value"]]
    assert "Skicka in ansökan" in text(signatory.get(at("review", filled)))
    signatory.post(at("application_submit", filled))
    version = Application.objects.get(pk=filled.pk).versions.get()
    assert version.data["warnings"] == [{"label": "Projektet", "value": WARNING}]
    assert "Varningar som ni har läst" in text(signatory.get(at("sent", filled, 1)))


def test_a_warning_that_says_something_else_is_ticked_again(signatory: Client, filled: Application) -> None:
    key = read(signatory.get(at("review", filled))).all("input", name="varning")[0].given["value"]
    signatory.post(at("warnings", filled), {"varning": [key]})
    filled.refresh_from_db()
    left = engine.missing_for(filled, "submit", by=factories.applicant("firmatecknare"))
    assert [one.place for one in left] == ["skriv-under"]
    factories.under_rules(filled, min_municipalities=3)
    fresh = Application.objects.get(pk=filled.pk)
    told = engine.missing_for(fresh, "submit", by=factories.applicant("firmatecknare"))
    (left,) = (one for one in told if one.place != "skriv-under")
    assert "minst tre kommuner" in left.text


def test_a_tick_can_be_taken_back(lead: Client, filled: Application) -> None:
    key = read(lead.get(at("review", filled))).all("input", name="varning")[0].given["value"]
    lead.post(at("warnings", filled), {"varning": [key]})
    lead.post(at("warnings", filled), {})
    filled.refresh_from_db()
    assert filled.warnings_read == []


def test_others_do_not_tick_and_nobody_ticks_what_is_sent(filled: Application, sign_in: SignIn, lead: Client) -> None:
    assert sign_in(factories.outsider()).post(at("warnings", filled)).status_code == 404
    found = read(lead.get(at("review", filled))).all("input", name="varning")
    lead.post(at("warnings", filled), {"varning": [found[0].given["value"]]})
    submitting.submit(Application.objects.get(pk=filled.pk), by=factories.applicant("firmatecknare"))
    response = lead.post(at("warnings", filled), {}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("applications:case", args=(filled.case_id,))
    filled.refresh_from_db()
    assert len(filled.warnings_read) == 1


def test_the_review_takes_the_same_few_queries_with_more_rows(sign_in: SignIn, stage: None) -> None:
    call: Call = factories.call(**WISH)
    row = factories.filled_application(call)
    client = sign_in(factories.applicant("sokande"))
    counts = []
    for number in range(2):
        client.get(at("review", row))
        with CaptureQueriesContext(connection) as asked:
            client.get(at("review", row))
        counts.append(len(asked))
        for more in range(8):
            row.parties.create(name=f"Part {number}-{more}", sector="academia", role="partner", order=more + 5)
            row.sub_goals.create(text=f"Delmål {number}-{more}", activities="Vi gör.", order=more + 5)
    assert counts[0] == counts[1]
