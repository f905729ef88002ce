"""The decision to the applicant: everything its PDF prints, frozen when the text is locked (domain.md §4.2)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from portal import dates
from portal.accounts.models import User
from portal.money import exact, kronor, round_kr

from ..budget import explain
from ..budget.calculation import Budget, calculate
from ..budget.periods import Period, periods, report_due
from ..enums import ConditionKind, DecisionKind, PartyRole, YesNo
from ..models import Application, CallVersion, Decision, component
from ..models.budget_rows import budget_input
from . import appealing, clauses, early_close, figures, supports

# Raised when templates/pdf/decision.html changes what it says, so that a frozen decision tells which one it was.
TEMPLATE_VERSION = "3"
NAMED_MUNICIPALITIES = 3  # more than this are told as a number in the fact box
NBSP = "\u00a0"

REVOCATION = (
    "Vi kan återkalla beslutet, hålla inne pengar och kräva tillbaka det vi har betalat om pengarna används till något "
    "annat än det beslutet gäller, om villkoren inte följs eller om uppgifterna i ansökan eller redovisningen är fel."
)
REVOCATION_WITHOUT_MONEY = (
    "Vi kan återkalla beslutet om stödet används till något annat än det som beslutet gäller, om villkoren inte följs "
    "eller om uppgifterna i ansökan är fel."
)


def freeze(decision: Decision) -> dict[str, Any]:
    """All that the letter prints, as the variable `d` of templates/pdf/decision.html: plain JSON, texts ready.

    Reads the application's budget, the call version's rules, the money's appeal text and the letterhead as they are
    now; after this nothing printed is read live (architecture.md §7). "acceptance_due" is an ISO date, "" for avslag.
    """
    application = decision.case.application
    budget = calculate(budget_input(application))
    common = _common(decision, application)
    if decision.kind == DecisionKind.EARLY_CLOSE:
        return common | early_close.letter(decision)
    if decision.kind == DecisionKind.DISCONTINUED:
        return common | _discontinued(decision, application)
    if decision.kind == DecisionKind.DISMISSED:
        return common | _dismissed(decision, application)
    if decision.grants:
        return common | _approval(decision, application, budget)
    return common | _rejection(decision, application, budget)


def acceptance_day(made_on: date, rules: CallVersion) -> date:
    """The last day to accept the decision as the letter says it (D-18): local date, moved off non-working days."""
    return dates.legal_deadline(made_on + timedelta(days=rules.acceptance_days))


def plan(decision: Decision, rules: CallVersion) -> list[tuple[Period, date]]:
    """The periods to report on with the last day for report and claim (domain.md §6.2)."""
    assert decision.period_start and decision.period_end  # a constraint of every bifall
    spans = periods(decision.period_start, decision.period_end, rules.months_per_report, rules.min_period_days)
    return [(span, report_due(span, rules.report_due_months, rules.final_due_months)) for span in spans]


# What every decision says


def _common(decision: Decision, application: Application) -> dict[str, Any]:
    source, authority = decision.funding_source, decision.board.authority
    return {
        "template_version": TEMPLATE_VERSION,
        "title": application.title,
        "authority": figures.letterhead(authority),
        "board_name": decision.board.name,
        "date": dates.long(decision.made_on),
        "dnr": decision.case.dnr or "",
        "protocol": decision.paragraph
        if decision.is_delegated
        else f"{decision.paragraph}, {dates.long(decision.made_on)}",
        "protocol_label": "Delegation" if decision.is_delegated else "Protokoll",
        "decides": clauses.heading(decision),
        "supports": supports.table(decision),
        "reasons": [*figures.paragraphs(decision.reasons), *figures.paragraphs(decision.policy_basis)],
        "preparation": figures.paragraphs(decision.preparation),
        "case_history": _history(decision, application),
        "appeal": appealing.told(source, authority),
        "participants": [_participants(decision)],
        "recipients": _recipients(decision, application),
    }


def _history(decision: Decision, application: Application) -> list[str]:
    told = []
    if application.shared_at is not None:
        told.append(f"Ansökan kom in {dates.datetime_long(application.shared_at)}.")
    answered = decision.case.completions.filter(answered_at__isnull=False).order_by("answered_at").last()
    if answered is not None and answered.answered_at is not None:
        told.append(f"Den senaste kompletteringen kom {dates.datetime_long(answered.answered_at)}.")
    municipalities = [str(name) for name in application.municipalities]
    if len(municipalities) > NAMED_MUNICIPALITIES:
        told.append(f"Projektet omfattar {figures.listed(municipalities)}.")
    return [" ".join(told)] if told else []


def _participants(decision: Decision) -> str:
    if decision.is_delegated:
        told = f"{decision.decided_by}, har beslutat på delegation från {decision.board.definite}."
        proposed = "har berett ärendet."
    else:
        told = f"{decision.board.definite} har beslutat."
        proposed = "har föredragit ärendet."
    return f"{told} {decision.presented_by} {proposed}" if decision.presented_by else told


def _recipients(decision: Decision, application: Application) -> list[str]:
    names = [decision.case.organisation.name]
    names += [party.name for party in application.parties.filter(role=PartyRole.CO_APPLICANT)]
    if decision.grants and decision.gives_money:
        names.append(f"Ekonomi, {decision.board.authority.name}")
    return list(dict.fromkeys(names))


def _ask(person: User | None) -> list[str]:
    """Whom to ask, when somebody handles the case."""
    if person is None:
        return []
    ways = figures.listed(filter(None, (person.phone, person.email)))
    return [f"Frågor om beslutet svarar {person.name} på: {ways}."]


def _officer(decision: Decision) -> User:
    return decision.case.officer or decision.case.programme.contact


def _kr(amount: str) -> str:
    return f"{amount}{NBSP}kr"


# Bifall, whole or partial


def _approval(decision: Decision, application: Application, budget: Budget) -> dict[str, Any]:
    rules = application.call_version
    assert decision.period_start and decision.period_end  # a constraint of every bifall
    due = acceptance_day(decision.made_on, rules)
    reports = _reports(decision, rules)
    tables = figures.tables(budget) if decision.gives_money else None
    is_partial = decision.kind == DecisionKind.PARTIAL
    what = "en del av det ni sökte" if is_partial else "stöd"
    return {
        "kind": "delvis bifall" if is_partial else "bifall",
        "heading": f"Ni får {what} till {application.title}",
        "lead": f"{decision.case.organisation.name} får {_given(decision)}. Godkänn beslutet senast {dates.long(due)}.",
        "acceptance_due": due.isoformat(),
        "clauses": clauses.approval(decision, application),
        "facts": _approval_facts(decision, application, budget),
        "budget": tables,
        "rounding_note": _note_on_budget(decision, budget, tables["note"]) if tables else "",
        "conditions": _conditions(decision, rules),
        "reporting": [[what, dates.period_long(span.start, span.end), dates.long(day)] for what, span, day in reports],
        "payment": _payment(decision) if decision.gives_money else [],
        "next_steps": _approval_steps(decision, budget, due, [day for _, _, day in reports]),
    }


def _given(decision: Decision) -> str:
    """What is given, as the first sentence says it."""
    if parts := supports.in_words(component.supports(decision)):
        return parts
    assert decision.share is not None and decision.cap is not None  # a yes without kinds of support is about money
    assert decision.period_start and decision.period_end
    period = dates.period_long(decision.period_start, decision.period_end)
    return (
        f"{clauses.in_words(decision.share)} av projektets bokförda kostnader, högst {kronor(decision.cap)} kronor, "
        f"för {period}"
    )


def _approval_facts(decision: Decision, application: Application, budget: Budget) -> list[list[str]]:
    asked = component.requested(application)
    facts = [["Sökt", supports.asked_in_words(asked)]] if asked else []
    if decision.share is not None and decision.cap is not None:
        money = "Pengar, " if asked else ""
        facts += [
            [f"{money}sökt".capitalize(), _kr(kronor(budget.applied.total))],
            [f"{money}beviljat".capitalize(), f"högst {_kr(exact(decision.cap))}"],
            *([["Förskott", _kr(kronor(decision.advance))]] if decision.advance is not None else []),
            ["Andel av kostnaderna", explain.decided_share(decision.share, budget.share)],
            ["Projektets kostnad", _kr(kronor(budget.cost_sum.total))],
        ]
    return [*facts, *_project_facts(decision, application)]


def _project_facts(decision: Decision, application: Application) -> list[list[str]]:
    names = [str(name) for name in application.municipalities]
    where = f"{len(names)} kommuner" if len(names) > NAMED_MUNICIPALITIES else figures.listed(names)
    facts = [
        ["Målgrupp", figures.ages(application.age_from, application.age_to)],
        ["Var", where],
        ["Ekonomisk verksamhet", "Ja" if application.economic_activity == YesNo.YES else "Nej, enligt ansökan"],
        ["Handläggare", _officer(decision).name],
    ]
    return [[label, value] for label, value in facts if value]


def _conditions(decision: Decision, rules: CallVersion) -> dict[str, Any]:
    return {
        "general": f"De allmänna villkoren ({figures.within(rules.terms_version)}) gäller för stödet:\n\n"
        f"{rules.terms_text}",
        "specific": [
            [
                condition.text,
                ConditionKind(condition.kind).label,
                f"senast {dates.long(condition.due_on)}" if condition.due_on else "",
            ]
            for condition in decision.conditions.all()
        ],
        "revocation": REVOCATION if decision.gives_money else REVOCATION_WITHOUT_MONEY,
    }


def _reports(decision: Decision, rules: CallVersion) -> list[tuple[str, Period, date]]:
    """What is handed in for each period and by when, as the project will be planned when the decision is accepted."""
    if not (decision.gives_money or rules.reports_without_money):
        return []
    planned = plan(decision, rules)
    claimed = component.claim_periods(decision, [span for span, _ in planned])
    return [(_what(span, claimed), span, day) for span, day in planned]


def _what(period: Period, claimed: Sequence[Period]) -> str:
    report = "Slutrapport" if period.is_final else "Lägesrapport"
    if period not in claimed:
        return report
    return f"{report} och {'slutrekvisition' if period == claimed[-1] else 'rekvisition'}"


def _note_on_budget(decision: Decision, budget: Budget, rounding: str) -> str:
    """The table is the application's; when less was granted than applied for the reader must be told."""
    applied, cap = round_kr(budget.applied.total), decision.cap
    if cap is None or cap == applied:
        return rounding
    told = f"Tabellen visar budgeten i ansökan, där ni söker {_kr(kronor(applied))}. Ni får högst {_kr(kronor(cap))}."
    return f"{told} {rounding}"


def _payment(decision: Decision) -> list[str]:
    """The payment rule: decided share of approved costs so far, up to the cap, after laga kraft or not."""
    assert decision.share is not None and decision.cap is not None
    rule = (
        f"Vi betalar i efterhand: {clauses.in_words(decision.share)} av de kostnader som ni har bokfört och vi har "
        f"godkänt, tills {kronor(decision.cap)} kronor är betalda. Varje utbetalning räknas på allt som har godkänts "
        "sedan projektet började, minus det vi redan har betalat."
    )
    if decision.funding_source.pay_after_final and decision.funding_source.is_appealable:
        when = "Vi betalar först när beslutet har fått laga kraft."
    else:
        when = "Vi väntar inte på laga kraft innan vi betalar."
    if decision.conditions.filter(kind=ConditionKind.BEFORE_PAYMENT).exists():
        when += " Villkoren före utbetalning ska också vara uppfyllda."
    return [rule, when, *_advance(decision)]


def _advance(decision: Decision) -> list[str]:
    if decision.advance is None:
        return []
    return [
        f"Ni kan få {_kr(kronor(decision.advance))} i förskott. Den som får skriva under för er begär det på "
        "projektets sida, innan den första rekvisitionen är lämnad. Det räknas av mot rekvisitionerna, och det som "
        "inte motsvaras av godkända kostnader i slutrekvisitionen ska betalas tillbaka."
    ]


def _approval_steps(decision: Decision, budget: Budget, due: date, report_days: Sequence[date]) -> list[str]:
    assert decision.period_start
    start = f"Projektet kan börja {dates.long(decision.period_start)}."
    if decision.conditions.filter(kind=ConditionKind.BEFORE_START).exists():
        start += " Villkoren före start ska då vara uppfyllda."
    if report_days:
        what = "rapporten och rekvisitionen" if decision.gives_money else "rapporten"
        start += f" Den första {what} lämnar ni senast {dates.weekday_long(report_days[0])}."
    return [
        *_new_budget(decision, budget),
        f"Den som får skriva under för er godkänner beslutet i Investeringsportalen senast {dates.weekday_long(due)}. "
        "Godkänner ni inte i tid kan vi ta upp om stödet ska dras tillbaka.",
        start,
        *_ask(_officer(decision)),
    ]


def _new_budget(decision: Decision, budget: Budget) -> list[str]:
    """Less money than was applied for: the budget is made anew before anybody accepts (domain.md §9 case 15)."""
    if decision.cap is None or decision.cap >= round_kr(budget.applied.total):
        return []
    return [
        "Lämna först en ny budget i Investeringsportalen, eftersom ni får mindre än ni sökte. Den ska gå ihop varje år "
        f"och räkna med högst {_kr(kronor(decision.cap))} av oss. När vi har godkänt den kan ni godkänna beslutet."
    ]


# Avslag


def _rejection(decision: Decision, application: Application, budget: Budget) -> dict[str, Any]:
    steps = ["Ni kan söka igen när det finns en öppen utlysning. Kontakta oss gärna först, så går vi igenom beslutet."]
    return {
        "kind": "avslag",
        "heading": f"Ni får inget stöd till {application.title}",
        "lead": "Vi säger nej till er ansökan. Skälen står här nedanför, och sist står det om beslutet går att "
        "överklaga.",
        "acceptance_due": "",
        "clauses": clauses.rejection(application),
        "facts": [*_refused_facts(application, budget), *_project_facts(decision, application)],
        "budget": None,
        "rounding_note": "",
        "conditions": None,
        "reporting": [],
        "payment": [],
        "next_steps": [*steps, *_ask(_officer(decision))],
    }


def _discontinued(decision: Decision, application: Application) -> dict[str, Any]:
    """Nothing was examined, so nothing is said about the application itself."""
    return {
        "kind": "avskrivning",
        "heading": f"Ärendet om {application.title} är avslutat",
        "lead": "Ni har återtagit er ansökan. Vi prövar den därför inte, och ärendet är avskrivet.",
        "acceptance_due": "",
        "clauses": clauses.discontinued(application),
        "facts": [["Handläggare", _officer(decision).name]],
        "budget": None,
        "rounding_note": "",
        "conditions": None,
        "reporting": [],
        "payment": [],
        "next_steps": ["Ni kan söka igen när det finns en öppen utlysning.", *_ask(_officer(decision))],
    }


def _dismissed(decision: Decision, application: Application) -> dict[str, Any]:
    """Nothing was examined; why not, and how to appeal, is what the applicant needs to know."""
    return {
        "kind": "avvisning",
        "heading": f"Ansökan om {application.title} prövas inte",
        "lead": "Vi avvisar er ansökan. Det betyder att vi inte tar ställning till projektet. Skälen står här "
        "nedanför, och sist står det hur beslutet kan överklagas.",
        "acceptance_due": "",
        "clauses": clauses.dismissed(decision, application),
        "facts": [["Varför", decision.get_dismissal_ground_display()], ["Handläggare", _officer(decision).name]],
        "budget": None,
        "rounding_note": "",
        "conditions": None,
        "reporting": [],
        "payment": [],
        "next_steps": ["Ni kan söka igen när det finns en öppen utlysning.", *_ask(_officer(decision))],
    }


def _refused_facts(application: Application, budget: Budget) -> list[list[str]]:
    asked = component.requested(application)
    facts = [["Sökt", supports.asked_in_words(asked)]] if asked else []
    if component.asks_for_money(application):
        money = "Pengar, " if asked else ""
        facts += [
            [f"{money}sökt".capitalize(), _kr(kronor(budget.applied.total))],
            [f"{money}beviljat".capitalize(), _kr(kronor(0))],
        ]
    return facts
