"""Gates that ask the authority's own tables: check, assessment, proposal, meeting, delegation."""

from decimal import Decimal
from typing import Any

from applications.budget import advance, ledger
from applications.budget.calculation import base_of, calculate, largest_grant
from applications.budget.support import faults
from applications.enums import GRANTS, ApplicationState, DecisionKind
from applications.findings import is_aid
from applications.lifecycle.registry import Missing, gate
from applications.models import Application, Decision
from applications.models.budget_rows import budget_input
from applications.models.component import wanted
from applications.models.criteria import criteria_of
from portal import clock, dates
from portal.money import floor_kr, kronor

from ..enums import MeetingState, MemoState
from ..models import AgendaItem, Assessment, DelegationRule, FormalCheck, Meeting, Memo, StateAidReview

ZERO = Decimal(0)


@gate("formal_check_done", holds="Formell kontroll är gjord")
def formal_check_done(application: Application, by: Any) -> list[Missing]:
    check = FormalCheck.objects.filter(case=application.case_id).first()
    if check is None or not check.is_done:
        return [Missing("Gör den formella kontrollen.", "kontroll")]
    if check.complete is False:
        return [Missing("Kontrollen säger att ansökan inte är komplett. Begär komplettering.", "kontroll")]
    return []


@gate("formal_check_allows", holds="Den formella kontrollen hindrar inte bifall")
def formal_check_allows(memo: Memo, by: Any) -> list[Missing]:
    """Who may not apply, or did not sign, cannot be granted anything; a late application people judge (case 3)."""
    check = FormalCheck.objects.filter(case=memo.case_id).first()
    if memo.kind not in GRANTS or check is None:
        return []
    missing = []
    if check.eligible is False:
        missing.append(Missing("Kontrollen säger att organisationen inte får söka. Föreslå avslag.", "forslag"))
    if check.signed is False:
        missing.append(Missing("Kontrollen säger att ansökan inte är inskickad av behörig. Föreslå avslag.", "forslag"))
    return missing


@gate("case_is_prepared", holds="Ärendet bereds")
def case_is_prepared(memo: Memo, by: Any) -> list[Missing]:
    if memo.case.application.state == ApplicationState.PREPARATION:
        return []
    return [Missing("Förslaget lämnas när ärendet bereds.")]


@gate("assessment_done", holds="Bedömningen är klar")
def assessment_done(memo: Memo, by: Any) -> list[Missing]:
    """The officer's own assessment, every criterion with a reason, and the child's best interest (lag 2018:1197)."""
    assessment = (
        Assessment.objects.filter(case=memo.case_id, author=memo.case.officer_id).prefetch_related("scores").first()
    )
    scored = {score.criterion for score in assessment.scores.all()} if assessment else set()
    criteria = criteria_of(memo.case.application.call_version)
    missing = [Missing(f"Bedöm {row.label.lower()}.", "bedomning") for row in criteria if row.key not in scored]
    if assessment is None or not assessment.child_best_interest.strip():
        missing.append(Missing("Pröva barnets bästa.", "bedomning"))
    return missing


@gate("state_aid_is_judged", holds="Frågan om statsstöd är bedömd")
def state_aid_is_judged(memo: Memo, by: Any) -> list[Missing]:
    """Where the form asks about it and the applicant has answered that a business may have an advantage (EUF 107)."""
    application = memo.case.application
    if application.state == ApplicationState.COMPLETION or not application.call_version.uses("statsstod"):
        return []
    if not is_aid(application) or StateAidReview.objects.filter(case=memo.case_id).exists():
        return []
    return [Missing("Bedöm om stödet är statsstöd.", "statsstod")]


@gate("memo_is_written", holds="Förslaget är skrivet")
def memo_is_written(memo: Memo, by: Any) -> list[Missing]:
    missing = []
    if not memo.reasons.strip():
        missing.append(Missing("Skriv skälen för förslaget.", "forslag"))
    if memo.kind in GRANTS and memo.gives_money and (memo.share is None or memo.cap is None):
        missing.append(Missing("Skriv andel och högsta belopp.", "forslag"))
    missing += _nothing_to_grant(memo)
    return missing + _parts_missing(memo)


def _nothing_to_grant(memo: Memo) -> list[Missing]:
    """What came in on paper may lack both time and budget, and without them there is nothing to say yes to (G-06)."""
    application = memo.case.application
    if memo.kind not in GRANTS or application.state == ApplicationState.COMPLETION:
        return []
    missing = []
    if not application.years:
        missing.append(Missing("Ansökan saknar projektperiod. Begär komplettering av projektet."))
    if memo.gives_money and not application.cost_rows.exists():
        missing.append(Missing("Ansökan saknar budget. Begär komplettering av budgeten."))
    return missing


def _parts_missing(memo: Memo) -> list[Missing]:
    """What does not fit together in the kinds of support; each that is asked for has an outcome (N-03)."""
    application = memo.case.application
    if not application.call_version.components or application.state == ApplicationState.COMPLETION:
        return []
    proposed = {row.key: row for row in memo.supports}
    missing = []
    for row in wanted(application):
        if row.key not in proposed:
            missing.append(Missing(f"Föreslå ett utfall för {row.label}.", "forslag"))
        else:
            missing += [Missing(f"{row.label}: {text}", "forslag") for text in faults(proposed[row.key], row).values()]
    return missing


@gate("memo_within_limits", holds="Beloppet ryms inom reglerna")
def memo_within_limits(memo: Memo, by: Any) -> list[Missing]:
    """Cap within what was applied for, the call's share and its highest amount; limits round down (domain.md §1.3)."""
    if memo.kind not in GRANTS or memo.cap is None or memo.share is None:
        return []
    application = memo.case.application
    if application.state == ApplicationState.COMPLETION:
        return []  # what the applicant is writing now is not ours to read; case_is_prepared holds the move closed
    rules = application.call_version
    budget = calculate(budget_input(application))
    missing = []
    if memo.cap > budget.applied.total.quantize(Decimal(1), rounding="ROUND_HALF_UP"):
        missing.append(
            Missing(f"Sökanden söker {kronor(budget.applied.total)} kr. Föreslå högst så mycket.", "forslag")
        )
    base = base_of(budget, rules.share_base)  # type: ignore[arg-type]  # the column's choices are those of Base
    largest = largest_grant(base, rules.max_share, rules.max_amount)
    if largest is not None and memo.cap > largest:
        missing.append(Missing(f"Utlysningen ger högst {kronor(floor_kr(largest))} kr.", "forslag"))
    if rules.max_share is not None and memo.share > rules.max_share:
        missing.append(Missing("Andelen är större än utlysningen tillåter.", "forslag"))
    if text := advance.fault(memo.advance, memo.cap, rules.advance_limits):
        missing.append(Missing(text, "forslag"))
    return missing


@gate("proposal_fits_fund", holds="Pengarna räcker")
def proposal_fits_fund(memo: Memo, by: Any) -> list[Missing]:
    """What no other proposal or decision holds must be enough, year by year (F-04, domain.md §9 case 18)."""
    fund = memo.case.application.call.fund
    if fund is None:
        return []
    effects = fund.effects_of(memo.case_id, memo.amounts_by_year())
    return [Missing(ledger.overdrawn(fund.name, effect), "forslag") for effect in effects if not effect.fits]


@gate("approver_is_another", holds="Förslaget kommer från en annan person")
def approver_is_another(memo: Memo, by: Any) -> list[Missing]:
    return (
        [Missing("Du har själv lämnat förslaget. En annan chef måste godkänna det.")] if memo.proposed_by == by else []
    )


def _memo_of(application: Application) -> Memo | None:
    """The case's proposal; asked for once, since a page puts it to several gates."""
    memo: Memo | None = getattr(application.case, "memo", None)
    return memo


@gate("proposal_submitted", holds="Handläggaren har lämnat sitt förslag")
def proposal_submitted(application: Application, by: Any) -> list[Missing]:
    memo = _memo_of(application)
    if memo is not None and memo.state in (MemoState.SUBMITTED, MemoState.APPROVED):
        return []
    return [Missing("Handläggaren har inte lämnat sitt förslag.", "forslag")]


@gate("meeting_is_planned", holds="Ett sammanträde är planerat")
def meeting_is_planned(application: Application, by: Any) -> list[Missing]:
    if Meeting.objects.filter(board=application.case.board_id, state=MeetingState.PLANNED).exists():
        return []
    return [Missing("Lägg först upp nästa sammanträde.", "sammantraden")]


@gate("meeting_has_been_held", holds="Sammanträdet är hållet")
def meeting_has_been_held(application: Application, by: Any) -> list[Missing]:
    item = AgendaItem.objects.filter(case=application.case_id, decision=None).select_related("meeting").last()
    if item is None:
        return [Missing("Ärendet står inte på någon föredragningslista.", "sammantraden")]
    if clock.today() < item.meeting.held_on:
        return [Missing(f"Nämnden sammanträder {dates.weekday_long(item.meeting.held_on)}.")]
    return []


@gate("board_has_not_met", holds="Nämnden har inte beslutat")
def board_has_not_met(application: Application, by: Any) -> list[Missing]:
    """Once the board has sat it has decided, and taking back is a wish to renounce the grant (domain.md §9 case 6)."""
    if application.state != ApplicationState.ON_AGENDA:
        return []
    item = AgendaItem.objects.filter(case=application.case_id, decision=None).select_related("meeting").last()
    if item is None or (item.meeting.state != MeetingState.HELD and clock.today() <= item.meeting.held_on):
        return []
    text = (
        f"Nämnden behandlade ansökan {dates.weekday_long(item.meeting.held_on)}, så den går inte att återta. "
        "Vill ni inte ha stödet skriver ni ett meddelande till handläggaren. Får ni stöd räcker det att ni inte "
        "godkänner beslutet."
    )
    return [Missing(text)]


@gate("meeting_day_has_come", holds="Dagen har kommit")
def meeting_day_has_come(meeting: Meeting, by: Any) -> list[Missing]:
    if clock.today() >= meeting.held_on:
        return []
    return [Missing(f"Sammanträdet hålls {dates.weekday_long(meeting.held_on)}.")]


@gate("decision_has_one_origin", holds="Beslutet har en paragraf eller ett delegationsnummer")
def decision_has_one_origin(decision: Decision, by: Any) -> list[Missing]:
    """Exactly one of agenda item and delegated decision points at it (architecture.md §4)."""
    origins = [hasattr(decision, "agenda_item"), hasattr(decision, "delegated")]
    return [] if sum(origins) == 1 else [Missing("Beslutet måste komma från ett sammanträde eller en delegation.")]


@gate("decision_is_reported", holds="Beslutet är anmält till nämnden")
def decision_is_reported(decision: Decision, by: Any) -> list[Missing]:
    """The appeal time of a delegated decision runs with the minutes of the meeting it was reported at (KL 13:5)."""
    delegated = getattr(decision, "delegated", None)
    if delegated is not None and delegated.reported_at_id is not None:
        return []
    return [Missing("Anmäl först beslutet vid ett sammanträde.", "sammantraden")]


def covering_rule(application: Application, by: Any) -> DelegationRule | None:
    """The rule that lets `by` decide what the memo proposes today, the one with the highest own limit first."""
    memo = _memo_of(application)
    if memo is None:
        return None
    amount = memo.cap if memo.kind in GRANTS and memo.cap is not None else Decimal(0)
    return rule_for(application, by, memo.kind, amount)


def rule_for(application: Application, by: Any, kind: str, amount: Decimal) -> DelegationRule | None:
    """The rule that lets `by` make a decision of the kind and amount (kronor) today, the highest own limit first."""
    roles = [role for role, board in by.valid_roles if board == application.case.board_id]
    rules = DelegationRule.objects.filter(
        board=application.case.board_id, kind=kind, role__in=roles, amount_limit__gte=amount
    )
    return rules.valid_on(clock.today()).order_by("-own_limit").first()


@gate("delegation_covers", holds="Delegationen räcker")
def delegation_covers(application: Application, by: Any) -> list[Missing]:
    """Kind, amount, role and date must match a point of the delegation order (kommunallagen 7:5)."""
    memo = _memo_of(application)
    if memo is None:
        return [Missing("Det finns inget förslag att besluta om.", "forslag")]
    missing = []
    if memo.state == MemoState.DRAFT:
        missing.append(Missing("Förslaget är inte lämnat till chefen.", "forslag"))
    if covering_rule(application, by) is None:
        missing.append(Missing(_not_covered(application, memo)))
    return missing


def _not_covered(application: Application, memo: Memo) -> str:
    rules = DelegationRule.objects.filter(board=application.case.board_id, kind=memo.kind)
    if rules.valid_on(clock.today()).exists():
        return "Beloppet är högre än din delegation. Nämnden måste besluta."
    return f"Delegationsordningen har ingen punkt för {memo.get_kind_display().lower()}. Nämnden måste besluta."


@gate("delegation_covers_discontinuing", holds="Du får avskriva ärenden")
def delegation_covers_discontinuing(application: Application, by: Any) -> list[Missing]:
    """There is no proposal and no sum: only the kind of decision, the role and the day (kommunallagen 7:5)."""
    if rule_for(application, by, DecisionKind.DISCONTINUED, ZERO) is not None:
        return []
    return [Missing("Delegationsordningen ger inte dig rätt att avskriva ärenden. Be chefen besluta.")]


@gate("delegation_covers_dismissing", holds="Du får avvisa ansökningar")
def delegation_covers_dismissing(application: Application, by: Any) -> list[Missing]:
    """As for avskrivning: the application is not tried, so there is no sum (kommunallagen 7:5)."""
    if rule_for(application, by, DecisionKind.DISMISSED, ZERO) is not None:
        return []
    return [Missing("Delegationsordningen ger inte dig rätt att avvisa ansökningar. Be chefen besluta.")]


@gate("decider_is_not_proposer_above_limit", holds="Rätt person beslutar")
def decider_is_not_proposer_above_limit(application: Application, by: Any) -> list[Missing]:
    memo = _memo_of(application)
    if memo is None or memo.proposed_by_id != by.pk or (rule := covering_rule(application, by)) is None:
        return []
    amount = memo.cap if memo.kind in GRANTS and memo.cap is not None else Decimal(0)
    if amount <= rule.own_limit:
        return []
    return [Missing(f"Över {kronor(rule.own_limit)} kr måste en annan än den som föreslog besluta.")]
