"""What a search looks through: one row per shared case, which the database itself keeps up to date."""

from typing import Any

from django.db import models

from applications.models import Case

WORDS_OF = "portal_search_words"  # the database's own function (migration 0009): what is typed as a question


class Words(models.Field[Any, Any]):
    """PostgreSQL's tsvector. Written by triggers only, and asked with the lookup `hold`."""

    def db_type(self, connection: Any) -> str:
        return "tsvector"


@Words.register_lookup
class Hold(models.Lookup[Any]):
    """`words__hold=["barn", "26RS1"]`: every word stands there, as a Swedish word in any form or as a beginning."""

    lookup_name = "hold"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        lhs, params = self.process_lhs(compiler, connection)
        return f"{lhs} @@ {WORDS_OF}(%s::text[])", [*params, list(self.rhs)]


class SearchRow(models.Model):
    """The words of what has been shared in a case: number, title, organisation, people, and the text as it was sent.

    Nothing unshared is in it (eget utrymme): it is made from the versions that were sent and the idea as it was shared.
    Who may find the case is not asked here: every search goes through the door of the desk.
    """

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="search_row")
    words = Words(editable=False)
    municipalities = models.JSONField(default=list, editable=False)

    def __str__(self) -> str:
        return str(self.case_id)
