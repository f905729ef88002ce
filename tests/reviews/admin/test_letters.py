"""The desk's pages for a programme's own paragraph in a letter, with the letter as it will look."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import LetterText
from portal.demo.world import World
from tests import factories
from tests.applications.views.pages import text

from .test_kept_rows import change, filled

AtDesk = Callable[[str], Client]
ADD = reverse("admin:applications_lettertext_add")


@pytest.fixture(scope="module")
def world(stage: None) -> World:
    return factories.world()


def test_the_head_writes_one_and_reads_the_whole_letter(world: World, at_desk: AtDesk) -> None:
    client = at_desk("enhetschef")
    assert "Beslut: delvis bifall" in text(client.get(ADD))
    given = {"programme": str(world.growth.pk), "kind": "paid", "text": "Frågor om {{ pengar }}?\n\nRing <oss>."}
    assert client.post(ADD, given).status_code == 302
    row = LetterText.objects.get(kind="paid")
    shown = text(client.get(change(row)))
    assert "Vi har betalat 100 000 kr till bankgiro 5050-1055" in shown
    assert "Frågor om {{ pengar }}? Ring <oss>. Se ärendet:" in shown
    assert client.post(change(row), filled(client, change(row)) | {"text": "Ring."}).status_code == 302
    row.refresh_from_db()
    assert (row.text, row.version) == ("Ring.", 2)
    assert "Utbetalningen är gjord" in text(client.get(reverse("admin:applications_lettertext_changelist")))


def test_a_letter_has_one_paragraph_and_it_is_not_empty(world: World, at_desk: AtDesk) -> None:
    client = at_desk("enhetschef")
    given = {"programme": str(world.growth.pk), "kind": "settled", "text": "En till."}
    assert "Brevet har redan en egen text." in text(client.post(ADD, given))
    answer = text(client.post(ADD, given | {"kind": "", "text": " "}))
    assert "Välj vilket brev." in answer and "Skriv texten, eller ta bort raden." in answer


def test_others_find_nothing(world: World, at_desk: AtDesk) -> None:
    row = LetterText.objects.get(kind="settled")
    for name in ("handlaggare", "namndsekreterare", "arkivarie", "sokande"):
        assert at_desk(name).get(change(row)).status_code == 404
