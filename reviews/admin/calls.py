"""A call as a dossier: where it stands, its rules in sentences, its times and versions, what would stop someone."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from applications.models import Application, Call, CallVersion
from applications.selectors import call_checks, call_rules, call_versions, windows
from applications.selectors.call_checks import Stop
from applications.services import call_removal, calls
from portal import clock, dates
from portal.accounts.models import User
from portal.look.words import counted

from ..selectors import ranking
from . import frame

LIST = "Utlysningar"
RELATED = (
    "programme__board__authority",
    "programme__unit",
    "programme__contact",
    "programme__funding_source",
    "track",
    "fund",
    "copied_from",
    "published_by",
)


def open_call(request: HttpRequest, pk: UUID) -> Call:
    """The call for the one who keeps its programme. Raises Http404."""
    rows = Call.objects.select_related(*RELATED).prefetch_related(windows.prefetched())
    call = get_object_or_404(rows, pk=pk)
    if not request.user.has_perm("applications.keep_programme", call):
        raise Http404("not this person's call to keep")
    return call


def url(call: Call, route: str = "call", **kwargs: Any) -> str:
    return reverse(f"admin:{route}", kwargs={"pk": call.pk, **kwargs})


def crumbs(call: Call, *last: str) -> list[frame.Crumb]:
    parts = [(LIST, reverse("admin:applications_call_changelist")), (call.name, url(call) if last else "")]
    return frame.crumbs(*parts, *((label, "") for label in last))


@require_safe
def call(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything about the call on one page."""
    row = open_call(request, pk)
    versions = list(row.versions.select_related("published_by").order_by("-number"))
    latest = versions[0] if versions else None
    stops = call_checks.stops(row)
    is_free = calls.is_draft(row)
    context = {
        "title": row.name,
        "crumbs": crumbs(row),
        "call": row,
        "standing": standing(row),
        "facts": _facts(row, latest),
        "stops": [_stop(row, stop) for stop in stops if stop.stops],
        "notes": [_stop(row, stop) for stop in stops if not stop.stops],
        "groups": call_rules.groups(row, latest, list(latest.questions.all()), internal=True) if latest else [],
        "latest": latest,
        "versions": versions,
        "windows": [_window(row, line, is_free=is_free) for line in windows.lines(row.windows.all())],
        "moves": _acts(row, latest, stops, is_free=is_free) + _reading(row, frame.person(request)),
        "public_url": reverse("applications:call", args=(row.slug,)),
        "preview_url": reverse("applications:preview", args=(row.slug,)) if latest else "",
    }
    return frame.page(request, "call", context)


def standing(row: Call) -> str:
    """Where the call stands, in a sentence. Reads windows as they are prefetched."""
    takes = windows.intake(row)
    if row.published_at is None:
        return "Utlysningen är inte publicerad. Bara ni som sköter den ser den."
    if takes.open is not None:
        return f"Utlysningen är öppen {windows.end_of(takes.open)}."
    if takes.coming is not None:
        return f"Utlysningen öppnar {dates.datetime_long(takes.coming.opens_at)}."
    return "Utlysningen har stängt." if takes.closed is not None else "Utlysningen har ingen ansökningstid."


def short_standing(row: Call) -> str:
    """Where the call stands, as a cell of the list says it."""
    takes = windows.intake(row)
    if row.published_at is None:
        return "Inte publicerad"
    if takes.open is not None:
        return f"Öppen {windows.end_of(takes.open)}"
    if takes.coming is not None:
        return f"Öppnar {dates.long(clock.local(takes.coming.opens_at).date())}"
    return "Stängd" if takes.closed is not None else "Ingen ansökningstid"


def _facts(row: Call, latest: CallVersion | None) -> list[dict[str, Any]]:
    received = Application.objects.filter(call=row, shared_at__isnull=False).count()
    published = dates.datetime_long(row.published_at) if row.published_at else "Inte än"
    by = row.published_by.name if row.published_by else ""
    step = f"Steg {row.step} i {row.track}" if row.track and row.step else f"Spåret {row.track}" if row.track else ""
    return [
        {"icon": "megaphone", "label": "Publicerad", "value": published, "more": by},
        {"icon": "folder-open", "label": "Satsning", "value": row.programme.name, "more": step},
        {
            "icon": "scale",
            "label": "Regler",
            "value": f"Version {latest.number}" if latest else "Inga än",
            "more": f"Från {dates.long(clock.local(latest.published_at).date())}" if latest else "",
        },
        {
            "icon": "inbox",
            "label": "Har kommit in",
            "value": counted(received, "en ansökan", "ansökningar").capitalize(),
            "more": f"Kopia av {row.copied_from.name}" if row.copied_from else "",
        },
    ]


def _window(row: Call, line: windows.Line, *, is_free: bool) -> dict[str, Any]:
    """A time to apply, with what can be done about it; `is_free` when nobody has met the call yet."""
    acts, window = [], line.window
    if window.closes_at is not None and window.opens_at <= clock.now():
        acts.append(("Förläng", url(row, "call_extend", window=window.pk)))
    if window.opens_at > clock.now():
        acts.append(("Ändra", url(row, "call_window", window=window.pk)))
    elif window.closes_at is None:
        acts.append(("Sätt en sista dag", url(row, "call_window", window=window.pk)))
    if is_free or window.opens_at > clock.now():
        acts.append(("Ta bort", url(row, "call_window_remove", window=window.pk)))
    extensions = window.extensions.select_related("decided_by") if line.extension else []
    return {"line": line, "acts": acts, "extensions": extensions}


def _stop(row: Call, stop: Stop) -> dict[str, str]:
    return {"text": stop.text, "url": _place(row, stop.place)}


def _place(row: Call, place: str) -> str:
    """Where a stop is mended."""
    if place == call_checks.RULES:
        return url(row, "call_rules")
    if place == call_checks.WINDOWS:
        return url(row, "call_window_add")
    if place == call_checks.FUND:
        return url(row, "call_fund")
    if place == call_checks.PUBLISHING:
        return url(row, "call_publish")
    changes = {
        call_checks.CALL: ("call", row),
        call_checks.MONEY: ("fundingsource", row.programme.funding_source),
        call_checks.PROGRAMME: ("programme", row.programme),
        call_checks.TRACK: ("track", row.track),
    }
    model, obj = changes[place]
    return reverse(f"admin:applications_{model}_change", args=[obj.pk]) if obj is not None else ""


def _act(
    label: str, icon: str, line: str, address: str, *, missing: list[dict[str, str]] | None = None
) -> dict[str, Any]:
    """As templates/portal/partials/move.html reads it."""
    lacks = missing or []
    return {"label": label, "icon": icon, "line": line, "url": address, "open": not lacks, "missing": lacks}


def _acts(row: Call, latest: CallVersion | None, stops: list[Stop], *, is_free: bool) -> list[dict[str, Any]]:
    """What the head can do, the likeliest first; the first open one is the page's filled button."""
    found = []
    if row.published_at is None:
        lacks = [_stop(row, stop) for stop in stops if stop.blocks]
        line = "Alla ser utlysningen, och reglerna är låsta."
        found.append(_act("Publicera", "megaphone", line, url(row, "call_publish"), missing=lacks))
    rules = "Skriv reglerna" if latest is None else "Ändra reglerna"
    line = "Inget är låst än." if is_free else "Blir en ny version. Inkomna ansökningar behåller sin."
    found.append(_act(rules, "scale", line, url(row, "call_rules")))
    if latest is not None:
        line = "Frågor som bara finns i den här utlysningen."
        found.append(_act("Egna frågor", "message-square", line, url(row, "call_questions")))
    found.append(_act("Ny ansökningstid", "calendar", "Till exempel hösten efter våren.", url(row, "call_window_add")))
    takes = windows.intake(row)
    extendable = takes.open or takes.closed
    if extendable is not None and extendable.closes_at is not None:
        address = url(row, "call_extend", window=extendable.pk)
        found.append(_act("Förläng tiden", "clock-4", "Gäller alla som söker.", address))
    if latest is not None:
        line = "En ny utlysning med samma regler, utan tider."
        found.append(_act("Kopiera", "copy", line, url(row, "call_copy")))
    line = f"Tas ur {row.fund}." if row.fund else "Välj när bidragen ska tas ur öronmärkta pengar."
    found.append(_act("Öronmärkta pengar", "hand-coins", line, url(row, "call_fund")))
    address = reverse("admin:applications_call_change", args=[row.pk])
    found.append(_act("Ändra namn och plats", "pen-line", "Namn, adress, satsning, spår och steg.", address))
    next(act for act in found if act["open"])["primary"] = True
    if (out := call_removal.way_out(row)) is not None:
        label, line = ("Ta bort", "Ingen har sett den.") if out == "remove" else ("Ta ned", "Ingen har börjat söka.")
        found.append(_act(label, "trash-2", line, url(row, "call_remove")))
    return found


def _reading(row: Call, user: User) -> list[dict[str, Any]]:
    """Pages of the call's cases, for who reads them. Who keeps the programme need not be one of those."""
    if not ranking.may_read(user, row):
        return []
    line = "Ansökningarna i ordning mot de pengar som finns kvar."
    return [_act("Rangordning", "list-checks", line, url(row, "call_ranking"))]


@require_safe
def version(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """The rules of one version in sentences, and what differs from another (`?mot=`, the one before otherwise)."""
    row = open_call(request, pk)
    versions = {one.number: one for one in row.versions.select_related("published_by").order_by("number")}
    shown = versions.get(number)
    if shown is None:
        raise Http404("no such version")
    asked = request.GET.get("mot", "")
    against = versions.get(int(asked) if asked.isdecimal() and len(asked) < 5 else number - 1)
    if asked and against is None:
        raise Http404("no such version to compare with")
    context = {
        "title": f"Regler, version {number}",
        "crumbs": crumbs(row, f"Regler, version {number}"),
        "call": row,
        "call_url": url(row),
        "version": shown,
        "against": against,
        "changes": call_versions.changes(against, shown) if against is not None and against is not shown else [],
        "others": [(one, f"{url(row, 'call_version', number=number)}?mot={one.number}") for one in versions.values()],
        "groups": call_rules.groups(row, shown, list(shown.questions.all()), internal=True),
        "received": Application.objects.filter(call_version=shown, shared_at__isnull=False).count(),
    }
    return frame.page(request, "call_version", context)
