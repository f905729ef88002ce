"""The officer's own pages: check, assessment and proposal with version check, notes, officer, conditions."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from applications.lifecycle import engine
from applications.models import Application, Condition
from applications.services import handling
from portal import dates
from portal.accounts.models import User
from portal.demo.stories.script import Story
from reviews.enums import Criterion
from reviews.models import Assessment, FileNote, FormalCheck, Memo
from reviews.selectors.dossier import load
from reviews.selectors.offers import offered
from reviews.services import assessing, checking, proposing
from tests import factories

from .addresses import page

AtDesk = Callable[[str], Client]
CHECK = {"in_time": "yes", "eligible": "yes", "signed": "yes", "complete": "", "note": "Ser bra ut."}
PROPOSAL = {"kind": "approval", "share": "40", "cap": "90 000", "reasons": "Det passar.", "conditions": ""}


@pytest.fixture(scope="module")
def assigned(stage: None) -> Story:
    return factories.assigned_tale()


@pytest.fixture(scope="module")
def prepared(stage: None) -> Story:
    return factories.prepared_tale(title="Bereds")


def test_the_check_is_saved_in_parts(assigned: Story, at_desk: AtDesk) -> None:
    client, url = at_desk("handlaggare"), page(assigned.the_case, "case_check")
    assert client.post(url, CHECK | {"version": 0}).status_code == 302
    check = FormalCheck.objects.get(case=assigned.the_case)
    assert (check.in_time, check.complete, check.note, check.is_done) == (True, None, "Ser bra ut.", False)
    client.post(url, CHECK | {"complete": "no", "version": check.version})
    check.refresh_from_db()
    assert (check.complete, check.is_done) == (False, True)


def test_a_check_that_another_window_has_saved_keeps_both(assigned: Story, at_desk: AtDesk) -> None:
    client, url = at_desk("handlaggare"), page(assigned.the_case, "case_check")
    client.post(url, CHECK | {"version": 0})
    stored = FormalCheck.objects.get(case=assigned.the_case)
    values = {"note": "Skrivet i ett annat fönster."}
    checking.save(assigned.the_case, values=values, version=stored.version, by=factories.staff("handlaggare"))
    response = client.post(url, CHECK | {"note": "Mitt eget.", "version": stored.version})
    shown = response.content.decode()
    assert response.status_code == 409
    assert "Någon annan har sparat under tiden." in shown
    assert "Mitt eget." in shown
    assert "Skrivet i ett annat fönster." in shown
    fresh = stored.version + 1
    assert f'name="version" value="{fresh}"' in shown
    assert client.post(url, CHECK | {"note": "Mitt eget.", "version": fresh}).status_code == 302


def test_each_question_stands_beside_what_the_machine_found(assigned: Story, at_desk: AtDesk) -> None:
    client, url = at_desk("handlaggare"), page(assigned.the_case, "case_check")
    shown = client.get(url).content.decode()
    assert shown.count("Portalen fann: ja.") == 4
    assert f"Ansökan kom in {dates.datetime_long(factories.NOW)}." in shown
    told = client.post(url, CHECK | {"eligible": "no", "note": "", "version": 0}).content.decode()
    assert "Du svarar nej på ”Får organisationen söka?”, men portalen fann ja. Skriv varför." in told
    assert client.post(url, CHECK | {"eligible": "no", "version": 0}).status_code == 302
    tab = client.get(page(assigned.the_case, "case_assessment")).content.decode()
    assert tab.count("Portalen fann: ja") == 4 and "Portalen finner något annat nu" not in tab
    Application.objects.filter(case=assigned.the_case).update(problem="")
    for route in ("case_check", "case_assessment"):
        now = client.get(page(assigned.the_case, route)).content.decode()
        assert "Portalen finner något annat nu" in now and "Nu: nej. Projektet: Beskriv problemet." in now


def test_nothing_before_the_jav_question(at_desk: AtDesk) -> None:
    tale = factories.submitted_tale(title="Obesvarad")
    handling.assign(tale.application, officer=factories.staff("handlaggare"), by=factories.staff("enhetschef"))
    client, url = at_desk("handlaggare"), page(tale.the_case, "case_check")
    shown = client.get(url).content.decode()
    assert "Svara först på om du är jävig" in shown
    assert "<textarea" not in shown
    client.post(url, CHECK | {"version": 0})
    assert not FormalCheck.objects.filter(case=tale.the_case).exists()
    client.post(page(tale.the_case, "case_conflict"), {"answer": "no"})
    assert client.post(url, CHECK | {"version": 0}).status_code == 302


def test_assessment_wants_score_and_reason_together(prepared: Story, at_desk: AtDesk) -> None:
    client, url = at_desk("handlaggare"), page(prepared.the_case, "case_assess")
    given = {"version": 0, "relevance_score": "4", "potential_reason": "Kan spridas."}
    shown = client.post(url, given).content.decode()
    assert "Skriv varför relevans får 4." in shown
    assert "Välj en poäng för potential." in shown
    assert "Kan spridas." in shown
    given |= {"relevance_reason": "Behovet är tydligt.", "potential_score": "3", "child_best_interest": "Prövat."}
    assert client.post(url, given).status_code == 302
    assessment = Assessment.objects.get(case=prepared.the_case)
    scores = {score.criterion: score.score for score in assessment.scores.all()}
    assert scores == {Criterion.RELEVANCE: 4, Criterion.POTENTIAL: 3}
    assert "Ändra bedömningen" in client.get(page(prepared.the_case)).content.decode()


def test_the_second_reader_reads_blind(prepared: Story, at_desk: AtDesk) -> None:
    officer, reader = factories.staff("handlaggare"), factories.staff("medhandlaggare")
    handling.assign(prepared.application, officer=officer, co_officer=reader, by=factories.staff("enhetschef"))
    whole = {f"{one.value}_reason": "Starkt." for one in Criterion} | {f"{one.value}_score": "5" for one in Criterion}
    at_desk("handlaggare").post(page(prepared.the_case, "case_assess"), whole | {"version": 0})
    client, tab = at_desk("medhandlaggare"), page(prepared.the_case, "case_assessment")
    url, agree = page(prepared.the_case, "case_assess"), page(prepared.the_case, "case_agree")
    assert "Starkt." in at_desk("enhetschef").get(tab).content.decode()
    client.post(page(prepared.the_case, "case_conflict"), {"answer": "no"})
    mine = {"version": 0, "relevance_score": "2", "relevance_reason": "Svagt."}
    client.post(url, mine)
    # A beginning is no assessment: neither sees the other's, wherever they look, and nothing can be agreed on.
    blind = ("case", "case_assessment", "case_assess", "case_history", "case_agree", "case_propose", "case_documents")
    for route in blind:
        assert "Starkt." not in client.get(page(prepared.the_case, route)).content.decode(), route
        assert "Svagt." not in at_desk("handlaggare").get(page(prepared.the_case, route)).content.decode(), route
    assert "Starkt." not in client.get("/admin/sok/?q=starkt").content.decode()
    assert assessing.NOT_BOTH in client.get(agree).content.decode()
    mine |= {key: value.replace("Starkt", "Svagt") for key, value in whole.items() if key not in mine}
    mine |= {f"{one.value}_score": "2" for one in Criterion}
    client.post(url, mine | {"version": 1})
    shown = client.get(tab).content.decode()
    assert "Starkt." in shown and "Vägt medel av 2 bedömningar: 3,50. De skiljer sig med 3." in shown
    assert "Svagt." in at_desk("handlaggare").get(tab).content.decode()
    assert "Skriv gemensam bedömning" in client.get(page(prepared.the_case)).content.decode()
    client.post(agree, {"version": 0, "text": "Vi möts på mitten."})
    assert "Vi möts på mitten." in at_desk("handlaggare").get(tab).content.decode()
    stale = at_desk("handlaggare").post(agree, {"version": 99, "text": "Nej, ovanför."})
    assert (stale.status_code, "Nej, ovanför." in stale.content.decode()) == (409, True)


def test_a_proposal_is_written_and_locked_while_the_head_reads(prepared: Story, at_desk: AtDesk) -> None:
    client, url = at_desk("handlaggare"), page(prepared.the_case, "case_propose")
    assert "Skriv andelen i procent" in client.post(url, PROPOSAL | {"share": "mycket"}).content.decode()
    client.post(url, PROPOSAL | {"version": 0})
    memo = Memo.objects.get(case=prepared.the_case)
    assert (str(memo.share), str(memo.cap)) == ("0.400000", "90000.00")
    stale = client.post(url, PROPOSAL | {"version": memo.version - 1 or 99, "reasons": "Annat."})
    assert stale.status_code == 409
    scores = {criterion.value: (3, "Rimligt.") for criterion in Criterion}
    assessing.save(
        prepared.the_case,
        scores=scores,
        child_best_interest="Prövat.",
        summary="",
        version=None,
        by=factories.staff("handlaggare"),
    )
    prepared.hear_or_waive(prepared.the_case.memo.kind)
    proposing.submit(prepared.the_case.memo, by=factories.staff("handlaggare"))
    shown = client.get(url).content.decode()
    assert "Förslaget ligger hos chefen." in shown
    assert "<textarea" not in shown


def test_only_the_officer_writes(prepared: Story, at_desk: AtDesk) -> None:
    for name in ("medhandlaggare", "enhetschef", "ekonom", "registrator"):
        for route in ("case_check", "case_propose"):
            assert at_desk(name).get(page(prepared.the_case, route)).status_code == 404


def test_a_note_is_written_once(prepared: Story, at_desk: AtDesk) -> None:
    client, url = at_desk("ekonom"), page(prepared.the_case, "case_note")
    assert client.get(url).status_code == 405
    assert "Skriv något i anteckningen." in client.post(url, {"text": " "}).content.decode()
    client.post(url, {"text": "Stäm av hyran <b>snart</b>."})
    assert FileNote.objects.get(case=prepared.the_case).author == factories.staff("ekonom")
    shown = client.get(page(prepared.the_case)).content.decode()
    assert "Stäm av hyran &lt;b&gt;snart&lt;/b&gt;." in shown
    assert at_desk("registrator").post(url, {"text": "Nej"}).status_code == 404


def test_the_head_changes_officer(prepared: Story, at_desk: AtDesk) -> None:
    url = page(prepared.the_case, "case_officer")
    officer = factories.staff("medhandlaggare")
    at_desk("enhetschef").post(url, {"officer": officer.pk, "co_officer": officer.pk})
    assert prepared.the_case.officer == factories.staff("handlaggare")
    at_desk("enhetschef").post(url, {"officer": officer.pk, "co_officer": ""})
    assert prepared.the_case.officer == officer
    assert at_desk("medhandlaggare").get(url).status_code == 404


def test_a_condition_is_ticked_by_the_officer(at_desk: AtDesk) -> None:
    tale = factories.accepted_tale(title="Villkorad")
    condition = Condition.objects.create(decision=tale.decision, text="Ett avtal ska finnas.", kind="before_payment")
    url = page(tale.the_case, "case_condition", condition=condition.pk)
    assert at_desk("ekonom").post(url).status_code == 404
    client = at_desk("handlaggare")
    assert "Ett avtal ska finnas." in client.get(url).content.decode()
    client.post(url)
    condition.refresh_from_db()
    assert condition.fulfilled_by == factories.staff("handlaggare")
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("name", ["handlaggare", "enhetschef", "namndsekreterare", "ekonom"])
def test_the_offers_of_the_page_are_the_engines(name: str, prepared: Story) -> None:
    """Word for word the gate lists, though the page asks each gate only once."""
    person = User.objects.get(pk=factories.staff(name).pk)
    dossier = load(person, prepared.the_case.pk)
    ours = {(offer.machine.name, offer.move.name): offer.missing for offer in offered(dossier.objects(), person)}
    theirs = {
        (offer.machine.name, offer.move.name): offer.missing
        for row in dossier.objects()
        for offer in engine.offered(row, person)
    }
    assert ours == {key: missing for key, missing in theirs.items() if key != ("memo", "approve")}


def test_search_finds_by_number_title_and_applicant(prepared: Story, at_desk: AtDesk) -> None:
    client, case = at_desk("registrator"), prepared.the_case
    orgnr = case.organisation.orgnr
    for typed in (
        case.dnr,
        "bereds",
        orgnr,
        orgnr.replace("-", ""),
        case.organisation.name.split()[0],
        "Bereds region",
    ):
        assert page(case) in client.get(reverse("admin:search"), {"q": typed}).content.decode(), typed
    assert "Inget ärende passar" in client.get(reverse("admin:search"), {"q": "xyzzy"}).content.decode()
    assert "minst två tecken" in client.get(reverse("admin:search"), {"q": "x"}).content.decode()
    assert client.get(reverse("admin:search"), {"q": "ordet " * 90}).status_code == 200
