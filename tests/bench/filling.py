"""Thousands of cases by SQL: real ones, told through the services, copied with what hangs on them.

This is the one place around the services (architecture.md §10). A copy is born in the state that its kind says
(`kinds.py`), so the triggers are told to let that be; every constraint of the database is taken away while rows are
written and put back afterwards, when it is tried on all of them.

The authority that is copied: most cases are closed, an officer carries about forty that are not and has closed
four hundred, an organisation has five, and at the larger size half of the cases lie at boards where the ones who are
measured have no role. So many are open at either size that the lists are full: the ratio between the two then tells
what the cases of years gone by cost, and not what more rows on a page do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models, transaction

from applications.models import Case
from portal.accounts.models import User

from . import kinds, surroundings

APPS = ("applications", "reviews")
STRIDE = 20_000  # more than any plain id of the originals; times 100,000 it still fits in four bytes
OPEN_SHARE, OPEN_LEAST = 0.03, 900  # of all cases; and so many that each list is full at either size
CASES_OF_BODY = 5
WHOLE = 10  # every tenth closed case has all its rows; the others have those that lists and the case's front read
MONTHS_BACK = 24 * 30

# What must differ between copies although it is no key; c is the copy, t the row that is copied.
OWN = {
    "applications_case.dnr": "'26RS' || (100000 + c.n)",
    "applications_case.title": "left(t.title, 140) || ' ' || c.n",
    "applications_case.organisation_id": "c.organisation",
    "applications_case.board_id": "c.board",
    "applications_case.officer_id": "c.officer",
    "applications_applicationversion.data": "CASE WHEN c.whole_number IS NULL THEN '{}'::jsonb ELSE t.data END",
    "applications_casemessage.key": "md5(t.key::text || ':' || c.n)::uuid",
    "applications_invitation.token_sha256": "md5(t.token_sha256 || ':' || c.n)",
    "applications_notice.event": "left(t.event, 100) || ':' || c.n",
    "applications_signature.object_id": "md5(t.object_id::text || ':' || c.n)::uuid",
    "applications_transitionlog.object_id": "md5(t.object_id::text || ':' || c.n)::uuid",
    "files_storedfile.key": "left(t.key, 60) || '-' || c.n",
    "reviews_agendaitem.number": "100 + c.whole_number",
    "reviews_delegateddecision.number": "1000 + c.n",
    "reviews_searchrow.words": "ts_delete(t.words, c.template_dnr)"
    " || array_to_tsvector(ARRAY['26rs' || (100000 + c.n), c.n::text])"
    " || to_tsvector('simple', c.body)",
}
# Read by the inner pages of a case alone: only in the copies that are whole.
INNER = frozenset(
    {
        "applications_attachment",
        "applications_claimline",
        "applications_completionitem",
        "applications_condition",
        "applications_costrow",
        "applications_decisionamount",
        "applications_effectlink",
        "applications_effectnode",
        "applications_funder",
        "applications_fundingrow",
        "applications_indicator",
        "applications_notice",
        "applications_party",
        "applications_projectmunicipality",
        "applications_projectrole",
        "applications_reminder",
        "applications_risk",
        "applications_sectiondraft",
        "applications_signature",
        "applications_staffmonths",
        "applications_staffrow",
        "applications_subgoal",
        "post_office_email",
        "reviews_agendaitem",
        "reviews_criterionscore",
    }
)
# What the database does by itself for each row; the copies get it by being copied.
SEARCH_TRIGGERS = {
    "applications_case": "case_is_searched_for",
    "applications_applicationversion": "version_is_searched_for",
    "applications_idea": "idea_is_searched_for",
}
# The measured officer is jävig in one case of five hundred.
CONFLICTS = """
INSERT INTO applications_conflictdeclaration (id, case_id, user_id, is_conflicted, ground, note, declared_at)
SELECT gen_random_uuid(), k.id, u.id, true, 'party', '', now()
FROM bench_copy c
JOIN applications_case k ON k.dnr = '26RS' || (100000 + c.n)
JOIN accounts_user u ON u.email = 'handlaggare@example.se'
WHERE c.n % 500 = 7 AND k.officer_id IS DISTINCT FROM u.id
ON CONFLICT (case_id, user_id) DO NOTHING
"""


@dataclass
class Copied:
    """A table of which rows are copied: each row's id and the original case that it hangs on."""

    model: type[models.Model]
    case_of: dict[Any, UUID]


def fill(total: int) -> None:
    """Copy cases until there are `total`. Called once in a database."""
    with transaction.atomic():
        copies = list(_copies(Case.objects.count(), total))
    tables = list(_tables({copy.template for copy in copies}))
    names = [copied.model._meta.db_table for copied in tables]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL portal.seed_states = 'on'")
        cursor.execute("SET LOCAL synchronous_commit = off")
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        _write_copies(cursor, copies)
        with _without_constraints(cursor, names):
            for number, copied in enumerate(tables):
                _copy(cursor, copied, {table.model for table in tables}, f"bench_rows_{number}")
        cursor.execute(CONFLICTS)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@dataclass(frozen=True, slots=True)
class Copy:
    """One case to be: its number among the copies, of what, whose, where, and how much older than its original.

    `whole_number` counts the copies that have all their rows; nothing for the others.
    """

    n: int
    template: UUID
    template_dnr: str
    kind: str
    organisation: UUID
    body: str
    board: UUID
    officer: UUID | None
    days: int
    whole_number: int | None


def _copies(there: int, total: int) -> Iterator[Copy]:
    """The first are open, of every kind as many; then the closed."""
    count = total - there
    opened = min(count, max(round(total * OPEN_SHARE), OPEN_LEAST))
    home, others = surroundings.boards(are_many=count > 2 * opened)
    bodies = surroundings.organisations(-(-count // CASES_OF_BODY))
    crews = surroundings.crews(opened, are_many=bool(others))
    former = surroundings.former(count - opened)
    templates = {kind.name: kinds.original(kind.where) for kind in (*kinds.OPEN, *kinds.CLOSED)}
    whole, given = 0, [0, 0]
    for number in range(count):
        is_open = number < opened
        of = kinds.OPEN if is_open else kinds.CLOSED
        round_, place = divmod(number if is_open else number - opened, len(of))
        kind, template = of[place], templates[of[place].name]
        away = bool(others) and round_ % 2 == 1
        officer = None
        if kind.has_officer and is_open:
            officer = crews[away][given[away] % len(crews[away])]
            given[away] += 1
        elif kind.has_officer:
            officer = former[number % len(former)]
        is_whole = is_open or round_ % WHOLE == 0
        whole += is_whole
        body = bodies[number // CASES_OF_BODY]
        yield Copy(
            n=number + 1,
            template=template.pk,
            template_dnr=str(template.dnr).lower(),
            kind=kind.name,
            organisation=body.pk,
            body=body.name,
            board=others[round_ // 2 % len(others)] if away else home[round_ % len(home)],
            officer=officer,
            days=round_ % 9 if is_open else 30 + round_ % MONTHS_BACK,
            whole_number=whole if is_whole else None,
        )


def _write_copies(cursor: Any, copies: Sequence[Copy]) -> None:
    cursor.execute(
        "CREATE TEMP TABLE bench_copy (n int, template uuid, template_dnr text, kind text, organisation uuid,"
        " body text, board uuid, officer uuid, days int, whole_number int) ON COMMIT DROP"
    )
    with cursor.copy("COPY bench_copy FROM STDIN") as rows:
        for copy in copies:
            rows.write_row(astuple(copy))
    cursor.execute("ANALYZE bench_copy")


@contextmanager
def _without_constraints(cursor: Any, tables: Sequence[str]) -> Iterator[None]:
    """Indexes and keys are away while rows are written, and made anew, which also tries every row."""
    cursor.execute(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype IN ('f', 'u', 'p') AND (conrelid = ANY(%(tables)s::regclass[])"
        " OR confrelid = ANY(%(tables)s::regclass[])) ORDER BY contype = 'f' DESC",
        {"tables": list(tables)},
    )
    constraints = cursor.fetchall()
    cursor.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = ANY(%s::regclass[])"
        " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)",
        [list(tables)],
    )
    indexes = cursor.fetchall()
    for table, name, _ in constraints:
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for name, _ in indexes:
        cursor.execute(f"DROP INDEX {name}")
    for table, name in SEARCH_TRIGGERS.items():
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
    yield
    for _, made in indexes:
        cursor.execute(made)
    for table, name, made in reversed(constraints):
        cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {made}')
    for table, name in SEARCH_TRIGGERS.items():
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {name}")


def _tables(cases: set[UUID]) -> Iterator[Copied]:
    """The case and all that hangs on it by foreign keys, then what such rows own one of (a file, a mail)."""
    found: dict[type[models.Model], dict[Any, UUID]] = {Case: {pk: pk for pk in cases}}
    waiting = [model for label in APPS for model in apps.get_app_config(label).get_models() if model is not Case]
    while hung := [(model, field) for model in waiting if (field := _up(model, found)) is not None]:
        for model, field in hung:
            parents = found[field.related_model]
            rows = model._default_manager.values_list("pk", field.attname)
            found[model] = {pk: parents[parent] for pk, parent in rows if parent in parents}
            waiting.remove(model)
    for model, case_of in list(found.items()):
        for field in model._meta.concrete_fields:
            if isinstance(field, models.OneToOneField) and field.related_model._meta.app_label not in (
                *APPS,
                "accounts",
            ):
                pairs = model._default_manager.values_list("pk", field.attname)
                owned = found.setdefault(field.related_model, {})
                owned |= {value: case_of[pk] for pk, value in pairs if value is not None and pk in case_of}
    return (Copied(model, case_of) for model, case_of in found.items() if case_of)


def _up(model: type[models.Model], found: dict[Any, Any]) -> Any:
    """The foreign key that leads to the case: straight to it where there is one."""
    keys = [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model in found and field.related_model is not model
    ]
    straight = [field for field in keys if field.related_model is Case]
    return next(iter(straight or keys), None)


def _copy(cursor: Any, copied: Copied, known: set[Any], rows: str) -> None:
    """One INSERT … SELECT for the table: its rows × the copies of the cases that they hang on."""
    meta = copied.model._meta
    table = meta.db_table
    key = "uuid" if isinstance(meta.pk.target_field if meta.pk.is_relation else meta.pk, models.UUIDField) else "bigint"
    cursor.execute(f"CREATE TEMP TABLE {rows} (pk {key}, template uuid) ON COMMIT DROP")
    cursor.executemany(f"INSERT INTO {rows} VALUES (%s, %s)", list(copied.case_of.items()))  # noqa: S608 (our own names)
    cursor.execute(f"ANALYZE {rows}")
    columns = [field.column for field in meta.concrete_fields]
    values = [_value(table, field, known) for field in meta.concrete_fields]
    quoted = ", ".join(f'"{column}"' for column in columns)
    which = kinds.rows_of(table) + (" AND c.whole_number IS NOT NULL" if table in INNER else "")
    cursor.execute(
        f'INSERT INTO "{table}" ({quoted}) SELECT {", ".join(values)} '  # noqa: S608 (our own names)
        f'FROM "{table}" t JOIN {rows} r ON r.pk = t."{meta.pk.column}" JOIN bench_copy c USING (template) '
        f"WHERE {which}"
    )


def _value(table: str, field: Any, known: set[Any]) -> str:
    """The column of the copy, in SQL: its kind's own, or one that makes it its own, or what the original has."""
    usual = OWN.get(f"{table}.{field.column}") or _usual(table, field, known)
    return kinds.value_of(f"{table}.{field.column}", usual)


def _usual(table: str, field: Any, known: set[Any]) -> str:
    column = f't."{field.column}"'
    target = field.related_model if isinstance(field, models.ForeignKey) else None
    if field.primary_key or target in known:
        key = target._meta.pk if target in known else field
        is_uuid = isinstance(key.target_field if key.is_relation else key, models.UUIDField)
        new = f"md5({column}::text || ':' || c.n)::uuid" if is_uuid else f"{column} + c.n * {STRIDE}::bigint"
        if target in known and target._meta.db_table in INNER and table not in INNER and field.null:
            return f"CASE WHEN c.whole_number IS NULL THEN NULL ELSE {new} END"
        return new
    if target is User and table in ("applications_assignment",):
        return f"coalesce(c.officer, {column})" if field.column == "user_id" else column
    if isinstance(field, models.DateTimeField):
        return f"{column} - c.days * interval '1 day'"
    return f"{column} - c.days" if isinstance(field, models.DateField) else column
