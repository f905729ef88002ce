"""One case as the desk reads it: everything shared in it, loaded in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property

from applications.enums import OWED_BY_US, DecisionKind, EarlyCloseState, ObligationKind, SignaturePurpose
from applications.enums import ApplicationState as A
from applications.models import (
    Application,
    ApplicationVersion,
    Assignment,
    Case,
    CaseMessage,
    Claim,
    CompletionRequest,
    ConflictDeclaration,
    ConflictRuling,
    Decision,
    DelayNotice,
    Document,
    EarlyClose,
    Idea,
    Obligation,
    Project,
    Report,
    Signature,
)
from applications.models.criteria import Measure, criteria_of
from applications.models.sides import has_none_in
from applications.selectors import decision_requests, sent_files, windows
from applications.selectors.sent_files import SentFile
from portal import clock
from portal.accounts.models import User

from ..models import AgendaItem, Assessment, Memo
from . import clocks, readers, standing
from .door import cases
from .waiting import next_due

RELATED = (
    "board",
    "programme",
    "organisation",
    "officer",
    "idea",
    "application__call__fund__programme",
    "application__call_version",
    "application__window",
    "memo__proposed_by",
    "memo__approved_by",
    "memo_text",
    "formal_check__checked_by",
    "joint_assessment",
    "joint_assessment__written_by",
    "economy_review__written_by",
    "state_aid_review__written_by",
    "project",
)


def _counted_documents() -> QuerySet[Document, Any]:
    rows = Document.objects.filter(case=OuterRef("pk")).order_by().values("case")
    return rows.annotate(n=Count("pk")).values("n")


def _counted_unread() -> QuerySet[CaseMessage, Any]:
    rows = CaseMessage.objects.filter(case=OuterRef("pk"), from_applicant=True, read_at=None).order_by().values("case")
    return rows.annotate(n=Count("pk")).values("n")


def load(user: User, pk: UUID) -> "Dossier":
    """Open the case for a person of the desk. Raises Case.DoesNotExist for one that the person may not see."""
    answered = ConflictDeclaration.objects.filter(case=OuterRef("pk"))
    delayed = DelayNotice.objects.filter(case=OuterRef("pk")).order_by("-sent_at")
    case = (
        cases(user)
        .select_related(*RELATED)
        .annotate(
            officer_answered=Exists(answered.filter(user=OuterRef("officer"))),
            reader_answered=Exists(answered.filter(user=user)),
            reader_assessed=Exists(Assessment.objects.filter(case=OuterRef("pk"), author=user)),
            reader_holds=Exists(Assignment.objects.filter(case=OuterRef("pk"), user=user, ended_at=None)),
            has_open_conflict=Exists(ConflictRuling.objects.filter(case=OuterRef("pk"), outcome="")),
            unread_count=Coalesce(Subquery(_counted_unread()), 0),
            delayed_to=Subquery(delayed.values("expected_on")[:1]),
            asked=decision_requests.of_each(),
            document_count=Coalesce(Subquery(_counted_documents()), 0),
            due=next_due("pk"),
        )
        .get(pk=pk)
    )
    has_none_in(user, case.pk)
    if standing.is_decided(case):
        decisions = Decision.objects.select_related("funding_source", "board", "document__file")
        models.prefetch_related_objects([case], Prefetch("decisions", queryset=decisions))
    return Dossier(case, user)


@dataclass
class Dossier:
    """What is not asked for is not loaded; drafts of the applicant's are not in it."""

    case: Case
    user: User

    @property
    def idea(self) -> Idea | None:
        return standing.idea_of(self.case)

    @property
    def application(self) -> Application | None:
        return standing.application_of(self.case)

    @property
    def memo(self) -> Memo | None:
        return standing.memo_of(self.case)

    @property
    def project(self) -> Project | None:
        project = standing.project_of(self.case)
        if project is not None:  # its decision has been fetched with the others
            for row in self.decisions:
                if row.pk == project.decision_id:
                    project.decision = row
        return project

    @property
    def decisions(self) -> list[Decision]:
        """Latest first; `load` has fetched them."""
        return list(self.case.decisions.all()) if standing.is_decided(self.case) else []

    @property
    def decision(self) -> Decision | None:
        """The latest on the application; one that ends the project early is not an answer to it."""
        return next((row for row in self.decisions if row.kind != DecisionKind.EARLY_CLOSE), None)

    @cached_property
    def asked(self) -> decision_requests.Asked | None:
        """The applicant's request that the case is decided."""
        return decision_requests.read(self.case.asked)  # type: ignore[attr-defined]  # annotated by the query

    @property
    def asked_waits(self) -> bool:
        """Neither a decision nor a refusal has answered it."""
        waits = self.application is not None and self.application.state in decision_requests.WAITS
        return waits and self.asked is not None and self.asked.refused_on is None

    @cached_property
    def early_close(self) -> EarlyClose | None:
        """An end before its time that is thought of, on its way or decided."""
        if self.project is None:
            return None
        closing = self.project.early_closes.exclude(state=EarlyCloseState.DROPPED).first()
        if closing is not None:
            closing.case, closing.project = self.case, self.project
        return closing

    @cached_property
    def late(self) -> str:
        """That the application came in late, how late, and whether the portal was disturbed then; empty in time.

        Nobody is turned away for it: the officer sees what happened and proposes (domain.md §9 case 3).
        """
        application = self.application
        if application is None or not (late := windows.how_late(application)):
            return ""
        assert application.window is not None
        extension = windows.extension_of(application.window)
        fault = f"Störning noterad {extension.disturbance}." if extension and extension.disturbance else ""
        return f"Ansökan kom in {late}. {fault or 'Ingen störning är noterad för ansökningstiden.'}"

    @cached_property
    def version(self) -> ApplicationVersion | None:
        """The latest frozen version: what pages read, never the live columns (architecture.md §11)."""
        if self.application is None:
            return None
        return self.application.versions.select_related("submitted_by").order_by("number").last()

    @cached_property
    def reports(self) -> list[Report]:
        """Those that have been handed in."""
        return self._periods(self.case.reports.select_related("obligation")) if self.project else []

    @cached_property
    def claims(self) -> list[Claim]:
        """Those that have been handed in."""
        return self._periods(self.case.claims.select_related("payout", "submitted_by")) if self.project else []

    def _periods(self, rows: Any) -> list[Any]:
        handed_in = list(rows.filter(shared_at__isnull=False).order_by("number"))
        project = self.project
        assert project is not None
        for row in handed_in:
            row.project = project
        return handed_in

    @cached_property
    def open_completion(self) -> CompletionRequest | None:
        if self.application is None or self.application.state != A.COMPLETION:
            return None
        return self.case.completions.filter(answered_at=None).prefetch_related("items").first()

    @cached_property
    def agenda_item(self) -> AgendaItem | None:
        """Where the case stands on an agenda and has not been decided."""
        if self.application is None or self.application.state != A.ON_AGENDA:
            return None
        return self.case.agenda_items.filter(decision=None).select_related("meeting__board").last()

    @property
    def is_reader(self) -> bool:
        """Holds the case as officer or second reader."""
        return bool(self.case.reader_holds)  # type: ignore[attr-defined]  # annotated by the dossier's query

    @property
    def has_assessed(self) -> bool:
        """Has begun an assessment of one's own."""
        return bool(self.case.reader_assessed)  # type: ignore[attr-defined]  # annotated by the dossier's query

    @property
    def has_answered(self) -> bool:
        """The person has answered the jäv question."""
        return bool(self.case.reader_answered)  # type: ignore[attr-defined]  # annotated by the dossier's query

    @cached_property
    def conflict_questions(self) -> list[ConflictRuling]:
        """Those that no head of unit has ruled on; asked for only when there is one."""
        if not self.case.has_open_conflict:  # type: ignore[attr-defined]  # annotated by the dossier's query
            return []
        return list(self.case.conflict_rulings.filter(outcome="").select_related("user", "asked_by"))

    @property
    def officer_has_answered(self) -> bool:
        return bool(self.case.officer_answered)  # type: ignore[attr-defined]  # annotated by the dossier's query

    @property
    def due(self) -> date | None:
        """The nearest day by which the applicant owes something."""
        due: date | None = self.case.due  # type: ignore[attr-defined]  # annotated by the dossier's query
        return due

    def objects(self) -> list[models.Model]:
        """Everything in the case that has moves, the latest in its life first."""
        rows: list[models.Model | None] = [
            *self.claims,
            *self.reports,
            self.early_close,
            self.project,
            *self.decisions,
            self.memo if self.application is None or self.application.state != A.WITHDRAWN else None,
            self.application,
            self.idea,
        ]
        return [row for row in rows if row is not None]

    # What the tabs read

    def claims_with_lines(self) -> list[Claim]:
        models.prefetch_related_objects(self.claims, "lines")
        return self.claims

    def documents(self) -> list[Document]:
        return list(self.case.documents.select_related("file", "decision").order_by("-number"))

    @cached_property
    def _all_assessments(self) -> list[Assessment]:
        return list(self.case.assessments.select_related("author").prefetch_related("scores").order_by("saved_at"))

    @cached_property
    def _second_reader(self) -> Any:
        return readers.second_reader(self.case)

    @cached_property
    def criteria(self) -> list[Measure]:
        """What the application is assessed by."""
        return criteria_of(self.application.call_version) if self.application is not None else []

    def assessments(self) -> list[Assessment]:
        """Those that the person may read: the two readers of a case read blind until both are done (domain.md §3.8)."""
        if self.application is None:
            return []
        return readers.seen(self.case, self._second_reader, self._all_assessments, self.criteria, self.user)

    @property
    def both_have_assessed(self) -> bool:
        """The officer and a second reader have each scored every criterion."""
        if self._second_reader is None:
            return False
        return readers.both_are_done(self.case, self._second_reader, self._all_assessments, self.criteria)

    @property
    def is_blind(self) -> bool:
        """Reads the case, and does not see the other's assessment yet."""
        return len(self.assessments()) < len(self._all_assessments)

    def obligations(self) -> list[Obligation]:
        rows = self.case.obligations.filter(cancelled_at=None).exclude(kind__in=(ObligationKind.SIGNATURE, *OWED_BY_US))
        return list(rows.order_by("due_on", "kind"))

    def attachments(self) -> list[SentFile]:
        """The files of the latest frozen version; one added since is still the applicant's alone."""
        if self.application is None or self.version is None:
            return []
        return sent_files.of_version(self.application, self.version)

    def completions(self) -> list[CompletionRequest]:
        rows = self.case.completions.select_related("asked_by", "answered_by").prefetch_related("items")
        return list(rows.order_by("-asked_at"))

    def signatures(self, purpose: SignaturePurpose) -> list[Signature]:
        """Those that stand on what has come in, oldest first; a draft's are the applicant's alone."""
        if self.application is None:
            return []
        rows = self.case.signatures.filter(purpose=purpose, cancelled_at=None).select_related("signer")
        return list(rows.order_by("signed_at", "id"))

    def versions(self) -> list[ApplicationVersion]:
        if self.application is None:
            return []
        return list(self.application.versions.select_related("submitted_by").defer("data").order_by("number"))

    @property
    def days_here(self) -> int:
        """Whole days since the case, or its application, came in."""
        received: datetime | None = self.application.shared_at if self.application else self.case.shared_at
        return (clock.today() - clocks.day_of(received)).days if received else 0

    def continues(self) -> Case | None:
        """The case of the step before, where the reader may know of it."""
        if self.case.continues_id is None:
            return None
        return cases(self.user).filter(pk=self.case.continues_id).first()

    def related_cases(self) -> int:
        """How many other cases of the applicant the person can read."""
        return cases(self.user).filter(~Q(pk=self.case.pk), organisation=self.case.organisation_id).count()
