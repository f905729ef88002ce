"""The table of queues: who sees which, what is late in it, and which of its rows await this very person."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Q, QuerySet, When

from applications.enums import ApplicationState as A
from applications.enums import ClaimState, ProjectState
from applications.enums import DecisionState as D
from applications.enums import EarlyCloseState as E
from portal import clock, dates
from portal.accounts.enums import StaffRoleName as Role
from portal.accounts.models import User

from . import clocks, queue_lines, waiting
from .door import at

NONE = Q(pk__in=())

OFFICER, HEAD, ECONOMIST, PAYER = Role.CASE_OFFICER, Role.HEAD_OF_UNIT, Role.ECONOMIST, Role.PAYER
SECRETARY, REGISTRAR, ARCHIVIST = Role.BOARD_SECRETARY, Role.REGISTRAR, Role.ARCHIVIST

APPLICATIONS, DECISIONS, PROJECTS, DONE = "Ansökningar", "Beslut", "Projekt", "Avslutat"


def nothing_late(today: date) -> Q:
    return NONE


def nobody(user: User) -> Q:
    return NONE


@dataclass(frozen=True)
class Queue:
    """`late` says which rows are late on a day; `mine` which await the person, and make up the day's work."""

    key: str
    label: str
    group: str
    icon: str
    roles: frozenset[Role]
    lead: str
    rows: Callable[[User], QuerySet[Any]]
    line: Callable[[Any], queue_lines.Line]
    late: Callable[[date], Q] = nothing_late
    mine: Callable[[User], Q] = nobody

    def marked(self, user: User) -> QuerySet[Any]:
        """The rows, each with `is_mine`: what is another's to do, one only looks at."""
        is_mine = Case(When(self.mine(user), then=True), default=False)
        rows: QuerySet[Any] = self.rows(user).annotate(is_mine=is_mine)
        return rows

    def line_of(self, row: Any) -> queue_lines.Line:
        """A row of `marked` as it reads; its verb leads to the case when the step is another's."""
        line = self.line(row)
        return line if row.is_mine or not line.step.is_act else replace(line, step=queue_lines.Step())


def own(user: User) -> Q:
    """In cases that the person is responsible for."""
    return Q(case__officer=user)


def _answer_late(today: date) -> Q:
    return Q(shared_at__lt=clocks.received_too_long_ago(today))


def _assign_late(today: date) -> Q:
    return Q(shared_at__lt=clocks.late_before(today, clocks.ASSIGN_WORKING_DAYS))


def _check_late(today: date) -> Q:
    return Q(since__lt=clocks.late_before(today, clocks.FORMAL_CHECK_WORKING_DAYS))


def _review_late(today: date) -> Q:
    return Q(since__lt=clocks.late_before(today, clocks.REVIEW_WORKING_DAYS))


def _decision_late(today: date) -> Q:
    """The same days as `queue_lines.decision` prints."""
    sent_before = dates.add_working_days(today, -clocks.DISPATCH_WORKING_DAYS)
    return (
        Q(state=D.MADE, is_delegated=True, made_on__lt=sent_before)
        | Q(state=D.MADE, is_delegated=False, made_on__lt=today - timedelta(days=clocks.MINUTES_DAYS))
        | Q(state=D.APPROVED, approved_on__lt=today - timedelta(days=clocks.ANNOUNCE_DAYS))
        | Q(state=D.ANNOUNCED, approved_on__lt=sent_before)
    )


def _idea_mine(user: User) -> Q:
    """One's own dialogues, and new ideas that nobody has taken up."""
    return at(user, OFFICER) & (Q(case__officer=user) | Q(case__officer=None))


def _board_mine(user: User) -> Q:
    """Matters to put on the agenda, and those whose meeting's day has come."""
    return at(user, SECRETARY) & (Q(state=A.PROPOSED) | Q(sits_on__lte=clock.today()))


def _decisions_mine(user: User) -> Q:
    """The minutes are the secretary's to register."""
    return at(user, SECRETARY) | at(user, REGISTRAR) & ~Q(state=D.MADE, is_delegated=False)


def _claims_mine(user: User) -> Q:
    return (
        Q(state=ClaimState.SUBMITTED, case__officer=user)
        | at(user, ECONOMIST) & Q(state__in=(ClaimState.UNDER_REVIEW, ClaimState.PAYMENT_DECIDED))
        | at(user, PAYER) & Q(state__in=(ClaimState.APPROVED, ClaimState.PARTIALLY_APPROVED))
    )


def _projects_mine(user: User) -> Q:
    """A new budget to read, where less was granted than was applied for."""
    to_read = Q(state=ProjectState.GRANTED, new_budget__isnull=False, new_budget_approved_at=None)
    return to_read & own(user)


def _closing_mine(user: User) -> Q:
    settled = Q(state=ProjectState.SETTLED, case__officer=user)
    reported = at(user, ECONOMIST) & Q(state=ProjectState.FINAL_REPORTED, decision__gives_money=True)
    reported |= Q(state=ProjectState.FINAL_REPORTED, decision__gives_money=False, case__officer=user)
    return settled | reported | Q(state__in=(ProjectState.CLOSING, ProjectState.CLOSED_EARLY), case__officer=user)


def _early_close_mine(user: User) -> Q:
    """The officer writes it, the head approves it, the secretary takes it to the board and registers."""
    return (
        Q(state=E.DRAFT, case__officer=user)
        | Q(state=E.WARNED, case__officer=user) & (Q(commented_at__isnull=False) | Q(comment_due__lt=clock.today()))
        | at(user, HEAD) & Q(state=E.SUBMITTED)
        | at(user, SECRETARY) & (Q(state=E.APPROVED) | Q(state=E.ON_AGENDA, sits_on__lte=clock.today()))
    )


QUEUES: dict[str, Queue] = {
    queue.key: queue
    for queue in (
        Queue(
            "mina",
            "Mina ärenden",
            "",
            "folder-open",
            frozenset({OFFICER}),
            "Ärenden som du ansvarar för.",
            waiting.mine,
            queue_lines.of_case,
        ),
        Queue(
            "ideer",
            "Idéer",
            APPLICATIONS,
            "sprout",
            frozenset({OFFICER, HEAD}),
            "Idéer som har delats med oss och ska få ett råd.",
            waiting.ideas,
            queue_lines.of_idea,
            mine=_idea_mine,
        ),
        Queue(
            "att-fordela",
            "Att fördela",
            APPLICATIONS,
            "inbox",
            frozenset({HEAD, OFFICER, REGISTRAR}),
            "Ansökningar utan handläggare. De ska fördelas inom tre arbetsdagar.",
            waiting.to_assign,
            queue_lines.to_assign,
            _assign_late,
            lambda user: at(user, HEAD),
        ),
        Queue(
            "formell-kontroll",
            "Formell kontroll",
            APPLICATIONS,
            "list-checks",
            frozenset({OFFICER, HEAD}),
            "Ansökningar som ska kontrolleras inom tio arbetsdagar från fördelningen.",
            waiting.formal_check,
            queue_lines.formal_check,
            _check_late,
            own,
        ),
        Queue(
            "beredning",
            "Under beredning",
            APPLICATIONS,
            "search",
            frozenset({OFFICER, HEAD}),
            "Ansökningar som bedöms och ska få ett förslag till beslut.",
            waiting.preparation,
            queue_lines.preparation,
            _answer_late,
            own,
        ),
        Queue(
            "komplettering",
            "Väntar på komplettering",
            APPLICATIONS,
            "corner-up-left",
            frozenset({OFFICER, HEAD}),
            "Här har sökanden turen. Efter sista dagen går ärendet vidare på det som finns.",
            waiting.completions,
            queue_lines.completion,
            lambda today: Q(due_on__lt=today),
        ),
        Queue(
            "forslag",
            "Förslag att godkänna",
            APPLICATIONS,
            "clipboard-check",
            frozenset({HEAD}),
            "Handläggarnas förslag. Läs, godkänn eller skicka tillbaka.",
            waiting.proposals,
            queue_lines.proposal,
            mine=lambda user: at(user, HEAD),
        ),
        Queue(
            "pa-vag-till-namnden",
            "På väg till nämnden",
            DECISIONS,
            "landmark",
            frozenset({SECRETARY, HEAD, OFFICER}),
            "Godkända förslag och ärenden på en föredragningslista.",
            waiting.before_board,
            queue_lines.before_board,
            lambda today: Q(sits_on__lt=today),
            _board_mine,
        ),
        Queue(
            "beslut",
            "Beslut att få iväg",
            DECISIONS,
            "gavel",
            frozenset({SECRETARY, REGISTRAR, HEAD}),
            "Beslut som ska justeras, anslås, expedieras eller få laga kraft.",
            waiting.decisions,
            queue_lines.decision,
            _decision_late,
            _decisions_mine,
        ),
        Queue(
            "delegationsbeslut",
            "Delegationsbeslut att anmäla",
            DECISIONS,
            "megaphone",
            frozenset({SECRETARY, HEAD}),
            "Beslut på delegation som nämnden inte har fått anmälda än.",
            waiting.delegated,
            queue_lines.delegated,
        ),
        Queue(
            "projekt",
            "Pågående projekt",
            PROJECTS,
            "flag",
            frozenset({OFFICER, HEAD, ECONOMIST}),
            "Beviljade projekt fram till avslutet, med nästa dag då något ska lämnas.",
            waiting.projects,
            queue_lines.project,
            lambda today: Q(due__lt=today),
            _projects_mine,
        ),
        Queue(
            "rapporter",
            "Rapporter att läsa",
            PROJECTS,
            "file-pen-line",
            frozenset({OFFICER, HEAD}),
            "Inlämnade rapporter. De ska vara lästa inom tjugo arbetsdagar.",
            waiting.reports,
            queue_lines.report,
            _review_late,
            own,
        ),
        Queue(
            "rekvisitioner",
            "Rekvisitioner",
            PROJECTS,
            "wallet",
            frozenset({OFFICER, ECONOMIST, PAYER, HEAD}),
            "Handläggaren granskar innehållet, ekonomen beloppen, attestanten släpper pengarna.",
            waiting.claims,
            queue_lines.claim,
            _review_late,
            _claims_mine,
        ),
        Queue(
            "avslut-i-fortid",
            "Avslut i förtid",
            PROJECTS,
            "circle-stop",
            frozenset({OFFICER, HEAD, SECRETARY}),
            "Projekt som kanske ska avslutas innan de är klara.",
            waiting.early_closes,
            queue_lines.early_close,
            lambda today: Q(state=E.ON_AGENDA, sits_on__lt=today),
            _early_close_mine,
        ),
        Queue(
            "avslut",
            "Avslut",
            PROJECTS,
            "archive",
            frozenset({OFFICER, ECONOMIST, HEAD}),
            "Projekt som ska slutrapporteras, slutregleras eller avslutas.",
            waiting.closing,
            queue_lines.closing,
            mine=_closing_mine,
        ),
        Queue(
            "avslutade",
            "Avslutade ärenden",
            DONE,
            "archive",
            frozenset({ARCHIVIST, REGISTRAR}),
            "Ärenden som är avslutade och ska arkiveras.",
            waiting.closed,
            queue_lines.closed,
        ),
    )
}


def queues_of(user: User) -> list[Queue]:
    """The queues that the person's roles work with, in the order of a case's life."""
    return [queue for queue in QUEUES.values() if queue.roles & user.role_names]
