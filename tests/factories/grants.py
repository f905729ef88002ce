"""Projects that were granted all that they asked for, so that they go on without a new budget."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from applications import jobs
from applications.budget.calculation import calculate
from applications.models import Call
from applications.models.budget_rows import budget_input
from portal import clock
from portal.demo.stories.script import Story
from portal.demo.world import moment
from tests import factories

SHARE = "0.4"
REPORT = {
    "summary": "Läge.",
    "activities": "Arbete.",
    "goals": "Nära.",
    "lessons": "Mycket.",
    "signs_of_change": "Fler ler.",
}
LAST = {
    "long_term_follow_up": "Kommunen, efter ett år.",
    "recommendation": "spread",
    "recommendation_note": "Kommunen tar vid.",
}


def submitted_tale(
    in_call: Call, *, title: str = "Läsa högt hemma", years: tuple[int, ...] = (2027,), staff: int = 60_000
) -> Story:
    """Sent in: whole calendar years, small enough for an officer to decide."""
    tale = factories.story()
    tale.begin_application(in_call)
    fill(tale, title=title, years=years, staff=staff)
    tale.submit()
    return tale


def fill(tale: Story, *, title: str, years: tuple[int, ...], staff: int) -> None:
    period = (date(years[0], 1, 1), date(years[-1], 12, 31))
    tale.write(factories.others.text(title, "Bokpåsar på nio språk.", "Förskolebarn"), period)
    rate = str(tale.application.call_version.indirect_rate)
    payer = ("Region Örebro län", "1:1-medel", "Vi själva")
    tale.count(factories.others.money(list(years), staff, rate, SHARE, *payer))
    tale.finish()


def cap_of(tale: Story) -> Decimal:
    """All that is applied for, in whole kronor."""
    return calculate(budget_input(tale.application)).applied.total.quantize(Decimal(1), rounding=ROUND_HALF_UP)


def granted_tale(in_call: Call, *, advance: int | None = None, **given: object) -> Story:
    """Decided on delegation, sent and accepted; with an advance of so many kronor where the call gives one."""
    tale = submitted_tale(in_call, **given)
    tale.assign()
    tale.prepare()
    tale.assess(factories.others.SCORES, factories.others.CHILD, factories.others.SUMMARY)
    tale.propose(
        kind="approval",
        reasons=factories.others.REASONS,
        conditions="",
        share=Decimal(SHARE),
        cap=cap_of(tale),
        advance=None if advance is None else Decimal(advance),
    )
    tale.approve_proposal()
    tale.decide_by_delegation("handlaggare")
    factories.make_ready(tale.the_case)
    tale.dispatch()
    tale.accept()
    return tale


def running_tale(in_call: Call, **given: object) -> Story:
    """In implementation since the first days of its first year."""
    tale = granted_tale(in_call, **given)
    with clock.at(moment(date(tale.project.period_start.year, 1, 4))):
        jobs.run_morning()
        tale.implement()
    return tale


def examine_claim(tale: Story, number: int, costs: dict[str, Decimal]) -> None:
    """Report and claim of a period handed in, both approved; the money is not released."""
    jobs.run_morning()
    is_last = tale.claim(number).is_final
    tale.hand_in_report(number, REPORT | (LAST if is_last else {}))
    tale.hand_in_claim(number, costs)
    tale.approve_report(number)
    tale.review_claim(number)
    tale.approve_claim(number)


def pay_claim(tale: Story, number: int) -> None:
    tale.release_claim(number)
    tale.confirm_claim(number)


def finish(tale: Story, number: int, costs: dict[str, Decimal]) -> None:
    """The last period examined and paid, and the project's final reporting approved. Call it after the period's end."""
    examine_claim(tale, number, costs)
    pay_claim(tale, number)
    tale.finish_project()
