"""Boards at the desk: who took over from whom, ended ones not offered, the diary's first numbers in boxes."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.accounts.models import Board
from tests import factories
from tests.applications.views.pages import controls, read, summary, text

AtDesk = Callable[[str], Client]


@pytest.fixture
def ended(stage: None) -> Board:
    """A board that the growth board has taken over from."""
    heir = factories.world().growth_board
    return Board.objects.create(
        authority=heir.authority,
        name="Gamla nämnden",
        definite="Gamla nämnden",
        short_name="GN",
        dnr_format="{short} {yy}/{number:03d}",
        valid_from=date(2015, 1, 1),
        valid_to=date(2022, 12, 31),
        successor=heir,
    )


def test_the_head_reads_who_took_over(ended: Board, at_desk: AtDesk) -> None:
    client, url = at_desk("enhetschef"), reverse("admin:boards")
    shown = text(client.get(url))
    assert "1 januari 2015 – 31 december 2022" in shown
    assert f"{ended.successor.name} har tagit över." in shown
    assert url in client.get(reverse("admin:index")).content.decode()
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(10):
        Board.objects.create(
            authority=ended.authority,
            name=f"Nämnd {number}",
            definite=f"Nämnd {number}",
            short_name=f"N{number}",
            dnr_format="{number}",
            valid_from=date(2015, 1, 1),
        )
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)


def test_an_ended_board_is_not_offered_but_stays_where_it_is_chosen(ended: Board, at_desk: AtDesk) -> None:
    client, programme = at_desk("admin"), factories.world().growth
    label = "Gamla nämnden (till och med 2022)"
    assert label not in client.get(reverse("admin:applications_programme_add")).content.decode()
    url = reverse("admin:applications_programme_change", args=[programme.pk])
    assert label not in client.get(url).content.decode()
    type(programme).objects.filter(pk=programme.pk).update(board=ended)
    assert label in client.get(url).content.decode()


def test_the_diarys_first_numbers_are_boxes_and_the_form_shows_what_a_number_looks_like(
    ended: Board, at_desk: AtDesk
) -> None:
    client, url = at_desk("admin"), reverse("admin:accounts_board_change", args=[ended.pk])
    page = client.get(url)
    assert "blir årets första nummer GN 26/001" in text(page)
    assert text(page).count("Efterträdare") == 1
    assert "data-admin-utc-offset" not in page.content.decode()
    values = controls(page) | {"dnr_first_0": "2023", "dnr_first_1": "många"}
    assert "Skriv det första numret för 2023" in text(client.post(url, values))
    assert client.post(url, values | {"dnr_first_1": "10970"}).status_code == 302
    assert Board.objects.get(pk=ended.pk).dnr_first == {"2023": 10970}
    assert controls(client.get(url))["dnr_first_1"] == "10970"


def test_errors_of_a_register_stand_in_the_summary_with_the_fields_name(ended: Board, at_desk: AtDesk) -> None:
    client, url = at_desk("admin"), reverse("admin:accounts_board_change", args=[ended.pk])
    answer = client.post(url, controls(client.get(url)) | {"name": ""})
    assert ("Namn: ", "#id_name") in [(line[:6], href) for line, href in summary(answer)]
    crumbs = [link.text for link in read(answer).all("a") if link.given.get("href") == reverse("admin:index")]
    assert "Idag" in crumbs and "Hem" not in text(answer)
