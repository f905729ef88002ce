"""The call's own questions in what is frozen and printed: as they were asked and answered then."""

from typing import Any

import pytest

from applications.documents import receipt
from applications.documents.contents import contents
from applications.models import Application, ApplicationVersion, CallQuestion
from applications.services import attaching, submitting
from portal.demo.stories.script import certificate
from reviews.selectors import frozen
from tests import factories
from tests.factories.questions import ALL_KINDS, PLACES, WORDS, answered, ask

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Application:
    call = factories.call()
    ask(call, *ALL_KINDS)
    ask(call, {**WORDS, "key": "pengar", "label": "Vem betalar annars?", "required": False}, section="budget")
    ask(call, {**PLACES, "key": "intyg", "label": "Finns intyg?"}, section="bilagor")
    row = factories.filled_application(call)
    attaching.add_attachment(row, kind="fraga:ritning", upload=certificate("Lokalen"), by=factories.applicant())
    return answered(row, lokal="Ja", rum="1234.5", larande="Rad ett\nrad två", invigning="2027-03-01", intyg="Nej")


def rows(data: dict[str, Any], key: str) -> dict[str, str]:
    return {row["label"]: row["value"] for part in data["sections"] if part["key"] == key for row in part["rows"]}


def test_answers_stand_in_their_section_in_words(draft: Application) -> None:
    found = rows(contents(draft), "statsstod")
    assert list(found) == [
        "Säljer ni något eller konkurrerar på en marknad i projektet?",
        "Får något företag en fördel av projektet?",
        "Behöver ni en lokal?",
        "Hur många rum?",
        "Ritning över lokalen",
        "Vad vill ni lära er?",
        "Vilken dag öppnar ni?",
    ]
    assert found["Hur många rum?"] == "1\u00a0234,5"
    assert found["Vilken dag öppnar ni?"] == "1 mars 2027"
    assert found["Vad vill ni lära er?"] == "Rad ett\nrad två"
    assert found["Ritning över lokalen"].startswith("Intyg om medfinansiering.pdf, ")


def test_a_question_that_is_not_asked_is_not_printed(draft: Application) -> None:
    data = contents(answered(draft, lokal="Nej", rum="3", larande="Mycket.", gammal="Kvar."))
    assert "Hur många rum?" not in rows(data, "statsstod")
    assert rows(data, "statsstod")["Vilken dag öppnar ni?"] == "–"
    assert [row["key"] for row in data["answers"]] == ["lokal", "ritning", "larande", "invigning", "pengar", "intyg"]


def test_files_stand_once_with_the_words_of_their_question(draft: Application) -> None:
    data = contents(draft)
    assert [file["label"] for file in data["attachments"] if file["kind"] == "fraga:ritning"] == [
        "Ritning över lokalen"
    ]
    assert "Ritning över lokalen" not in rows(data, "bilagor")


def test_the_version_keeps_what_was_asked_then(draft: Application) -> None:
    submitting.submit(draft, by=factories.applicant("firmatecknare"))
    version = Application.objects.get(pk=draft.pk).versions.get()
    answers = {row["key"]: row for row in version.data["answers"]}
    assert answers["rum"] == {
        "section": "statsstod",
        "key": "rum",
        "kind": "number",
        "label": "Hur många rum?",
        "stored": "1234.5",
        "value": "1\u00a0234,5",
    }
    assert CallQuestion.objects.filter(call_version=draft.call_version).exists()
    printed = {heading: {line[0]: line[1] for line in lines} for heading, lines in receipt.view(version)["sections"]}
    assert printed["Statligt stöd"]["Behöver ni en lokal?"] == "Ja"
    assert printed["Budget och finansiering: utlysningens egna frågor"] == {"Vem betalar annars?": "–"}
    assert printed["Bilagor: utlysningens egna frågor"] == {"Finns intyg?": "Nej"}
    assert ("Hur många rum?", "1\u00a0234,5") in frozen.own_answers(version)
    assert ("Vem betalar annars?", "Inget svar.") in frozen.own_answers(version)


def test_a_version_from_before_there_were_questions_reads_as_none() -> None:
    assert frozen.own_answers(ApplicationVersion(data={"sections": []})) == []
