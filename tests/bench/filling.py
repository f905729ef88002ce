"""Thousands of cases by SQL: real ones, told through the services, copied with everything that hangs on them.

This is the one place around the services (architecture.md §10). A copy keeps its state, so the triggers are told to
let rows be born in it; every other constraint of the database holds for the copies too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models, transaction

from applications.models import Case
from portal.accounts.enums import MembershipRole, OrganisationType
from portal.accounts.models import Membership, Organisation, User
from portal.demo.world import BEGINNING

APPS = ("applications", "reviews")
STRIDE = 100_000  # more than any plain id of the originals; times 10,000 it still fits in four bytes
ORGANISATIONS = 200
NAMES = "Mätning "  # how the names of the copies' organisations begin
# What must differ between copies although it is no key; {n} is the copy's own number, {t} the row that is copied.
OWN = {
    "applications_case.dnr": "CASE WHEN t.dnr IS NULL THEN NULL ELSE '26RS' || (100000 + c.n) END",
    "applications_case.title": "left(t.title, 140) || ' ' || c.n",
    "applications_case.organisation_id": "c.organisation",
    "applications_notice.event": "left(t.event, 100) || ':' || c.n",
    "applications_transitionlog.object_id": "md5(t.object_id::text || ':' || c.n)::uuid",
    "files_storedfile.key": "left(t.key, 60) || '-' || c.n",
    "reviews_agendaitem.number": "100 + c.n",
    "reviews_delegateddecision.number": "1000 + c.n",
}


@dataclass
class Copied:
    """A table of which rows are copied: each row's id and the original case that it hangs on."""

    model: type[models.Model]
    case_of: dict[Any, UUID]


def fill(total: int) -> None:
    """Copy the cases that no copy has been made of until there are `total`. Copies go to organisations of their own."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL portal.seed_states = 'on'")
        cursor.execute("SET LOCAL synchronous_commit = off")
        originals = list(Case.objects.exclude(organisation__name__startswith=NAMES).values_list("pk", flat=True))
        there = Case.objects.count()
        cursor.execute("CREATE TEMP TABLE bench_copy (n int, template uuid, organisation uuid) ON COMMIT DROP")
        bodies = _organisations()
        copies = [
            (number, originals[number % len(originals)], bodies[number % len(bodies)]) for number in range(there, total)
        ]
        cursor.executemany("INSERT INTO bench_copy VALUES (%s, %s, %s)", copies)
        tables = list(_tables(set(originals)))
        known = {copied.model for copied in tables}
        for number, copied in enumerate(tables):
            _copy(cursor, copied, known, f"bench_rows_{number}")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def member() -> User:
    """Somebody who leads the projects of one of the copies' organisations."""
    person, _ = User.objects.get_or_create(email="matning@example.se", defaults={"name": "Maj Mätare"})
    body = Organisation.objects.get(name=f"{NAMES}7")
    Membership.objects.get_or_create(
        user=person, organisation=body, role=MembershipRole.PROJECT_LEAD, defaults={"valid_from": BEGINNING}
    )
    return person


def _organisations() -> list[UUID]:
    there = Organisation.objects.filter(name__startswith=NAMES).order_by("pk")
    if not there.exists():
        Organisation.objects.bulk_create(
            Organisation(
                orgnr=_orgnr(number),
                name=f"{NAMES}{number}",
                org_type=OrganisationType.CIVIL_SOCIETY,
                municipality="Kumla",
            )
            for number in range(ORGANISATIONS)
        )
    return list(there.values_list("pk", flat=True))


def _orgnr(number: int) -> str:
    """An organisation number with a right check digit (Luhn)."""
    nine = f"80299{number:04d}"
    digits = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(nine)]
    check = -sum(sum(divmod(digit, 10)) for digit in digits) % 10
    return f"{nine[:6]}-{nine[6:]}{check}"


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
    return (Copied(model, case_of) for model, case_of in found.items())


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
    key = "uuid" if isinstance(meta.pk, models.UUIDField) else "bigint"
    cursor.execute(f"CREATE TEMP TABLE {rows} (pk {key}, template uuid) ON COMMIT DROP")
    cursor.executemany(f"INSERT INTO {rows} VALUES (%s, %s)", list(copied.case_of.items()))  # noqa: S608 (our own names)
    columns = [field.column for field in meta.concrete_fields]
    values = [_value(meta.db_table, field, known) for field in meta.concrete_fields]
    quoted = ", ".join(f'"{column}"' for column in columns)
    cursor.execute(
        f'INSERT INTO "{meta.db_table}" ({quoted}) SELECT {", ".join(values)} '  # noqa: S608 (our own names)
        f'FROM "{meta.db_table}" t JOIN {rows} r ON r.pk = t."{meta.pk.column}" JOIN bench_copy c USING (template)'
    )


def _value(table: str, field: Any, known: set[Any]) -> str:
    if own := OWN.get(f"{table}.{field.column}"):
        return own
    target = field.related_model if isinstance(field, models.ForeignKey) else None
    if field.primary_key or target in known:
        key = target._meta.pk if target in known else field
        is_uuid = isinstance(key, models.UUIDField)
        column = f't."{field.column}"'
        return f"md5({column}::text || ':' || c.n)::uuid" if is_uuid else f"{column} + c.n * {STRIDE}::bigint"
    return f't."{field.column}"'
