"""Idag: the day's work of the person who is signed in (design.md §8)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portal import clock

from ..selectors import leading, news
from ..selectors import today as work
from . import frame


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """What to do first, how the unit's queues stand, what lies ahead and what the person waits for."""
    user, day = frame.person(request), clock.today()
    loads = frame.full_loads(request)
    lines = work.first_things(user, loads)
    count, late = sum(load.mine for load in loads), sum(load.mine_late for load in loads)
    reads_cases = user.has_perm("portal.cases")
    context: dict[str, Any] = {
        "title": work.heading(day),
        "lead": work.summary(count, late) if reads_cases else "Du sköter personer, roller och inställningar.",
        "crumbs": [{"label": "Idag", "url": ""}],
        "reads_cases": reads_cases,
        "first": [
            {
                "line": line,
                "url": frame.step_url(line.case, line.step),
                "case_url": frame.case_url(line.case),
                "days": line.age(day),
            }
            for line in lines
        ],
        "more": count - len(lines),
        "queues": [{"load": row, "oldest": row.oldest_days(day)} for row in loads if row.queue.group and row.count],
        "empty_queues": [row.queue for row in loads if row.queue.group and not row.count],
        "ahead": work.ahead(user) if reads_cases else [],
        "waited": work.waited_for(user) if reads_cases else [],
        "news": news.came_in(user) if reads_cases else [],
        "news_since": news.since_word(),
        "stuck": news.stuck(user),
        "led": leading.led(user, loads),
        "today": day,
    }
    return frame.page(request, "today", context)
