"""The last step: everything on one page, one submission however often the button is pressed, a receipt."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from applications import jobs
from applications.models import Application, ApplicationVersion
from portal import clock
from portal.accounts.models import User
from tests import factories

from .pages import read, summary, text

SignIn = Callable[[User], Client]


@pytest.fixture(scope="module")
def filled(stage: None) -> Application:
    return factories.filled_application(factories.call())


@pytest.fixture
def signatory(filled: Application, sign_in: SignIn) -> Client:
    return sign_in(factories.applicant("firmatecknare"))


def at(name: str, row: Application, *args: object) -> str:
    return reverse(f"applications:{name}", args=(row.pk, *args))


def test_the_page_reads_like_the_document_and_says_what_is_certified(signatory: Client, filled: Application) -> None:
    page = text(signatory.get(at("review", filled)))
    assert "Jag intygar att uppgifterna är riktiga och att jag får företräda Region Örebro län (232100-0164)." in page
    assert "ansöker om 326 136 kr för projektet Läsa högt hemma, 1 januari 2027 – 31 december 2028." in page
    for words in (
        "Samverkansparter",
        "Föreningen Läslust",
        "Delmål 1",
        "Intyg om medfinansiering.pdf",
        "Bankgiro 5050-1055",
    ):
        assert words in page


def test_what_is_ready_says_so_first_and_leads_to_the_end(signatory: Client, filled: Application) -> None:
    page = read(signatory.get(at("review", filled)))
    links = {link.text: link.given["href"] for link in page.all("a")}
    assert page.text.index("Allt är klart.") < page.text.index("Samverkansparter")
    assert links["Skriv under och skicka in"] == "#skriv-under"


def test_the_project_lead_sees_who_must_send_it(filled: Application, sign_in: SignIn) -> None:
    lead = sign_in(factories.applicant("sokande"))
    page = text(lead.get(at("review", filled)))
    assert "Den som får skriva under för er skickar in: Lars Hedman" in page
    assert "Skicka in ansökan" not in page
    assert lead.post(at("application_submit", filled)).status_code == 404


def test_what_is_missing_stands_as_links(signatory: Client) -> None:
    draft = factories.draft_application(factories.call())
    page = read(signatory.get(at("review", draft)))
    links = {link.text: link.given["href"] for link in page.all("a")}
    assert links["Skriv numret på kontot som vi ska betala till."] == f"{at('section', draft, 'sokande')}#id_account_no"
    assert links["Kryssa i att ni godkänner villkoren."] == f"{at('section', draft, 'villkor')}#id_terms_accepted"
    assert "Skicka in ansökan" not in page.text


def test_sending_in_what_is_not_ready_gives_the_faults_first(signatory: Client) -> None:
    draft = factories.draft_application(factories.call())
    told = dict(summary(signatory.post(at("application_submit", draft))))
    assert told["Skriv numret på kontot som vi ska betala till."] == f"{at('section', draft, 'sokande')}#id_account_no"
    draft.refresh_from_db()
    assert draft.is_private


def test_one_submission_however_often_the_button_is_pressed(signatory: Client, filled: Application) -> None:
    first = signatory.post(at("application_submit", filled))
    second = signatory.post(at("application_submit", filled))
    assert first.headers["Location"] == second.headers["Location"] == at("receipt", filled)
    assert ApplicationVersion.objects.filter(application=filled).count() == 1


def test_the_receipt_tells_number_time_and_what_happens_next(signatory: Client, filled: Application) -> None:
    signatory.post(at("application_submit", filled))
    page = text(signatory.get(at("receipt", filled)))
    filled.case.refresh_from_db()
    assert f"Läsa högt hemma, måndag 23 november 2026 kl. 10.00. Diarienummer {filled.case.dnr} ." in page
    assert "Vi utser en handläggare senast torsdag 26 november 2026." in page
    assert "vi gör i ordning den. Det brukar ta mindre än en minut. Ladda om sidan" in page
    jobs.run_sweep()
    response = signatory.get(at("receipt", filled))
    link = next(link for link in read(response).all("a") if "PDF" in link.text)
    document = signatory.get(link.given["href"])
    assert document.headers["Content-Type"] == "application/pdf"


def test_a_late_application_is_received_and_told_to_be_late(sign_in: SignIn) -> None:
    late = factories.filled_application(factories.call(closes_in=5))
    with clock.at(clock.now() + timedelta(days=6)):
        signatory = sign_in(factories.applicant("firmatecknare"))
        assert "Skickar ni in nu tas ansökan emot, men den räknas som sen." in text(signatory.get(at("review", late)))
        page = text(signatory.post(at("application_submit", late), follow=True))
    assert "Ansökan kom in efter att utlysningen hade stängt." in page


def test_what_was_sent_is_read_as_it_was_frozen(signatory: Client, filled: Application) -> None:
    signatory.post(at("application_submit", filled))
    Application.objects.filter(pk=filled.pk).update(problem="Ändrat efteråt.")
    page = text(signatory.get(at("sent", filled, 1)))
    assert "Ändrat efteråt." not in page
    assert filled.versions.get().sha256 in page
    assert signatory.get(at("sent", filled, 2)).status_code == 404


def test_the_drafts_pages_lead_to_the_case_afterwards(signatory: Client, filled: Application) -> None:
    signatory.post(at("application_submit", filled))
    case = reverse("applications:case", args=(filled.case_id,))
    for name in ("application", "review"):
        assert signatory.get(at(name, filled)).headers["Location"] == case
    assert signatory.get(at("application_submit", filled)).headers["Location"] == at("review", filled)


def test_there_is_no_receipt_before_submission(signatory: Client, filled: Application) -> None:
    assert signatory.get(at("receipt", filled)).status_code == 404
