"""Scenes are set once per module (tests/factories/scenes.py); people sign in through the test client."""

from collections.abc import Callable

import pytest
from django.test import Client

from portal.accounts.models import User
from tests.factories.scenes import stage, take

__all__ = ["sign_in", "stage", "take"]


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """A browser of the person's own. The person is read anew, so that nothing is remembered from the scene."""

    def signed_in(person: User) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=person.pk))
        return client

    return signed_in
