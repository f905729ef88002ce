"""The desk's pages of jäv and of taking over: what is asked, kept and told, and to whom they open."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from applications.services import conflicts
from portal.demo.stories.script import Story
from reviews.models import AgendaItem
from tests import factories

from .addresses import page, queue

AtDesk = Callable[[str], Client]


@pytest.fixture(scope="module")
def tale(stage: None) -> Story:
    made = factories.prepared_tale(title="Läsa högt hemma")
    made.not_conflicted("enhetschef", "medhandlaggare", "handlaggare")
    return made


def raised(tale: Story, person: str = "medhandlaggare") -> object:
    return conflicts.point_out(
        tale.the_case, person=tale.staff(person), why="Hans syster leder projektet.", by=tale.staff("handlaggare")
    )


def test_a_colleague_is_pointed_out_on_a_page_that_keeps_what_was_typed(tale: Story, at_desk: AtDesk) -> None:
    client, url = at_desk("handlaggare"), page(tale.the_case, "case_conflict_raise")
    shown = client.get(url)
    names = [label for _, label in shown.context["form"].fields["person"].choices]
    assert tale.staff("medhandlaggare").name in names
    assert tale.staff("handlaggare").name not in names
    refused = client.post(url, {"person": "", "why": "Hans syster."})
    assert "Välj vem det gäller." in refused.content.decode()
    assert "Hans syster." in refused.content.decode()
    done = client.post(url, {"person": str(tale.staff("medhandlaggare").pk), "why": "Hans syster."}, follow=True)
    assert "Frågan om jäv är väckt. En chef avgör den." in done.content.decode()
    assert tale.the_case.conflict_rulings.get().why == "Hans syster."


def test_the_head_finds_the_question_and_rules(tale: Story, at_desk: AtDesk) -> None:
    row = raised(tale)
    head, name = at_desk("enhetschef"), tale.staff("medhandlaggare").name
    listed = head.get(queue("jav")).content.decode()
    assert f"frågar om {name} är jävig." in listed
    url = reverse("admin:case_conflict_rule", kwargs={"pk": tale.the_case.pk, "question": row.pk})
    assert url in listed
    overview = head.get(page(tale.the_case)).content.decode()
    assert f"Avgör om {name} är jävig" in overview
    shown = head.get(url).content.decode()
    assert "Hans syster leder projektet." in shown
    refused = head.post(url, {"outcome": "conflicted", "ground": "", "reasons": "Nära släkt."})
    assert "Välj varför personen är jävig." in refused.content.decode()
    assert "Nära släkt." in refused.content.decode()
    done = head.post(url, {"outcome": "conflicted", "ground": "party", "reasons": "Nära släkt."}, follow=True)
    assert "Frågan om jäv är avgjord." in done.content.decode()
    assert head.get(url).status_code == 404
    assert at_desk("medhandlaggare").get(page(tale.the_case)).status_code == 404
    log = head.get(page(tale.the_case, "case_history")).content.decode()
    assert f"avgjorde att {name} är jävig och är utanför ärendet. Nära släkt." in log


@pytest.mark.parametrize("name", ["handlaggare", "medhandlaggare", "ekonom", "namndsekreterare", "arkivarie"])
def test_others_do_not_rule(tale: Story, at_desk: AtDesk, name: str) -> None:
    row = raised(tale)
    url = reverse("admin:case_conflict_rule", kwargs={"pk": tale.the_case.pk, "question": row.pk})
    assert at_desk(name).get(url).status_code == 404
    assert at_desk(name).post(url, {"outcome": "not_conflicted", "reasons": "x"}).status_code == 404


def test_the_head_about_whom_it_is_does_not_rule(tale: Story, at_desk: AtDesk) -> None:
    row = raised(tale, "enhetschef")
    url = reverse("admin:case_conflict_rule", kwargs={"pk": tale.the_case.pk, "question": row.pk})
    assert "Frågan gäller dig själv. En annan chef avgör den." in at_desk("enhetschef").get(url).content.decode()
    assert tale.the_case.conflict_rulings.get().outcome == ""


def test_an_officer_takes_over_with_a_reason(tale: Story, at_desk: AtDesk) -> None:
    second, url = at_desk("medhandlaggare"), page(tale.the_case, "case_take_over")
    assert "Ta över ärendet" in second.get(page(tale.the_case)).content.decode()
    assert f"{tale.officer.name} handlägger ärendet nu" in second.get(url).content.decode()
    assert "Skriv varför du tar över ärendet." in second.post(url, {"reason": ""}).content.decode()
    done = second.post(url, {"reason": "Kollegan är sjuk."}, follow=True)
    assert "Du handlägger nu ärendet." in done.content.decode()
    assert second.get(url).status_code == 404
    first = at_desk("handlaggare")
    assert first.post(page(tale.the_case, "case_check"), {"in_time": "yes"}).status_code == 404
    log = first.get(page(tale.the_case, "case_history")).content.decode()
    assert "tog över ärendet. Kollegan är sjuk." in log


def test_a_member_reports_jav_and_the_secretary_reads_it(stage: None, at_desk: AtDesk) -> None:
    tale = factories.on_agenda_tale(date(2026, 12, 8))
    item = AgendaItem.objects.get(case=tale.the_case)
    member, url = Client(), reverse("reviews:board_conflict", kwargs={"pk": item.pk})
    member.force_login(tale.staff("ledamot"))
    assert url in member.get(reverse("reviews:board")).content.decode()
    assert "Välj varför du är jävig." in member.post(url, {"note": "Kusin."}).content.decode()
    told = member.post(url, {"ground": "party", "note": "Kusin."}, follow=True).content.decode()
    assert "Du har anmält jäv." in told
    assert tale.the_case.title not in told
    assert member.get(url).status_code == 404
    agenda = at_desk("namndsekreterare").get(reverse("admin:meeting", kwargs={"pk": item.meeting_id}))
    assert f"{tale.staff('ledamot').name} har anmält jäv och deltar inte." in agenda.content.decode()
    other = Client()
    other.force_login(tale.staff("ordforande"))
    assert tale.the_case.title in other.get(reverse("reviews:board")).content.decode()


def test_declaring_takes_the_case_and_leaves_a_question(tale: Story, at_desk: AtDesk) -> None:
    client = at_desk("medhandlaggare")
    tale.the_case.conflicts.filter(user=tale.staff("medhandlaggare")).delete()
    client.post(page(tale.the_case, "case_conflict"), {"answer": "yes", "ground": "other"})
    assert client.get(page(tale.the_case)).status_code == 404
    assert "har anmält jäv." in at_desk("enhetschef").get(queue("jav")).content.decode()
