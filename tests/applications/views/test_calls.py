"""A call as applicants meet it: its rules in sentences, several times, more time, late, and the preview before it."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.enums import QuestionKind, RuleLevel
from applications.models import Application, Call, CallQuestion, Case
from applications.sections import SECTIONS
from applications.selectors import call_rules
from applications.services import calls
from portal import clock
from portal.accounts.models import User
from portal.demo.world import moment
from tests import factories

from .pages import read, text

SignIn = Callable[[User], Client]
MOST_AT_START = 6


def page(call: Call) -> str:
    return reverse("applications:call", args=(call.slug,))


@pytest.fixture(scope="module")
def open_call(stage: None) -> Call:
    return factories.call(closes_in=30)


@pytest.fixture
def head(stage: None) -> User:
    return factories.staff("enhetschef")


# Rules in sentences


def told(call: Call, *, internal: bool = False, **rules: Any) -> str:
    version = call.current_version()
    for name, value in rules.items():
        setattr(version, name, value)
    groups = call_rules.groups(call, version, list(version.questions.all()), internal=internal)
    lines = [line for group in groups for rule in group.rules for line in (rule.text, *rule.items)]
    return "\n".join(lines).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ({"max_share": Decimal("0.5")}, "Högst 50 % av projektets totala kostnad."),
        (
            {"max_share": Decimal("0.276"), "share_base": "booked_cost"},
            "Högst 27,6 % av projektets bokförda kostnader.",
        ),
        ({"age_from": 0, "age_to": 12}, "Projektet är till för barn och unga 0–12 år."),
        ({"allows_adults": False}, "Det får inte vända sig till vuxna."),
        ({"eligible_types": ["municipal", "regional"]}, "ska vara kommunal verksamhet eller regional verksamhet."),
        ({"min_sectors": 2, "sectors_level": RuleLevel.ADVICE}, "minst två sektorer. Det är ett önskemål"),
        ({"min_municipalities": 2}, "Projektet ska nå minst två kommuner. Ni väljer bland Askersund, Degerfors,"),
        ({"min_amount": Decimal(100_000)}, "Minst 100 000 kr."),
        ({"requires_other_funder": True}, "Någon annan än vi måste betala en del."),
        ({"retention": Decimal("0.1")}, "Vi håller inne 10 % av varje utbetalning"),
        (
            {"advance_max_share": Decimal("0.5"), "advance_max_amount": None},
            "Står det i beslutet kan ni få ett förskott på högst 50 % av stödet.",
        ),
        (
            {"advance_max_share": Decimal("0.5"), "advance_max_amount": Decimal(400_000)},
            "förskott på högst 50 % av stödet, och högst 400 000 kr.",
        ),
        ({"advance_max_share": None, "advance_max_amount": None}, "Förskott ges inte."),
        (
            {"overrun_share": Decimal("0.2"), "overrun_floor": Decimal(50_000)},
            "högst 20 % dyrare än i budgeten utan att ni frågar oss. Upp till 50 000 kr mer får det alltid bli.",
        ),
        ({"vat_rule": "without"}, "Alla skriver kostnaderna utan moms."),
        ({}, "Drar ni av momsen skriver ni kostnaderna utan moms, annars med moms."),
        ({"payroll_overhead": Decimal("0.4")}, "Lönebikostnaderna är vanligtvis 40 % av lönen."),
        ({"two_signatures": True}, "Två behöriga skriver under tillsammans"),
        (
            {"criteria": [{"key": "b", "label": "Behov", "weight": 2}, {"key": "k", "label": "Kraft"}]},
            "Vi bedömer ansökan med 1 till 5 poäng för:",
        ),
        ({"loa": 4}, "E-legitimationen ska ha minst tillitsnivå 4."),
        ({"strategy_areas": ["Kunskapslyft"]}, "utvecklingsstrategin projektet bidrar till:"),
        ({"start_activities": ["Håll ett uppstartsmöte"]}, "I uppstarten gör ni det här:"),
        ({"closing_activities": ["Skriv slutrapporten"]}, "I avslutet gör ni det här:"),
        ({"hearing_days": 21}, "avsluta ett projekt i förtid får ni 21 dagar på er att svara först."),
        ({"one_open_claim": True}, "Ni kan ha en obetald rekvisition i taget."),
        ({"earliest_start": date(2027, 1, 1)}, "Projektet får börja tidigast 1 januari 2027."),
        ({"may_exceed_period": True}, "Nämnden får besluta om längre tid"),
        ({"months_per_report": 6}, "begär pengar varje halvår."),
        (
            {"components": [{"key": "u", "label": "Utbildning", "kind": "training", "unit": "platser"}]},
            "Utbildning (utbildning, i platser)",
        ),
        ({}, "Allmänna villkor, version 3, 2024, gäller."),
        ({}, "Regionala tillväxtnämnden beslutar."),
        ({}, "Beslutet får inte överklagas."),
    ],
)
def test_a_rule_is_a_sentence(open_call: Call, rules: dict[str, Any], sentence: str) -> None:
    assert sentence in told(open_call, **rules)


def test_every_rule_of_a_version_is_told(open_call: Call) -> None:
    """A field that comes later must get its sentence."""
    spoken = {
        name
        for group in call_rules.groups(open_call, open_call.current_version(), internal=True)
        for rule in group.rules
        for name in rule.fields
    }
    assert spoken == set(calls.RULES)


def test_the_public_page_tells_the_rules_and_the_questions(open_call: Call) -> None:
    CallQuestion.objects.create(
        call_version=open_call.current_version(),
        section="projekt",
        key="kort",
        kind=QuestionKind.TEXT,
        label="Hur når ni de yngsta?",
        required=False,
    )
    shown = text(Client().get(page(open_call)))
    assert "Hur når ni de yngsta? (frivillig)" in shown
    assert "Ingenting hålls inne" not in shown  # only the desk needs what is not so


# Times


def test_all_times_of_a_call_stand_on_its_page(open_call: Call, head: User) -> None:
    opens, closes = moment(date(2027, 3, 1), 8), moment(date(2027, 4, 5), 0)
    calls.add_window(open_call, name="Våren 2027", opens_at=opens, closes_at=closes, by=head)
    shown = text(Client().get(page(open_call)))
    assert "Våren 2027: 1 mars 2027 kl. 08.00 till och med 4 april 2027. Öppnar senare." in shown
    with clock.at(moment(date(2027, 1, 15), 12)):
        shown = text(Client().get(page(open_call)))
        assert "Förra tiden gällde till och med onsdag 23 december 2026 kl. 10.00." in shown
        assert "Ni kan skicka in från och med måndag 1 mars 2027 kl. 08.00 till och med söndag 4 april 2027." in shown


def test_between_two_times_one_may_send_in_late_or_wait(open_call: Call, head: User, sign_in: SignIn) -> None:
    calls.add_window(open_call, opens_at=moment(date(2027, 3, 1), 8), closes_at=None, by=head)
    draft = factories.filled_application(open_call)
    with clock.at(moment(date(2027, 1, 15), 12)):
        review = reverse("applications:review", args=(draft.pk,))
        shown = text(sign_in(factories.applicant("firmatecknare")).get(review))
        assert "Skickar ni in nu tas ansökan emot, men den räknas som sen." in shown
        assert "Vill ni hellre vänta öppnar nästa ansökningstid 1 mars 2027 kl. 08.00." in shown


def test_more_time_is_told_wherever_one_looks(open_call: Call, head: User, sign_in: SignIn) -> None:
    """domain.md §9 case 4."""
    window = open_call.windows.get()
    assert window.closes_at is not None
    calls.extend(
        window,
        closes_at=window.closes_at + timedelta(1),
        reason="Inloggningen låg nere.",
        disturbed_from=factories.NOW - timedelta(hours=2),
        disturbed_to=factories.NOW - timedelta(hours=1),
        by=head,
    )
    draft = factories.draft_application(open_call)
    applicant = sign_in(factories.applicant("sokande"))
    sentence = (
        "Portalen fungerade inte som den ska 23 november 2026 kl. 08.00–09.00. Därför kan alla skicka in "
        "till och med 24 december 2026 kl. 10.00. Inloggningen låg nere."
    )
    addresses = [page(open_call), "/"]
    addresses += [reverse(f"applications:{name}", args=(draft.pk,)) for name in ("application", "review")]
    for address in addresses:
        assert sentence in text(applicant.get(address)), address


def test_new_rules_are_told_to_those_who_write(open_call: Call, head: User, sign_in: SignIn) -> None:
    draft = factories.draft_application(open_call)
    with clock.at(factories.NOW + timedelta(hours=1)):
        calls.change_rules(open_call, values={"age_to": 12}, change_note="Satsningen gäller till 12 år.", by=head)
        url = reverse("applications:application", args=(draft.pk,))
        shown = text(sign_in(factories.applicant("sokande")).get(url))
        assert "Reglerna ändrades 23 november 2026. Satsningen gäller till 12 år." in shown
        assert "Reglerna ändrades 23 november 2026." in text(Client().get(page(open_call)))


# Preview


@pytest.fixture
def coming(open_call: Call, head: User) -> Call:
    """A copy that is not published."""
    made = calls.copy(open_call, name="Kommande utlysning", by=head)
    calls.change_rules(made, values={"age_to": 12}, by=head)
    return made


def test_the_head_sees_a_call_before_it_is_published(coming: Call, head: User, sign_in: SignIn) -> None:
    client = sign_in(head)
    shown = text(client.get(page(coming)))
    assert "Förhandsvisning. Så här ser det ut för den som söker." in shown
    assert "barn och unga 0–12 år" in shown
    preview = reverse("applications:preview", args=(coming.slug,))
    tasks = read(client.get(preview))
    assert "Förhandsvisning." in tasks.text
    before = Application.objects.count(), Case.objects.count()
    sections = [link.given["href"] for link in tasks.all("a") if link.given["href"].startswith(preview)]
    assert len(sections) == len(SECTIONS)
    for address in sections:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "Förhandsvisning." in text(answer), address
        assert "Spara" not in [button.text for button in read(answer).all("button") if "btn-primary" in str(button)]
        assert client.post(address, {"title": "Prov"})["Location"] == address
    assert (Application.objects.count(), Case.objects.count()) == before


def test_the_preview_has_the_questions_of_the_call(coming: Call, head: User, sign_in: SignIn) -> None:
    CallQuestion.objects.create(
        call_version=coming.current_version(), section="projekt", key="kort", kind="text", label="Hur når ni de yngsta?"
    )
    url = reverse("applications:preview_section", args=(coming.slug, "projekt"))
    assert "Hur når ni de yngsta?" in text(sign_in(head).get(url))


def test_strangers_see_nothing_before_a_call_is_published(coming: Call, sign_in: SignIn) -> None:
    addresses = [page(coming), reverse("applications:preview", args=(coming.slug,))]
    addresses.append(reverse("applications:preview_section", args=(coming.slug, "projekt")))
    for person in (factories.applicant("sokande"), factories.staff("handlaggare"), factories.other_officer()):
        client = sign_in(person)
        assert {client.get(address).status_code for address in addresses} == {404}, person
    assert Client().get(page(coming)).status_code == 404
    new = reverse("applications:application_new", args=(coming.slug,))
    assert sign_in(factories.applicant("sokande")).post(new).status_code == 404


def test_a_section_that_the_call_does_not_use_is_not_previewed(coming: Call, head: User, sign_in: SignIn) -> None:
    used = [key for key in ("sokande", "parter", "projekt", "mal", "budget", "bilagor", "villkor")]
    calls.change_rules(coming, values={"sections": used}, by=head)
    client = sign_in(head)
    for key, status in (("projekt", 200), ("statsstod", 404), ("finns-inte", 404)):
        assert client.get(reverse("applications:preview_section", args=(coming.slug, key))).status_code == status


# Lists


def test_the_start_page_asks_as_much_for_ten_calls_as_for_one(open_call: Call, head: User) -> None:
    Client().get("/")
    few = _count("/")
    for number in range(9):
        made = calls.copy(open_call, name=f"Utlysning {number}", by=head)
        window = calls.add_window(made, opens_at=factories.NOW - timedelta(1), closes_at=None, by=head)
        calls.publish(made, by=head)
        assert window.is_open_at(factories.NOW)
    assert text(Client().get("/")).count("Öppen hela året") == 9
    assert _count("/") == few
    assert few <= MOST_AT_START


def _count(url: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert Client().get(url).status_code == 200
    return len(asked)


def test_a_call_page_asks_as_much_for_many_times_as_for_one(open_call: Call, head: User) -> None:
    few = _count(page(open_call))
    for number in range(1, 9):
        opens = factories.NOW + timedelta(days=100 * number)
        calls.add_window(open_call, opens_at=opens, closes_at=opens + timedelta(30), by=head)
    assert _count(page(open_call)) == few


# The list


def test_the_list_tells_open_coming_and_closed_calls_apart(client: Client, open_call: Call, head: User) -> None:
    coming = calls.copy(open_call, name="Hösten kommer", by=head)
    calls.add_window(coming, opens_at=factories.NOW + timedelta(9), closes_at=None, by=head)
    calls.publish(coming, by=head)
    address = reverse("applications:call_list")
    shown = text(client.get(address))
    assert shown.index("Öppna nu") < shown.index(open_call.name) < shown.index("Öppnar senare")
    assert shown.index("Öppnar senare") < shown.index("Hösten kommer")
    with clock.at(factories.NOW + timedelta(40)):
        shown = text(client.get(address))
    assert shown.index("Har stängt") < shown.index(open_call.name)


def test_the_list_asks_as_much_for_ten_calls_as_for_one(client: Client, open_call: Call, head: User) -> None:
    address = reverse("applications:call_list")
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for number in range(10):
        made = calls.copy(open_call, name=f"Runda {number}", by=head)
        calls.add_window(made, opens_at=factories.NOW + timedelta(number), closes_at=None, by=head)
        calls.publish(made, by=head)
    with CaptureQueriesContext(connection) as ten:
        client.get(address)
    assert len(ten) == len(one)
