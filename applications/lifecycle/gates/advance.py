"""May an advance be asked for, and is it one? It comes before the first claim and waits for what payments wait for."""

from typing import Any

from ...enums import ProjectState
from ...models import Claim
from ..registry import Missing, gate

# From the acceptance until the project nears its end: later there are only claims.
EARLY_ENOUGH = (ProjectState.ACCEPTED, ProjectState.START_UP, ProjectState.IMPLEMENTATION)


@gate("claim_is_advance", holds="Det är ett förskott")
def claim_is_advance(claim: Claim, by: Any) -> list[Missing]:
    return [] if claim.is_advance else [Missing("Bara ett förskott begärs så här. Lämna rekvisitionen i stället.")]


@gate("claim_has_costs", holds="Det finns kostnader att dra av")
def claim_has_costs(claim: Claim, by: Any) -> list[Missing]:
    return [Missing("Ett förskott betalas som det är beslutat. Det har inga kostnader.")] if claim.is_advance else []


@gate("advance_is_decided", holds="Beslutet ger förskott")
def advance_is_decided(claim: Claim, by: Any) -> list[Missing]:
    return [] if claim.project.decision.advance is not None else [Missing("Beslutet ger inget förskott.")]


@gate("advance_comes_first", holds="Ingen rekvisition är lämnad")
def advance_comes_first(claim: Claim, by: Any) -> list[Missing]:
    """Costs that have been claimed are paid as such: after the first claim there is nothing to advance."""
    project = claim.project
    if project.state == ProjectState.GRANTED:
        return [Missing("Godkänn först beslutet.")]
    if project.state not in EARLY_ENOUGH:
        return [Missing("Projektet är nära slutet. Kostnaderna betalas nu mot rekvisitioner.")]
    if project.claims.filter(is_advance=False, shared_at__isnull=False).exists():
        return [Missing("Ni har redan lämnat en rekvisition. Nu betalas kostnaderna mot rekvisitioner.")]
    return []
