"""Is the portal well? Database, broker and what is owed, as JSON: 200 when all is well, else 503."""

from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from portal.celery import app

# How long work may be owed before something is wrong. The sweep runs each minute.
LONGEST_OWED = 15 * 60  # seconds
# By string, since the layers above count their own (architecture.md §1): each gives (count, age of the oldest in s).
OWED = {
    "documents": "applications.selectors.owed.documents",
    "mails": "portal.mail.sending.owed",
    "scans": "portal.files.scanning.owed",
}


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _broker() -> str:
    with app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, timeout=2)
    return "ok"


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Answer {"status", "database", "broker", "owed": {name: {count, oldest_seconds}}}."""
    answer: dict[str, Any] = {"status": "ok", "database": "ok", "broker": "ok", "owed": {}}
    try:
        _database()
        for name, path in OWED.items():
            count, seconds = import_string(path)()
            answer["owed"][name] = {"count": count, "oldest_seconds": seconds}
            if seconds > LONGEST_OWED:
                answer["status"] = "late"
    except DatabaseError:
        answer |= {"status": "down", "database": "down"}
    try:
        _broker()
    except (OperationalError, OSError):
        answer |= {"status": "down", "broker": "down"}
    return JsonResponse(answer, status=200 if answer["status"] == "ok" else 503)
