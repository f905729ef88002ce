"""The applicant's stories over HTTP: an idea is shared; an application is written section by section and sent in."""

import pytest

from applications.models import Application, Case, Document, Idea
from portal import clock
from portal.demo.stories import others
from portal.demo.stories.script import certificate
from tests import factories
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with clock.at(factories.NOW):
        yield


def test_an_idea_is_written_and_shared_with_the_officer():
    factories.call()
    lead = Visitor.signed_in("sokande")
    lead.open("/ideer/ny/")
    lead.fill("Idéns namn", "Gården mitt i byn")
    lead.tick("Rusta barn och unga", "Vilken satsning gäller idén?")
    lead.press("Fortsätt")
    print(lead.address, lead.text)
    lead.fill("Vilket problem vill ni lösa?", "Efter skolan finns ingenstans att vara.")
    lead.press("Spara")
    print(lead.address, lead.text)
    assert Idea.objects.get().state == "draft"
    lead.follow("Dela")
    print(lead.address, lead.text)
    lead.press("Dela")
    print(lead.address, lead.text)
    case = Case.objects.get()
    assert case.dnr == "26RS00001"
    assert case.dnr in lead.text
