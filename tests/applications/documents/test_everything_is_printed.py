"""Whatever the form asks in words stands in the version that is frozen, and so in the receipt."""

import json
from typing import Any

import pytest
from django.db import models

from applications.documents import contents
from applications.models import Application
from applications.sections import SECTIONS
from tests import factories
from tests.factories.scenes import stage, take

__all__ = ["stage", "take"]

# What is not a text of its own: chosen, ticked, counted or told together with others.
ASKED = [
    (section.key, name)
    for section in SECTIONS.values()
    for name in section.fields
    if isinstance(field := Application._meta.get_field(name), (models.CharField, models.TextField))
    and not field.choices
]
WITH: dict[str, dict[str, Any]] = {
    "adults_reason": {"reaches_adults": "yes"},
    "economic_activity_note": {"economic_activity": "yes"},
    "other_support_note": {"other_support": "yes"},
    "group_companies": {"economic_activity": "yes"},
    "pilot_criteria": {"shares_out": "yes"},
    **{f"economist_{part}": {"economist_name": "Ulla Blad"} for part in ("title", "email", "phone")},
    **{f"communicator_{part}": {"communicator_name": "Ulla Blad"} for part in ("title", "email", "phone")},
    "deputy_email": {"deputy_name": "Ulla Blad"},
    "deputy_phone": {"deputy_name": "Ulla Blad"},
}  # what a text belongs to
ELSEWHERE = {"main_area", "strategy_area"}  # chosen from the call's own lists


@pytest.fixture(scope="module")
def application(stage: None) -> Application:
    return factories.filled_application()


def _texts(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False)


@pytest.mark.parametrize(("section", "name"), [pair for pair in ASKED if pair[1] not in ELSEWHERE])
def test_a_text_of_the_form_is_frozen_under_its_section(application: Application, section: str, name: str) -> None:
    field = Application._meta.get_field(name)
    marker = f"Prov {name}"[: field.max_length or None]  # type: ignore[union-attr]
    values = {name: marker} | WITH.get(name, {})
    Application.objects.filter(pk=application.pk).update(**values)
    told = contents.contents(Application.objects.get(pk=application.pk))
    assert marker in _texts(next(part for part in told["sections"] if part["key"] == section))
