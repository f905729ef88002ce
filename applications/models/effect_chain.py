"""The effektkedja: what is put in, what is done, and what it leads to for whom, as data (G-08, domain.md §3.2)."""

from __future__ import annotations

from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef, Prefetch, Q
from django.db.models.functions import JSONObject

from portal.rows import UuidRow

from ..chain.lines import Chain, build
from ..enums import EffectKind, EffectLevel, EffectTerm
from .application import Application

MEASURE = ("text", "baseline", "target", "source", "measured_by")


class EffectNodeQuerySet(models.QuerySet["EffectNode"]):
    def whole(self) -> EffectNodeQuerySet:
        """With `targets`, the ids that each leads to, and `measures`, its indicators, all in one query."""
        measures = Indicator.objects.filter(node=OuterRef("pk")).order_by("order", "pk")
        return self.annotate(
            targets=ArraySubquery(EffectLink.objects.filter(source=OuterRef("pk")).order_by("pk").values("target")),
            measures=ArraySubquery(measures.values(told=JSONObject(**{name: name for name in MEASURE}))),
        )


class EffectNode(UuidRow):
    """A link of the chain. Only an effect has a term and a level: when it shows, and for whom."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="effect_nodes", verbose_name="ansökan")
    order = models.PositiveSmallIntegerField("ordning", default=0)
    kind = models.CharField("slag", max_length=10, choices=EffectKind.choices)
    term = models.CharField("när", max_length=8, choices=EffectTerm.choices, blank=True)
    level = models.CharField("för vem", max_length=14, choices=EffectLevel.choices, blank=True)
    text = models.CharField("text", max_length=300)

    objects = EffectNodeQuerySet.as_manager()
    targets: list[UUID]  # these two only where the rows were read with `whole`
    measures: list[dict[str, str]]

    class Meta:
        verbose_name = "led i effektkedjan"
        verbose_name_plural = "led i effektkedjan"
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=EffectKind.EFFECT) & ~Q(term="") & ~Q(level="")
                | ~Q(kind=EffectKind.EFFECT) & Q(term="", level=""),
                name="effectnode_only_effects_have_term_and_level",
                violation_error_message="En effekt behöver när och för vem; andra led har inget av det.",
            )
        ]

    def __str__(self) -> str:
        return self.text


class EffectLink(models.Model):
    """One link leads to another."""

    source = models.ForeignKey(EffectNode, models.CASCADE, related_name="leads_to")
    target = models.ForeignKey(EffectNode, models.CASCADE, related_name="comes_from")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "target"],
                name="effectlink_is_one_per_pair",
                violation_error_message="De två leden hänger redan ihop.",
            ),
            models.CheckConstraint(
                condition=~Q(source=F("target")),
                name="effectlink_leads_to_another",
                violation_error_message="Ett led kan inte leda till sig självt.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"


class Indicator(models.Model):
    """How one sees that an effect or a result has come: where it stands, where it should be, and who measures."""

    node = models.ForeignKey(EffectNode, models.CASCADE, related_name="indicators")
    order = models.PositiveSmallIntegerField(default=0)
    text = models.CharField("mått", max_length=200)
    baseline = models.CharField("nuläge", max_length=120, blank=True)
    target = models.CharField("mål", max_length=120, blank=True)
    source = models.CharField("källa", max_length=160, blank=True)
    measured_by = models.CharField("vem mäter", max_length=120, blank=True)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text


def prefetched() -> Prefetch[str, EffectNodeQuerySet]:
    """For pages that tell the chain several times: one query for all of it."""
    return Prefetch("effect_nodes", EffectNode.objects.whole())


def chain_of(application: Application) -> Chain:
    """The application's chain; no query where it was read with `prefetched`, else one."""
    is_read = "effect_nodes" in getattr(application, "_prefetched_objects_cache", {})
    nodes = application.effect_nodes.all() if is_read else application.effect_nodes.whole()
    return build(
        {
            "key": node.pk,
            "kind": node.kind,
            "term": node.term,
            "level": node.level,
            "text": node.text,
            "leads_to": node.targets,
            "measures": node.measures,
        }
        for node in nodes
    )
