"""Every page of the applicant's: 200 for those whose it is, 404 for another organisation and for the desk."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from applications import jobs
from portal import clock
from portal.accounts.models import User
from tests import factories

SignIn = Callable[[User], Client]


@pytest.fixture(scope="module")
def addresses(stage: None) -> dict[str, str]:
    """One address per page, each in a state where the page is shown and not passed by."""
    idea, shared = factories.draft_idea(), factories.shared_idea("Delad idé")
    draft, sent = factories.filled_application(), factories.submitted_tale(title="Inskickad")
    asked = factories.assigned_tale(title="Begärd")
    asked.ask_completion(
        "projekt", "Berätta mer om målgruppen.", "Vi ser inte vilka det gäller.", clock.today() + timedelta(14)
    )
    granted = factories.granted_tale(title="Beviljad")
    accepted = factories.accepted_tale(title="Godkänd")
    jobs.run_sweep()
    attachment = draft.attachments.get()
    pages: dict[str, tuple[Any, ...]] = {
        "idea": (idea.pk,),
        "idea_edit": (idea.pk,),
        "idea_share": (idea.pk,),
        "idea_delete": (idea.pk,),
        "idea_convert": (shared.pk,),
        "application": (draft.pk,),
        "application_delete": (draft.pk,),
        "review": (draft.pk,),
        "attachment": (draft.pk, attachment.pk),
        "receipt": (sent.application.pk,),
        "sent": (sent.application.pk, 1),
        "completion": (asked.application.pk,),
        "case": (accepted.the_case.pk,),
        "project": (accepted.project.pk,),
        "project_accept": (granted.project.pk,),
        "report": (accepted.report(1).pk,),
        "claim": (accepted.claim(1).pk,),
    }
    found = {name: reverse(f"applications:{name}", args=args) for name, args in pages.items()}
    for key in ("sokande", "parter", "projekt", "mal", "budget", "statsstod", "annat_stod", "bilagor", "villkor"):
        found[key] = reverse("applications:section", args=(draft.pk, key))
    return found


def test_the_project_lead_sees_every_page(addresses: dict[str, str], sign_in: SignIn) -> None:
    client = sign_in(factories.applicant("sokande"))
    seen = {name: client.get(url).status_code for name, url in addresses.items()}
    assert seen == dict.fromkeys(addresses, 200)


def test_the_signatory_sees_every_page(addresses: dict[str, str], sign_in: SignIn) -> None:
    client = sign_in(factories.applicant("firmatecknare"))
    seen = {name: client.get(url).status_code for name, url in addresses.items()}
    assert seen == dict.fromkeys(addresses, 200)


@pytest.mark.parametrize("who", ["outsider", "other_officer"])
def test_others_see_nothing(addresses: dict[str, str], sign_in: SignIn, who: str) -> None:
    client = sign_in(getattr(factories, who)())
    seen = {name: client.get(url).status_code for name, url in addresses.items()}
    assert seen == dict.fromkeys(addresses, 404)


@pytest.mark.parametrize("name", ["handlaggare", "enhetschef", "registrator", "admin", "ledamot"])
def test_the_authority_sees_nothing_of_the_applicants_pages(
    addresses: dict[str, str], sign_in: SignIn, name: str
) -> None:
    client = sign_in(factories.staff(name))
    seen = {name: client.get(url).status_code for name, url in addresses.items()}
    assert seen == dict.fromkeys(addresses, 404)


def test_an_outsider_can_post_nothing(addresses: dict[str, str], sign_in: SignIn) -> None:
    client = sign_in(factories.outsider())
    seen = {name: client.post(url, {"version": "1"}).status_code for name, url in addresses.items()}
    assert seen == {
        name: 405
        if name in ("idea", "application", "review", "attachment", "receipt", "sent", "case", "project")
        else 404
        for name in addresses
    }


def test_who_is_not_signed_in_is_asked_to(addresses: dict[str, str]) -> None:
    for url in addresses.values():
        response = Client().get(url)
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/logga-in/?next=")
