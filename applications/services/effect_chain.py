"""Writing the effektkedja: one link at a time, with where it leads and how it is measured (G-08)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from portal.accounts.models import User

from ..chain.lines import MEASURED, MOST_NODES, may_lead
from ..enums import EffectKind
from ..models import Application, EffectLink, EffectNode, Indicator, SectionDraft
from . import chain_rows
from .drafting import Unparsed, close_section, open_section

SECTION = "effektkedja"
GONE = "Någon annan har tagit bort ledet. Spara det på nytt om det ska vara kvar."


@transaction.atomic
def save_node(
    application: Application,
    *,
    node: UUID | None,
    kind: str,
    values: Mapping[str, Any],
    leads_to: Iterable[UUID],
    measures: Sequence[Mapping[str, str]],
    unparsed: Unparsed,
    version: int | None,
    by: User,
) -> EffectNode:
    """Save a link, or a new one of the kind where `node` is None, last among its like.

    `values` are text and, for an effect, term and level; of `leads_to` all others of the link's arrows are replaced.
    `unparsed` is kept by control for this link alone. Raises NotYours, StaleVersion, MovedOn, and
    ValidationError by control: the link is gone, too many links, a target not later or a source not earlier.
    """
    application = open_section(application, SECTION, version, by)
    row = _node(application, node) if node else EffectNode(application=application, kind=kind)
    if node is None:
        _room_for_one(application)
        row.order = (application.effect_nodes.aggregate(last=Max("order"))["last"] or 0) + 1
    row.text = values["text"]
    if row.kind == EffectKind.EFFECT:
        row.term, row.level = values["term"], values["level"]
    targets = _later(application, row, leads_to)
    _still_after_its_sources(row, is_new=node is None)
    row.save()
    row.leads_to.all().delete()
    EffectLink.objects.bulk_create(EffectLink(source=row, target=target) for target in targets)
    row.indicators.all().delete()
    if row.kind in MEASURED:
        Indicator.objects.bulk_create(
            Indicator(node=row, order=order, **measure) for order, measure in enumerate(measures)
        )
    kept = _of_others(application, row.pk) | {f"{row.pk}:{name}": entry for name, entry in unparsed.items()}
    close_section(application, SECTION, kept, by)
    return row


@transaction.atomic
def remove_node(application: Application, *, node: UUID, version: int | None, by: User) -> Application:
    """Take a link away, with its arrows both ways and its indicators. Raises as `save_node`."""
    application = open_section(application, SECTION, version, by)
    _node(application, node).delete()
    return close_section(application, SECTION, _of_others(application, node), by)


@transaction.atomic
def move_node(application: Application, *, node: UUID, up: bool, version: int | None, by: User) -> Application:
    """Let a link change places with the one before or after it of its like; at the end nothing happens.

    Its like are of the same kind, and effects of the same term and level. Raises as `save_node`.
    """
    application = open_section(application, SECTION, version, by)
    row = _node(application, node)
    like = list(application.effect_nodes.filter(kind=row.kind, term=row.term, level=row.level))
    place = next(number for number, other in enumerate(like) if other.pk == row.pk)
    other = place - 1 if up else place + 1
    if 0 <= other < len(like):
        like[place], like[other] = like[other], like[place]
        numbers = sorted(each.order for each in like)
        if len(set(numbers)) < len(numbers):  # rows made in one go may share a number
            numbers = list(range(len(like)))
        for each, number in zip(like, numbers, strict=True):
            each.order = number
        EffectNode.objects.bulk_update(like, ["order"])
    return close_section(application, SECTION, _kept(application), by)


@transaction.atomic
def replace(
    application: Application, rows: Sequence[Mapping[str, Any]], *, version: int | None, by: User
) -> Application:
    """Write a whole chain in place of what is there, as `chain_rows.write` takes it. Raises as `open_section`."""
    application = open_section(application, SECTION, version, by)
    chain_rows.write(application, rows)
    return close_section(application, SECTION, {}, by)


def _node(application: Application, node: UUID) -> EffectNode:
    found = application.effect_nodes.filter(pk=node).first()
    if found is None:
        raise ValidationError({"text": GONE})
    return found


def _room_for_one(application: Application) -> None:
    if application.effect_nodes.count() >= MOST_NODES:
        text = f"Kedjan har {MOST_NODES} led och rymmer inte fler."
        raise ValidationError({"text": f"{text} Ta bort ett led, eller slå ihop två som säger samma sak."})


def _later(application: Application, row: EffectNode, leads_to: Iterable[UUID]) -> list[EffectNode]:
    """The targets, each later than the link: so a chain never goes in a circle."""
    targets = list(application.effect_nodes.filter(pk__in=list(leads_to)))
    wrong = [each for each in targets if not may_lead(row.kind, row.term, each.kind, each.term)]
    if wrong:
        text = f"”{wrong[0].text}” kommer inte senare än det här ledet."
        raise ValidationError({"leads_to": f"{text} Ta bort krysset, eller ändra när effekten visar sig."})
    return targets


def _still_after_its_sources(row: EffectNode, *, is_new: bool) -> None:
    """An effect that is moved nearer in time must still come after the effects that lead to it."""
    if is_new or row.kind != EffectKind.EFFECT:
        return
    for link in row.comes_from.select_related("source"):
        if not may_lead(link.source.kind, link.source.term, row.kind, row.term):
            text = (
                f"”{link.source.text}” leder hit och visar sig inte tidigare. Välj en senare sikt, "
                "eller ta först bort krysset som leder hit."
            )
            raise ValidationError({"term": text})


def _kept(application: Application) -> dict[str, Any]:
    """What could not be read in the section, by control."""
    draft = SectionDraft.objects.filter(application=application, section=SECTION).first()
    return dict(draft.unparsed) if draft else {}


def _of_others(application: Application, node: UUID) -> dict[str, Any]:
    """The same, without what was typed in one link."""
    return {name: entry for name, entry in _kept(application).items() if not name.startswith(f"{node}:")}
