"""The firmatecknare accepts the decision and its terms: the project may begin."""

from django.db import transaction

from portal import clock
from portal.accounts.models import User
from portal.identifiers import normalise_bankgiro
from portal.signing import Proof

from ..documents import to_sign
from ..enums import ObligationKind, PhaseKind
from ..lifecycle import engine
from ..models import Project
from ..notifications import projects as notices
from . import obligations, phases, signing


@transaction.atomic
def accept(project: Project, *, bankgiro: str, by: User, proof: Proof | None = None, seen: str = "") -> Project:
    """Sign that the decision and its terms are accepted (domain.md §7.4, D-18); `proof`, `seen` as in `signing.give`.

    Consequences: the signature is kept; state accepted; obligations, reports and claims for every period with
    reminders; the list of the start-up (G-08); the acceptance fulfilled; mail to both sides. Support without money
    needs no account. Raises NotYours, MovedOn, NotReady (also while a new budget is wanted, domain.md §9 case 15),
    NotSigned, ValidationError for a faulty bankgiro.
    """
    project = engine.lock(project)
    number = normalise_bankgiro(bankgiro) if project.decision.gives_money else ""
    project.bankgiro = number
    engine.check(project, "accept", by=by)
    signing.give(project.case, to_sign.acceptance(project, bankgiro=number), by=by, proof=proof, seen=seen)
    engine.perform(project, "accept", by=by, accepted_at=clock.now(), accepted_by=by, bankgiro=number)
    for obligation in project.case.obligations.filter(kind=ObligationKind.ACCEPTANCE, fulfilled_at=None):
        obligations.fulfil(obligation)
    obligations.plan(project)
    phases.begin(project, PhaseKind.START_UP)
    notices.accepted(project)
    return project
