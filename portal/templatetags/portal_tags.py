"""Template tags and filters of the look: {% load portal_tags %} in any template of the project.

Tags: icon, state_mark, rail, mini_rail, deadline, date_leaf, path_ring, receipt_mark, share_bar, column_bar, age_bar,
parts_bar, error_summary, page_errors. Filters: kronor, kr, ore, exact, percent, whole_percent, swedish_date,
day_month, weekday_date, through, clock_time, datetime_local, log_time, filesize_sv, tel, counted, under, is_past,
error_target.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import zip_longest

from django import template
from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal import clock, dates, money
from portal.look import covers, deadlines, drawings, form_errors, marks, stages, words

register = template.Library()

register.simple_tag(drawings.icon)
register.simple_tag(drawings.rings, name="path_ring")
register.simple_tag(drawings.share_bar)
register.simple_tag(drawings.column_bar)
register.simple_tag(drawings.age_bar)
register.simple_tag(drawings.parts_bar)
register.simple_tag(covers.cover, name="project_cover")


@register.simple_tag
def receipt_mark(stage: int = 3) -> SafeString:
    """Draw the ring mark of a receipt."""
    return drawings.rings(stage, "receipt__mark")


# Marks


@register.simple_tag
def state_mark(key: str, audience: str = "applicant", machine: str = "", word: str = "") -> SafeString:
    """Show a state as icon and word: {% state_mark application.state audience="desk" machine="application" %}.

    `word` replaces the table's word, for a machine's own name of the state: word=application.get_state_display.
    """
    mark = marks.find(str(key), machine=machine, audience=audience, word=str(word))
    tint = f" state--{mark.tint}" if mark.tint else ""
    return format_html('<span class="state{}">{}{}</span>', tint, drawings.icon(mark.icon), mark.word)


@register.simple_tag
def rail(
    steps: Iterable[stages.Stage | Mapping[str, str]],
    label: str = "Så långt har ärendet kommit",
    mini: bool = False,
    desk: bool = False,
) -> SafeString:
    """Show the five stages; `steps` are stages or dicts with name, status (done, now, later, halt) and when."""
    hidden = stages.HIDDEN_WORDS_DESK if desk else stages.HIDDEN_WORDS
    items = format_html_join(
        "",
        '<li class="rail__step {}"{}><span class="rail__node">{}</span><span class="rail__name">{}'
        '<span class="visually-hidden">, {}</span></span>{}</li>',
        ((*_rail_step(step), hidden[step.status], _rail_when(step, mini)) for step in stages.read(steps)),
    )
    return format_html('<ol class="rail{}" aria-label="{}">{}</ol>', " rail--mini" if mini else "", label, items)


@register.simple_tag
def mini_rail(
    steps: Iterable[stages.Stage | Mapping[str, str]], label: str = "Så långt har ärendet kommit", desk: bool = False
) -> SafeString:
    """Show the five stages small, without dates, for lists."""
    return rail(steps, label=label, mini=True, desk=desk)


def _rail_step(step: stages.Stage) -> tuple[str, SafeString | str, SafeString | str, str]:
    here = step.status in (stages.StageStatus.NOW, stages.StageStatus.HALT)
    drawn = stages.ICONS.get(step.status)
    return (
        stages.CLASSES[step.status],
        format_html(' aria-current="{}"', "step") if here else "",
        drawings.icon(drawn) if drawn else "",
        step.name,
    )


def _rail_when(step: stages.Stage, mini: bool) -> SafeString | str:
    return format_html('<span class="rail__when">{}</span>', step.when) if step.when and not mini else ""


# Dates


@register.simple_tag
def deadline(
    due: date | datetime | None,
    today: date | None = None,
    prefix: str = "Senast",
    late_prefix: str = "Skulle in",
    weekday: bool = False,
    chip_only: bool = False,
) -> SafeString | str:
    """Show a date as a chip with the days that remain: {% deadline call.closes_at prefix="Stänger" weekday=True %}.

    `chip_only` leaves the date out and keeps the remainder, where the date stands beside. Nothing for no date.
    """
    if due is None:
        return ""
    told = deadlines.describe(
        due,
        today or clock.today(),
        now=None if today else clock.now(),
        prefix=prefix,
        late_prefix=late_prefix,
        weekday=weekday,
    )
    look = f" deadline--{told.nearness}" if told.nearness else ""
    when = "" if chip_only else format_html("<span>{}</span> ", told.when)
    return format_html(
        '<span class="deadline{}">{}{}<b>{}</b></span>', look, drawings.icon(told.icon), when, told.remainder
    )


@register.simple_tag
def date_leaf(due: date | datetime | None, today: date | None = None) -> SafeString | str:
    """Show a date as a leaf of a calendar, amber when it is near and red when it has passed."""
    if due is None:
        return ""
    day = deadlines.due_day(due)
    near = deadlines.nearness(due, today or clock.today(), None if today else clock.now())
    look = f" leaf--{near}" if near else ""
    return format_html(
        '<time class="leaf{}" datetime="{}"><b>{}</b> <span>{}</span>{}</time>',
        look,
        day.isoformat(),
        day.day,
        dates.MONTHS[day.month - 1],
        format_html(' <span class="leaf__late">{}</span>', "passerat") if near == deadlines.Nearness.LATE else "",
    )


@register.filter
def swedish_date(day: date | datetime | None) -> str:
    """14 maj 2024."""
    return "" if day is None else dates.long(deadlines.due_day(day))


@register.filter
def is_past(day: date | None) -> bool:
    """Whether the whole day has gone."""
    return day is not None and day < clock.today()


@register.filter
def day_month(day: date | datetime | None) -> str:
    """14 maj: where the year is understood."""
    return "" if day is None else dates.short(deadlines.due_day(day))


@register.filter
def weekday_date(day: date | datetime | None) -> str:
    """Tisdag 14 maj 2024, with a small first letter: the first time a date stands on a page."""
    return "" if day is None else dates.weekday_long(deadlines.due_day(day))


@register.filter
def through(moment: datetime | None) -> str:
    """Till och med söndag 4 oktober 2026 kl. 12.00, small first letter; a local midnight ends the day before it."""
    if moment is None:
        return ""
    shown = dates.last_moment(moment)
    at = f" kl.{money.NBSP}{dates.clock_time(shown)}" if isinstance(shown, datetime) else ""
    return f"till och med {dates.weekday_long(deadlines.due_day(shown))}{at}"


@register.filter
def clock_time(moment: datetime | None) -> str:
    """16.00, local time."""
    return "" if moment is None else dates.clock_time(moment)


@register.filter
def datetime_local(moment: datetime | None) -> str:
    """14 maj 2024 kl. 16.00, local time."""
    return "" if moment is None else dates.datetime_long(moment)


@register.filter
def log_time(moment: datetime | None) -> str:
    """22 apr 15.10: for the narrow column of a log; another year than this is told."""
    if moment is None:
        return ""
    day = deadlines.due_day(moment)
    year = "" if day.year == clock.today().year else f" {day.year}"
    return f"{day.day} {dates.MONTHS[day.month - 1][:3]}{year} {dates.clock_time(moment)}"


# Figures


@register.filter
def kronor(amount: Decimal | int | None) -> str:
    """2 900 757: whole kronor, half up, without unit."""
    return "" if amount is None else money.kronor(amount)


@register.filter
def kr(amount: Decimal | int | None) -> str:
    """2 900 757 kr: whole kronor, half up, with unit after U+00A0."""
    return "" if amount is None else f"{money.kronor(amount)}{money.NBSP}kr"


@register.filter
def ore(amount: Decimal | int | None) -> str:
    """456 852,25: kronor with öre, without unit."""
    return "" if amount is None else money.ore(Decimal(amount))


@register.filter
def exact(amount: Decimal | int | None) -> str:
    """150 000 or 149 999,50: öre only when there are any."""
    return "" if amount is None else money.exact(Decimal(amount))


@register.filter
def percent(share: Decimal | None) -> str:
    """27,6 %: of a share such as 0.276."""
    return "" if share is None else money.percent(share)


@register.filter
def whole_percent(share: Decimal | None) -> str:
    """28 %: of a share such as 0.276, for running text."""
    return "" if share is None else money.whole_percent(share)


@register.filter
def filesize_sv(size: int | None) -> str:
    """2,4 MB."""
    return "" if size is None else words.filesize(size)


@register.filter
def tel(number: str) -> str:
    """+46101234500: a Swedish telephone number as the address of a link, {{ phone|tel }} after tel:."""
    return words.telephone_link(number)


@register.filter
def counted(number: int | Sequence[object], forms: str) -> str:
    """Två saker: {{ todo|counted:"en sak,saker" }}, of a number or of something with a length."""
    count = number if isinstance(number, int) else len(number)
    one, many = forms.split(",")
    return words.counted(count, one, many)


@register.filter
def under(cells: Sequence[object], heads: Sequence[object]) -> list[tuple[object, object]]:
    """Each cell of a money table with its column's heading; a cell beyond the headings is the row's total."""
    return [(head, cell) for cell, head in zip_longest(cells, list(heads)[: len(cells)], fillvalue="Totalt")]


# Errors


@register.inclusion_tag("portal/error_summary.html")
def error_summary(*forms: BaseForm | BaseFormSet[BaseForm] | None, saved: bool = False) -> dict[str, object]:
    """Show the error summary of forms and formsets; nothing when all is well or nothing was sent in."""
    return {"error_list": form_errors.collect(*forms), "saved": saved}


@register.simple_tag(takes_context=True)
def page_errors(context: template.Context) -> list[form_errors.ErrorLine]:
    """List what base.html shows in the summary by itself: errors of `form`, `formset`, and a given `error_list`;
    on a page that Django's admin makes those of its form and rows."""
    given: list[form_errors.ErrorLine] = list(context.get("error_list") or [])
    if given or (adminform := context.get("adminform")) is None:
        return given or form_errors.collect(context.get("form"), context.get("formset"))
    return form_errors.collect_admin(adminform, context.get("inline_admin_formsets") or [])


@register.filter
def error_target(form: BaseForm) -> str:
    """Return the id that errors of the whole form are shown at."""
    return form_errors.form_target(form)
