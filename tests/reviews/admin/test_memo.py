"""The tjänsteutlåtande at the desk: written by the officer, read by the head, warned of where it is handed over."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from applications.enums import ConflictGround
from applications.services import handling
from portal.demo.stories.script import Story
from reviews.models import MemoText
from reviews.services import proposing
from tests import factories
from tests.factories import others
from tests.factories.papers import make_ready

from .addresses import page

AtDesk = Callable[[str], Client]
GIVEN = {
    "version": "0",
    "summary": "Elever läser högt hemma.",
    "background": "Många läser lite.",
    "biggest_risk": "",
    "follow_up": "Två rapporter.",
    "recipients": "Sökanden",
}
BIFALL = {"kind": "approval", "share": Decimal("0.4"), "cap": Decimal(90_000), "reasons": "Rätt barn."}


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    """Assessed, with a proposal that is still a draft."""
    tale = factories.prepared_tale(title="Bereds")
    tale.assess(others.SCORES, others.CHILD, others.SUMMARY)
    proposing.save(tale.the_case, values=BIFALL | {"conditions": ""}, version=None, by=tale.officer)
    return tale


def submit(tale: Story) -> None:
    tale.hear_or_waive(tale.the_case.memo.kind)
    proposing.submit(tale.the_case.memo, by=tale.officer)


def test_the_fields_begin_with_what_the_application_says(tale: Story, at_desk: AtDesk) -> None:
    client, url = at_desk("handlaggare"), page(tale.the_case, "case_memo_text")
    shown = client.get(url).content.decode()
    for text in (tale.application.summary, tale.application.problem, tale.the_case.organisation.name):
        assert text in shown, text
    assert "Skriv texterna i tjänsteutlåtandet" in client.get(page(tale.the_case)).content.decode()
    assert at_desk("enhetschef").get(url).status_code == 404


def test_what_is_saved_stands_in_the_memo_with_what_differs(tale: Story, at_desk: AtDesk) -> None:
    client, url = at_desk("handlaggare"), page(tale.the_case, "case_memo_text")
    saved = client.post(url, GIVEN)
    assert (saved.status_code, saved["Location"]) == (302, page(tale.the_case, "case_memo"))
    for name in ("handlaggare", "enhetschef"):
        shown = at_desk(name).get(page(tale.the_case, "case_memo")).content.decode()
        for text in ("Elever läser högt hemma.", "Två rapporter.", "Skillnader mot ansökan", "Förslag till beslut"):
            assert text in shown, (name, text)
        assert f"<del>{tale.application.summary}</del>" in shown
        assert "Det står inte vilken risk som är störst." in shown
    stale = client.post(url, GIVEN | {"version": "7", "summary": "Min egen."})
    told = stale.content.decode()
    assert stale.status_code == 409 and "Min egen." in told and "Elever läser högt hemma." in told


def test_a_long_summary_is_refused_and_kept(tale: Story, at_desk: AtDesk) -> None:
    client, url = at_desk("handlaggare"), page(tale.the_case, "case_memo_text")
    shown = client.post(url, GIVEN | {"summary": "ord " * 125}).content.decode()
    assert "Sammanfattningen är 125 ord." in shown and "ord ord" in shown
    assert not MemoText.objects.exists()


def test_what_is_empty_is_warned_of_where_it_is_handed_over(tale: Story, at_desk: AtDesk) -> None:
    client = at_desk("handlaggare")
    client.post(page(tale.the_case, "case_memo_text"), GIVEN)
    tale.hear_or_waive("partial")
    memo = tale.the_case.memo
    handed = client.get(page(tale.the_case, "case_move", machine="memo", obj=memo.pk, move="submit")).content.decode()
    for text in ("Det här saknas i tjänsteutlåtandet", "Det står inte vilken risk som är störst.", "Du kan gå vidare"):
        assert text in handed, text
    assert page(tale.the_case, "case_memo_text") in handed and page(tale.the_case, "case_memo") in handed
    submit(tale)
    tale.not_conflicted("enhetschef")
    at = {"machine": "application", "obj": tale.application.pk, "move": "approve_proposal"}
    approving = at_desk("enhetschef").get(page(tale.the_case, "case_move", **at)).content.decode()
    assert "Det står inte vilken risk som är störst." in approving and page(tale.the_case, "case_memo") in approving


def test_the_draft_is_the_officers_and_the_heads(tale: Story, at_desk: AtDesk) -> None:
    url = page(tale.the_case, "case_memo")
    for name in ("ekonom", "medhandlaggare", "namndsekreterare", "sokande"):
        assert at_desk(name).get(url).status_code == 404, name


def test_what_was_approved_is_read_by_all_of_the_desk_and_not_written_on(tale: Story, at_desk: AtDesk) -> None:
    submit(tale)
    assert "ligger hos chefen" in at_desk("handlaggare").get(page(tale.the_case, "case_memo_text")).content.decode()
    tale.approve_proposal()
    url = page(tale.the_case, "case_memo")
    shown = at_desk("ekonom").get(url).content.decode()
    assert "Version 1, godkänd av" in shown and "Vi gör i ordning PDF:en" in shown
    assert at_desk("handlaggare").get(page(tale.the_case, "case_memo_text")).status_code == 404
    make_ready(tale.the_case)
    document = tale.the_case.documents.get(kind="memo")
    assert f"/{document.pk}/" in at_desk("ekonom").get(f"{url}?version=1").content.decode()
    assert at_desk("ekonom").get(f"{url}?version=2").status_code == 404
    assert document.title in at_desk("ekonom").get(page(tale.the_case, "case_documents")).content.decode()


def test_the_applicant_does_not_get_the_authoritys_preparation(tale: Story, at_desk: AtDesk) -> None:
    submit(tale)
    tale.approve_proposal()
    make_ready(tale.the_case)
    document = tale.the_case.documents.get(kind="memo")
    client = at_desk("sokande")
    assert client.get(reverse("applications:document", args=[document.pk])).status_code == 404
    assert "Tjänsteutlåtande" not in client.get(f"/arenden/{tale.the_case.pk}/").content.decode()
    assert at_desk("handlaggare").get(reverse("applications:document", args=[document.pk])).status_code == 200


def test_who_is_javig_reads_nothing(tale: Story, at_desk: AtDesk) -> None:
    head = tale.staff("enhetschef")
    handling.declare_conflict(tale.the_case, is_conflicted=True, ground=ConflictGround.OTHER, by=head)
    assert at_desk("enhetschef").get(page(tale.the_case, "case_memo")).status_code == 404
