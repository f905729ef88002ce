"""Members sign in through the test client, read anew so that nothing is remembered from the scene."""

from collections.abc import Callable

import pytest
from django.test import Client

from portal.accounts.models import User
from tests import factories


@pytest.fixture
def at_desk() -> Callable[[str], Client]:
    """A browser of a demo person's own, by the first part of the address."""

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=factories.staff(name).pk))
        return client

    return signed_in
