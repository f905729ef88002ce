"""Who takes part in a project: the applicant's list of parties, and each party's own part (domain.md §3.2 step 2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from portal import clock
from portal.accounts.models import User

from ..enums import CostKind
from ..lifecycle import engine
from ..lifecycle.engine import MovedOn, NotYours, StaleVersion
from ..models import Application, Party, PartyCost, PartyFunding, SectionDraft
from . import confirming, drafting, promises, signing, snapshots, together
from .drafting import Unparsed

SECTION = "parter"
COLUMNS = (
    "name", "orgnr", "sector", "role", "does", "contributes", "contact_name", "contact_email", "intent_by",
    "intent_on",
)  # fmt: skip
OWN = ("does", "contributes", "contact_name", "contact_email")


@transaction.atomic
def save_parties(
    application: Application,
    *,
    parties: Sequence[Mapping[str, Any]],
    unparsed: Unparsed,
    version: int | None,
    by: User,
    answers: Mapping[str, str] | None = None,
) -> Application:
    """Save the list of parties in the order given. A row with the `id` of one that is there changes it in place, so
    that its own part, its people and its confirmation stay; one that is gone from the list is deleted.

    Consequences: a part that is no longer what its leader confirmed must be confirmed again, and they are told.
    Raises as `drafting.open_section`, and ValidationError when a party that is gone has people or a confirmation: it
    is removed on a page of its own, which says what that ends.
    """
    application = drafting.open_section(application, SECTION, version, by)
    drafting.set_answers(application, SECTION, answers)
    there = {party.pk: party for party in application.parties.prefetch_related("confirmations")}
    kept: list[Party] = []
    for order, given in enumerate(parties):
        party = there.pop(_id(given.get("id")), None) or Party(application=application)
        for name in COLUMNS:
            if name in given:
                setattr(party, name, given[name])
        party.order = order
        kept.append(party)
    for gone in there.values():
        if is_tied(gone):
            text = f"{gone.name} har personer med åtkomst eller en bekräftad del. Ta bort parten på dess egen sida."
            raise ValidationError(text)
    Party.objects.filter(pk__in=there).delete()
    _write(kept)
    return drafting.close_section(application, SECTION, unparsed, by)


def _id(text: Any) -> int:
    """0 is nobody's."""
    return int(text) if str(text or "").isdecimal() and len(str(text)) < 18 else 0


def _write(rows: Sequence[Party]) -> None:
    """Two rows may have changed places: the numbers that must differ are let go first."""
    Party.objects.filter(pk__in=[row.pk for row in rows if row.pk]).update(orgnr="")
    for row in rows:
        row.version += 0 if row._state.adding else 1
        row.save()


def is_tied(party: Party) -> bool:
    """Somebody has access for the party, is asked to, or stands behind its part."""
    return (
        party.confirmation is not None
        or party.members.filter(ended_at=None).exists()
        or party.invitations.waiting().exists()
    )


@transaction.atomic
def remove(party: Party, *, by: User) -> Application:
    """Take a party out of the application, with its part. Its people lose their access and are told.

    Raises as `drafting.open_section`.
    """
    application = drafting.open_section(party.application, SECTION, None, by)
    together.end_for_party(party, by=by)
    Party.objects.filter(pk=party.pk).delete()
    draft = application.section_drafts.filter(section=SECTION).first()
    return drafting.close_section(application, SECTION, draft.unparsed if draft else {}, by)


def put_back(application: Application, taken: list[dict[str, Any]]) -> None:
    """Take back edits that were never handed in, as `snapshots.restore`. The people of a party that came with them
    leave; what a leader confirmed before, and that says the same again, stands again. The caller holds the case."""
    before = {row["pk"] for row in taken if row["model"] == Party._meta.label_lower}
    for party in application.parties.exclude(pk__in=before):
        together.end_for_party(party, by=None)
    snapshots.restore(application, taken)
    confirming.revive(application)


@transaction.atomic
def save_part(
    party: Party,
    *,
    values: Mapping[str, Any],
    costs: Mapping[tuple[str, int], Decimal],
    funding: Mapping[tuple[int, bool], Decimal],
    version: int | None,
    by: User,
) -> Party:
    """Save a party's own part: what they do and put in, costs per (category, year) and funding per (year, in kind).

    The party's people may, and whoever writes for the applicant. Amounts outside the project's years, and of
    categories that are computed, are left out. Consequences: a confirmation of other words or sums is cancelled and
    told, and so are signatures on the application as it was.
    Raises NotYours, MovedOn when the section is closed, StaleVersion.
    """
    if not by.has_perm("applications.write_own_part", party):
        raise NotYours(f"{by} does not write for {party}")
    application = engine.lock(party.application)
    drafting.require_open(application, SECTION)
    fresh = Party.objects.select_for_update(of=("self",)).filter(pk=party.pk).first()
    if fresh is None:
        raise MovedOn("Borttagen", "Spara")
    if version is not None and fresh.version != version:
        raise StaleVersion
    fresh.application = application
    for name in OWN:
        if name in values:
            setattr(fresh, name, values[name])
    fresh.version += 1
    fresh.save()
    _write_money(fresh, costs, funding)
    _note(application, by)
    return fresh


def _write_money(
    party: Party, costs: Mapping[tuple[str, int], Decimal], funding: Mapping[tuple[int, bool], Decimal]
) -> None:
    years, known = set(party.application.years), cost_categories(party.application)
    party.costs.all().delete()
    PartyCost.objects.bulk_create(
        PartyCost(party=party, category=category, year=year, amount=amount)
        for (category, year), amount in costs.items()
        if amount and category in known and year in years
    )
    party.funding.all().delete()
    PartyFunding.objects.bulk_create(
        PartyFunding(party=party, year=year, in_kind=in_kind, amount=amount)
        for (year, in_kind), amount in funding.items()
        if amount and year in years
    )


def cost_categories(application: Application) -> dict[str, str]:
    """Key → label of what a party can have costs of: neither what is computed, nor income."""
    rows = application.call_version.cost_categories
    return {row["key"]: row["label"] for row in rows if row["kind"] not in (CostKind.INDIRECT, CostKind.INCOME)}


def _note(application: Application, by: User) -> None:
    """The section has been saved now, though not its list: what could not be read in the list stays."""
    now = clock.now()
    draft, _ = SectionDraft.objects.get_or_create(
        application=application, section=SECTION, defaults={"unparsed": {}, "saved_at": now, "saved_by": by}
    )
    draft.saved_at, draft.saved_by = now, by
    draft.save(update_fields=["saved_at", "saved_by"])
    application.version += 1
    application.saved_at = now
    application.save(update_fields=["version", "saved_at"])
    promises.check(application)
    signing.content_changed(application)
