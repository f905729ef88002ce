"""The authority's figures as a page with pictures, and as a file for a spreadsheet."""

import csv
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_safe

from applications.models import Programme
from portal.look import charts

from ..enums import Dimension, Measure
from ..selectors import statistics
from ..selectors.people import COLUMNS, FEWEST
from ..selectors.statistics import Chosen, Figures
from . import frame
from .checklist_pages import plain

ALL = "alla"
HEADS = {
    Dimension.AREA: ("Per utvecklingsområde", "Varje ansökan räknas i det område som den säger är viktigast."),
    Dimension.MUNICIPALITY: (
        "Per kommun",
        "En ansökan räknas i varje kommun där den ska arbeta. Därför går talen inte att lägga ihop.",
    ),
    Dimension.ORGANISATION: ("Per typ av organisation", "Efter den organisation som söker."),
}

PEOPLE = {
    Measure.EXPECTED: ("Ska nås", "Enligt ansökningar som har beviljats, i den månad då de beviljades."),
    Measure.REACHED: (
        "Har nåtts",
        "Enligt godkända rapporter, i den månad då rapportens period tog slut. Den som är med i flera perioder räknas "
        "i var och en.",
    ),
}
LEFT_OUT = f"Under {FEWEST} eller utelämnat"


class Choice(NamedTuple):
    """A link that shows other figures; `is_shown` are those of now."""

    label: str
    query: str
    is_shown: bool


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """A year's figures, this programme's or all; the newest year unless another is asked for."""
    chosen = statistics.choices(frame.person(request))
    year, programme = _asked(request, chosen)
    found = statistics.figures(frame.person(request), year=year, programme=programme)
    points = [(point.label, point.received, point.decided) for point in found.points]
    context = {
        "title": "Statistik",
        "crumbs": frame.crumbs(("Statistik", "")),
        "chosen": chosen,
        "figures": found,
        "when": str(year) if year is not None else "alla år",
        "programme": programme,
        "years": _choices(request, "ar", [(str(value), str(value)) for value in chosen.years], str(year or ALL)),
        "programmes": _choices(
            request,
            "satsning",
            [(row.slug, row.name) for row in chosen.programmes],
            programme.slug if programme else ALL,
        ),
        "chart": charts.columns(
            points, name="inflode", title="Inkomna och beslutade ansökningar", first="inkomna", second="beslutade"
        ),
        "groups": [
            (dimension, *HEADS[dimension], lines, max((line.applied for line in lines), default=0))
            for dimension, lines in found.groups
            if lines
        ],
        "people": [(row, *PEOPLE[row.measure]) for row in found.people],
        "people_columns": COLUMNS,
        "people_chart": _people_chart(found),
        "fewest": FEWEST,
        "csv_url": f"{reverse('admin:statistics_csv')}?{_query(request).urlencode()}",
    }
    return frame.page(request, "statistics", context)


@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """The same figures as a file that a spreadsheet opens: group by group, kronor with a decimal comma."""
    year, programme = _asked(request, statistics.choices(frame.person(request)))
    found = statistics.figures(frame.person(request), year=year, programme=programme)
    # With the mark that lets Excel see that it is UTF-8, and the semicolon that it parts by in Swedish.
    headers = {"Content-Disposition": f'attachment; filename="statistik-{year or "alla-ar"}.csv"'}
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8", headers=headers)
    writer = csv.writer(answer, delimiter=";")
    writer.writerow(["Indelning", "Grupp", "Inkomna", "Beviljade", "Sökt, kronor", "Beviljat, kronor"])
    writer.writerows(_rows(found))
    writer.writerow([])
    writer.writerow(["Tid", "", "Inkomna", "Beslutade"])
    writer.writerows(["", plain(point.label), point.received, point.decided] for point in found.points)
    for people in found.people:
        writer.writerow([])
        writer.writerow([PEOPLE[people.measure][0], "", *COLUMNS])
        writer.writerows(
            ["", plain(group.label), *(LEFT_OUT if number is None else number for number in group.numbers)]
            for group in people.groups
        )
    return answer


def _people_chart(found: Figures) -> str:
    """Girls and boys in all, beside each other; what is not shown in the table is not drawn."""
    points = [(PEOPLE[row.measure][0], *row.pair) for row in found.people if row.pair is not None]
    if not points:
        return ""
    return charts.columns(points, name="kon", title="Flickor och pojkar", first="flickor", second="pojkar")


def _rows(found: Figures) -> list[list[Any]]:
    groups = [("Alla", (found.whole,)), *((dimension.label, lines) for dimension, lines in found.groups)]
    return [
        [name, plain(line.label), line.received, line.granted, _kronor(line.applied), _kronor(line.given)]
        for name, lines in groups
        for line in lines
    ]


def _kronor(amount: Any) -> str:
    return f"{amount:.2f}".replace(".", ",")


def _asked(request: HttpRequest, chosen: Chosen) -> tuple[int | None, Programme | None]:
    """The year and the programme of the address, or the newest year and all programmes where there is no such."""
    year = request.GET.get("ar", "")
    if year == ALL or not chosen.years:
        found = None
    else:
        found = int(year) if year in {str(value) for value in chosen.years} else chosen.years[0]
    slug = request.GET.get("satsning", "")
    return found, next((row for row in chosen.programmes if row.slug == slug), None)


def _query(request: HttpRequest) -> QueryDict:
    kept = QueryDict(mutable=True)
    for name in ("ar", "satsning"):
        if value := request.GET.get(name, ""):
            kept[name] = value
    return kept


def _choices(request: HttpRequest, name: str, values: list[tuple[str, str]], shown: str) -> list[Choice]:
    """Links for each value and for all of them; the other choice is kept."""
    found = []
    for value, label in [*values, (ALL, "Alla")]:
        query = _query(request)
        query[name] = value
        found.append(Choice(label, query.urlencode(), value == shown))
    return found
