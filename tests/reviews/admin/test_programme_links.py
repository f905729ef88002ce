"""Links of a programme: typed as rows, https only, shown with their note on the call's page (F-18)."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from applications.models import Call, Programme
from tests import factories
from tests.applications.views.pages import controls, read, text

from .test_kept_rows import change

AtDesk = Callable[[str], Client]
FILM = {"links_0": "Film om satsningen", "links_1": "https://www.example.se/film", "links_2": "med text"}


@pytest.fixture(scope="module")
def call(stage: None) -> Call:
    return factories.call()


def saved(client: Client, programme: Programme, **links: str) -> object:
    return client.post(change(programme), controls(client.get(change(programme))) | links)


def test_rows_are_saved_shown_again_and_read_on_the_calls_page(call: Call, at_desk: AtDesk) -> None:
    client, programme = at_desk("enhetschef"), call.programme
    more = {"links_6": "Strategin", "links_7": "www.example.se/strategi"}
    assert saved(client, programme, **FILM, **more).status_code == 302  # type: ignore[attr-defined]
    programme.refresh_from_db()
    assert programme.links == [
        {"label": "Film om satsningen", "url": "https://www.example.se/film", "note": "med text"},
        {"label": "Strategin", "url": "https://www.example.se/strategi", "note": ""},
    ]
    again = controls(client.get(change(programme)))
    assert (again["links_0"], again["links_4"], again["links_6"]) == (
        FILM["links_0"],
        "https://www.example.se/strategi",
        "",
    )
    page = Client().get(reverse("applications:call", args=(call.slug,)))
    assert "Läs mer Film om satsningen (med text) Strategin" in text(page)
    assert [row.text for row in read(page).all("a", href="https://www.example.se/film")] == ["Film om satsningen"]
    assert saved(client, programme, links_0="", links_1="", links_2="").status_code == 302  # type: ignore[attr-defined]
    programme.refresh_from_db()
    assert [row["label"] for row in programme.links] == ["Strategin"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"links_3": "Sidan", "links_4": "http://www.example.se"}, "Länk 2: Adressen ska börja med https."),
        ({"links_3": "Sidan", "links_4": "javascript://x"}, "Länk 2: Adressen ska börja med https."),
        ({"links_3": "Sidan", "links_4": "https://en sida"}, "Länk 2: Webbadressen stämmer inte."),
        ({"links_3": "Sidan"}, "Länk 2: Skriv webbadressen."),
        ({"links_4": "https://www.example.se"}, "Länk 2: Skriv vad den heter."),
        ({"links_3": "å" * 121, "links_4": "https://x.se"}, "Länk 2: Namn är 121 tecken. Högst 120 får plats."),
    ],
)
def test_a_row_that_does_not_hold_is_told_and_kept(
    call: Call, given: dict[str, str], words: str, at_desk: AtDesk
) -> None:
    client = at_desk("enhetschef")
    answer = saved(client, call.programme, **FILM, **given)
    assert words in text(answer)
    kept = controls(answer)
    assert {name: kept[name] for name in (FILM | given)} == FILM | given
    assert Programme.objects.get(pk=call.programme_id).links == []


def test_a_page_without_links_has_no_heading_for_them(call: Call) -> None:
    assert "Läs mer" not in text(Client().get(reverse("applications:call", args=(call.slug,))))


def test_a_data_file_cannot_bring_another_address_either(call: Call) -> None:
    programme = call.programme
    for row in ({"label": "Sidan", "url": "http://x.se"}, {"url": "https://x.se"}, "https://x.se"):
        programme.links = [row]
        with pytest.raises(ValidationError):
            programme.full_clean()
