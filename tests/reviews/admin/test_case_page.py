"""The case page: at most twenty questions whatever the state, the tabs, files and what the sentence says."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.demo.stories.script import Story
from tests import factories

from .addresses import page

AtDesk = Callable[[str], Client]
MOST = 20
STATES = ("ny", "kontroll", "beredning", "forslag", "beslutad", "godkand")
PEOPLE = ("handlaggare", "enhetschef", "ekonom", "namndsekreterare", "registrator")


@pytest.fixture(scope="module")
def tales(stage: None) -> dict[str, Story]:
    return {
        "ny": factories.submitted_tale(title="Ny"),
        "kontroll": factories.assigned_tale(title="Kontroll"),
        "beredning": factories.prepared_tale(title="Beredning"),
        "forslag": factories.proposed_tale(title="Förslag"),
        "beslutad": factories.delegated_tale(title="Beslutad"),
        "godkand": factories.accepted_tale(title="Godkänd"),
    }


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("state", STATES)
def test_the_case_page_asks_at_most_twenty_times(
    state: str, name: str, tales: dict[str, Story], at_desk: AtDesk
) -> None:
    client, url = at_desk(name), page(tales[state].the_case)
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    assert len(asked) <= MOST, "\n".join(row["sql"][:160] for row in asked)


def test_the_sentence_says_whose_turn_it_is(tales: dict[str, Story], at_desk: AtDesk) -> None:
    said = {
        "ny": "Den ska få en handläggare.",
        "kontroll": "Elin Sandahl kontrollerar ansökan",
        "beredning": "Elin Sandahl bereder ansökan",
        "forslag": "Förslaget är godkänt. Nu ska det beslutas.",
        "beslutad": "Beslutet om bifall är fattat på delegation. Nu ska det expedieras.",
        "godkand": "Sökanden har godkänt beslutet. Projektet börjar 1 januari 2027.",
    }
    client = at_desk("handlaggare")
    for state, sentence in said.items():
        assert sentence in client.get(page(tales[state].the_case)).content.decode(), state


def test_the_frozen_version_is_read_and_not_the_live_columns(tales: dict[str, Story], at_desk: AtDesk) -> None:
    application = tales["kontroll"].application
    type(application).objects.filter(pk=application.pk).update(summary="Skrivet efteråt")
    client = at_desk("handlaggare")
    shown = client.get(page(tales["kontroll"].the_case, "case_application")).content.decode()
    assert "Bokpåsar på nio språk." in shown
    assert "Skrivet efteråt" not in shown
    assert client.get(page(tales["kontroll"].the_case, "case_application") + "?version=1").status_code == 200
    for wrong in ("2", "x", "-1", "99999"):
        address = page(tales["kontroll"].the_case, "case_application") + f"?version={wrong}"
        assert client.get(address).status_code == 404, wrong


def test_attachments_come_as_files_and_only_those_that_were_sent(tales: dict[str, Story], at_desk: AtDesk) -> None:
    case = tales["kontroll"].the_case
    attachment = case.application.attachments.get()
    url = page(case, "case_attachment", attachment=attachment.pk)
    response = at_desk("handlaggare").get(url)
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert at_desk("admin").get(url).status_code == 404
    type(attachment.file).objects.filter(pk=attachment.file_id).update(sha256="0" * 64)
    assert at_desk("handlaggare").get(url).status_code == 404


def test_documents_lie_in_the_case(tales: dict[str, Story], at_desk: AtDesk) -> None:
    case, client = tales["beslutad"].the_case, at_desk("registrator")
    shown = client.get(page(case, "case_documents")).content.decode()
    document = case.documents.get(kind="decision")
    assert f"/handlingar/{document.pk}/" in shown
    assert client.get(f"/handlingar/{document.pk}/").status_code == 200


def test_tabs_that_do_not_hold_yet_are_not_there(tales: dict[str, Story], at_desk: AtDesk) -> None:
    client = at_desk("handlaggare")
    assert client.get(page(tales["beredning"].the_case, "case_project")).status_code == 404
    assert client.get(page(tales["godkand"].the_case, "case_project")).status_code == 200
    idea = factories.shared_idea()
    assert client.get(page(idea.case)).status_code == 200
    assert client.get(page(idea.case, "case_assessment")).status_code == 404


def test_the_log_tells_who_did_what(tales: dict[str, Story], at_desk: AtDesk) -> None:
    shown = at_desk("arkivarie").get(page(tales["beslutad"].the_case, "case_history")).content.decode()
    for sentence in ("Lars Hedman skickade in ansökan.", "Elin Sandahl beslutade på delegation."):
        assert sentence in shown
