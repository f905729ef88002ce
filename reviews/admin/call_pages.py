"""What a head does with a call, each act on a page of its own: GET tells what follows, POST does it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from applications.models import Call, CallVersion, CallWindow
from applications.models.criteria import Criterion
from applications.selectors import call_checks, windows
from applications.services import call_removal, calls
from portal import dates
from portal.look.form_errors import collect
from portal.look.words import listed

from ..forms.call_rules import RulesForm
from ..forms.calls import CallForm, CopyForm, ExtendForm, WindowForm
from . import frame
from .call_acts import done
from .calls import crumbs, open_call, url

EDIT = require_http_methods(["GET", "HEAD", "POST"])
BACK = "Tillbaka till utlysningen"


def _page(
    request: HttpRequest,
    call: Call,
    title: str,
    *,
    verb: str,
    then: Sequence[str] = (),
    form: CallForm | None,
    **more: Any,
) -> HttpResponse:
    context = {
        "title": title,
        "crumbs": crumbs(call, title),
        "verb": verb,
        "then": then,
        "form": form,
        "case_url": url(call),
        "back": BACK,
        **more,
    }
    return frame.page(request, "move", context)


@EDIT
def publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let everybody see the call; closed with what must be mended first."""
    call = open_call(request, pk)
    form = CallForm(request.POST or None, call=call)
    if call.published_at is not None:
        told = f"Utlysningen är redan publicerad, {dates.datetime_long(call.published_at)}."
        return _page(request, call, "Publicera", verb="Publicera", form=None, moved_on=told)
    faults = call_checks.faults(call)
    if faults:
        lacks = [{"text": stop.text, "url": _mends(call, stop.place)} for stop in faults]
        closed = {"label": "Publicera", "open": False, "missing": lacks, "holds": []}
        return _page(request, call, "Publicera", verb="Publicera", form=None, closed=closed)

    def act() -> None:
        calls.publish(call, by=frame.person(request), version=form.cleaned_data["version"])

    if done(request, form, act, "Utlysningen är publicerad."):
        return redirect(url(call))
    then = (
        "Alla ser utlysningens sida, och den står på startsidan när den är öppen.",
        "Reglerna är låsta. Ändras de blir det en ny version, och inkomna ansökningar behåller sin.",
    )
    times = [f"{line.name or 'Ansökningstid'}: {line.text}." for line in windows.lines(call.windows.all())]
    return _page(request, call, "Publicera", verb="Publicera", then=(*then, *times), form=form)


def _mends(call: Call, place: str) -> str:
    return url(call, "call_rules") if place == call_checks.RULES else url(call, "call_window_add")


@EDIT
def copy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make a new call with the same rules and questions."""
    call = open_call(request, pk)
    form = CopyForm(request.POST or None, call=call, initial={"name": f"{call.name}, kopia"})
    made: list[Call] = []

    def act() -> None:
        given = form.cleaned_data
        made.append(calls.copy(call, name=given["name"], slug=given["slug"], by=frame.person(request)))

    if done(request, form, act, "Utlysningen är kopierad."):
        return redirect(url(made[0]))
    then = (
        "Satsning, spår, steg, öronmärkta pengar, regler och egna frågor följer med.",
        "Ansökningstider följer inte med, och kopian är inte publicerad.",
        "Reglerna i kopian kan ändras fritt tills den publiceras.",
    )
    return _page(request, call, "Kopiera", verb="Kopiera utlysningen", then=then, form=form)


@EDIT
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a call down from the web, or away, while nobody has begun to apply in it."""
    call = open_call(request, pk)
    out = call_removal.way_out(call)
    title = "Ta ned utlysningen" if call.published_at else "Ta bort utlysningen"
    if out is None:
        return _page(request, call, title, verb=title, form=None, moved_on=call_removal.STAYS)
    form = CallForm(request.POST or None, call=call)

    def act() -> None:
        call_removal.take_back(call, by=frame.person(request), version=form.cleaned_data["version"])

    if out == "remove":
        if done(request, form, act, f"Utlysningen {call.name} är borttagen."):
            return redirect("admin:applications_call_changelist")
        gone = "Regler, egna frågor och ansökningstider försvinner. Det går inte att ångra."
        return _page(request, call, title, verb=title, then=(gone,), form=form)
    if done(request, form, act, "Utlysningen är nedtagen. Bara ni som sköter den ser den."):
        return redirect(url(call))
    then = (
        "Utlysningens sida går inte att nå för den som söker. Ingen har börjat på en ansökan.",
        "Reglerna kan ändras fritt, och utlysningen kan publiceras igen.",
    )
    return _page(request, call, title, verb=title, then=then, form=form)


# Windows


def _window(call: Call, pk: UUID) -> CallWindow:
    """A window of the call, as it was fetched with it. Raises Http404."""
    found = next((row for row in call.windows.all() if row.pk == pk), None)
    if found is None:
        raise Http404("no such window")
    return found


@EDIT
def window_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    call = open_call(request, pk)
    form = WindowForm(request.POST or None, call=call)

    def act() -> None:
        calls.add_window(call, by=frame.person(request), **_times(form))

    if done(request, form, act, "Ansökningstiden är tillagd."):
        return redirect(url(call))
    then = (
        "Tiderna är svensk tid.",
        "En utlysning kan ha flera tider, till exempel vår och höst, men de får inte gå in i varandra.",
        "När tiden väl har öppnat kan den bara förlängas, för alla.",
    )
    return _page(request, call, "Ny ansökningstid", verb="Lägg till tiden", then=then, form=form)


def _times(form: WindowForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("opens_at", "closes_at", "name", "version")}


@EDIT
def window(request: HttpRequest, pk: UUID, window: UUID) -> HttpResponse:
    """Change a time that has not opened, or set an end to one that has none."""
    call = open_call(request, pk)
    row = _window(call, window)
    form = WindowForm(request.POST or None, call=call, window=row)

    def act() -> None:
        calls.change_window(row, by=frame.person(request), **_times(form))

    if done(request, form, act, "Ansökningstiden är ändrad."):
        return redirect(url(call))
    then = ("En tid som har öppnat kan bara få en sista dag, om den saknar en, och ett annat namn.",)
    return _page(request, call, "Ändra ansökningstiden", verb="Spara tiden", then=then, form=form)


@EDIT
def window_remove(request: HttpRequest, pk: UUID, window: UUID) -> HttpResponse:
    call = open_call(request, pk)
    row = _window(call, window)
    form = CallForm(request.POST or None, call=call)

    def act() -> None:
        calls.remove_window(row, by=frame.person(request))

    if done(request, form, act, "Ansökningstiden är borttagen."):
        return redirect(url(call))
    then = (f"Tiden {windows.span_of(row)} tas bort. Ingen har kunnat använda den.",)
    return _page(request, call, "Ta bort ansökningstiden", verb="Ta bort tiden", then=then, form=form)


@EDIT
def extend(request: HttpRequest, pk: UUID, window: UUID) -> HttpResponse:
    """More time for everybody."""
    call = open_call(request, pk)
    row = _window(call, window)
    if row.closes_at is None:
        told = "Utlysningen tar emot ansökningar hela tiden. Det finns ingen tid att förlänga."
        return _page(request, call, "Förläng tiden", verb="Förläng", form=None, moved_on=told)
    form = ExtendForm(request.POST or None, call=call)

    def act() -> None:
        names = ("closes_at", "reason", "disturbed_from", "disturbed_to", "version")
        calls.extend(row, by=frame.person(request), **{name: form.cleaned_data[name] for name in names})

    if done(request, form, act, "Tiden är förlängd för alla."):
        return redirect(url(call))
    then = (
        f"Nu är tiden {windows.span_of(row)}.",
        "Den nya tiden gäller alla som söker, och visas för dem med skälet. Alla som har ett utkast får ett mejl.",
        "En ansökan som redan har kommit in efter den gamla tiden räknas som i tid.",
        "Förlängningen sparas med ditt namn och kan inte ändras. Tiden kan bara bli längre.",
    )
    return _page(request, call, "Förläng tiden", verb="Förläng för alla", then=then, form=form)


# Rules

# The form's parts: a heading, its controls, and which rows stand after them.
PARTS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("Vem som kan söka", ("eligible_types", "min_sectors", "sectors_level"), ""),
    (
        "Vad projektet ska vara",
        (
            "age_from", "age_to", "allows_adults", "areas", "strategy_areas", "municipalities", "min_municipalities",
            "municipalities_level",
        ),
        "components",
    ),
    (
        "Pengarna",
        (
            "max_share", "share_base", "max_amount", "min_amount", "min_amount_level", "requires_other_funder",
            "indirect_rate", "payroll_overhead", "vat_rule", "overrun_share", "overrun_floor", "advance_max_share",
            "advance_max_amount", "retention", "one_open_claim", "minimis_limit", "euro_rate",
        ),
        "cost_categories",
    ),
    (
        "Tid och rapporter",
        (
            "max_years", "may_exceed_period", "earliest_start", "months_per_report", "min_period_days",
            "report_due_months", "final_due_months", "reports_without_money", "reminder_offsets", "overdue_offsets",
            "start_activities", "closing_activities",
        ),
        "",
    ),
    (
        "Ansökan",
        ("sections", "min_risks", "procurement_limit", "two_signatures", "loa", "completion_days"),
        "attachment_kinds",
    ),
    ("Bedömning", ("score_low", "score_high"), "criteria"),
    ("Beslut och villkor", ("hearing_days", "acceptance_days", "terms_version", "terms_text"), ""),
)  # fmt: skip
ROW_TITLES = {
    "components": ("Stöd att söka", "Lämna tomt för bara pengar."),
    "cost_categories": ("Kostnadsslag", "Ett namn och en typ per rad. Ta bort en rad genom att tömma namnet."),
    "criteria": (
        "Bedömningskriterier",
        f"Lämna tomt för de fyra vanliga: {listed([row.label.lower() for row in Criterion])}. "
        "Ordningen är den som står här. Ta bort en rad genom att tömma namnet.",
    ),
    "attachment_kinds": ("Bilagor", "Ta bort en rad genom att tömma namnet."),
}


@EDIT
def rules(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The rules as a form: changed in place while nobody has met them, otherwise a new version."""
    call = open_call(request, pk)
    latest = call.versions.order_by("-number").first()
    is_free = latest is None or calls.is_draft(call)
    current = latest or CallVersion(call=call, number=1)
    form = RulesForm(request.POST or None, call=call, rules=current, asks_note=not is_free)
    made: list[CallVersion] = []

    def act() -> None:
        given = form.cleaned_data
        note, by = given.get("change_note", ""), frame.person(request)
        rules = calls.change_rules(call, values=form.values(), change_note=note, by=by, version=given["version"])
        made.append(rules)

    saved = "Reglerna är sparade." if is_free else f"Reglerna är ändrade och gäller som version {current.number + 1}."
    if done(request, form, act, saved):
        return redirect(url(call) if is_free else url(call, "call_version", number=made[0].number))
    title = "Skriv reglerna" if latest is None else "Ändra reglerna"
    context = {
        "title": title,
        "crumbs": crumbs(call, title),
        "form": form,
        "error_list": collect(form, *form.rows.values()),
        "parts": [_part(form, *part) for part in PARTS],
        "call": call,
        "is_free": is_free,
        "next_number": current.number if is_free else current.number + 1,
        "call_url": url(call),
    }
    return frame.page(request, "call_rules", context)


def _part(form: RulesForm, title: str, names: tuple[str, ...], rows: str) -> dict[str, Any]:
    """A part of the form as the template shows it."""
    row_title, row_help = ROW_TITLES.get(rows, ("", ""))
    return {
        "title": title,
        "fields": [form[name] for name in names],
        "rows": form.rows[rows] if rows else None,
        "row_title": row_title,
        "row_help": row_help,
    }
