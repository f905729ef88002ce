"""The firmatecknare accepts the decision and its terms: the project may begin."""

from django.db import transaction

from portal import clock
from portal.accounts.models import User
from portal.identifiers import normalise_bankgiro

from ..enums import ObligationKind
from ..lifecycle import engine
from ..models import Project
from ..notifications import projects as notices
from . import obligations


@transaction.atomic
def accept(project: Project, *, bankgiro: str, by: User) -> Project:
    """Accept the terms (domain.md §7.4, D-18).

    Consequences: state accepted; obligations, reports and claims for every period with reminders; the acceptance
    fulfilled; mail to both sides. Support without money needs no account. Raises NotYours, MovedOn, NotReady (also
    while a new budget is wanted, domain.md §9 case 15), ValidationError for a faulty bankgiro.
    """
    project = engine.lock(project)
    number = normalise_bankgiro(bankgiro) if project.decision.gives_money else ""
    project.bankgiro = number
    engine.perform(project, "accept", by=by, accepted_at=clock.now(), accepted_by=by, bankgiro=number)
    for obligation in project.case.obligations.filter(kind=ObligationKind.ACCEPTANCE, fulfilled_at=None):
        obligations.fulfil(obligation)
    obligations.plan(project)
    notices.accepted(project)
    return project
