"""A programme's own paragraph in a letter: plain text in its place, tried in an invented case before it is sent."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from applications.models import Case, LetterText, Notice, Programme
from applications.notifications import letters, samples, telling
from portal import clock
from tests import factories

# To the authority's own people, or about several programmes at once.
WITHOUT = {
    "accepted_to_officer", "advice_booked", "advice_let_go", "claim_submitted", "completion_to_read",
    "idea_closed", "idea_shared_again", "message_to_read", "withdrawn_to_officer",
    "early_close_answered", "early_close_asked", "new_budget_handed_in", "plan_written", "reminders",
    "report_submitted", "conflict_raised", "hearing_answered", "conflict_ruled", "taken_over", "referral_answered",
    "referral_overdue", "decision_asked_to_staff",
    # To those whom the authority asks for an answer.
    "referral_asked", "referral_received", "referral_reminder",
    # Between people on the applicant's side.
    "access_ended", "invitation_accepted", "invited", "part_changed", "part_confirmed",
}  # fmt: skip
BRACES = "Ring {{ person.name }} {% now 'Y' %} om {frågor} & <svar>.\n\nVi svarar tisdagar."


@pytest.fixture
def case(db: None) -> Case:
    with clock.at(factories.NOW):
        return factories.submitted_application().case


def write(case: Case, text: str, kind: str = "idea_shared", programme: Programme | None = None) -> None:
    LetterText.objects.create(programme=programme or case.programme, kind=kind, text=text)


def told(case: Case, event: str = "prov:1", **context: Any) -> Notice:
    given = {"contact": case.programme.contact, "idea": {"title": "Idén"}, "link": "http://x/"}
    people = [factories.applicant()]
    return telling.tell("idea_shared", event=event, case=case, recipients=people, **(given | context))[0]


def test_it_stands_before_the_ending_and_is_never_run(case: Case) -> None:
    write(case, BRACES)
    body = told(case).email.message
    assert BRACES in body
    assert "\n\n\n" not in body
    before, after = body.split(BRACES)
    assert "Idén är nu en allmän handling." in before
    assert after.startswith("\n\nSe ärendet:\nhttp://x/\n")


def test_it_is_of_its_programme_and_its_letter_only(case: Case) -> None:
    plain = told(case).email.message
    write(case, "Om något annat.", kind="settled" if not _has(case, "settled") else "paid")
    write(case, "En annan satsning.", programme=factories.world().early)
    assert told(case, "prov:2").email.message == plain


def _has(case: Case, kind: str) -> bool:
    return LetterText.objects.filter(programme=case.programme, kind=kind).exists()


def test_the_officers_letters_have_none(case: Case) -> None:
    write(case, "Till sökanden.", kind="report_submitted")
    assert letters.own_text("report_submitted", case) == ""
    assert letters.own_text("idea_shared", None) == ""


def test_every_letter_is_known_by_name_or_has_no_paragraph() -> None:
    folder = Path(settings.BASE_DIR) / "templates" / "mail"
    there = {path.parent.name for path in folder.glob("*/body.txt")}
    assert there == letters.LETTERS.keys() | WITHOUT


@pytest.mark.parametrize("kind", sorted(letters.LETTERS))
def test_a_letter_is_shown_whole_about_an_invented_case(db: None, kind: str) -> None:
    with clock.at(factories.NOW):
        subject, body = samples.letter(kind, factories.world().growth, BRACES)
    assert subject and not subject.rstrip().endswith(("–", "senast", "gjord"))
    assert BRACES in body
    assert "Hej Kim," in body
    assert "  " not in body.replace(BRACES, ""), "a hole where a value should be"
    assert " ." not in body.replace(BRACES, "")
