"""The firmatecknare accepts the decision and its terms: the project may begin."""

from django.db import transaction

from portal import clock
from portal.accounts.models import User
from portal.signing import Proof

from ..documents import to_sign
from ..enums import ObligationKind, PhaseKind
from ..lifecycle import engine
from ..models import Project
from ..models.account import account_number
from ..notifications import projects as notices
from . import obligations, phases, signing


@transaction.atomic
def accept(
    project: Project, *, bankgiro: str, by: User, kind: str = "", proof: Proof | None = None, seen: str = ""
) -> Project:
    """Sign that the decision and its terms are accepted (domain.md §7.4, D-18); `proof`, `seen` as in `signing.give`.

    Consequences: the signature is kept; state accepted; obligations, reports and claims for every period with
    reminders; the list of the start-up (G-08); the acceptance fulfilled; mail to both sides. Support without money
    needs no account. Raises NotYours, MovedOn, NotReady (also while a new budget is wanted, domain.md §9 case 15),
    NotSigned, ValidationError for a faulty number. `bankgiro` is the account's number, of the `kind` given or else of
    the kind that the application named.
    """
    project = engine.lock(project)
    kind = kind or project.account_kind
    number = account_number(kind, bankgiro) if project.decision.gives_money else ""
    project.bankgiro, project.account_kind = number, kind
    engine.check(project, "accept", by=by)
    statement = to_sign.acceptance(project, bankgiro=number)
    signing.give(project.case, statement, by=by, proof=proof, seen=seen)
    engine.perform(
        project, "accept", by=by, accepted_at=clock.now(), accepted_by=by, bankgiro=number, account_kind=kind
    )
    for obligation in project.case.obligations.filter(kind=ObligationKind.ACCEPTANCE, fulfilled_at=None):
        obligations.fulfil(obligation)
    obligations.plan(project)
    phases.begin(project, PhaseKind.START_UP)
    notices.accepted(project)
    return project
