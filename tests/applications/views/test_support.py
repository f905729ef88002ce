"""Choosing kinds of support in the form, and what the pages say of support with and without money (N-02–N-04)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.demo.stories.script import Story
from tests import factories
from tests.factories import parts

from .pages import controls, read, summary, text

SignIn = Callable[[Any], Client]


@pytest.fixture(scope="module")
def draft(stage: None) -> Story:
    return parts.asking_tale(parts.NETWORK, title="Utkast")


@pytest.fixture(scope="module")
def granted(stage: None) -> Story:
    """Places and seats, but no money."""
    return parts.granted_parts_tale(parts.ALL, pengar=parts.REFUSED)


@pytest.fixture(scope="module")
def less(stage: None) -> Story:
    """All three, but less money than was asked for."""
    return parts.granted_parts_tale(parts.ALL, pengar=parts.PART)


def section(tale: Story, key: str = "projekt") -> str:
    return reverse("applications:section", args=[tale.application.pk, key])


def asked(tale: Story) -> list[tuple[str, int | None, int | None]]:
    rows = tale.application.component_requests.order_by("pk")
    return [(row.key, row.quantity_from, row.quantity_to) for row in rows]


def test_the_kinds_stand_in_the_form_only_where_the_call_has_them(draft: Story, sign_in: SignIn) -> None:
    client = sign_in(draft.lead)
    shown = text(client.get(section(draft)))
    assert "Stöd ni söker" in shown and "Nationella nätverksträffar" in shown
    plain = factories.filled_tale(title="Bara pengar")
    assert "Stöd ni söker" not in text(client.get(section(plain)))


def test_a_number_or_a_range_is_saved(draft: Story, sign_in: SignIn) -> None:
    client = sign_in(draft.lead)
    values = controls(client.get(section(draft)))
    assert values["stod-natverk-antal"] == "6–8"
    client.post(section(draft), values | {"stod-utbildning": "on", "stod-utbildning-antal": "20", "go": "stay"})
    assert asked(draft) == [("utbildning", 20, None), ("natverk", 6, 8)]
    values = controls(client.get(section(draft)))
    del values["stod-utbildning"], values["stod-natverk"]
    given = values | {"stod-utbildning-antal": "", "stod-natverk-antal": "", "stod-pengar": "on", "go": "stay"}
    client.post(section(draft), given)
    assert asked(draft) == [("pengar", None, None)]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("många", "Skriv ett antal med siffror, till exempel 20 eller 6–8."),
        ("8–6", "Skriv det lägre antalet först, till exempel 6–8."),
        ("0", "Skriv ett antal som är 1 eller mer."),
    ],
)
def test_what_cannot_be_read_is_kept_and_told_at_its_place(
    draft: Story, sign_in: SignIn, typed: str, told: str
) -> None:
    client = sign_in(draft.lead)
    values = controls(client.get(section(draft)))
    client.post(section(draft), values | {"stod-natverk-antal": typed, "go": "stay"})
    answer = client.get(section(draft))
    assert controls(answer)["stod-natverk-antal"] == typed
    assert (told, "#id_stod-natverk-antal") in summary(answer)


def test_a_number_without_its_box_is_told_and_not_lost(draft: Story, sign_in: SignIn) -> None:
    client = sign_in(draft.lead)
    values = controls(client.get(section(draft)))
    client.post(section(draft), values | {"stod-utbildning-antal": "20", "go": "stay"})
    answer = client.get(section(draft))
    assert controls(answer)["stod-utbildning-antal"] == "20"
    assert "Kryssa i Utbildning i samverkan, eller ta bort antalet." in text(answer)
    assert [row[0] for row in asked(draft)] == ["natverk"]


def test_who_asks_for_no_money_is_not_asked_for_an_account(draft: Story, sign_in: SignIn) -> None:
    shown = controls(sign_in(draft.lead).get(section(draft, "sokande")))
    assert "account_no" not in shown and "contact_name" in shown


def test_the_review_reads_what_is_asked_for(draft: Story, sign_in: SignIn) -> None:
    shown = text(sign_in(draft.signatory).get(reverse("applications:review", args=[draft.application.pk])))
    assert "Nationella nätverksträffar, 6–8 personer" in shown
    assert "ansöker om stöd för projektet" in shown


def test_support_without_money_is_told_without_kronor(granted: Story, sign_in: SignIn) -> None:
    client = sign_in(granted.signatory)
    for name, pk in (
        ("case", granted.the_case.pk),
        ("project", granted.project.pk),
        ("project_accept", granted.project.pk),
    ):
        shown = text(client.get(reverse(f"applications:{name}", args=[pk])))
        assert "None" not in shown, name
        assert "Delvis beviljad" in shown or name != "case"
        assert "20 platser" in shown, name
    assert "Ni har fått stöd." in text(client.get(reverse("applications:my_pages")))


def test_accepting_support_without_money_asks_for_no_account(granted: Story, sign_in: SignIn) -> None:
    client, url = sign_in(granted.signatory), reverse("applications:project_accept", args=[granted.project.pk])
    assert "account_no" not in controls(client.get(url))
    assert client.post(url, {"certified": "on"}).status_code == 302
    assert granted.project.state == "accepted"
    shown = text(client.get(reverse("applications:project", args=[granted.project.pk])))
    assert "Utbetalt" not in shown and "Rekvisition" not in shown


def test_less_money_asks_for_a_new_budget_before_the_acceptance(less: Story, sign_in: SignIn) -> None:
    client, url = sign_in(less.signatory), reverse("applications:project_accept", args=[less.project.pk])
    page = client.get(url)
    assert "Ni sökte 90 000 kr och får högst 60 000 kr" in text(page)
    assert "certified" not in controls(page)
    mine = text(client.get(reverse("applications:my_pages")))
    assert "Lämna en ny budget för Hälsosamma unga" in mine
    budget = client.get(section(less, "budget"))
    assert "Gör en ny budget som stämmer med beslutet." in text(budget)
    assert any("Beslutet ger högst 60" in words.replace("\u00a0", " ") for words, _ in summary(budget))
    handed = client.post(reverse("applications:project_new_budget", args=[less.project.pk]))
    assert handed.status_code == 200 and summary(handed), "what is wrong is told on the same page"


def test_the_new_budget_is_written_handed_in_approved_and_then_accepted(less: Story, sign_in: SignIn) -> None:
    client, url = sign_in(less.signatory), reverse("applications:project_accept", args=[less.project.pk])
    values = controls(client.get(section(less, "budget")))
    for year in (2027, 2028):
        own, ours = values[f"finansiar-0-{year}"], values[f"sokt-{year}"]
        total = sum(float(part.replace("\u00a0", "").replace(",", ".")) for part in (own, ours))
        values |= {f"sokt-{year}": "30 000", f"finansiar-0-{year}": f"{total - 30_000:.2f}".replace(".", ",")}
    assert client.post(section(less, "budget"), values | {"go": "next"}).headers["Location"] == url
    assert "Budgeten går ihop och ryms inom beslutet." in text(client.get(url))
    assert client.post(reverse("applications:project_new_budget", args=[less.project.pk])).headers["Location"] == url
    assert "Handläggaren läser den" in text(client.get(url))
    assert client.get(section(less, "budget")).status_code == 302, "closed until it is sent back"
    officer = Client()
    officer.force_login(less.officer)
    move = reverse(
        "admin:case_move",
        kwargs={
            "pk": less.the_case.pk,
            "machine": "project",
            "obj": less.project.pk,
            "move": "approve_new_budget",
        },
    )
    shown = text(officer.get(move))
    assert "60 000 kr" in shown and "Beslutet ger högst" in shown
    assert "Läs budgeten" in text(officer.get(reverse("admin:queue", args=["projekt"])))
    assert officer.post(move, {"note": ""}).status_code == 302
    page = client.get(url)
    assert "Vi har godkänt budgeten." in text(page)
    assert client.post(url, {"certified": "on", "bankgiro": "5050-1055"}).status_code == 302
    assert less.project.state == "accepted"


def test_the_sent_page_and_the_letter_show_each_part(less: Story, sign_in: SignIn) -> None:
    rows = less.decision.frozen["supports"]
    assert rows[0] == ["Utbildning i samverkan", "Beviljad", "20\u00a0platser", "läsåret 27/28"]
    sent = reverse("applications:sent", args=[less.application.pk, 1])
    assert "Utbildning i samverkan, 20 platser" in read(sign_in(less.lead).get(sent)).text
