"""Idékollen at the desk: editions with questions, publishing, trying it out, and what people have answered."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.enums import ChecklistAnswer
from applications.models import Checklist, ChecklistQuestion, ChecklistTally
from applications.selectors.checklists import asked
from applications.services import checklists, ideas
from portal import clock
from portal.accounts.enums import StaffRoleName
from portal.accounts.models import StaffRole, User
from portal.demo.world import moment
from reviews.selectors.checklist_statistics import statistics
from tests import factories
from tests.applications.views.pages import controls, read, summary, text

AtDesk = Callable[[str], Client]
YES, NO, UNSURE, BLANK = ChecklistAnswer


@pytest.fixture(scope="module")
def edition(stage: None) -> Checklist:
    return factories.checklist()


def at(name: str, edition: Checklist) -> str:
    return reverse(f"admin:{name}", args=[edition.pk])


CHANGE = "applications_checklist_change"


def test_a_head_writes_an_edition_with_its_questions(edition: Checklist, at_desk: AtDesk) -> None:
    client, url = at_desk("enhetschef"), reverse("admin:applications_checklist_add")
    values = controls(client.get(url)) | {
        "programme": str(edition.programme_id),
        "name": "Ny koll",
        "intro": "Svara på det ni kan.",
        "yes_text": "Flera ja.",
        "no_text": "Flera nej.",
        "yes_needed": "1",
        "no_needed": "1",
        "support_url": "example.se/stod",
        "questions-0-order": "1",
        "questions-0-text": "Är det så?",
        "questions-0-advice": "Fråga vidare.",
    }
    assert client.post(url, values).status_code == 302
    made = Checklist.objects.get(name="Ny koll")
    assert (made.number, made.published_at, made.support_url) == (edition.number + 1, None, "https://example.se/stod")
    assert [(question.text, question.key) for question in made.questions.all()] == [("Är det så?", "ar-det-sa")]


def test_what_does_not_hold_together_is_refused_at_save_and_told_in_the_summary(
    edition: Checklist, at_desk: AtDesk
) -> None:
    client, draft = at_desk("enhetschef"), checklists.copy(edition, by=factories.staff("enhetschef"))
    url = at(CHANGE, draft)
    page = controls(client.get(url))
    rows = [row.key for row in draft.questions.order_by("order", "pk")]
    under = rows.index("q1a")
    assert page[f"questions-{under}-parent"] == "q1", "chosen from the list of main questions"
    told = summary(client.post(url, page | {"questions-0-parent": "q2"}))
    assert told[0] == (
        "Frågan har egna frågor under sig och kan inte själv stå under en annan.",
        "#id_questions-0-parent",
    )
    ((words, place),) = summary(client.post(url, page | {"yes_needed": "11"}))
    assert words == "Så många ja är 11, men bara 10 av frågorna får ett svar. Skriv högst 10."
    assert place == "#questions-group"
    ((words, place),) = summary(client.post(url, page | {"questions-0-text": ""}))
    assert place == "#id_questions-0-text" and "Skriv frågan" in words


def test_a_published_edition_is_only_read(edition: Checklist, at_desk: AtDesk) -> None:
    client = at_desk("enhetschef")
    shown = client.get(at(CHANGE, edition))
    assert "går inte att ändra" in text(shown)
    assert "name" not in controls(shown)
    question = edition.questions.first()
    assert client.post(at(CHANGE, edition), {"name": "Annat", "questions-0-text": "Annat?"}).status_code == 404
    assert client.post(at("applications_checklist_delete", edition), {"post": "yes"}).status_code == 404
    assert ChecklistQuestion.objects.get(pk=question.pk).text == question.text


def test_a_draft_is_changed_published_and_meets_people(edition: Checklist, at_desk: AtDesk) -> None:
    client = at_desk("enhetschef")
    made_at = client.post(at("checklist_copy", edition)).headers["Location"]
    made = Checklist.objects.get(number=edition.number + 1, programme=edition.programme)
    assert made_at == at(CHANGE, made)
    values = controls(client.get(made_at)) | {"questions-0-text": "En ny fråga?", "questions-11-order": ""}
    assert client.post(made_at, values).status_code == 302
    public = reverse("applications:checklist", args=(edition.programme.slug,))
    assert "En ny fråga?" not in text(Client().get(public))
    assert "går inte längre att ändra" in text(client.get(at("checklist_publish", made)))
    client.post(at("checklist_publish", made))
    assert "En ny fråga?" in text(Client().get(public))
    again = text(client.post(at("checklist_publish", made)))
    assert "nyare utgåva är publicerad" in again


def test_what_must_be_mended_is_told_before_publishing(edition: Checklist, at_desk: AtDesk) -> None:
    client = at_desk("enhetschef")
    draft = checklists.copy(edition, by=factories.staff("enhetschef"))
    draft.questions.all().delete()
    assert "Lägg till minst en fråga" in text(client.get(at("checklist_publish", draft)))
    client.post(at("checklist_publish", draft))
    assert Checklist.objects.get(pk=draft.pk).published_at is None
    assert client.post(at("applications_checklist_delete", draft), {"post": "yes"}).status_code == 302


def test_a_draft_can_be_tried_without_counting(edition: Checklist, at_desk: AtDesk) -> None:
    client = at_desk("enhetschef")
    draft = checklists.copy(edition, by=factories.staff("enhetschef"))
    url = at("checklist_preview", draft)
    shown = client.get(url)
    assert "Så här ser utgåvan ut" in text(shown)
    assert [form.given["method"] for form in read(shown).all("form") if form.given.get("action") == url] == ["get"]
    tried = text(client.get(url, controls(shown) | {"svar-q1": "ja", "svar-q2": "ja"}))
    assert "Ja 2 Nej 0 Vet inte 0 Obesvarade 8" in tried
    assert not ChecklistTally.objects.exists()
    assert reverse("applications:checklist", args=(edition.programme.slug,)) not in tried


def test_editions_of_other_boards_are_not_found(edition: Checklist) -> None:
    head = User.objects.create_user("chef@example.se", "demo-portalen-2026", name="Chef Annan")
    board = factories.other_officer().staff_roles.get().board
    StaffRole.objects.create(user=head, role=StaffRoleName.HEAD_OF_UNIT, board=board)
    client = Client()
    client.force_login(User.objects.get(pk=head.pk))
    for name in ("preview", "publish", "copy", "statistics", "csv"):
        assert client.get(at(f"checklist_{name}", edition)).status_code == 404
    assert client.post(at("checklist_copy", edition)).status_code == 404
    assert edition.name not in text(client.get(reverse("admin:applications_checklist_changelist")))


def answer(edition: Checklist, times: int, month: int = 11, **answers: ChecklistAnswer) -> None:
    with clock.at(moment(date(2026, month, 15))):
        for _ in range(times):
            checklists.submit(edition, answers)


def test_the_figures_tell_which_question_stops_most(edition: Checklist, at_desk: AtDesk) -> None:
    answer(edition, 3, q1=YES, q6=NO, q7=NO)
    answer(edition, 3, q1=YES, q6=NO, q4=UNSURE)
    page = read(at_desk("enhetschef").get(at("checklist_statistics", edition)))
    assert "Ifylld 6 gånger, hela tiden." in page.text
    assert "Här säger flest nej. 6. Vill er organisation" in page.text and "6 av 6 svarade nej." in page.text
    rows = {row.all("th")[0].text[:2]: [cell.text for cell in row.all("td")] for row in page.all("tr") if row.all("td")}
    assert rows["1."] == ["6", "0", "0", "0"]
    assert rows["4."] == ["0", "0", "3", "3"]
    assert rows["7."] == ["0", "3", "0", "3"]
    assert len(page.all("svg")) >= len(asked(edition))


def test_few_answers_are_not_shown_for_a_month(edition: Checklist, at_desk: AtDesk) -> None:
    answer(edition, 4, month=10, q1=NO)
    client = at_desk("enhetschef")
    assert "För få för att visa" in text(client.get(at("checklist_statistics", edition)))
    answer(edition, 5, month=11, q1=NO, q2=NO)
    page = text(client.get(at("checklist_statistics", edition)))
    assert "Oktober 2026 4 Visas från 5 gånger" in page and "November 2026 5 Fråga 1 (5 nej)" in page
    assert "Ifylld 5 gånger, november 2026." in text(
        client.get(at("checklist_statistics", edition), {"manad": "2026-11"})
    )
    assert "För få för att visa" in text(client.get(at("checklist_statistics", edition), {"manad": "2026-10"}))
    for wrong in ("2026-09", "2026", "x", "2026-13", "2026-11-01"):
        assert client.get(at("checklist_statistics", edition), {"manad": wrong}).status_code == 404


def test_nobody_has_answered_yet(edition: Checklist, at_desk: AtDesk) -> None:
    assert "Ingen har fyllt i den här utgåvan än" in text(
        at_desk("enhetschef").get(at("checklist_statistics", edition))
    )


def test_the_figures_as_a_file(edition: Checklist, at_desk: AtDesk) -> None:
    answer(edition, 4, month=10, q1=NO)
    answer(edition, 5, month=11, q1=YES)
    edition.questions.filter(key="q1").update(text="=1+1")
    response = at_desk("enhetschef").get(at("checklist_csv", edition))
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Period", "Nummer", "Fråga", "Gånger", "Ja", "Nej", "Vet inte", "Obesvarad"]
    assert rows[1] == ["hela tiden", "1", "'=1+1", "9", "5", "4", "0", "0"]
    november = [row for row in rows if row[0] == "november 2026"]
    assert len(november) == len(asked(edition)) and november[0][4:] == ["5", "0", "0", "0"]
    assert [row[2] for row in rows if row[0] == "oktober 2026"] == ["Färre än 5 gånger"]


def test_the_figures_cost_the_same_for_one_month_and_many(edition: Checklist) -> None:
    edition = Checklist.objects.prefetch_related("questions").get(pk=edition.pk)
    spent = []
    for month in (1, 11):
        for other in range(1, month + 1):
            answer(edition, 1, month=other, q1=YES)
        with CaptureQueriesContext(connection) as found:
            assert len(statistics(edition).months) == month
        spent.append(len(found))
    assert spent[0] == spent[1] <= 2


def test_the_officer_reads_the_answers_of_a_shared_idea(edition: Checklist, at_desk: AtDesk) -> None:
    home, lead = factories.world(), factories.applicant()
    answers: dict[str, Any] = checklists.carried(edition, {"q1": YES, "q4": NO})
    idea = ideas.start(home.growth, organisation=home.region, title="Idé", by=lead, checklist=answers)
    idea = ideas.save(idea, values={"problem": "Efter skolan finns ingenstans att vara."}, version=None, by=lead)
    ideas.share(idea, by=lead)
    page = text(at_desk("handlaggare").get(reverse("admin:case_application", args=[idea.case_id])))
    assert "Svaren i Idékollen" in page and "4. Står ledningen bakom" in page
    own = Client()
    own.force_login(User.objects.get(pk=lead.pk))
    assert "4. Står ledningen bakom" in text(own.get(reverse("applications:idea", args=(idea.pk,))))
