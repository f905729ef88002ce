"""What can happen in a story: the verbs of the business, each a call of the services that the pages use."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from applications import findings
from applications.enums import DecisionKind, RuleLevel
from applications.lifecycle.engine import NotReady
from applications.models import Application, Case, Claim, Decision, Idea, Project, Report
from applications.services import (
    accepting,
    attaching,
    budgeting,
    claiming,
    completing,
    deciding,
    drafting,
    handling,
    hearings,
    ideas,
    reporting,
    running,
    submitting,
)
from portal import clock, dates
from portal.accounts.models import Organisation, User
from portal.demo.world import BEGINNING, World, moment
from portal.pdf import render
from reviews.enums import Criterion, MeetingState
from reviews.lifecycle.hearing_gates import AGAINST
from reviews.models import Meeting
from reviews.services import assessing, checking, decisions, meetings, proposing
from reviews.services.terms import Terms

from .telling import Step
from .texts import Money
from .writing import Writing

NOTHING_NEW = "Förslaget vilar bara på det som sökanden själv har lämnat."
PLACE = "Sessionssalen, Eklundavägen 1"


class Story(Writing):
    """One case. Steps are the verbs of the business; each fetches what it needs, so a story can stop anywhere."""

    def __init__(self, world: World, organisation: Organisation, officer: str = "handlaggare") -> None:
        self.world = world
        self.organisation = organisation
        self.officer_name = officer
        self.case: Case | None = None
        self.steps: list[Step] = []

    def on(self, day: date, do: Callable[..., Any], /, *given: Any, hour: int = 10, **named: Any) -> None:
        """Add a step at a local hour of a day."""
        self.steps.append(Step(moment(day, hour), lambda: do(*given, **named)))

    # Who

    @property
    def lead(self) -> User:
        return self.world.person("sokande")

    @property
    def signatory(self) -> User:
        return self.world.person("firmatecknare")

    @property
    def officer(self) -> User:
        return self.world.person(self.officer_name)

    def staff(self, name: str) -> User:
        return self.world.person(name)

    # What there is

    @property
    def case_id(self) -> UUID:
        assert self.case is not None, "the story has not begun"
        return self.case.pk

    @property
    def the_case(self) -> Case:
        return Case.objects.get(pk=self.case_id)

    @property
    def idea(self) -> Idea:
        return Idea.objects.select_related("case").get(case=self.case_id)

    @property
    def application(self) -> Application:
        return Application.objects.select_related("case", "call_version").get(case=self.case_id)

    @property
    def decision(self) -> Decision:
        return Decision.objects.exclude(kind=DecisionKind.EARLY_CLOSE).select_related("case").get(case=self.case_id)

    @property
    def project(self) -> Project:
        return Project.objects.select_related("case").get(case=self.case_id)

    def report(self, number: int) -> Report:
        return Report.objects.get(project=self.project, number=number)

    def claim(self, number: int) -> Claim:
        return Claim.objects.get(project=self.project, number=number)

    # The applicant

    def begin_idea(
        self,
        programme: Any,
        title: str,
        problem: str,
        wished: tuple[str, str, str],
        formulated: Mapping[str, Any] | None = None,
    ) -> None:
        idea = ideas.start(programme, organisation=self.organisation, title=title, by=self.lead)
        self.case = idea.case
        values = {
            "problem": problem,
            "desired_individual": wished[0],
            "desired_organisation": wished[1],
            "desired_society": wished[2],
            **(formulated or {}),
        }
        ideas.save(idea, values=values, version=idea.version, by=self.lead)

    def share_idea(self) -> None:
        ideas.share(self.idea, by=self.lead)

    def convert(self, call: Any) -> None:
        ideas.convert(self.idea, call=call, by=self.lead)

    def begin_application(self, call: Any) -> None:
        self.case = drafting.start(call, organisation=self.organisation, by=self.lead).case

    def count(self, money: Money) -> None:
        """Fill in the budget."""
        economist = self.world.person("ekonom.sokande")
        budgeting.save_budget(
            self.application,
            costs=money.costs,
            funders=money.funders,
            staff=money.staff,
            unparsed={},
            version=None,
            by=economist,
        )

    def finish(self) -> None:
        """Answer the short sections and add the attachments that the call asks for."""
        application, lead = self.application, self.lead
        self._fill(application, lead, "statsstod", {"economic_activity": "no", "company_benefit": "no"})
        self._fill(application, lead, "annat_stod", {"other_support": "no", "no_double_funding": True})
        rules = application.call_version
        for kind in rules.attachment_kinds if rules.uses("bilagor") else ():
            if kind.get("required"):
                upload = certificate(self.organisation.name)
                attaching.add_attachment(application, kind=kind["key"], upload=upload, by=lead)
        self._fill(application, lead, "bilagor", {"attachments_done": True})
        self._fill(application, lead, "villkor", {"privacy_read": True, "terms_accepted": True})

    def submit(self) -> None:
        """What the applicant has beside it here is read and stood by; other warnings stop it."""
        try:
            submitting.submit(self.application, by=self.signatory)
        except NotReady:
            found = findings.of_section(self.application, "annat_stod")
            if not (keys := [row.key for row in found if row.level == RuleLevel.WARNING]):
                raise
            submitting.read_warnings(self.application, keys=[*self.application.warnings_read, *keys], by=self.lead)
            submitting.submit(self.application, by=self.signatory)

    def answer_completion(self, text: str) -> None:
        asked = self.the_case.completions.get(answered_at=None)
        completing.answer(self.application, answers={item.pk: text for item in asked.items.all()}, by=self.lead)
        completing.hand_in(self.application, by=self.lead)

    def accept(self) -> None:
        accepting.accept(self.project, bankgiro=self.project.bankgiro, by=self.signatory)

    def hand_in_report(self, number: int, values: dict[str, str]) -> None:
        report = reporting.save(self.report(number), values=values, version=None, by=self.lead)
        reporting.submit(report, by=self.lead)

    def hand_in_claim(self, number: int, amounts: dict[str, Decimal]) -> None:
        economist = self.world.person("ekonom.sokande")
        draft = self.claim(number)
        total = sum(claiming.with_indirect(draft, amounts).values(), Decimal(0))
        values = {"ledger_total": total, "ledger_note": "", "certified": True}
        claim = claiming.save(draft, amounts=amounts, values=values, version=None, by=economist)
        claiming.submit(claim, by=self.signatory)

    # The authority

    def not_conflicted(self, *names: str) -> None:
        for name in names:
            if not self.the_case.conflicts.filter(user=self.staff(name)).exists():
                handling.declare_conflict(self.the_case, is_conflicted=False, by=self.staff(name))

    def talk_about_idea(self) -> None:
        self.not_conflicted(self.officer_name)
        ideas.open_dialogue(self.idea, by=self.officer)

    def advise(self, advice: str, *, recommend: bool = True) -> None:
        ideas.advise(self.idea, recommend=recommend, advice=advice, by=self.officer)

    def assign(self) -> None:
        handling.assign(self.application, officer=self.officer, by=self.staff("enhetschef"))
        self.not_conflicted(self.officer_name)

    def ask_completion(self, section: str, text: str, why: str, due_on: date) -> None:
        completing.request(
            self.application, items=[{"section": section, "text": text}], due_on=due_on, why=why, by=self.officer
        )

    def prepare(self, note: str = "") -> None:
        values = {"in_time": True, "eligible": True, "signed": True, "complete": True, "note": note}
        checking.save(self.the_case, values=values, version=None, by=self.officer)
        handling.start_preparation(self.application, by=self.officer)

    def assess(self, reasons: dict[Criterion, tuple[int, str]], child: str, summary: str) -> None:
        assessing.save(
            self.the_case,
            scores={key.value: value for key, value in reasons.items()},
            child_best_interest=child,
            summary=summary,
            version=None,
            by=self.officer,
        )

    def hear_or_waive(self, kind: str) -> None:
        """Before a proposal against the applicant; nothing in the stories is new to them."""
        if kind in AGAINST and not self.the_case.hearing_exceptions.exists():
            hearings.waive(self.application, ground="unnecessary", reasons=NOTHING_NEW, by=self.officer)

    def propose(self, **values: Any) -> None:
        memo = proposing.save(self.the_case, values=values, version=None, by=self.officer)
        self.hear_or_waive(memo.kind)
        proposing.submit(memo, by=self.officer)

    def approve_proposal(self) -> None:
        self.not_conflicted("enhetschef")
        proposing.approve(self.the_case.memo, by=self.staff("enhetschef"))

    def plan_meeting(self, held_on: date) -> None:
        board = self.the_case.board
        if not Meeting.objects.filter(board=board, held_on=held_on).exists():
            meetings.plan(board, held_on=held_on, place=PLACE, by=self.staff("namndsekreterare"))

    def meeting_on(self, held_on: date) -> Meeting:
        """The board's planned meeting of a day; one is planned when there is none.

        A story played before has held its meeting; time travel needs another, on a day before it.
        """
        board = self.the_case.board
        meeting = Meeting.objects.filter(board=board, held_on=held_on).first()
        while meeting is not None and meeting.state != MeetingState.PLANNED:
            held_on = dates.previous_working_day(held_on - timedelta(days=1))
            meeting = Meeting.objects.filter(board=board, held_on=held_on).first()
        return meeting or meetings.plan(board, held_on=held_on, place=PLACE, by=self.staff("namndsekreterare"))

    def put_on_agenda(self, held_on: date) -> None:
        meeting = self.meeting_on(held_on)
        meetings.put_on_agenda(self.application, meeting=meeting, by=self.staff("namndsekreterare"))

    def decide_in_board(self, paragraph: str) -> None:
        application = self.application
        terms = self._terms()
        decisions.register(application, terms=terms, paragraph=paragraph, by=self.staff("namndsekreterare"))
        meeting = self.the_case.agenda_items.get().meeting
        if meeting.state == MeetingState.PLANNED:
            meetings.hold(meeting, by=self.staff("namndsekreterare"))

    def decide_by_delegation(self, name: str) -> None:
        self.not_conflicted(name)
        decisions.decide_by_delegation(self.application, terms=self._terms(), by=self.staff(name))

    def _terms(self) -> Terms:
        """As proposed; a decision that comes after the project's start says that it may begin before (G-07)."""
        terms = decisions.proposed_terms(self.application)
        return replace(terms, may_start_early=terms.period_start is not None and terms.period_start < clock.today())

    def approve_minutes(self) -> None:
        deciding.approve_minutes(self.decision, approved_on=clock.today(), by=self.staff("namndsekreterare"))

    def announce(self) -> None:
        deciding.announce(self.decision, announced_on=clock.today(), by=self.staff("namndsekreterare"))

    def dispatch(self) -> None:
        deciding.dispatch(self.decision, by=self.staff("registrator"))

    def mark_final(self) -> None:
        deciding.mark_final(
            self.decision,
            reason="Förvaltningsrätten svarar att inget överklagande har kommit in.",
            by=self.staff("registrator"),
        )

    def implement(self) -> None:
        running.implement(self.project, by=self.officer)

    def approve_report(self, number: int, note: str = "") -> None:
        reporting.approve(self.report(number), note=note, by=self.officer)

    def review_claim(self, number: int) -> None:
        claiming.review_content(self.claim(number), by=self.officer)

    def approve_claim(self, number: int) -> None:
        self.not_conflicted("ekonom")
        claiming.approve(self.claim(number), approved={}, by=self.staff("ekonom"))

    def release_claim(self, number: int) -> None:
        self.not_conflicted("attestant")
        claiming.release(self.claim(number), by=self.staff("attestant"))

    def confirm_claim(self, number: int) -> None:
        claiming.confirm(self.claim(number), paid_on=clock.today(), by=self.staff("ekonom"))

    def finish_project(self) -> None:
        running.approve_final(self.project, by=self.officer)

    def settle(self) -> None:
        running.settle(self.project, by=self.staff("ekonom"))

    def close_case(self) -> None:
        handling.close(self.application, by=self.officer)


def certificate(name: str) -> SimpleUploadedFile:
    """A small real PDF to attach: a funder's certificate."""
    return SimpleUploadedFile("Intyg om medfinansiering.pdf", _certificate(name), content_type="application/pdf")


@functools.cache
def _certificate(name: str) -> bytes:
    html = (
        f'<html lang="sv"><head><title>Intyg om medfinansiering</title></head><body><h1>Intyg om medfinansiering</h1>'
        f"<p>{name} finansierar sin del av projektet enligt ansökans budget.</p></body></html>"
    )
    return render(html, title="Intyg om medfinansiering", created=moment(BEGINNING))
