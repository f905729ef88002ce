"""Taking a call back: only while nobody has begun to apply, and what was published only goes down from the web."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from applications.lifecycle.engine import NotYours, StaleVersion
from applications.models import Call, CallVersion, CallWindow
from applications.services import call_removal, calls
from portal.accounts.models import User
from tests import factories

NOW = factories.NOW


@pytest.fixture
def head(stage: None) -> User:
    return factories.staff("enhetschef")


@pytest.fixture
def copy(head: User) -> Call:
    made = calls.copy(factories.call(), name="Hösten", by=head)
    calls.add_window(made, opens_at=NOW + timedelta(1), closes_at=None, by=head)
    return made


def test_an_unpublished_call_goes_with_its_rules_and_times(copy: Call, head: User) -> None:
    assert call_removal.take_back(copy, by=head, version=Call.objects.get(pk=copy.pk).version) == "remove"
    assert not Call.objects.filter(pk=copy.pk).exists()
    assert not CallVersion.objects.filter(call=copy.pk).exists()
    assert not CallWindow.objects.filter(call=copy.pk).exists()


def test_a_published_call_goes_down_and_may_be_published_again(copy: Call, head: User) -> None:
    calls.publish(copy, by=head)
    assert call_removal.take_back(copy, by=head) == "withdraw"
    assert not Call.objects.published().filter(pk=copy.pk).exists()
    assert calls.is_draft(Call.objects.get(pk=copy.pk))
    calls.publish(copy, by=head)
    assert Call.objects.published().filter(pk=copy.pk).exists()


def test_a_call_that_somebody_writes_in_stays(head: User) -> None:
    call = factories.draft_application().call
    assert call_removal.way_out(call) is None
    with pytest.raises(ValidationError, match="finns den kvar"):
        call_removal.take_back(call, by=head)
    assert Call.objects.published().filter(pk=call.pk).exists()


def test_what_a_copy_points_at_stays(copy: Call, head: User) -> None:
    calls.copy(copy, name="Våren", by=head)
    assert call_removal.way_out(copy) is None


def test_only_who_keeps_the_programme_and_has_read_the_latest(copy: Call, head: User) -> None:
    with pytest.raises(NotYours):
        call_removal.take_back(copy, by=factories.staff("handlaggare"))
    with pytest.raises(StaleVersion):
        call_removal.take_back(copy, by=head, version=0)
    assert Call.objects.filter(pk=copy.pk).exists()
