"""Who is told what through a case's life, and that every mail reads as a person wrote it."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from applications import jobs
from applications.models import Notice
from applications.services import claiming, reporting
from portal import clock
from portal.demo.stories.script import Story
from tests import factories

pytestmark = pytest.mark.django_db
KINDS = {path.name for path in (Path(settings.BASE_DIR) / "templates" / "mail").iterdir() if path.is_dir()}
REPORT = {
    "summary": "Vi är i gång.",
    "activities": "Tre träffar.",
    "goals": "Halvvägs.",
    "lessons": "Börja tidigt.",
    "signs_of_change": "Fler läser.",
    "recommendation": "implement",
    "long_term_follow_up": "Kommunen, efter ett år.",
    "recommendation_note": "Kommunen tar vid.",
}


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def told(kind: str) -> set[str]:
    return {
        address.split("@")[0] for address in Notice.objects.filter(kind=kind).values_list("recipient__email", flat=True)
    }


def later(day: date) -> Any:
    return clock.at(factories.NOW.replace(year=day.year, month=day.month, day=day.day))


def check_words() -> None:
    """No mail shows its seams: no tags, no gaps, a greeting, a link, no number of a person."""
    for notice in Notice.objects.select_related("email", "recipient"):
        body = notice.email.message
        assert body.startswith(f"Hej {notice.recipient.get_short_name()},\n\n"), body
        assert settings.PORTAL_ADDRESS in body
        for seam in ("{{", "{%", "None", "  ", "\n\n\n", " .", "()", "!"):
            assert seam not in body, (notice.kind, seam, body)
        assert notice.subject and "None" not in notice.subject


def test_idea_is_receipted_and_answered() -> None:
    tale = factories.story()
    with clock.at(factories.NOW):
        tale.begin_idea(tale.world.growth, "Gården mitt i byn", "Ingenstans att vara.", ("A", "B", "C"))
        tale.share_idea()
        tale.talk_about_idea()
        tale.advise("Ni har för få parter.", recommend=False)
    assert told("idea_shared") == told("advice_given") == {"sokande"}
    assert "inte att ni ska söka" in Notice.objects.get(kind="advice_given").email.message
    check_words()


def test_rejection_is_told_to_all_who_write_and_asks_nobody_to_accept() -> None:
    with clock.at(factories.NOW):
        tale = factories.delegated_tale(kind="rejection")
        tale.dispatch()
    everybody = {"sokande", "medsokande", "ekonom.sokande", "firmatecknare"}
    assert told("decision_rejection") == told("received") == everybody
    assert told("accept_decision") == set()
    check_words()


def test_completion_is_asked_for_and_answered_on_both_sides() -> None:
    with clock.at(factories.NOW):
        tale = factories.assigned_tale()
        tale.ask_completion("parter", "Vad gör förbundet?", "Vi behöver veta det.", date(2026, 12, 10))
    with later(date(2026, 12, 14)):
        tale.answer_completion("De samordnar.")
    assert told("officer_assigned") == {"sokande"}
    assert told("completion_requested") == {"sokande", "medsokande", "ekonom.sokande", "firmatecknare"}
    assert told("completion_received") == {"sokande"}
    assert told("completion_to_read") == {"handlaggare"}
    assert "Vi behöver en sak till från er" in Notice.objects.filter(kind="completion_requested")[0].email.message
    assert "efter 10 december 2026" in Notice.objects.get(kind="completion_to_read").email.message
    check_words()


def test_new_officer_is_told_of_and_the_same_one_is_not_told_again() -> None:
    with clock.at(factories.NOW):
        tale = factories.assigned_tale()
        tale.assign()
        assert Notice.objects.filter(kind="officer_assigned").count() == 1
        tale.officer_name = "medhandlaggare"
        tale.assign()
    assert Notice.objects.filter(kind="officer_assigned").count() == 2


def _run_project(tale: Story) -> None:
    """A board's own money, four half-years: the first claim is cut down and sent back, the rest go through."""
    tale.mark_final()
    tale.accept()
    with later(date(2027, 1, 4)):
        jobs.run_morning()
        tale.implement()
    for number, last in enumerate((date(2027, 6, 30), date(2027, 12, 31), date(2028, 6, 30), date(2028, 12, 31)), 1):
        with later(last + timedelta(days=20)):
            jobs.run_morning()
            tale.hand_in_report(number, REPORT)
            if number == 1:
                reporting.send_back(tale.report(1), note="Skriv mer om målen.", by=tale.officer)
                tale.hand_in_report(1, REPORT)
            tale.hand_in_claim(number, {"personal": Decimal("40000.00"), "resor": Decimal("1000.00")})
            if number == 1:
                claiming.send_back(tale.claim(1), note="Bifoga huvudboken.", by=tale.officer)
                tale.hand_in_claim(1, {"personal": Decimal("40000.00"), "resor": Decimal("1000.00")})
            tale.approve_report(number)
            tale.review_claim(number)
            if number == 1:
                tale.not_conflicted("ekonom")
                cut = {"resor": (Decimal(400), "En resa hör inte till projektet.")}
                claiming.approve(tale.claim(1), approved=cut, by=tale.staff("ekonom"))
            else:
                tale.approve_claim(number)
            tale.release_claim(number)
            tale.confirm_claim(number)
            if number == 4:
                tale.finish_project()
                tale.settle()


def test_granted_project_is_followed_to_the_end() -> None:
    with clock.at(factories.NOW):
        call = factories.call(early=True)
        tale = factories.prepared_tale(call, money=factories.applying_for(90_000, call))
        tale.assess(factories.kraftsamling.ASSESSMENT, "Bra.", "Bifall.")
        tale.propose(kind="approval", share=Decimal("0.4"), cap=Decimal(90_000), reasons="Bra idé.", conditions="")
        tale.approve_proposal()
        tale.put_on_agenda(date(2026, 11, 25))
    for day, step in (
        (date(2026, 11, 25), lambda: tale.decide_in_board("12")),
        (date(2026, 11, 26), tale.approve_minutes),
        (date(2026, 11, 27), tale.announce),
        (date(2026, 11, 30), lambda: (jobs.run_sweep(), tale.dispatch())),
    ):
        with later(day):
            step()
    with later(date(2026, 12, 21)):
        _run_project(tale)
    money = {"sokande", "ekonom.sokande"}
    recipients = defaultdict(set)
    for kind in KINDS:
        recipients[kind] = told(kind)
    assert recipients["decision_approval"] == {"sokande", "medsokande", "ekonom.sokande"}
    assert recipients["accept_decision"] == {"firmatecknare"}, "asked to accept, and so told"
    assert recipients["legally_final"] == {"sokande", "firmatecknare"}
    assert recipients["accepted"] == {"sokande", "ekonom.sokande", "firmatecknare"}
    assert recipients["accepted_to_officer"] == recipients["report_submitted"] == {"handlaggare"}
    assert recipients["claim_submitted"] == {"handlaggare"}
    assert recipients["report_returned"] == recipients["claim_returned"] == {
        "sokande", "medsokande", "ekonom.sokande", "firmatecknare",
    }  # fmt: skip
    assert recipients["report_approved"] == recipients["paid"] == money
    assert recipients["claim_approved"] == recipients["claim_partially_approved"] == money
    assert recipients["settled"] == {"sokande", "ekonom.sokande", "firmatecknare"}
    assert Notice.objects.filter(kind="report_submitted").count() == 5, "handed in anew is told anew"
    cut = Notice.objects.filter(kind="claim_partially_approved")[0]
    assert cut.subject.startswith("Vi har godkänt 46 400 av 47 000 kr – ")
    assert Notice.objects.filter(kind="report_approved", subject__startswith="Slutrapporten är godkänd").exists()
    check_words()


def test_every_message_has_both_its_templates() -> None:
    for kind in KINDS:
        names = {path.name for path in (Path(settings.BASE_DIR) / "templates" / "mail" / kind).iterdir()}
        assert names == {"subject.txt", "body.txt"}, kind
