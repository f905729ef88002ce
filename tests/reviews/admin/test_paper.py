"""The page where an application on paper is registered, and what the desk then shows of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import Application, Case
from portal import clock
from portal.demo.stories.script import certificate
from tests import factories
from tests.applications.views.pages import summary, text

TABS = ("case", "case_application", "case_money", "case_assessment", "case_documents", "case_history")


@pytest.fixture
def client(db: None) -> Client:
    browser = Client()
    browser.force_login(factories.staff("registrator"))
    return browser


def given(call, **values):
    return {
        "call": str(call.pk),
        "source": "paper",
        "came_on": "2026-11-20",
        "came_at": "09.15",
        "orgnr": "559912-3451",
        "name": "Nora Bygdegårdsförening",
        "org_type": "civil_society",
        "title": "Gården mitt i byn",
        "contact_name": "Siv Ek",
        "contact_phone": "0587-123 45",
        "papers": [certificate("Nora Bygdegårdsförening")],
    } | values


def send(client, call, **values):
    return client.post(reverse("admin:paper_new"), given(call, **values), follow=True)


def test_it_is_registered_and_the_receipt_is_to_be_printed(client):
    response = send(client, factories.call())
    case = Case.objects.get(source="paper")
    page = text(response)
    assert f"Ansökan är registrerad som {case.dnr}. Ingen hos Nora Bygdegårdsförening har konto." in page
    assert "Skriv ut kvittensen" in page and "På papper" in page
    assert clock.local(case.shared_at).isoformat()[:16] == "2026-11-20T09:15"


def test_what_is_wrong_is_told_at_its_place_and_nothing_is_lost(client):
    call = factories.call()
    wrong = {"came_on": "2026-12-24", "orgnr": "559912-3452", "contact_phone": "", "papers": []}
    response = send(client, call, **wrong)
    told = dict(summary(response))
    assert "Tiden har inte varit än. Skriv när ansökan kom in." in told
    assert "Lägg in det som kom in som fil." in told
    assert "Skriv minst ett sätt att nå kontaktpersonen: e-post, telefon eller postadress." in told
    assert 'value="Gården mitt i byn"' in response.content.decode()
    told = dict(summary(send(client, call, name="", org_type="")))
    assert "Organisationen finns inte i portalen än. Skriv vad den heter." in told
    assert not Case.objects.filter(source="paper").exists()


def test_the_same_again_is_asked_about_first(client):
    call = factories.call()
    send(client, call)
    response = send(client, call)
    assert "Kanske är den redan registrerad." in text(response)
    assert Case.objects.filter(source="paper").count() == 1
    send(client, call, is_another="on")
    assert Case.objects.filter(source="paper").count() == 2


def test_every_page_of_the_desk_copes_with_empty_sections(client):
    send(client, factories.call())
    case = Case.objects.get(source="paper")
    head = Client()
    head.force_login(factories.staff("enhetschef"))
    for tab in TABS:
        assert head.get(reverse(f"admin:{tab}", args=(case.pk,))).status_code == 200, tab
    page = text(head.get(reverse("admin:queue", args=("att-fordela",))))
    assert "Nora Bygdegårdsförening. Rusta barn och unga. På papper." in page


def test_the_officer_can_check_assess_and_propose(client):
    send(client, factories.call())
    tale = factories.story()
    tale.case = Case.objects.get(source="paper")
    tale.assign()
    officer = Client()
    officer.force_login(tale.officer)
    assert officer.get(reverse("admin:case_check", args=(tale.the_case.pk,))).status_code == 200
    tale.prepare()
    for name in ("case", "case_assess", "case_propose"):
        assert officer.get(reverse(f"admin:{name}", args=(tale.the_case.pk,))).status_code == 200, name


def test_one_call_or_many_cost_the_same(client):
    factories.call()
    url = reverse("admin:paper_new")
    client.get(url)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as found:
            client.get(url)
        counts.append(len(found))
        for _ in range(5):
            factories.call()
    assert counts[0] == counts[1]


def test_an_applicant_reads_what_was_registered_for_them(client):
    call = factories.call()
    region = factories.world().region
    send(client, call, orgnr=region.orgnr, name="", org_type="")
    application = Application.objects.get(case__source="paper")
    applicant = Client()
    applicant.force_login(factories.applicant())
    for url in (
        reverse("applications:case", args=(application.case_id,)),
        reverse("applications:sent", args=(application.pk, 1)),
        reverse("applications:receipt", args=(application.pk,)),
        reverse("applications:my_pages"),
    ):
        assert applicant.get(url).status_code == 200, url
    assert timedelta(0) < clock.now() - application.shared_at
