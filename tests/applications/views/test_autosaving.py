"""Each field is saved as it is typed: alone, with its fault, and never over what somebody else has written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import Application, Call, Idea
from applications.sections import SECTIONS
from applications.services import ideas
from portal import clock, kept, sessions
from portal.accounts.models import User
from portal.look.words import too_long
from tests import factories

from .pages import controls, field_error, summary, text

SignIn = Callable[[User], Client]
MOST_QUERIES = 8
NOT_ASKED = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")


@pytest.fixture(scope="module")
def call(stage: None) -> Call:
    return factories.call(closes_in=30)


@pytest.fixture(scope="module")
def draft(call: Call) -> Application:
    return factories.draft_application(call)


@pytest.fixture
def karin(draft: Application, sign_in: SignIn) -> Client:
    return sign_in(factories.applicant("sokande"))


@pytest.fixture
def anna(draft: Application, sign_in: SignIn) -> Client:
    return sign_in(factories.applicant("medsokande"))


def page(row: Application, key: str) -> str:
    return reverse("applications:section", args=(row.pk, key))


def field(row: Application, key: str) -> str:
    return reverse("applications:section_field", args=(row.pk, key))


def types(client: Client, url: str, given: dict[str, Any], control: str, *values: str) -> Any:
    """What the page's script sends when one control has been typed in; the marks follow the answer as they do there."""
    given |= {control: list(values) if len(values) > 1 else values[0]}
    answer = client.post(url, given | {"falt": control}, headers={"X-Requested-With": sessions.BY_SCRIPT})
    told = answer.json()
    if told.get("marks") and "clash" not in told and not told.get("faulty"):
        marks = dict(pair.rsplit("=", 1) for pair in given["bas"].split())
        given["bas"] = " ".join(
            f"{unit}={mark}" for unit, mark in (marks | {told["unit"]: told["marks"][told["unit"]]}).items()
        )
    return told


def test_one_field_is_saved_and_the_others_are_let_be(karin: Client, draft: Application) -> None:
    given = controls(karin.get(page(draft, "projekt")))
    given["problem"] = "Skrivet men inte skickat."
    told = types(karin, field(draft, "projekt"), given, "summary", "  Kort.\r\nOch gott. ")
    assert (told["at"], told["unit"], told["controls"]) == ("10.00", "summary", ["summary"])
    draft.refresh_from_db()
    assert (draft.summary, draft.problem) == ("Kort.\nOch gott.", "")


def test_a_fault_is_told_and_the_text_is_kept(karin: Client, draft: Application) -> None:
    given = controls(karin.get(page(draft, "projekt")))
    told = types(karin, field(draft, "projekt"), given, "period_start", "2027-06-31")
    assert told["errors"]["period_start"] == "2027-06-31 finns inte. Juni har 30 dagar."
    assert controls(karin.get(page(draft, "projekt")))["period_start"] == "2027-06-31"
    told = types(karin, field(draft, "projekt"), given, "period_start", "1/6 2027")
    assert "period_start" not in told["errors"]
    draft.refresh_from_db()
    assert draft.period_start == date(2027, 6, 1)
    told = types(karin, field(draft, "projekt"), given, "period_end", "2027-05-01")
    assert told["errors"]["period_end"].startswith("Projektet kan inte sluta innan det börjar.")
    told = types(karin, field(draft, "projekt"), given, "period_start", "2027-01-01")
    assert "period_end" not in told["errors"], "the other field was right all along"
    draft.refresh_from_db()
    assert (draft.period_start, draft.period_end) == (date(2027, 1, 1), date(2027, 5, 1))


def test_a_text_too_long_is_told_in_the_words_of_the_page(karin: Client, draft: Application) -> None:
    given = controls(karin.get(page(draft, "projekt")))
    told = types(karin, field(draft, "projekt"), given, "summary", "å" * 1140)
    assert told["errors"]["summary"] == too_long(1140, 1000)
    assert controls(karin.get(page(draft, "projekt")))["summary"] == "å" * 1140


def test_two_in_different_fields_never_meet(karin: Client, anna: Client, draft: Application) -> None:
    mine, hers = controls(karin.get(page(draft, "projekt"))), controls(anna.get(page(draft, "projekt")))
    assert types(karin, field(draft, "projekt"), mine, "summary", "Karins")["at"]
    assert types(anna, field(draft, "projekt"), hers, "problem", "Annas")["at"]
    assert types(karin, field(draft, "projekt"), mine, "desired_society", "Också Karins")["at"]
    # The whole page is sent at last, with what it has never heard of: nothing of the other's is written over.
    karin.post(page(draft, "projekt"), mine | {"focus_area": "Sist", "go": "stay"})
    draft.refresh_from_db()
    assert (draft.summary, draft.problem, draft.desired_society, draft.focus_area) == (
        "Karins",
        "Annas",
        "Också Karins",
        "Sist",
    )


def test_two_in_the_same_field_the_second_is_shown_both(karin: Client, anna: Client, draft: Application) -> None:
    mine, hers = controls(karin.get(page(draft, "projekt"))), controls(anna.get(page(draft, "projekt")))
    types(anna, field(draft, "projekt"), hers, "problem", "Annas text.")
    told = types(karin, field(draft, "projekt"), mine, "problem", "Karins text.")
    assert told["clash"] == {"label": "Problemet", "saved": "Annas text.", "controls": {"problem": ["Annas text."]}}
    assert (told["by"], told["at"]) == (factories.applicant("medsokande").name, "10.00")
    draft.refresh_from_db()
    assert draft.problem == "Annas text."

    # Without a script: both texts on the page, and a choice for each.
    response = karin.post(page(draft, "projekt"), mine | {"go": "next"})
    assert f"{factories.applicant('medsokande').name} sparade det här kl. 10.00" in summary(response)[0][0]
    assert "Annas text." in text(response) and controls(response)["val-problem"] == "min"
    given = controls(response)
    assert given["problem"] == "Karins text."
    karin.post(page(draft, "projekt"), given | {"val-problem": "sparad", "go": "stay"})
    draft.refresh_from_db()
    assert draft.problem == "Annas text."
    karin.post(page(draft, "projekt"), given | {"val-problem": "min", "go": "stay"})
    draft.refresh_from_db()
    assert draft.problem == "Karins text."


def test_a_municipality_and_its_role_are_one_thing(karin: Client, draft: Application) -> None:
    given = controls(karin.get(page(draft, "projekt")))
    towns = [str(row) for row in draft.call_version.municipalities][:2]
    told = types(karin, field(draft, "projekt"), given, "municipalities", *towns)
    assert told["unit"] == "municipalities"
    told = types(karin, field(draft, "projekt"), given, "roll-0", "pilot")
    assert told["unit"] == "municipalities"
    draft.refresh_from_db()
    assert draft.municipalities == towns and draft.municipality_roles[towns[0]] == "pilot"


def test_a_perspective_and_its_text_are_one_thing(karin: Client, draft: Application) -> None:
    given = controls(karin.get(page(draft, "forankring"))) | {"perspektiv_gender": "on"}
    told = types(karin, field(draft, "forankring"), given, "perspektiv_gender_text", "Så här.")
    assert told["unit"] == "perspektiv_gender"
    draft.refresh_from_db()
    assert draft.perspectives == {"gender": "Så här."}


def test_rows_are_saved_whole_and_never_twice(karin: Client, draft: Application) -> None:
    url, given = field(draft, "mal"), controls(karin.get(page(draft, "mal")))
    for words in ("Fler", "Fler barn", "Fler barn mår bra"):
        told = types(karin, url, given, "delmal-0-text", words)
    assert told["unit"] == "delmal" and "delmal-0-text" in told["controls"]
    assert [goal.text for goal in draft.sub_goals.all()] == ["Fler barn mår bra"]
    types(karin, url, given, "project_goal", "Alla sju byar.")
    assert [goal.text for goal in draft.sub_goals.all()] == ["Fler barn mår bra"]
    draft.refresh_from_db()
    assert draft.project_goal == "Alla sju byar."


def test_saving_one_field_costs_few_queries(karin: Client, draft: Application) -> None:
    """In each section, the first time and again; the title names the case too."""
    costly: list[str] = []
    for key in [*SECTIONS, "projekt"]:
        given = controls(karin.get(page(draft, key)))
        names = ["title"] if key == "projekt" and not draft.title else []
        names += [name for name in SECTIONS[key].fields if isinstance(given.get(name), str)][:2]
        for control in names:
            with CaptureQueriesContext(connection) as asked:
                types(karin, field(draft, key), given, control, "2" if control != "period_start" else "2027-01-01")
            found = [one["sql"][:200] for one in asked if not one["sql"].startswith(NOT_ASKED)]
            if len(found) > MOST_QUERIES:
                costly += [f"{key} {control}: {len(found)}", *found]
    assert not costly, "\n".join(costly)


def test_how_the_section_stands_is_told_without_saving(karin: Client, anna: Client, draft: Application) -> None:
    before = karin.get(field(draft, "projekt")).json()
    given = controls(anna.get(page(draft, "projekt")))
    types(anna, field(draft, "projekt"), given, "problem", "Annas")
    after = karin.get(field(draft, "projekt")).json()
    assert {unit for unit in after["marks"] if after["marks"][unit] != before["marks"][unit]} == {"problem"}
    assert (after["at"], after["by"]) == ("10.00", factories.applicant("medsokande").name)


def test_only_the_owner_of_the_page_saves_in_it(karin: Client, anna: Client, draft: Application) -> None:
    given = controls(karin.get(page(draft, "projekt"))) | {"falt": "problem", "problem": "Karins"}
    assert anna.post(field(draft, "projekt"), given).status_code == 401
    assert karin.post(field(draft, "projekt"), given | {"falt": "finns-inte"}).json() == {"unknown": True}
    stranger = Client()
    stranger.force_login(factories.outsider())
    assert stranger.get(field(draft, "projekt")).status_code == 404
    draft.refresh_from_db()
    assert draft.problem == ""


def test_what_was_posted_after_the_session_ended_stands_in_the_form_again(karin: Client, draft: Application) -> None:
    given = controls(karin.get(page(draft, "projekt")))
    session = karin.session
    session[sessions.USED] = clock.seconds() - 3600
    session.save()
    away = karin.post(page(draft, "projekt"), given | {"problem": "Skrivet i två timmar.", "go": "next"})
    assert away.headers["Location"].startswith("/logga-in/?next=")
    draft.refresh_from_db()
    assert draft.problem == ""
    karin.force_login(factories.applicant("sokande"))
    back = karin.get(page(draft, "projekt"))
    assert "Inte sparat än." in text(back) and controls(back)["problem"] == "Skrivet i två timmar."
    karin.post(page(draft, "projekt"), controls(back) | {"go": "stay"})
    draft.refresh_from_db()
    assert draft.problem == "Skrivet i två timmar."
    assert "Inte sparat än." not in text(karin.get(page(draft, "projekt")))


def test_what_came_back_can_be_thrown_away(karin: Client, draft: Application) -> None:
    session = karin.session
    row = {"path": page(draft, "projekt"), "owner": str(factories.applicant("sokande").pk), "at": clock.seconds()}
    session[kept.KEY] = [row | {"texts": {"problem": ["Gammalt"]}}]
    session.save()
    assert controls(karin.get(page(draft, "projekt")))["problem"] == "Gammalt"
    assert karin.post(page(draft, "projekt"), {kept.THROW_AWAY: "1"}).headers["Location"] == page(draft, "projekt")
    assert controls(karin.get(page(draft, "projekt")))["problem"] == ""


# The idea


@pytest.fixture
def idea(draft: Application) -> Idea:
    programme, by = draft.call.programme, factories.applicant("sokande")
    return ideas.start(programme, organisation=draft.case.organisation, title="Idén", by=by)


def test_an_idea_is_saved_field_by_field_too(karin: Client, anna: Client, idea: Idea) -> None:
    url, edit = reverse("applications:idea_field", args=(idea.pk,)), reverse("applications:idea_edit", args=(idea.pk,))
    mine, hers = controls(karin.get(edit)), controls(anna.get(edit))
    with CaptureQueriesContext(connection) as asked:
        assert types(karin, url, mine, "problem", "Karins problem.")["at"]
    assert len([one for one in asked if not one["sql"].startswith(NOT_ASKED)]) <= MOST_QUERIES + 2
    assert types(anna, url, hers, "test_plan", "Annas plan.")["at"]
    assert types(anna, url, hers, "problem", "Annas problem.")["clash"]["saved"] == "Karins problem."
    told = types(karin, url, mine, "cost_guess", "1.234")
    assert told["faulty"] and told["errors"]["cost_guess"].startswith("Skriv utan punkt")
    idea.refresh_from_db()
    assert (idea.problem, idea.test_plan, idea.cost_guess) == ("Karins problem.", "Annas plan.", None)
    types(karin, url, mine, "who_formulated_note", "Vi frågade.")
    response = anna.post(edit, hers)
    assert "Karin" in summary(response)[0][0] and "Karins problem." in text(response)
    anna.post(edit, controls(response) | {"val-problem": "sparad"})
    idea.refresh_from_db()
    assert (idea.problem, idea.test_plan) == ("Karins problem.", "Annas plan.")


def test_faults_at_the_page_are_told_as_before(karin: Client, draft: Application) -> None:
    given = controls(karin.get(page(draft, "sokande")))
    types(karin, field(draft, "sokande"), given, "contact_email", "karin(at)x")
    response = karin.get(page(draft, "sokande"))
    assert field_error(response, "id_contact_email").startswith("E-postadressen stämmer inte.")
