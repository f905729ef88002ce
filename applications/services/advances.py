"""The advance (förskott): asked for once by the signatory, then examined, approved and paid as claims are (§2.8)."""

from django.db import transaction

from portal import clock
from portal.accounts.models import User
from portal.signing import Proof

from ..documents import to_sign
from ..enums import ClaimState
from ..lifecycle import engine
from ..lifecycle.engine import SYSTEM, NotYours
from ..models import Claim, Project
from ..notifications import projects as notices
from . import signing

# Not examined yet: it can still fall away.
UNDECIDED = (ClaimState.SUBMITTED, ClaimState.COMPLETION, ClaimState.UNDER_REVIEW)


def draft_of(project: Project) -> Claim:
    """The project's advance as it stands, or one that is not saved, to ask the gates about."""
    there = project.claims.filter(is_advance=True).first()
    today = clock.today()
    return there or Claim(
        case=project.case, project=project, number=0, is_advance=True, period_start=today, period_end=today
    )


@transaction.atomic
def request(project: Project, *, purpose: str, by: User, proof: Proof | None = None, seen: str = "") -> Claim:
    """Ask for the decided advance, signed by the firmatecknare; also anew when it was sent back or withdrawn.

    Consequences: a claim with number 0 and no lines is handed in; the officer is told. `purpose` is what the money is
    needed for; `proof`, `seen` as in `signing.give`. Raises NotYours, MovedOn, NotReady, NotSigned, ValidationError.
    """
    project = engine.lock(project)
    if not by.has_perm("applications.submit_claim", project):
        raise NotYours(f"{by} does not sign for {project}")
    claim = draft_of(project)
    if claim._state.adding:
        claim.save()
    engine.check(claim, "request_advance", by=by)
    signing.give(claim.case, to_sign.advance(claim, purpose=purpose), by=by, proof=proof, seen=seen)
    engine.perform(
        claim,
        "request_advance",
        by=by,
        shared_at=claim.shared_at or clock.now(),
        submitted_by=by,
        certified=True,
        ledger_note=purpose,
    )
    notices.claim_submitted(claim)
    return claim


@transaction.atomic
def withdraw(claim: Claim, *, by: User) -> Claim:
    """The signatory takes it back before it has been examined. Raises NotYours, MovedOn, NotReady."""
    claim = engine.lock(claim)
    engine.perform(claim, "withdraw_advance", by=by)
    return claim


def drop(project: Project) -> None:
    """The project ends before its time: an advance that nobody has examined is not paid. The caller holds the case."""
    for claim in project.claims.filter(is_advance=True, state__in=UNDECIDED):
        engine.perform(claim, "withdraw_advance", by=SYSTEM)
