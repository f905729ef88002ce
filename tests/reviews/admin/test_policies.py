"""Inriktningsbeslut at the desk: kept by the head, chosen in the proposal, read on the case page."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import PolicyDecision, Programme
from portal.demo.stories.script import Story
from tests import factories
from tests.applications.views.pages import controls, field_error, read, summary, text

from .addresses import page
from .test_kept_rows import change, filled

AtDesk = Callable[[str], Client]
ADD = "admin:applications_policydecision_add"
PROPOSAL = {"kind": "approval", "share": "40", "cap": "90 000", "reasons": "Det passar.", "conditions": ""}


@pytest.fixture(scope="module")
def prepared(stage: None) -> Story:
    return factories.prepared_tale(title="Bereds")


def given(prepared: Story, **values: str) -> dict[str, str]:
    return {
        "board": str(prepared.the_case.board_id),
        "decided_on": "2025-10-03",
        "paragraph": "17",
        "title": "Unga i arbete",
        "appropriation": "",
        "url": "",
    } | values


def test_the_head_adds_and_mends_one(prepared: Story, at_desk: AtDesk) -> None:
    client = at_desk("enhetschef")
    assert client.post(reverse(ADD), given(prepared)).status_code == 302
    row = PolicyDecision.objects.get(title="Unga i arbete")
    assert (row.paragraph, row.decided_on) == ("§ 17", date(2025, 10, 3))
    assert client.post(change(row), filled(client, change(row)) | {"paragraph": "§ 18"}).status_code == 302
    row.refresh_from_db()
    assert (row.paragraph, row.version) == ("§ 18", 2)
    for name in ("handlaggare", "namndsekreterare", "sokande"):
        assert at_desk(name).get(change(row)).status_code == 404


def test_a_day_to_come_and_no_paragraph_are_told(prepared: Story, at_desk: AtDesk) -> None:
    answer = at_desk("enhetschef").post(reverse(ADD), given(prepared, decided_on="2027-01-10", paragraph="§"))
    shown = text(answer)
    assert "10 januari 2027 har inte varit än." in shown
    assert "Skriv paragrafens nummer" in shown


def test_the_officer_chooses_and_the_case_page_tells(prepared: Story, at_desk: AtDesk) -> None:
    client, url = at_desk("handlaggare"), page(prepared.the_case, "case_propose")
    form = client.get(url)
    assert "Inriktningsbeslut som förslaget bygger på" in text(form)
    assert "Projektforum: vilken dag togs ärendet upp?" in text(form)
    policy = PolicyDecision.objects.get(board=prepared.the_case.board)
    leans = {"policies": [str(policy.pk)], "forum_on": "2026-11-20", "forum_note": "Bra bredd."}
    assert client.post(url, PROPOSAL | leans | {"version": "0"}).status_code == 302
    again = controls(client.get(url))
    assert (again["policies"], again["forum_on"]) == (str(policy.pk), "2026-11-20")
    shown = text(client.get(page(prepared.the_case, "case_assessment")))
    assert "Förslaget bygger på nämndens inriktningsbeslut 2024-02-09 § 2" in shown
    assert "Projektforum behandlade ärendet 20 november 2026. Bra bredd." in shown
    stale = client.post(url, PROPOSAL | leans | {"version": "9"})
    assert stale.status_code == 409
    assert "Projekt som bidrar till att rusta barn och unga (2024-02-09, § 2)" in text(stale)


def test_a_forum_day_to_come_is_told_at_its_field(prepared: Story, at_desk: AtDesk) -> None:
    client, url = at_desk("handlaggare"), page(prepared.the_case, "case_propose")
    answer = client.post(url, PROPOSAL | {"forum_on": "2026-12-24", "version": "0"})
    assert "24 december 2026 har inte varit än." in field_error(answer, "id_forum_on")
    assert any(href == "#id_forum_on" for _, href in summary(answer))
    assert controls(answer)["forum_on"] == "2026-12-24"


def test_nothing_is_asked_where_there_is_nothing_to_choose_and_no_forum(prepared: Story, at_desk: AtDesk) -> None:
    PolicyDecision.objects.all().delete()
    Programme.objects.update(forum_name="")
    form = read(at_desk("handlaggare").get(page(prepared.the_case, "case_propose")))
    assert not form.all("input", name="policies") and not form.all("input", name="forum_on")
