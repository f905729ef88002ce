"""Telling: one mail and one notice per event and person, of plain text, that tells where to read on."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from post_office.models import STATUS, Email

from applications.models import Case, Notice
from applications.notifications import telling
from portal import clock
from portal.accounts.models import User
from tests import factories


@pytest.fixture
def case(db: None) -> Case:
    with clock.at(factories.NOW):
        return factories.submitted_application().case


def tell(case: Case, event: str = "prov:1", **context: Any) -> list[Notice]:
    given = {"contact": case.programme.contact, "idea": {"title": "Idén"}, "link": "http://x/"}
    people = [factories.applicant(), factories.applicant("medsokande")]
    return telling.tell("idea_shared", event=event, case=case, recipients=people, **(given | context))


def test_each_recipient_gets_one_queued_mail_noted_in_the_case(case: Case) -> None:
    notices = tell(case)
    assert {notice.recipient.email for notice in notices} == {"sokande@example.se", "medsokande@example.se"}
    mail = notices[0].email
    assert mail.status == STATUS.queued
    assert mail.to == [notices[0].recipient.email]
    assert mail.message_id.endswith("@example.se>")
    assert mail.subject == notices[0].subject == f"Er idé har kommit in – {case.dnr}"
    assert mail.html_message == ""
    assert not mail.attachments.exists()
    assert Notice.objects.visible_to(factories.applicant()).filter(event="prov:1").count() == 2


def test_nobody_is_told_twice_of_one_event(case: Case) -> None:
    assert len(tell(case)) == 2
    mails = Email.objects.count()
    assert tell(case) == []
    assert Email.objects.count() == mails
    assert len(tell(case, "prov:2")) == 2, "another event is told"


def test_recipient_named_twice_is_told_once_and_one_who_has_left_not_at_all(case: Case) -> None:
    lead, other = factories.applicant(), factories.applicant("medsokande")
    User.objects.filter(pk=other.pk).update(is_active=False)
    other.refresh_from_db()
    notices = telling.tell(
        "settled", event="prov:3", case=case, recipients=[lead, lead, other], total=1, project=None, link="http://x/"
    )
    assert [notice.recipient for notice in notices] == [lead]


def test_what_people_wrote_is_a_value_and_no_template(case: Case) -> None:
    (notice, _) = tell(case, idea={"title": "{{ 7|add:1 }} {% now 'Y' %} <b>Ö & B</b>"})
    assert "”{{ 7|add:1 }} {% now 'Y' %} <b>Ö & B</b>”" in notice.email.message
    assert notice.email.email_message().body == notice.email.message, "post_office does not run it either"


def test_subject_is_one_line_of_at_most_two_hundred_signs(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(title="Lång\r\nBcc: alla@example.se " + "å" * 120)
    case.refresh_from_db()
    subject, _ = telling.written("decision_approval", person=factories.applicant(), case=case, link="")
    assert "\n" not in subject and "\r" not in subject
    assert subject.startswith("Beslut om stöd till Lång Bcc: alla@example.se ")
    Case.objects.filter(pk=case.pk).update(title="å" * 160)
    case.refresh_from_db()
    subject, _ = telling.written("decision_approval", person=factories.applicant(), case=case, link="")
    assert len(subject) <= telling.LONGEST_SUBJECT


def test_other_faults_of_the_database_are_not_taken_for_a_told_event(case: Case) -> None:
    nobody = User(email="ingen@example.se", name="Ingen Alls")  # not saved: the foreign key fails, at once or at commit
    with pytest.raises(Exception, match=r"foreign key|finns inte|unsaved") as fault:
        telling.tell("idea_shared", event="x", case=case, recipients=[nobody], contact=nobody, idea={}, link="")
        connection.check_constraints()
    assert "notice" in str(fault.value) or "recipient" in str(fault.value)


@pytest.mark.hard
@pytest.mark.django_db(transaction=True)
def test_two_at_once_tell_once() -> None:
    with clock.at(factories.NOW):
        case = factories.submitted_application().case
    barrier = Barrier(2)

    def race(number: int) -> int:
        try:
            told = 0
            for event in range(10):
                barrier.wait(timeout=20)
                told += len(tell(Case.objects.get(pk=case.pk), f"kapplöpning:{event}"))
            return told
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(race, range(2))) == 20
    assert Notice.objects.filter(event__startswith="kapplöpning").count() == 20
    assert Email.objects.filter(notice__isnull=True).count() == 0, "no mail without a notice"
