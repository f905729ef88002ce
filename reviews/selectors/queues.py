"""The table of queues: who sees which, what its rows are, and what all that is late has in common."""

from collections.abc import Sequence
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, Value

from applications.enums import EarlyCloseState as E
from applications.models import Case
from portal import clock
from portal.accounts.models import User

from . import queue_lines, queue_rules, waiting
from .among import Among
from .door import at, cases
from .queue import Queue
from .queue_rules import ARCHIVIST, ECONOMIST, HEAD, OFFICER, PAYER, REGISTRAR, SECRETARY
from .standing import RELATED

APPLICATIONS, DECISIONS, PROJECTS, DONE = "Ansökningar", "Beslut", "Projekt", "Avslutat"
LATE = "forsenade"
MOST_LATE = 500  # the oldest of each queue that stand among what is late


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
            queue_rules.owed_late("pk"),
            path="",
            due="due",
        ),
        Queue(
            "nya",
            "Nya",
            "",
            "mail",
            frozenset({OFFICER, HEAD, REGISTRAR}),
            "Idéer och ansökningar som har kommit in de senaste två veckorna.",
            waiting.new,
            queue_lines.of_case,
            path="",
            is_newest_first=True,
        ),
        Queue(
            LATE,
            "Försenade",
            "",
            "triangle-alert",
            frozenset({OFFICER, HEAD, SECRETARY, REGISTRAR, ECONOMIST, PAYER}),
            "Ärenden i dina köer där en dag har passerat, de som kom in först överst.",
            lambda user: late_cases(user),
            queue_lines.late,
            path="",
            prepare=lambda user, rows: tell_what_is_late(user, rows),
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
            mine=queue_rules.idea_mine,
        ),
        Queue(
            "att-fordela",
            "Otilldelade",
            APPLICATIONS,
            "inbox",
            frozenset({HEAD, OFFICER, REGISTRAR}),
            "Ansökningar utan handläggare. De ska fördelas inom tre arbetsdagar.",
            waiting.to_assign,
            queue_lines.to_assign,
            queue_rules.assign_late,
            lambda user: at(user, HEAD),
        ),
        Queue(
            "jav",
            "Frågor om jäv",
            APPLICATIONS,
            "scale",
            frozenset({HEAD}),
            "Någon har anmält jäv eller frågat om en kollega. Inget beslutas i ärendet förrän frågan är avgjord.",
            waiting.conflicts,
            queue_lines.conflict,
            mine=queue_rules.conflicts_mine,
        ),
        Queue(
            "meddelanden",
            "Meddelanden att läsa",
            APPLICATIONS,
            "message-square",
            frozenset({OFFICER, HEAD, REGISTRAR}),
            "Det sökande har skrivit till oss. Läs och svara inom två arbetsdagar.",
            waiting.messages,
            queue_lines.message,
            queue_rules.message_late,
            queue_rules.own,
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
            queue_rules.check_late,
            queue_rules.own,
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
            queue_rules.answer_late,
            queue_rules.own,
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
            due="due_on",
        ),
        Queue(
            "kommuniceras",
            "Kommuniceras",
            APPLICATIONS,
            "book-open",
            frozenset({OFFICER, HEAD}),
            "Sökanden läser underlaget till ett förslag och kan svara. Efter sista dagen går ärendet vidare.",
            waiting.hearings,
            queue_lines.hearing,
            queue_rules.heard,
            queue_rules.hearing_mine,
            due="due_on",
        ),
        Queue(
            "remiss",
            "På remiss",
            APPLICATIONS,
            "send",
            frozenset({OFFICER, HEAD}),
            "Frågor som andra ska svara på. När dagen har passerat väntar du vidare, eller avslutar väntan.",
            waiting.referrals,
            queue_lines.referral,
            lambda today: Q(due_on__lt=today),
            queue_rules.referral_mine,
            due="due_on",
        ),
        Queue(
            "forslag",
            "Till chef",
            APPLICATIONS,
            "clipboard-check",
            frozenset({HEAD}),
            "Handläggarnas förslag. Läs, godkänn eller skicka tillbaka.",
            waiting.proposals,
            queue_lines.proposal,
            mine=lambda user: at(user, HEAD),
        ),
        Queue(
            "begaran-om-avgorande",
            "Begäran om avgörande",
            DECISIONS,
            "clock-4",
            frozenset({OFFICER, HEAD}),
            "Sökande som efter sex månader har begärt att ärendet avgörs. Beslut eller avslag inom fyra veckor.",
            waiting.requests,
            queue_lines.request,
            lambda today: Q(due_on__lt=today),
            queue_rules.requests_mine,
            due="due_on",
        ),
        Queue(
            "pa-vag-till-namnden",
            "Till nämnd",
            DECISIONS,
            "landmark",
            frozenset({SECRETARY, HEAD, OFFICER}),
            "Godkända förslag och ärenden på en föredragningslista.",
            waiting.before_board,
            queue_lines.before_board,
            lambda today: Q(sits_on__lt=today),
            queue_rules.board_mine,
        ),
        Queue(
            "aterkallade",
            "Återtagna att avskriva",
            DECISIONS,
            "rotate-ccw",
            frozenset({OFFICER, HEAD}),
            "Ansökningar som sökanden har återtagit. De avslutas med ett beslut om avskrivning.",
            waiting.withdrawn,
            queue_lines.withdrawn,
            mine=queue_rules.own,
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
            queue_rules.decision_late,
            queue_rules.decisions_mine,
            by="made_on",
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
            path="decision__case",
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
            queue_rules.owed_late("case"),
            queue_rules.projects_mine,
            by="period_start",
            due="due",
        ),
        Queue(
            "andringar",
            "Ändringar",
            PROJECTS,
            "rotate-ccw",
            frozenset({OFFICER, HEAD}),
            "Nya budgetar, ändrade planer, önskningar om att sluta i förtid, och nya namn bland dem som medverkar.",
            waiting.changes,
            queue_lines.change,
            path="",
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
            queue_rules.review_late,
            queue_rules.own,
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
            queue_rules.review_late,
            queue_rules.claims_mine,
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
            queue_rules.early_close_mine,
        ),
        Queue(
            "avslut",
            "Att avsluta",
            PROJECTS,
            "archive",
            frozenset({OFFICER, ECONOMIST, HEAD}),
            "Projekt som ska slutrapporteras, slutregleras eller avslutas.",
            waiting.closing,
            queue_lines.closing,
            mine=queue_rules.closing_mine,
            by="period_start",
            due="period_end",
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


# What is late, wherever it stands


def _late_rows(user: User, queue: Queue) -> QuerySet[Any]:
    return queue.rows(user).filter(queue.late(clock.today()))


def _with_days(user: User) -> list[Queue]:
    """The person's queues where something can be late."""
    return [queue for queue in queues_of(user) if queue.late is not queue_rules.nothing_late]


def late_cases(user: User) -> QuerySet[Case]:
    """Cases with something late in one of the person's queues; of each queue at most so many, the oldest."""
    found = [
        _late_rows(user, queue).order_by(queue.by, "pk").values(late_case=F(queue.path or "pk"))[:MOST_LATE]
        for queue in _with_days(user)
    ]
    none = Case.objects.none().values(late_case=F("pk"))
    first, *rest = found or [none]  # type: ignore[list-item]
    rows = cases(user).filter(Among(first.union(*rest, all=True) if rest else first))
    return rows.select_related(*RELATED).prefetch_related("decisions").annotate(since=F("shared_at"))


def tell_what_is_late(user: User, rows: Sequence[Any]) -> None:
    """Give each case the names of the queues where it is late. One query."""
    for row in rows:
        row.late_in = []
    known = {row.pk: row for row in rows}
    found = [
        _late_rows(user, queue)
        .filter(**{f"{queue.path or 'pk'}__in": list(known)})
        .order_by()
        .values_list(F(queue.path or "pk"), Value(queue.label, CharField()))
        for queue in _with_days(user)
    ]
    if not (known and found):
        return
    first, *rest = found
    for case, label in first.union(*rest, all=True) if rest else first:
        if label not in known[case].late_in:
            known[case].late_in.append(label)
