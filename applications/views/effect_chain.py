"""The effektkedja's links: the list in the section, a page for each link, and moving one up or down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.look.form_errors import ErrorLine, collect

from ..chain.checks import is_doing
from ..chain.lines import MOST_MEASURES, MOST_NODES, Chain, Node
from ..documents import effect_chain as told
from ..enums import EffectKind, EffectLevel, EffectTerm
from ..forms import effect_chain as forms
from ..forms.draft import differences
from ..forms.effect_chain import NodeFace
from ..models import Application
from ..models.effect_chain import chain_of
from ..sections import SECTIONS
from ..selectors.task_list import draft_of
from ..services import drafting
from ..services import effect_chain as services
from ..services.effect_chain import SECTION
from . import doors, places
from .answers import Tried, attempt, fields_of, page, read_version, saved, typed_before, who_saved

GONE = ErrorLine(services.GONE, "#id_text")
form_page = require_http_methods(["GET", "HEAD", "POST"])
NAMES = {
    EffectKind.PROBLEM.value: ("Nytt problem", "problem"),
    EffectKind.RESOURCE.value: ("Ny resurs", "resurs"),
    EffectKind.ACTIVITY.value: ("Ny aktivitet", "aktivitet"),
    EffectKind.OUTPUT.value: ("Ny prestation", "prestation"),
    EffectKind.EFFECT.value: ("Ny effekt", "effekt"),
}
ADD = {
    EffectKind.PROBLEM.value: "Lägg till ett problem",
    EffectKind.RESOURCE.value: "Lägg till en resurs",
    EffectKind.ACTIVITY.value: "Lägg till en aktivitet",
    EffectKind.OUTPUT.value: "Lägg till en prestation",
    EffectKind.EFFECT.value: "Lägg till en effekt",
}
EXPLAINED = {
    EffectKind.PROBLEM.value: "Det som inte fungerar i dag.",
    EffectKind.RESOURCE.value: "Det ni sätter in.",
    EffectKind.ACTIVITY.value: "Det ni gör.",
    EffectKind.OUTPUT.value: "Det som finns när ni har gjort det.",
    EffectKind.EFFECT.value: "Det som blir annorlunda, på kort, medellång och lång sikt.",
}


def listed(row: Application) -> dict[str, Any]:
    """The chain as applications/sections/effektkedja.html lists it: kind by kind, each link with its words."""
    chain = chain_of(row)
    faults = _faults(row)
    return {
        "groups": [_group(row, chain, kind, faults) for kind in told.MANY],
        "is_full": len(chain.nodes) >= MOST_NODES,
        "most": MOST_NODES,
        "drawing": told.drawing(chain),
    }


def _group(row: Application, chain: Chain, kind: str, faults: Mapping[str, list[str]]) -> dict[str, Any]:
    nodes = chain.of(kind)
    return {
        "kind": kind,
        "title": told.MANY[kind],
        "explained": EXPLAINED[kind],
        "add": ADD[kind],
        "add_url": places.at("effect_node_new", row.pk, kind),
        "parts": [
            {"title": title, "links": [_link(row, chain, node, faults) for node in part]}
            for title, part in _parts(kind, nodes)
            if part
        ],
    }


def _parts(kind: str, nodes: list[Node]) -> list[tuple[str, list[Node]]]:
    """Effects stand by when and for whom; the others in one list."""
    if kind != EffectKind.EFFECT:
        return [("", nodes)]
    return [
        (
            f"{term.label}, {told.FOR[level.value].lower()}",
            [node for node in nodes if (node.term, node.level) == (term, level)],
        )
        for term in EffectTerm
        for level in EffectLevel
    ]


def _link(row: Application, chain: Chain, node: Node, faults: Mapping[str, list[str]]) -> dict[str, Any]:
    place = (node.kind, node.term, node.level)
    like = [other for other in chain.nodes if (other.kind, other.term, other.level) == place]
    targets = chain.targets(node)
    return {
        "key": node.key,
        "code": node.code,
        "text": node.text,
        "url": places.at("effect_node", row.pk, node.key),
        "targets": targets,
        "leads_nowhere": node.kind != EffectKind.EFFECT and not targets and len(chain.nodes) > 1,
        "hints": ["Låter som något ni gör."] if node.kind == EffectKind.EFFECT and is_doing(node.text) else [],
        "measures": [told.measured(measure) for measure in node.measures],
        "faults": faults.get(node.key, []),
        "is_first": like[0] is node,
        "is_last": like[-1] is node,
    }


def _unparsed(row: Application) -> dict[str, dict[str, Any]]:
    """What could not be read, by link and control."""
    draft = draft_of(row, SECTION)
    found: dict[str, dict[str, Any]] = {}
    for name, entry in draft.unparsed.items() if draft else ():
        key, parted, control = name.partition(":")
        if parted:
            found.setdefault(key, {})[control] = entry
    return found


def _faults(row: Application) -> dict[str, list[str]]:
    return {key: [entry["error"] for entry in entries.values()] for key, entries in _unparsed(row).items()}


@form_page
@page
def move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let a link change places with the one above or below it. Its address, visited, leads back to the list."""
    row = doors.application(request, pk, keys=(SECTION,))
    here = places.at("section", row.pk, SECTION)
    up = "upp" in request.POST
    key = request.POST.get("upp" if up else "ner", "")
    node = chain_of(row).find(key)
    if request.method != "POST" or node is None:
        return redirect(here)
    tried = attempt(
        lambda: services.move_node(row, node=UUID(key), up=up, version=None, by=doors.person(request)),
    )
    if tried.is_done:
        saved(request)
    return redirect(f"{here}#led-{key}")


@form_page
@page
def node_new(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """Add a link of a kind; `?sikt=` and `?for=` are when and for whom the last one was, for an effect."""
    if kind not in EffectKind.values:
        raise Http404(kind)
    return _node(request, pk, kind, None)


@form_page
@page
def node(request: HttpRequest, pk: UUID, node: UUID) -> HttpResponse:
    """One link: change it, say what it leads to and how it is measured, or take it away."""
    return _node(request, pk, "", str(node))


def _node(request: HttpRequest, pk: UUID, kind: str, key: str | None) -> HttpResponse:
    row = doors.application(request, pk, keys=(SECTION,))
    if not row.call_version.uses(SECTION):
        raise Http404(SECTION)
    there = chain_of(row).find(key) if key else None
    if key and there is None:
        # Somebody else has taken it away: what is typed now becomes a link of its own, if it is saved once more.
        kind = request.POST.get(forms.KIND, "")
        if kind not in EffectKind.values:
            raise Http404(key)
    if not (SECTION in drafting.editable_sections(row) and doors.may(request, "write_case", row)):
        if request.method == "POST" and there is None and not kind:
            raise Http404(key)
        return redirect("applications:application", row.pk)
    kind = there.kind if there else kind
    if request.method == "POST":
        return _save(request, row, kind, there, is_gone=bool(key and there is None))
    if (texts := typed_before(request, row)) is not None:
        face = forms.read(chain_of(row), kind, there, texts)
        return _page(request, row, face, there, before=str(texts.get("before", "")))
    return _page(request, row, _shown(request, row, kind, there), there)


def _shown(request: HttpRequest, row: Application, kind: str, there: Node | None) -> NodeFace:
    term, level = request.GET.get("sikt", ""), request.GET.get("for", "")
    return forms.shown(
        chain_of(row),
        kind,
        there,
        _unparsed(row).get(there.key, {}) if there else {},
        extra=1 if "ny" in request.GET else 0,
        term=term if term in EffectTerm.values else "",
        level=level if level in EffectLevel.values else "",
    )


def _as_saved(row: Application, there: Node | None) -> NodeFace | None:
    return forms.shown(chain_of(row), there.kind, there, _unparsed(row).get(there.key, {})) if there else None


def _save(request: HttpRequest, row: Application, kind: str, there: Node | None, *, is_gone: bool) -> HttpResponse:
    face = forms.read(chain_of(row), kind, there, request.POST)
    if is_gone:
        return _page(request, row, face, None, Tried(errors=(GONE,)))
    if there is None and face.is_blank and request.POST.get("go") != "row":
        return _page(request, row, face, None, Tried(errors=tuple(collect(*face.parts))))
    if not face.form.may_be_kept and "ta_bort_led" not in request.POST:
        return _page(request, row, face, there, Tried(errors=tuple(collect(*face.parts))))
    before = request.POST.get("before", "")
    tried = attempt(lambda: _act(request, row, face, there, read_version(request)), places=fields_of(face.form))
    if tried.is_stale:
        row = doors.application(request, row.pk, keys=(SECTION,))
        now = _as_saved(row, chain_of(row).find(there.key)) if there else None
        if there is not None and now is None:
            return _page(request, row, face, None, Tried(errors=(GONE,)))
        if now is not None and now.mark != before and differences(now, face):
            return _page(request, row, face, there, tried, now=now)
        tried = attempt(lambda: _act(request, row, face, there, row.version), places=fields_of(face.form))
    if not tried.is_done:
        return _page(request, row, face, there, tried)
    saved(request, "Borttaget" if "ta_bort_led" in request.POST else "Sparat")
    return redirect(_onward(request, row.pk, face, tried.result))


def _act(request: HttpRequest, row: Application, face: NodeFace, there: Node | None, version: int) -> Any:
    by = doors.person(request)
    if there is not None and "ta_bort_led" in request.POST:
        services.remove_node(row, node=UUID(there.key), version=version, by=by)
        return there
    values = face.form.values
    return services.save_node(
        row,
        node=UUID(there.key) if there else None,
        kind=face.kind,
        values=values,
        leads_to=[UUID(key) for key in values.get("leads_to") or ()],
        measures=face.rows.values if face.rows else (),
        unparsed=face.unparsed,
        version=version,
        by=by,
    )


def _onward(request: HttpRequest, pk: UUID, face: NodeFace, result: Any) -> str:
    """Stay where something must be mended or a row was asked for; else another of the same, or the list."""
    listing = places.at("section", pk, SECTION)
    if "ta_bort_led" in request.POST:
        return f"{listing}#rader"
    here = places.at("effect_node", pk, result.pk)
    if "ta_bort" in request.POST:
        return f"{here}#rader"
    go = request.POST.get("go", "")
    if go == "row":
        return f"{here}?ny=1#ny-rad"
    if face.unparsed:
        return here
    if go == "another":
        more = f"?sikt={result.term}&for={result.level}" if result.term else ""
        return f"{places.at('effect_node_new', pk, face.kind)}{more}"
    return f"{listing}#led-{result.pk}"


def _page(
    request: HttpRequest,
    row: Application,
    face: NodeFace,
    there: Node | None,
    tried: Tried | None = None,
    *,
    now: NodeFace | None = None,
    before: str | None = None,
) -> HttpResponse:
    """The link's page, as visited or as answered to a post that was not saved."""
    new, name = NAMES[face.kind]
    title = f"Ändra {name} {there.code}" if there else new
    own = collect(*face.parts) if there or tried else []
    lines = {line.text: line for line in [*(tried.errors if tried else ()), *own]}
    back = places.at("section", row.pk, SECTION)
    as_saved = now or _as_saved(row, there)
    draft = draft_of(row, SECTION)
    context = {
        "application": row,
        "title": title,
        "name": name,
        "face": face,
        "node": there,
        "before": before if before is not None else as_saved.mark if as_saved else "",
        "is_unsaved": before is not None,
        "code": there.code if there else "",
        "may_add_row": face.rows is not None and len(face.rows.forms) < MOST_MEASURES,
        "now_saved": differences(now, face) if now else {},
        "saved_elsewhere": who_saved(request, draft.saved_by, draft.saved_at) if draft else "",
        "error_list": list(lines.values()),
        "saved": tried is None and before is None,
        "back": back,
        "draft": draft,
        "crumbs": places.of_application(row, (SECTIONS[SECTION].label, back), title),
    }
    return render(request, "applications/effect_node.html", context)
