"""The step where a call's earmarked money is chosen, and the pages that correct an earmark."""

from collections.abc import Callable

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from applications.models import Call
from portal.demo.stories.script import Story
from tests import factories
from tests.applications.views.pages import field_error, text
from tests.factories.funds import fund

AtDesk = Callable[[str], Client]


@pytest.fixture(scope="module")
def proposed(stage: None) -> Story:
    """A proposal of 90 000 kr that is approved in a call without earmarked money."""
    return factories.proposed_tale(factories.call())


def test_the_page_lists_first_then_does_it_and_logs(proposed: Story, at_desk: AtDesk) -> None:
    call = Call.objects.get(pk=proposed.application.call_id)
    client, url = at_desk("enhetschef"), reverse("admin:call_fund", args=[call.pk])
    money = fund({2027: 100_000, 2028: 60_000})
    asked = text(client.get(url))
    assert "Visa vad som händer" in asked and "Ta pengarna därifrån" not in asked
    listed = text(client.get(url, {"fund": money.pk}))
    assert proposed.the_case.title in listed and "90 000 kr" in listed.replace("\u00a0", " ")
    assert Call.objects.get(pk=call.pk).fund is None, "a look changes nothing"
    answer = client.post(url, {"fund": money.pk, "version": call.version})
    assert answer["Location"] == reverse("admin:call", args=[call.pk])
    assert Call.objects.get(pk=call.pk).fund == money
    assert LogEntry.objects.get(object_id=str(call.pk)).change_message == f"Öronmärkta pengar: inga → {money}."


def test_the_head_corrects_and_the_line_is_shown(stage: None, at_desk: AtDesk) -> None:
    money, client = fund({2027: 100_000}), at_desk("enhetschef")
    own = reverse("admin:fund", args=[money.pk])
    url = reverse("admin:fund_correct", args=[money.pk])
    answer = client.post(url, {"amount_2027": "100 001", "reason": "Fel."})
    assert "med högst 100 000 kr" in field_error(answer, "id_amount_2027").replace("\u00a0", " ")
    assert field_error(client.post(url, {"amount_2027": "1"}), "id_reason") == "Skriv vad som blev fel."
    assert client.post(url, {"amount_2027": "40 000", "reason": "Skrevs fel."})["Location"] == own
    shown = text(client.get(own))
    assert "Rättat, sänkt 2027 40 000 kr Skrevs fel." in shown.replace("\u00a0", " ")
    client.post(url, {"amount_2027": "60 000", "reason": "Allt var fel."})
    assert "Inget går att sänka" in text(client.get(url, follow=True))


def test_name_and_purpose_are_changed_with_what_they_were_in_the_log(stage: None, at_desk: AtDesk) -> None:
    money, client = fund({2027: 1_000}, name="Gammalt namn"), at_desk("enhetschef")
    url = reverse("admin:fund_rename", args=[money.pk])
    given = {"name": "Nytt namn", "purpose": money.purpose, "version": money.version}
    assert client.post(url, given)["Location"] == reverse("admin:fund", args=[money.pk])
    assert "Namnet var: Gammalt namn" in text(client.get(reverse("admin:fund", args=[money.pk])))
    stale = client.post(url, given | {"name": "Tredje namnet"})
    assert "Någon annan har sparat" in text(stale) and "Tredje namnet" in stale.content.decode()


def test_the_page_of_a_raise_says_whose_decision_it_is(stage: None, at_desk: AtDesk) -> None:
    money = fund({2027: 1_000})
    shown = text(at_desk("enhetschef").get(reverse("admin:fund_raise", args=[money.pk])))
    assert f"Det är {money.board.definite} som beslutar." in shown


def test_the_new_earmark_starts_without_a_board(stage: None, at_desk: AtDesk) -> None:
    client, url = at_desk("enhetschef"), reverse("admin:fund_earmark")
    page = client.get(url).content.decode()
    assert '<option value="" selected>Välj</option>' in page
    answer = client.post(url, {"name": "Ett", "purpose": "Två", "decided_on": "2026-11-02", "paragraph": "1"})
    assert field_error(answer, "id_board") == "Välj vilken nämnd som öronmärkte pengarna."
    home = factories.world()
    given = {"name": "Ett", "purpose": "Två", "board": home.health_board.pk, "programme": home.growth.pk}
    answer = client.post(url, given | {"decided_on": "2026-11-02", "paragraph": "1", "amount_2027": "10"})
    assert "hör ihop" in field_error(answer, "id_programme")
    given |= {"board": home.growth_board.pk, "decided_on": "2022-11-02", "paragraph": "1", "amount_2027": "10"}
    assert "finns från och med 1 januari 2023" in field_error(client.post(url, given), "id_board")


def test_the_list_of_calls_has_what_is_open_first_in_short_words(proposed: Story, at_desk: AtDesk) -> None:
    draft = Call.objects.get(pk=proposed.application.call_id)
    draft.pk, draft.id, draft.slug, draft.name, draft._state.adding = None, fund({2027: 1}).pk, "a", "AAA utkast", True
    draft.published_at = None
    draft.save()
    page = text(at_desk("enhetschef").get(reverse("admin:applications_call_changelist")))
    assert page.index(proposed.application.call.name) < page.index("AAA utkast")
    assert "Inte publicerad" in page and "Välj utlysning att ändra" not in page
