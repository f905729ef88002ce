"""Remiss: sent to several at once, answered once by a link of one's own, reminded of, and no longer waited for."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from post_office.models import Email

from applications.enums import ConflictGround
from applications.lifecycle.engine import MovedOn, NotReady, NotYours, StaleVersion
from applications.models import Notice
from applications.services import handling, withdrawing
from portal import clock, dates
from portal.accounts.models import User
from portal.demo.stories.script import Story
from reviews import jobs
from reviews.models import Memo, Referral, ReferralResponse
from reviews.selectors import history
from reviews.selectors import referrals as reading
from reviews.selectors.queues import QUEUES
from reviews.services import referrals
from reviews.services.referrals import Addressee
from tests import factories
from tests.factories.referrals import QUESTION, TO, answered, of, sent
from tests.factories.refusals import faults, missing


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    return factories.prepared_tale()


def mails(address: str) -> list[Email]:
    return [mail for mail in Email.objects.order_by("pk") if address in mail.to]


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def at(day: date) -> dict[str, int]:
    with clock.at(morning(day)):
        return referrals.remind()


# Sending


def test_each_gets_a_mail_with_a_link_of_their_own(tale: Story) -> None:
    referral = sent(tale)
    assert [row.organisation for row in referral.responses.all()] == ["Kommunen", "Länsstyrelsen"]
    told = {address: mails(address)[-1] for address in ("kommun@example.se", "bo@example.se")}
    for row in referral.responses.all():
        mail = told[row.email]
        assert QUESTION in mail.message
        assert f"/yttrande/{reading.token_of(row)}/" in mail.message
        assert dates.long(referral.due_on) in mail.subject
    assert told["bo@example.se"].message != told["kommun@example.se"].message
    assert "Hej Bo Alm," in told["bo@example.se"].message


def test_a_double_click_sends_once(tale: Story) -> None:
    key = uuid4()
    assert sent(tale, key=key) == sent(tale, key=key)
    assert len(mails("bo@example.se")) == 1


def test_another_cases_key_is_refused(tale: Story) -> None:
    key = uuid4()
    sent(factories.prepared_tale(title="Ett annat"), key=key)
    with pytest.raises(NotYours):
        sent(tale, key=key)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"question": " \n"}, "question"),
        ({"due_on": date(2026, 11, 20)}, "due_on"),
        ({"due_on": date(2026, 12, 5)}, "due_on"),  # a Saturday
        ({"due_on": date(2026, 12, 25)}, "due_on"),
        ({"sections": ["kassaskap"]}, "sections"),
        ({"to": ()}, "addressees"),
        ({"to": (*TO, Addressee("Bo", "BO@example.se", "Bo AB"))}, "addressees"),
        ({"to": (Addressee("Bo", "", "Bo AB"),)}, "addressees"),
        ({"to": [Addressee("Bo", f"bo{n}@example.se", "Bo AB") for n in range(31)]}, "addressees"),
    ],
)
def test_what_does_not_hold_is_told_at_its_field(tale: Story, given: dict[str, object], field: str) -> None:
    assert list(faults(lambda: sent(tale, **given))) == [field]
    assert not Referral.objects.exists()


def test_today_is_a_day(tale: Story) -> None:
    assert sent(tale, due_on=clock.today()).remind_on is None


def test_the_usual_day_is_a_working_day_in_three_weeks() -> None:
    assert referrals.usual_due() == date(2026, 12, 14)
    assert dates.is_working_day(referrals.usual_due())


def test_only_the_officer_asks_and_only_after_the_jav_question(tale: Story) -> None:
    for name in ("medhandlaggare", "enhetschef", "registrator", "ledamot"):
        with pytest.raises(NotYours):
            sent(tale, by=tale.staff(name))
    with pytest.raises(NotYours):
        sent(tale, by=tale.lead)
    unanswered = factories.submitted_tale(title="Obesvarad")
    handling.assign(unanswered.application, officer=unanswered.staff("handlaggare"), by=unanswered.staff("enhetschef"))
    assert missing(lambda: sent(unanswered)) == ["Svara först på om du är jävig i ärendet."]


def test_not_before_the_check_nor_once_the_proposal_is_handed_over(tale: Story) -> None:
    sent(factories.assigned_tale(title="Kontrolleras"))
    proposed = factories.proposed_tale(title="Föreslagen")
    with pytest.raises(MovedOn):
        sent(proposed)


def test_nothing_is_asked_while_the_head_reads_the_proposal() -> None:
    handed = factories.prepared_tale(title="Hos chefen")
    handed.assess(factories.others.SCORES, factories.others.CHILD, factories.others.SUMMARY)
    handed.propose(kind="rejection", reasons="Nej.", conditions="")
    with pytest.raises(MovedOn, match="Hos chefen"):
        sent(handed)


def test_the_question_is_never_changed(tale: Story) -> None:
    rows = Referral.objects.filter(pk=sent(tale).pk)
    for change in (lambda: rows.update(question="Annat?"), lambda: rows._raw_delete(rows.db)):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change()


# The link


def test_only_what_we_have_signed_opens(tale: Story) -> None:
    row = of(sent(tale))
    token = reading.token_of(row)
    assert reading.by_token(token) == row
    other = of(row.referral, "Länsstyrelsen")
    forged = token.replace(row.pk.hex, other.pk.hex)
    for wrong in (token[:-1], f"{token}x", token.upper(), row.pk.hex, str(row.pk), forged, "", "x" * 500, ":", "å:å"):
        assert reading.by_token(wrong) is None


# Answering


def test_an_answer_is_kept_told_and_never_changed(tale: Story) -> None:
    row = answered(of(sent(tale)), "Första raden.\r\nAndra raden.")
    assert (row.answer, row.answered_by, row.answered_at) == ("Första raden.\nAndra raden.", "Eva Ek", factories.NOW)
    receipt = mails("kommun@example.se")[-1]
    assert "Första raden.\nAndra raden." in receipt.message
    notice = Notice.objects.get(kind="referral_answered")
    assert (notice.recipient, notice.case) == (tale.officer, tale.the_case)
    assert "Första raden" not in notice.email.message
    rows = ReferralResponse.objects.filter(pk=row.pk)
    for change in (lambda: rows.update(answer="Annat."), lambda: rows.update(reminded_at=clock.now()), rows.delete):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change()


def test_the_same_answer_again_is_the_one_that_is_there_and_another_is_refused(tale: Story) -> None:
    row = of(sent(tale))
    assert answered(row, "Ja.\n") == answered(row, " Ja.")
    assert Notice.objects.filter(kind="referral_answered").count() == 1
    assert len(mails("kommun@example.se")) == 2
    with pytest.raises(MovedOn):
        answered(row, "Nej.")
    with pytest.raises(MovedOn):
        answered(row, "", is_declined=True)


def test_who_declines_needs_no_words(tale: Story) -> None:
    row = answered(of(sent(tale)), "", is_declined=True)
    assert (row.is_declined, row.answer) == (True, "")
    assert "Ni avstår från att yttra er." in mails("kommun@example.se")[-1].message


def test_an_empty_answer_is_refused(tale: Story) -> None:
    row = of(sent(tale))
    assert list(faults(lambda: answered(row, " ", name=" "))) == ["text", "name"]


def test_nobody_answers_in_a_case_that_is_over(tale: Story) -> None:
    row = of(sent(tale))
    withdrawing.withdraw(tale.application, by=tale.signatory)
    with pytest.raises(MovedOn):
        answered(row)
    with pytest.raises(MovedOn):
        referrals.withdraw(row, reason="Återtagen.", version=1, by=tale.officer)
    assert at(row.referral.due_on + timedelta(days=30)) == {"referrals_reminded": 0, "referrals_late": 0}
    assert not QUEUES["remiss"].rows(tale.officer)


# No longer waiting


def test_the_officer_ends_the_wait_with_a_reason(tale: Story) -> None:
    row = of(sent(tale))
    assert list(faults(lambda: referrals.withdraw(row, reason=" ", version=1, by=tale.officer))) == ["reason"]
    with pytest.raises(NotYours):
        referrals.withdraw(row, reason="Tiden gick.", version=1, by=tale.staff("enhetschef"))
    with pytest.raises(StaleVersion):
        referrals.withdraw(row, reason="Tiden gick.", version=7, by=tale.officer)
    ended = referrals.withdraw(row, reason=" Tiden gick. ", version=1, by=tale.officer)
    assert (ended.withdrawal_reason, ended.withdrawn_by, ended.version) == ("Tiden gick.", tale.officer, 2)
    with pytest.raises(MovedOn):
        answered(row)
    with pytest.raises(MovedOn):
        referrals.withdraw(row, reason="Igen.", version=2, by=tale.officer)


def test_an_answer_is_not_given_up(tale: Story) -> None:
    row = answered(of(sent(tale)))
    with pytest.raises(MovedOn):
        referrals.withdraw(row, reason="Tiden gick.", version=row.version, by=tale.officer)


# Reminding


def test_they_are_reminded_once_three_days_before(tale: Story) -> None:
    referral = sent(tale, due_on=date(2026, 12, 14))
    assert referral.remind_on == date(2026, 12, 11)
    answered(of(referral))
    assert at(date(2026, 12, 10))["referrals_reminded"] == 0
    assert at(date(2026, 12, 12))["referrals_reminded"] == 0  # a Saturday
    assert at(date(2026, 12, 14))["referrals_reminded"] == 1  # the job had been down
    assert at(date(2026, 12, 14)) == {"referrals_reminded": 0, "referrals_late": 0}
    assert len(mails("bo@example.se")) == 2
    assert reading.token_of(of(referral, "Länsstyrelsen")) in mails("bo@example.se")[-1].message
    assert len(mails("kommun@example.se")) == 2, "asked, and a receipt"


def test_not_before_eight(tale: Story) -> None:
    sent(tale, due_on=date(2026, 12, 14))
    with clock.at(datetime(2026, 12, 11, 6, 30, tzinfo=UTC)):
        assert referrals.remind()["referrals_reminded"] == 0


def test_the_officer_is_told_once_that_the_day_has_passed(tale: Story) -> None:
    referral = sent(tale, due_on=date(2026, 12, 14))
    referrals.withdraw(of(referral), reason="Hinner inte.", version=1, by=tale.officer)
    assert at(date(2026, 12, 15)) == {"referrals_reminded": 0, "referrals_late": 1}
    with clock.at(morning(date(2026, 12, 16))):
        assert jobs.referrals() == {"referrals_reminded": 0, "referrals_late": 0}
    notice = Notice.objects.get(kind="referral_overdue")
    assert notice.recipient == tale.officer
    assert "Länsstyrelsen" in notice.email.message
    assert "Kommunen" not in notice.email.message


# What is told in the case


def test_the_proposal_waits_for_the_answers(tale: Story) -> None:
    referral = sent(tale, due_on=date(2026, 12, 14))
    tale.assess(factories.others.SCORES, factories.others.CHILD, factories.others.SUMMARY)
    assert [row for row in missing(lambda: _propose(tale)) if "Yttrande" in row] == [
        "Yttrande saknas från Kommunen till 14 december 2026.",
        "Yttrande saknas från Länsstyrelsen till 14 december 2026.",
    ]
    answered(of(referral), "", is_declined=True)
    with clock.at(morning(date(2026, 12, 15))):
        assert missing(lambda: _propose(tale)) == [
            "Yttrandet från Länsstyrelsen skulle ha kommit 14 december 2026. Vänta, eller avsluta väntan."
        ]
        referrals.withdraw(of(referral, "Länsstyrelsen"), reason="Tiden gick.", version=1, by=tale.officer)
        _propose(tale)
    assert Memo.objects.get(case=tale.the_case).state == "submitted"


def _propose(tale: Story) -> None:
    tale.propose(kind="rejection", reasons="Nej.", conditions="")


def test_preparation_tells_who_was_asked_and_what_became_of_it(tale: Story) -> None:
    assert reading.preparation(tale.the_case) == []
    to = (*TO, Addressee("Ida", "ida@example.se", "Skolverket"))
    referral = sent(tale, to)
    answered(of(referral))
    answered(of(referral, "Länsstyrelsen"), "", is_declined=True)
    assert reading.preparation(tale.the_case) == [
        "Ärendet har remitterats till Kommunen, Länsstyrelsen och Skolverket 23 november 2026. "
        "Kommunen har yttrat sig. Länsstyrelsen har avstått från att yttra sig. Skolverket har inte svarat."
    ]


def test_the_decision_says_it_under_beredning(tale: Story) -> None:
    for row in sent(tale).responses.all():
        answered(row)
    tale.assess(factories.others.SCORES, factories.others.CHILD, factories.others.SUMMARY)
    _propose(tale)
    tale.approve_proposal()
    tale.decide_by_delegation("enhetschef")
    assert tale.decision.frozen is not None
    assert tale.decision.frozen["preparation"][:1] == reading.preparation(tale.the_case)


def test_the_log_of_the_case_tells_it(tale: Story) -> None:
    referral = sent(tale)
    answered(of(referral))
    with clock.at(factories.NOW + timedelta(hours=1)):
        referrals.withdraw(of(referral, "Länsstyrelsen"), reason="Tiden gick.", version=1, by=tale.officer)
    told = [row.text for row in history.of_case(tale.the_case, tale.officer)]
    name = tale.officer.name
    assert told[0] == f"{name} avslutade väntan på yttrande från Länsstyrelsen. Tiden gick."
    assert "Kommunen yttrade sig. Svarade gjorde Eva Ek." in told
    for whom in ("Kommunen", "Länsstyrelsen"):
        assert f"{name} skickade ärendet på remiss till {whom}." in told


def test_the_applicant_reads_in_the_history_that_others_were_asked_and_answered(tale: Story) -> None:
    answered(of(sent(tale)))
    browser = Client()
    browser.force_login(tale.lead)
    shown = browser.get(reverse("applications:case_history", args=(tale.the_case.pk,))).content.decode()
    assert "Vi bad Kommunen och Länsstyrelsen att yttra sig över ansökan." in shown
    assert "Kommunen lämnade sitt yttrande." in shown
    assert not any(name in shown for name in ("Eva Ek", "Bo Alm", "kommun@example.se", "Det stämmer väl."))


# Who sees it


def test_the_queue_is_of_those_that_somebody_has_not_answered(tale: Story) -> None:
    queue = QUEUES["remiss"]
    referral = sent(tale, due_on=date(2026, 12, 14))
    (row,) = queue.marked(tale.officer)
    assert queue.line_of(row).sentence == "Väntar på yttrande från Kommunen och Länsstyrelsen."
    assert (row.is_mine, row.is_overdue) == (False, False)
    with clock.at(morning(date(2026, 12, 15))):
        (row,) = queue.marked(tale.officer)
        assert (row.is_mine, row.is_overdue) == (True, True)
    for one in referral.responses.all():
        answered(one)
    assert not queue.rows(tale.officer)


def test_the_jav_and_the_applicants_see_nothing(tale: Story) -> None:
    referral = sent(tale)
    second = tale.staff("medhandlaggare")
    assert list(Referral.objects.visible_to(second)) == [referral]
    handling.declare_conflict(tale.the_case, is_conflicted=True, ground=ConflictGround.PARTY, note="", by=second)
    for person in (User.objects.get(pk=second.pk), tale.lead, factories.other_officer(), tale.staff("ledamot")):
        assert not Referral.objects.visible_to(person)
        assert not QUEUES["remiss"].rows(person)
    with pytest.raises((NotYours, NotReady)):
        sent(tale, by=second)
