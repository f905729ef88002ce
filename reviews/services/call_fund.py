"""Which earmarked money a call's grants are taken from: chosen, changed or let go, with what its proposals hold."""

from django.core.exceptions import ValidationError
from django.db import transaction

from applications.lifecycle import engine
from applications.lifecycle.engine import NotYours, StaleVersion
from applications.models import Call, Fund
from applications.services import funds
from portal.accounts.models import User

from ..models import Memo
from ..selectors.call_fund import choosable, waiting_memos


@transaction.atomic
def choose(call: Call, *, fund: Fund | None, by: User, version: int | None = None) -> Call:
    """Take the call's grants from earmarked money, from other such money, or from none (F-02).

    Consequences: approved proposals that wait for a decision let go of what they hold and hold it in the new money
    instead, if there is room; decisions that bind keep what they bind; those that bind nothing are bound one by one on
    the fund's page, and are not paid before that. Raises NotYours, StaleVersion, ValidationError when it is not the
    programme's money or when there is no room.
    """
    memos = list(waiting_memos(call))
    engine.lock_cases(memo.case_id for memo in memos)
    fresh = Call.objects.select_for_update(of=("self",)).select_related("programme__board").get(pk=call.pk)
    if not by.has_perm("applications.keep_programme", fresh):
        raise NotYours(f"{by} does not keep {fresh}")
    if version is not None and fresh.version != version:
        raise StaleVersion
    if fund is not None and not choosable(fresh).filter(pk=fund.pk).exists():
        raise ValidationError({"fund": "Välj pengar som är öronmärkta för utlysningens satsning."})
    fresh.fund = fund
    fresh.version += 1
    fresh.save(update_fields=["fund", "version"])
    for memo in waiting_memos(fresh):
        if fund is None:
            funds.release(memo.case, by=by, note="Utlysningen har inte längre öronmärkta pengar")
        else:
            _hold_anew(memo, by)
    return fresh


def _hold_anew(memo: Memo, by: User) -> None:
    """Reserve what the proposal gives, told at the choice when there is no room."""
    try:
        funds.reserve(memo.case.application, amounts=memo.amounts_by_year(), by=by)
    except ValidationError as fault:
        raise ValidationError({"fund": fault.messages}) from fault
