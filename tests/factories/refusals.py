"""How a refusal is read in a test: what is missing, what is faulty, and that nothing was written."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from applications.lifecycle.engine import NotReady
from applications.models import Case, TransitionLog


def missing(call: Callable[[], object]) -> list[str]:
    """The sentences of NotReady, which the call must raise."""
    before = TransitionLog.objects.count()
    with pytest.raises(NotReady) as refusal:
        call()
    assert TransitionLog.objects.count() == before
    return [item.text for item in refusal.value.missing]


def faults(call: Callable[[], object]) -> dict[str, list[str]]:
    """The sentences of ValidationError per field, which the call must raise."""
    before = TransitionLog.objects.count()
    with pytest.raises(ValidationError) as refusal:
        call()
    assert TransitionLog.objects.count() == before
    told: dict[str, list[str]] = refusal.value.message_dict
    return told


def moves(case: Case, machine: str) -> list[str]:
    """The states that the case's things of one machine have been moved to, in order."""
    return list(TransitionLog.objects.filter(case=case, machine=machine).values_list("to_state", flat=True))
