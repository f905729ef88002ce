"""Every constraint is named after what holds, speaks Swedish, and is broken here by a row that breaks nothing else."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import isolate_apps

from .breakers import BREAKERS, One, Two, sound
from .tree import APPS

Constraint = models.CheckConstraint | models.UniqueConstraint


def constraints(registered: list[type[models.Model]]) -> Iterator[tuple[type[models.Model], Any]]:
    """Each constraint of the project's own models."""
    for model in registered:
        if model.__module__.split(".")[0] in (*APPS, "tests"):
            yield from ((model, constraint) for constraint in model._meta.constraints)


def faults(registered: list[type[models.Model]]) -> list[str]:
    """Constraints with another name than `<model>_<what holds>`, or with Django's words instead of ours."""
    found = []
    for model, constraint in constraints(registered):
        if not constraint.name.startswith(f"{model._meta.model_name}_"):
            found.append(f"{constraint.name}: is not named after {model._meta.model_name}")
        message = str(constraint.violation_error_message)
        if message == str(constraint.default_violation_error_message) or not message.endswith("."):
            found.append(f"{constraint.name}: has no sentence of its own")
    return found


ALL: dict[str, tuple[type[models.Model], Constraint]] = {
    constraint.name: (model, constraint) for model, constraint in constraints(apps.get_models())
}


def test_constraints_are_named_and_speak_swedish() -> None:
    assert not faults(apps.get_models())


def test_every_constraint_has_a_breaker_and_every_breaker_a_constraint() -> None:
    assert set(ALL) == set(BREAKERS)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ALL))
def test_the_database_and_the_form_refuse(name: str) -> None:
    model, constraint = ALL[name]
    breaker = BREAKERS[name]
    with transaction.atomic():
        _let_rows_be_born_in_any_state()
        broken = _broken(model, constraint, breaker)
        with pytest.raises(ValidationError) as told:
            constraint.validate(model, broken)
        assert told.value.messages == [constraint.violation_error_message]
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            model._default_manager.bulk_create([broken])
        assert refused.value.__cause__.diag.constraint_name == name
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("label", sorted({model._meta.label for model, _ in ALL.values()}))
def test_the_sound_row_that_breakers_start_from_is_taken(label: str) -> None:
    """Otherwise a breaker might be refused for another reason than the one it shows."""
    model = apps.get_model(label)
    with transaction.atomic():
        model._default_manager.bulk_create([sound(model)])
        transaction.set_rollback(True)


def _broken(model: type[models.Model], constraint: Constraint, breaker: One | Two) -> models.Model:
    """The row that may not be written; for a pair the first one is written here."""
    if isinstance(breaker, One):
        return sound(model, **breaker.values)
    first = sound(model, **breaker.values)
    model._default_manager.bulk_create([first])
    columns = [model._meta.get_field(name).attname for name in getattr(constraint, "fields", ())]
    same = {column: getattr(first, column) for column in columns}
    return sound(model, **(same | breaker.values | breaker.second))


def _let_rows_be_born_in_any_state() -> None:
    """What the bench also uses; the constraints hold all the same, and it ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('portal.seed_states', 'on', true)")


def test_a_planted_constraint_without_name_or_words_is_caught() -> None:
    with isolate_apps("applications"):

        class Parcel(models.Model):
            weight = models.IntegerField()

            class Meta:
                app_label = "applications"
                constraints = [
                    models.CheckConstraint(condition=models.Q(weight__gt=0), name="positive_weight"),
                    models.UniqueConstraint(
                        fields=["weight"], name="parcel_weight_is_unique", violation_error_message="Vikten är upptagen."
                    ),
                ]

        assert faults([Parcel]) == [
            "positive_weight: is not named after parcel",
            "positive_weight: has no sentence of its own",
        ]
