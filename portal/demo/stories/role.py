"""The verbs of a story that is told from a data file: they find their words and figures there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from applications import findings
from applications.documents import making
from applications.enums import ChecklistAnswer, RuleLevel
from applications.lifecycle.engine import NotReady
from applications.models import Call, Decision, Document, Programme
from applications.selectors import checklists as reading
from applications.services import (
    attaching,
    checklists,
    drafting,
    funds,
    ideas,
    parties,
    pictures,
    revising,
    steps,
    submitting,
)
from portal import clock
from portal.accounts.models import Organisation
from portal.demo.facts import DATA, DataFault
from portal.demo.programmes import programme_of
from portal.demo.world import World
from reviews.selectors import leaning
from reviews.services import proposing

from .living import Living
from .texts import Text
from .words import ZERO, booked_of, money_of, proposal_of, report_of, scores_of, supports_of, text_of

PLANNED = {"settle_period", "settle_report"}  # verbs that are several steps
WISHED = ("desired_individual", "desired_organisation", "desired_society")


class StoryFault(Exception):
    """A story that does not go as its file says."""


class Role(Living):
    """A case of a story file: a verb that needs words or figures finds them in the file."""

    def __init__(
        self, world: World, words: Mapping[str, Any], cast: Mapping[str, Role], *, in_crowd: bool = False
    ) -> None:
        body = Organisation.objects.get(orgnr=words["applicant"])
        super().__init__(world, body, words.get("officer", "handlaggare"))
        self.words = words
        self.period: tuple[date, date] = (words["period"][0], words["period"][1])
        self.cast = cast
        self.in_crowd = in_crowd  # counted, but no outcome of its own
        self.carried: dict[str, Any] | None = None  # answers from Idékollen, on their way into an idea
        self.told: dict[str, Any] = {}  # what the story says besides the outcome of its cases

    @property
    def programme(self) -> Programme:
        return programme_of(self.words["programme"])

    @property
    def call(self) -> Call:
        return Call.objects.get(slug=self.words["call"])

    def given(self, verb: str) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """What a verb is given besides what its step says."""
        words = self.words
        match verb:
            case "begin_idea":
                idea = words["idea"]
                problem = idea.get("problem") or words["text"]["problem"]
                formulated = {name: told for name, told in idea.items() if name.startswith("who_formulated")}
                return (self.programme, idea["title"], problem, tuple(idea["wished"])), {"formulated": formulated}
            case "convert" | "begin_application":
                return (self.call,), {}
            case "write":
                return (text_of(words), self.period), {}
            case "count":
                rate = self.application.call_version.indirect_rate or ZERO
                return (money_of(words, rate),), {}
            case "assess":
                return (scores_of(words), words["assessment"]["child"], words["assessment"]["summary"]), {}
            case "propose":
                return (), {"conditions": ""} | proposal_of(words)
        return (), {}

    def plan(self, rows: list[dict[str, Any]], file: str) -> None:
        """Take up the steps of the file. Raises DataFault for a verb that there is not."""
        for number, row in enumerate(rows):
            step = dict(row)
            on, verb, hour = step.pop("on"), step.pop("do"), step.pop("hour", 10)
            if verb in PLANNED:
                getattr(self, verb)(on, **step)
            elif not callable(getattr(self, verb, None)):
                raise DataFault(file, f"play[{number}].do", f"{verb} är inget verb i berättelserna")
            else:
                self.on(on, self._doing(verb), hour=hour, **step)

    def _doing(self, verb: str) -> Callable[..., Any]:
        def do(**named: Any) -> Any:
            positional, keyed = self.given(verb)
            return getattr(self, verb)(*positional, **(keyed | named))

        return do

    def settle_period(
        self, on: date, number: int, year: int, *, booked: int = 0, final: bool = False, note: str = ""
    ) -> None:
        """Plan that report and claim are handed in on a day, examined and paid in the two weeks after.

        What was booked is that of the period, or of another place in the file: a period may have taken over others.
        """
        day = on.toordinal()

        def after(days: int) -> date:
            return date.fromordinal(day + days)

        self.on(on, self.hand_in_report, number, report_of(self.words, year, final=final), hour=9)
        self.on(on, self.hand_in_claim, number, booked_of(self.words, booked or number), hour=11)
        self.on(after(3), self.approve_report, number, note)
        self.on(after(3), self.review_claim, number, hour=11)
        self.on(after(7), self.approve_claim, number)
        self.on(after(8), self.release_claim, number)
        self.on(after(10), self.confirm_claim, number)

    def settle_report(self, on: date, number: int, year: int, *, final: bool = False, note: str = "") -> None:
        """Plan that a report is handed in and approved, in a period without a claim."""
        self.on(on, self.hand_in_report, number, report_of(self.words, year, final=final), hour=9)
        self.on(date.fromordinal(on.toordinal() + 3), self.approve_report, number, note)

    # From Idékollen to the proposal

    @property
    def decision(self) -> Decision:
        """The last one: a project that ends early has two."""
        return Decision.objects.filter(case=self.the_case).order_by("made_on", "pk").reverse()[0]

    def answer_checklist(self) -> None:
        """Answer Idékollen, and keep the answers for the idea; what is not answered is told apart from a no."""
        edition = reading.edition(self.programme.slug)
        if edition is None:
            raise StoryFault(f"{self.programme} har ingen Idékoll")
        answers = {key: ChecklistAnswer(value) for key, value in self.words["checklist"].items()}
        checklists.submit(edition, answers)
        self.carried = checklists.carried(edition, answers)
        result = reading.outcome(edition, answers)
        self.told["checklist"] = {
            "answers": {answer.value: [row.key for row in rows] for answer, rows in result.by_answer.items()},
            "texts": [
                text
                for shown, text in ((result.says_yes, edition.yes_text), (result.says_no, edition.no_text))
                if shown
            ],
        }

    def begin_idea(
        self,
        programme: Programme,
        title: str,
        problem: str,
        wished: tuple[str, str, str],
        formulated: Mapping[str, Any] | None = None,
    ) -> None:
        """As for any story, with the answers from Idékollen when they were given."""
        if self.carried is None:
            super().begin_idea(programme, title, problem, wished, formulated)
            return
        idea = ideas.start(programme, organisation=self.organisation, title=title, by=self.lead, checklist=self.carried)
        self.case = idea.case
        values = dict(zip(WISHED, wished, strict=True)) | {"problem": problem} | dict(formulated or {})
        ideas.save(idea, values=values, version=idea.version, by=self.lead)

    def write(self, text: Text, period: tuple[date, date]) -> None:
        """As for any story, with answers to the call's own questions and the kinds of support that are asked for."""
        super().write(text, period)
        self._answer()

    def _answer(self) -> None:
        answers = self.words.get("answers", {})
        for section in dict.fromkeys(row.section for row in self.application.call_version.questions.all()):
            drafting.save_section(
                self.application, section=section, values={}, unparsed={}, version=None, by=self.lead, answers=answers
            )
        if asked := self.words.get("asks_for"):
            requests = {key: (*numbers, None)[:2] if numbers else None for key, numbers in asked.items()}
            drafting.save_project(
                self.application, values={}, requests=requests, unparsed={}, version=None, by=self.lead
            )

    def finish(self) -> None:
        """As for any story, with the pictures; the warnings that are left have been read and are stood by."""
        super().finish()
        if shown := self.words.get("pictures"):
            self._show(shown)
        found = findings.of_application(self.application)
        left = {row.key: row.text for row in found if row.level == RuleLevel.WARNING}
        submitting.read_warnings(self.application, keys=left.keys(), by=self.lead)
        if left:
            self.told.setdefault("warnings", []).extend(left.values())

    def continue_from(self, case: str) -> None:
        """Choose the project of the step before, whose texts, parties and goals are taken along."""
        steps.choose(self.application, project=self.cast[case].project, by=self.lead)
        draft = self.application
        self.told["carried_over"] = {
            "title": draft.title,
            "parties": [party.name for party in draft.parties.all()],
            "goals": [goal.text for goal in draft.sub_goals.all()],
        }

    def write_anew(self) -> None:
        """Write what a next step cannot take along: when, in short, whose account it is, and what parties promise."""
        self._section("sokande", {"contact_name": self.lead.name, "contact_email": self.lead.email})
        self._section("sokande", {"owns_account": True})
        first, last = self.period
        summary = self.words["text"]["summary"]
        self._section("projekt", {"period_start": first, "period_end": last, "summary": summary})
        if told := self.words["text"].get("parties"):
            parties.save_parties(self.application, parties=told, unparsed={}, version=None, by=self.lead)
        self._answer()

    def _show(self, shown: list[dict[str, str]]) -> None:
        """Put in the pictures of the application, and say what each shows."""
        described = {}
        for picture in shown:
            upload = SimpleUploadedFile(picture["file"], (DATA / "pictures" / picture["file"]).read_bytes())
            row = attaching.add_attachment(self.application, kind=picture["kind"], upload=upload, by=self.lead)
            described[row.pk] = (picture["caption"], picture["alt"])
        done = {"attachments_done": True}
        pictures.save_attachments(
            self.application, values=done, described=described, unparsed={}, version=None, by=self.lead
        )

    def propose(self, **values: Any) -> None:
        supports = supports_of(self.words, self.application.call_version.components)
        if named := values.get("policies"):
            values["policies"] = [leaning.choosable(self.the_case).get(**row) for row in named]
        memo = proposing.save(self.the_case, values=values, supports=supports, version=None, by=self.officer)
        self.hear_or_waive(memo.kind)
        proposing.submit(memo, by=self.officer)

    def dispatch(self) -> None:
        """As for any story; the letter is made first when no worker has come to it."""
        for document in Document.objects.filter(case=self.the_case, decision=self.decision, file=None):
            making.make(document.pk)
        super().dispatch()

    def revise_budget(self) -> None:
        """Hand in a budget that fits what was granted, which was less than asked for (domain.md §9 case 15)."""
        rate = self.application.call_version.indirect_rate or ZERO
        self.count(money_of({**self.words, "money": self.words["granted_money"]}, rate))
        revising.hand_in(self.project, by=self.lead)

    def approve_budget(self) -> None:
        revising.approve(self.project, note="", by=self.officer)

    # What is refused

    def pay_without_grant(self) -> None:
        """Try to pay from what is set aside, in a case that has no decision of its own (F-03)."""
        funds.require_grant(self.the_case)

    def refused(self, act: str) -> None:
        """Try an act that the rules stop, and tell what was answered. Raises StoryFault when it is let through."""
        positional, keyed = self.given(act)
        try:
            with transaction.atomic():
                getattr(self, act)(*positional, **keyed)
        except NotReady as fault:
            said = [item.text for item in fault.missing]
        except ValidationError as fault:
            said = fault.messages
        else:
            raise StoryFault(f"{act} skulle ha stoppats {clock.today()}")
        self.told.setdefault("refused", []).append({"on": clock.today().isoformat(), "act": act, "said": said})
