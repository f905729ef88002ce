"""Questions of jäv: declared or pointed out, ruled by a head, and what nobody decides meanwhile."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from post_office.models import Email

from applications.lifecycle import engine
from applications.lifecycle.engine import MovedOn, NotReady, NotYours
from applications.models import Case, Notice
from applications.notifications import telling
from applications.services import conflicts, handling
from portal import clock
from portal.accounts.enums import StaffRoleName
from portal.accounts.models import StaffRole, User
from tests import factories
from tests.factories.refusals import faults, missing

OPEN = "Frågan om {} är jävig är inte avgjord. En chef avgör den."


@pytest.fixture(scope="module")
def tale(stage):
    """A proposal at the head of unit; both officers and the head have said that they are not jäviga."""
    made = factories.proposed_tale()
    made.not_conflicted("enhetschef", "medhandlaggare")
    return made


def declare(tale, name="medhandlaggare", **given):
    tale.the_case.conflicts.filter(user=tale.staff(name)).delete()
    return handling.declare_conflict(tale.the_case, is_conflicted=True, ground="party", by=tale.staff(name), **given)


def question(tale):
    return tale.the_case.conflict_rulings.get()


def rule(tale, outcome, by="enhetschef", **given):
    return conflicts.rule(question(tale), outcome=outcome, reasons="Systern söker.", by=tale.staff(by), **given)


def point_out(tale, person="medhandlaggare", by="handlaggare", why="Hans syster leder projektet."):
    return conflicts.point_out(tale.the_case, person=tale.staff(person), why=why, by=tale.staff(by))


def sees(tale, name):
    return Case.objects.visible_to(tale.staff(name)).filter(pk=tale.the_case.pk).exists()


def test_a_yes_is_a_question_that_the_heads_are_told_of_and_nothing_is_decided_while_it_is_open(tale):
    declare(tale, note="Min syster.")
    assert (question(tale).user, question(tale).outcome) == (tale.staff("medhandlaggare"), "")
    told = Notice.objects.get(case=tale.the_case, kind="conflict_raised")
    assert told.recipient == tale.staff("enhetschef")
    assert "Min syster" not in told.email.message
    text = OPEN.format(tale.staff("medhandlaggare").name)
    secretary, head = tale.staff("namndsekreterare"), tale.staff("enhetschef")
    for move, person in (("put_on_agenda", secretary), ("decide_by_delegation", head)):
        assert text in [item.text for item in engine.missing_for(tale.application, move, by=person)]
    rule(tale, "conflicted")
    for move, person in (("put_on_agenda", secretary), ("decide_by_delegation", head)):
        assert text not in [item.text for item in engine.missing_for(tale.application, move, by=person)]


def test_ruled_javig_stays_outside_and_hears_nothing(tale):
    declare(tale)
    rule(tale, "conflicted")
    assert not sees(tale, "medhandlaggare")
    assert not Notice.objects.filter(case=tale.the_case, kind="conflict_ruled").exists()
    assert question(tale).ruled_by == tale.staff("enhetschef")


@pytest.mark.parametrize("outcome", ["disregarded", "not_conflicted"])
def test_who_is_let_back_sees_the_case_and_is_told(tale, outcome):
    declare(tale)
    rule(tale, outcome)
    assert sees(tale, "medhandlaggare")
    assert not tale.the_case.conflicts.get(user=tale.staff("medhandlaggare")).is_conflicted
    assert Notice.objects.get(case=tale.the_case, kind="conflict_ruled").recipient == tale.staff("medhandlaggare")


def test_a_ruling_is_made_once_by_another_head_with_reasons(tale):
    declare(tale)
    for name in ("handlaggare", "ekonom", "namndsekreterare", "admin", "sokande"):
        with pytest.raises(NotYours):
            rule(tale, "conflicted", by=name)
    head = tale.staff("enhetschef")
    told = faults(lambda: conflicts.rule(question(tale), outcome="x", reasons=" ", by=head))
    assert set(told) == {"outcome", "reasons"}
    row = question(tale)
    rule(tale, "conflicted")
    with pytest.raises(MovedOn):
        conflicts.rule(row, outcome="not_conflicted", reasons="Nej.", by=head)


def test_nobody_rules_on_oneself(tale):
    person = tale.staff("medhandlaggare")
    StaffRole.objects.create(
        user=person, role=StaffRoleName.HEAD_OF_UNIT, board=tale.the_case.board, valid_from=clock.today()
    )
    declare(tale)
    with pytest.raises(ValidationError, match="En annan chef gör det"):
        conflicts.rule(question(tale), outcome="not_conflicted", reasons="Nej.", by=User.objects.get(pk=person.pk))


def test_a_colleague_is_pointed_out_and_may_do_nothing_until_it_is_ruled(tale):
    point_out(tale)
    assert sees(tale, "medhandlaggare")
    text = "En kollega har väckt frågan om du är jävig. En chef avgör den först."
    second = tale.staff("medhandlaggare")
    assert missing(lambda: handling.take_over(tale.application, reason="Sjuk.", by=second)) == [text]
    rule(tale, "not_conflicted")
    assert handling.take_over(tale.application, reason="Sjuk.", by=second).case.officer == second


def test_pointing_out_is_refused_with_its_reason(tale):
    own = tale.staff("handlaggare")
    assert set(faults(lambda: conflicts.point_out(tale.the_case, person=own, why="x", by=own))) == {"person"}
    assert set(faults(lambda: point_out(tale, why="  "))) == {"why"}
    assert "arbetar inte hos" in faults(lambda: point_out(tale, "sokande"))["person"][0]
    with pytest.raises(NotReady):
        point_out(tale, by="ekonom")  # has not answered the question
    with pytest.raises(NotYours):
        point_out(tale, by="arkivarie")
    point_out(tale)
    assert "redan väckt" in faults(lambda: point_out(tale))["person"][0]
    rule(tale, "conflicted", ground="other")
    assert not sees(tale, "medhandlaggare")
    assert "redan utanför" in faults(lambda: point_out(tale))["person"][0]


def test_a_ground_is_needed_for_who_has_not_said_so(tale):
    point_out(tale)
    assert set(faults(lambda: rule(tale, "conflicted"))) == {"ground"}


def test_mail_that_waits_is_taken_back_and_none_is_written(tale):
    second = tale.staff("medhandlaggare")
    (notice,) = telling.tell("taken_over", event="prov", case=tale.the_case, recipients=[second], officer=second)
    assert Email.objects.filter(pk=notice.email_id).exists()
    declare(tale)
    assert not Notice.objects.filter(pk=notice.pk).exists()
    assert not Email.objects.filter(pk=notice.email_id).exists()
    assert telling.tell("taken_over", event="prov2", case=tale.the_case, recipients=[second], officer=second) == []
    assert mail.outbox == []


def test_a_member_reports_jav_without_a_question_for_the_head(tale):
    member = tale.staff("ledamot")
    handling.declare_conflict(tale.the_case, is_conflicted=True, ground="party", by=member)
    assert not tale.the_case.conflict_rulings.exists()
    assert tale.the_case.conflicts.get(user=member).is_conflicted


# Taking over


def test_an_officer_takes_over_and_everybody_is_told(tale):
    second, first = tale.staff("medhandlaggare"), tale.officer
    handling.take_over(tale.application, reason="Elin är sjuk.", by=second)
    case = Case.objects.get(pk=tale.the_case.pk)
    held = case.assignments.get(role="officer", ended_at=None)
    assert (case.officer, held.user, held.reason, held.assigned_by) == (second, second, "Elin är sjuk.", second)
    told = Notice.objects.get(case=case, kind="taken_over")
    assert told.recipient == first
    assert "Elin är sjuk." in told.email.message
    assert Notice.objects.filter(case=case, kind="officer_assigned", recipient=tale.lead).count() == 2
    with pytest.raises(NotYours):
        handling.take_over(tale.application, reason="Igen.", by=second)
    assert not engine.may(case.application, engine.machine_of(case.application).moves["request_completion"], first)


def test_taking_over_is_an_officers_who_has_answered_and_says_why(tale):
    for name in ("enhetschef", "ekonom", "registrator", "sokande"):
        with pytest.raises(NotYours):
            handling.take_over(tale.application, reason="x", by=tale.staff(name))
    second = tale.staff("medhandlaggare")
    assert set(faults(lambda: handling.take_over(tale.application, reason=" ", by=second))) == {"reason"}
    tale.the_case.conflicts.filter(user=second).delete()
    with pytest.raises(NotReady):
        handling.take_over(tale.application, reason="Sjuk.", by=second)


def test_a_case_that_is_not_given_out_is_not_taken(stage):
    tale = factories.submitted_tale()
    tale.not_conflicted("medhandlaggare")
    with pytest.raises(MovedOn):
        handling.take_over(tale.application, reason="Sjuk.", by=tale.staff("medhandlaggare"))
