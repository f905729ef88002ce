"""Two who may bind the organisation sign at the same moment: two signatures, sent in once."""

from functools import partial

import pytest

from applications.models import ApplicationVersion, Document, Notice, Signature
from applications.services import drafting, submitting
from portal import clock
from portal.demo.stories.script import Story
from tests import factories
from tests.factories.signing import second_signatory, tale_for_two
from tests.hard.parallel import faults, together

pytestmark = [pytest.mark.hard, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def now():
    with clock.at(factories.NOW):
        yield


def everybody(tale: Story, times: int = 1) -> list[partial]:
    return [partial(submitting.sign, tale.application, by=by) for by in (tale.signatory, second_signatory())] * times


def test_two_at_once_send_it_in_once():
    """Whoever is first waits for the other, and whoever is second sends it in."""
    tale = tale_for_two()
    outcomes = together(everybody(tale))
    assert not faults(outcomes)
    assert [type(one) for one in sorted(outcomes, key=lambda one: one is not None)] == [type(None), ApplicationVersion]
    assert Signature.objects.filter(case=tale.the_case, cancelled_at=None).count() == 2
    assert tale.application.state == "registered"
    assert tale.application.versions.count() == Document.objects.filter(case=tale.the_case).count() == 1


def test_two_who_press_three_times_each_are_two():
    tale = tale_for_two()
    assert not faults(together(everybody(tale, 3)))
    assert Signature.objects.filter(case=tale.the_case, cancelled_at=None).count() == 2
    assert tale.application.versions.count() == 1
    received = Notice.objects.filter(case=tale.the_case, kind="received")
    assert received.count() == received.values("recipient").distinct().count()


def test_a_change_and_a_signature_at_once_never_leave_a_signature_on_other_words():
    """The change falls before the signature or after it; either way what is sent in is what both signed."""
    tale = tale_for_two()
    submitting.sign(tale.application, by=tale.signatory)
    change = partial(
        drafting.save_section,
        tale.application,
        section="projekt",
        values={"title": "Läsa ännu högre"},
        unparsed={},
        version=None,
        by=tale.lead,
    )
    together([change, partial(submitting.sign, tale.application, by=second_signatory())])
    standing = Signature.objects.filter(case=tale.the_case, cancelled_at=None)
    if tale.application.state == "draft":
        assert standing.count() <= 1
    else:
        assert standing.values("content_sha256").distinct().count() == 1 and standing.count() == 2
