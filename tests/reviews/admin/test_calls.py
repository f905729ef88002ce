"""A call at the desk: the dossier, what would stop somebody, versions and their differences, each act on its page."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import Call, CallVersion, CallWindow, Track
from applications.services import calls
from portal import clock
from portal.accounts.enums import StaffRoleName
from portal.accounts.models import StaffRole, User
from portal.demo.world import moment
from tests import factories
from tests.applications.views.pages import controls, field_error, read, summary, text

AtDesk = Callable[[str], Client]
Post = dict[str, Any]


@pytest.fixture(scope="module")
def call(stage: None) -> Call:
    return factories.call(closes_in=30)


@pytest.fixture
def head(stage: None) -> User:
    return factories.staff("enhetschef")


def at(call: Call, route: str = "call", **kwargs: Any) -> str:
    return reverse(f"admin:{route}", kwargs={"pk": call.pk, **kwargs})


def posted(client: Client, url: str, **changed: Any) -> Any:
    """Post a page's form as it stands, with some controls changed. Boxes of one name are sent as a list."""
    page = client.get(url)
    given: Post = dict(controls(page))
    boxes: dict[str, list[str]] = {}
    for box in read(page).all("input", type="checkbox"):
        if "checked" in box.given:
            boxes.setdefault(box.given["name"], []).append(box.given.get("value", "on"))
    return client.post(url, {**given, **boxes, **changed})


# The dossier


def test_the_dossier_tells_everything_in_sentences(call: Call, at_desk: AtDesk) -> None:
    shown = text(at_desk("enhetschef").get(at(call)))
    for words in (
        "Utlysningen är öppen till och med 23 december 2026 kl. 10.00.",
        "Högst 50 % av projektets totala kostnad.",
        "Ingen annan behöver vara med och betala.",
        "Vi påminner 30, 14, 7, 1 och 0 dagar före och 1, 7, 14 och 30 dagar efter.",
        "Version 1",
        "Den som söker måste ha bilagan intyg om medfinansiering.",
        "Ingen jurist har bekräftat hur beslut om 1:1-medel överklagas.",
        "Inget. Den som uppfyller reglerna kan skicka in nu.",
        "Egna frågor",
    ):
        assert words in shown, words


def test_what_would_stop_an_applicant_today(call: Call, head: User, at_desk: AtDesk) -> None:
    copy = calls.copy(call, name="Hösten", by=head)
    shown = text(at_desk("enhetschef").get(at(copy)))
    assert "Utlysningen är inte publicerad. Ingen utanför myndigheten ser den." in shown
    assert "Utlysningen har ingen ansökningstid." in shown
    copy.versions.update(cost_categories=[{"key": "resor", "label": "Resor", "kind": "direct"}], municipalities=[])
    track = Track.objects.create(programme=call.programme, name="Trappan", slug="trappan", is_partnership=True)
    Call.objects.filter(pk=copy.pk).update(track=track, step=2)
    shown = text(at_desk("enhetschef").get(at(copy)))
    for words in (
        "Påslaget räknas på personalkostnad.",
        "Det finns inga kommuner att välja bland",
        "Steg 1 i spåret Trappan har ingen publicerad utlysning.",
        "Partnerskapets utlysning har inga öronmärkta pengar.",
    ):
        assert words in shown, words
    with clock.at(factories.NOW + timedelta(days=40)):
        assert "En ansökan som kommer in nu tas emot, men är sen." in text(at_desk("enhetschef").get(at(call)))


def test_others_than_the_head_of_the_board_find_nothing(call: Call, at_desk: AtDesk) -> None:
    window = call.windows.get().pk
    pages = [at(call, name) for name in ("call", "call_rules", "call_publish", "call_copy", "call_window_add")]
    pages += [at(call, "call_version", number=1), at(call, "call_extend", window=window)]
    pages += [at(call, "call_window", window=window), at(call, "call_window_remove", window=window)]
    other = factories.other_officer()
    elsewhere = Client()
    elsewhere.force_login(User.objects.get(pk=other.pk))
    for client in (at_desk("handlaggare"), at_desk("namndsekreterare"), at_desk("sokande"), elsewhere):
        assert {client.get(page).status_code for page in pages} == {404}
    assert {at_desk("admin").get(page).status_code for page in pages} == {200}


def test_a_head_elsewhere_finds_nothing_either(call: Call) -> None:
    person = User.objects.create_user("annan.chef@example.se", "demo-portalen-2026", name="Annan Chef")
    board = factories.other_officer().staff_roles.get().board
    StaffRole.objects.create(user=person, role=StaffRoleName.HEAD_OF_UNIT, board=board)
    client = Client()
    client.force_login(User.objects.get(pk=person.pk))
    assert client.get(at(call)).status_code == 404
    assert client.post(at(call, "call_rules")).status_code == 404


# Publishing and copying


def test_a_copy_is_made_given_a_time_and_published(call: Call, at_desk: AtDesk) -> None:
    client = at_desk("enhetschef")
    made = posted(client, at(call, "call_copy"), name="Hösten 2027")
    copy = Call.objects.get(slug="hosten-2027")
    assert made["Location"] == at(copy)
    assert "Utlysningen har ingen ansökningstid." in text(client.get(at(copy, "call_publish")))
    assert client.post(at(copy, "call_publish")).status_code == 200
    times = {"opens_on": "2027-08-01", "opens_time": "8", "closes_on": "4 oktober 2027", "closes_time": "12.00"}
    assert posted(client, at(copy, "call_window_add"), name="Hösten", **times).status_code == 302
    window = copy.windows.get()
    assert (window.opens_at, window.closes_at) == (moment(date(2027, 8, 1), 8), moment(date(2027, 10, 4), 12))
    asked = text(client.get(at(copy, "call_publish")))
    assert "1 augusti 2027 kl. 08.00 till och med 4 oktober 2027 kl. 12.00" in asked
    assert posted(client, at(copy, "call_publish")).status_code == 302
    copy.refresh_from_db()
    assert copy.published_by == factories.staff("enhetschef")
    assert "redan publicerad" in text(client.get(at(copy, "call_publish")))
    assert LogEntry.objects.filter(object_id=str(copy.pk)).count() == 2


def test_a_taken_address_is_told_at_its_field(call: Call, at_desk: AtDesk) -> None:
    answer = posted(at_desk("enhetschef"), at(call, "call_copy"), name="Ny", slug=call.slug)
    assert "används redan" in field_error(answer, "id_slug")
    assert controls(answer)["name"] == "Ny"


# Times


@pytest.mark.parametrize(
    ("times", "control", "words"),
    [
        ({"opens_on": "2027-03-28", "opens_time": "02.30"}, "id_opens_time", "ställs klockan om"),
        ({"opens_on": "2027-03-01", "opens_time": "25"}, "id_opens_time", "Skriv klockslaget med timme och minut"),
        ({"opens_on": "2027-02-30"}, "id_opens_on", "2027-02-30 finns inte"),
        ({"opens_on": "2027-03-02", "closes_on": "2027-03-01"}, "id_closes_on", "stänga efter att den har öppnat"),
        ({"opens_on": "2026-12-01", "closes_on": "2027-03-01"}, "id_opens_on", "Tiden går in i en annan ansökningstid"),
        ({"opens_on": "2027-03-02", "closes_time": "12.00"}, "id_closes_on", "Skriv också vilken dag."),
    ],
)
def test_a_faulty_time_is_told_at_its_field(call: Call, times: Post, control: str, words: str, at_desk: AtDesk) -> None:
    answer = posted(at_desk("enhetschef"), at(call, "call_window_add"), **times)
    assert words in field_error(answer, control)
    assert any(words in line and href == f"#{control}" for line, href in summary(answer))
    assert controls(answer)["opens_on"] == times["opens_on"]


def test_a_last_day_without_a_clock_lasts_the_day_out(call: Call, at_desk: AtDesk) -> None:
    """domain.md §9 case 40: also on the days when clocks change."""
    client = at_desk("enhetschef")
    posted(client, at(call, "call_window_add"), opens_on="2027-10-01", closes_on="2027-10-31")
    window = call.windows.latest("opens_at")
    assert window.closes_at is not None
    assert window.closes_at.isoformat() == "2027-10-31T23:00:00+00:00"
    assert "till och med 31 oktober 2027" in text(client.get(at(call)))
    url = at(call, "call_window", window=window.pk)
    assert controls(client.get(url))["closes_on"] == "2027-10-31"
    assert posted(client, url, name="Hösten").status_code == 302
    window.refresh_from_db()
    assert (window.name, window.closes_at.isoformat()) == ("Hösten", "2027-10-31T23:00:00+00:00")
    assert posted(client, at(call, "call_window_remove", window=window.pk)).status_code == 302
    assert not CallWindow.objects.filter(pk=window.pk).exists()


def test_time_is_extended_for_all_and_stands_in_the_dossier(call: Call, at_desk: AtDesk) -> None:
    client, window = at_desk("enhetschef"), call.windows.get()
    url = at(call, "call_extend", window=window.pk)
    short = posted(client, url, closes_on="2026-12-20", reason="Avbrott.")
    assert "Tiden kan bara bli längre." in field_error(short, "id_closes_on")
    assert "Skriv klockslaget" in field_error(
        posted(client, url, closes_on="2026-12-24", reason="x", from_on="2026-11-23"), "id_from_time"
    )
    given = {
        "closes_on": "2026-12-24", "closes_time": "12.00", "reason": "Inloggningen låg nere.", "from_on": "2026-11-23",
        "from_time": "08.00", "to_on": "2026-11-23", "to_time": "09.00",
    }  # fmt: skip
    assert posted(client, url, **given).status_code == 302
    window.refresh_from_db()
    assert window.closes_at == moment(date(2026, 12, 24), 12)
    shown = text(client.get(at(call)))
    assert "Förlängd 23 november 2026 kl. 10.00 av Birgitta Lundmark, från 23 december 2026 kl. 10.00" in shown
    assert "Inloggningen låg nere." in shown


# Rules


def test_rules_that_nobody_has_met_are_changed_as_one_writes(call: Call, head: User, at_desk: AtDesk) -> None:
    copy, client = calls.copy(call, name="Hösten", by=head), at_desk("enhetschef")
    before = copy.current_version()
    page = client.get(at(copy, "call_rules"))
    assert "Vad ändras?" not in text(page)
    terms = before.terms_text.replace("\n", "\r\n")  # as browsers send it
    assert posted(client, at(copy, "call_rules"), terms_text=terms).status_code == 302
    same = copy.current_version()
    assert {name: getattr(same, name) for name in calls.RULES} == {name: getattr(before, name) for name in calls.RULES}
    changed = {
        "age_to": "12",
        "max_share": "40",
        "municipalities": "Kumla\n\nÖrebro\r\n",
        "areas": "",
        "max_amount": "500 000 kr",
        "reminder_offsets": "10, 2",
        "kostnad-1-label": "",
        "kostnad-4-label": "Lokaler",
        "kostnad-4-kind": "direct",
        "stod-0-label": "Nätverk",
        "stod-0-kind": "network",
        "stod-0-unit": "personer",
        "bilaga-1-required": "on",
        "score_high": "10",
        "kriterium-0-label": "Behov",
        "kriterium-0-weight": "3",
        "kriterium-0-guide": "Är behovet visat?",
        "kriterium-1-label": "Genomförande",
    }
    assert posted(client, at(copy, "call_rules"), **changed).status_code == 302
    rules = copy.current_version()
    assert (rules.number, rules.age_to, rules.max_share) == (1, 12, Decimal("0.4"))
    assert (rules.municipalities, rules.areas, rules.max_amount) == (["Kumla", "Örebro"], [], Decimal(500_000))
    assert rules.reminder_offsets == [10, 2]
    assert [row["key"] for row in rules.cost_categories] == ["personal", "resor", "indirekta", "lokaler"]
    assert rules.components == [{"key": "natverk", "label": "Nätverk", "kind": "network", "unit": "personer"}]
    assert [row["required"] for row in rules.attachment_kinds] == [True, True, False]
    assert (rules.score_low, rules.score_high) == (1, 10)
    assert rules.criteria == [
        {"key": "behov", "label": "Behov", "weight": 3, "guide": "Är behovet visat?"},
        {"key": "genomforande", "label": "Genomförande", "weight": 1, "guide": ""},
    ]


def test_new_rules_of_a_published_call_are_a_version_with_a_note(call: Call, at_desk: AtDesk) -> None:
    received = factories.submitted_application(call)
    client = at_desk("enhetschef")
    without = posted(client, at(call, "call_rules"), age_to="12")
    assert "Skriv vad som ändras." in field_error(without, "id_change_note")
    assert controls(without)["age_to"] == "12"
    area = "Trygga miljöer nära\nGod hälsa"
    saved = posted(
        client, at(call, "call_rules"), age_to="12", max_share="40", areas=area, change_note="Yngre barn, lägre andel."
    )
    assert saved["Location"] == at(call, "call_version", number=2)
    shown = text(client.get(saved["Location"]))
    for words in (
        "Birgitta Lundmark. Yngre barn, lägre andel.",
        "Det som skiljer från version 1",
        "Äldsta ålder 18 blev 12",
        "Största andel 50 % blev 40 %",
        "Togs bort: Fungerande skolgång",
        "Kom till: God hälsa",
        "Högst 40 % av projektets totala kostnad.",
    ):
        assert words in shown, words
    received.refresh_from_db()
    assert received.call_version.age_to == 18
    old = text(client.get(at(call, "call_version", number=1)))
    assert "En ansökan har kommit in under den. Den ändras aldrig." in old
    assert client.get(at(call, "call_version", number=1) + "?mot=2").status_code == 200
    assert client.get(at(call, "call_version", number=1) + "?mot=9").status_code == 404
    assert client.get(at(call, "call_version", number=9)).status_code == 404


@pytest.mark.parametrize(
    ("given", "control", "words"),
    [
        ({"age_to": "tolv"}, "id_age_to", "Skriv ett helt tal med siffror."),
        ({"age_from": "19"}, "", "Äldsta ålder kan inte vara lägre än yngsta."),
        ({"max_share": "140"}, "id_max_share", "Skriv andelen i procent"),
        ({"max_amount": "1,2 mkr"}, "id_max_amount", "Skriv beloppet i kronor"),
        ({"min_municipalities": "40"}, "id_min_municipalities", "Det finns tolv kommuner att välja bland."),
        ({"indirect_rate": ""}, "id_indirect_rate", "Skriv hur stort påslaget är."),
        ({"reminder_offsets": "varje vecka"}, "id_reminder_offsets", "Skriv antal dagar med komma emellan"),
        ({"terms_text": " "}, "id_terms_text", "Skriv villkoren."),
        ({"kostnad-0-label": "", "kostnad-1-label": "", "kostnad-2-label": ""}, "", "minst ett kostnadsslag"),
    ],
)
def test_a_faulty_rule_is_told_at_its_field_and_nothing_is_lost(
    call: Call, given: Post, control: str, words: str, at_desk: AtDesk
) -> None:
    answer = posted(at_desk("enhetschef"), at(call, "call_rules"), change_note="Prov.", **given)
    assert answer.status_code == 200
    if control:
        assert words in field_error(answer, control)
        assert any(href == f"#{control}" for _, href in summary(answer))
    assert words in text(answer)
    kept = controls(answer)
    assert {name: kept[name] for name in given} == {name: value.strip() or value for name, value in given.items()}
    assert call.versions.count() == 1


def test_a_page_read_before_another_saved_is_refused_once(call: Call, head: User, at_desk: AtDesk) -> None:
    client, url = at_desk("enhetschef"), at(call, "call_rules")
    page = dict(controls(client.get(url))) | {"eligible_types": [], "sections": ["projekt", "budget", "villkor"]}
    calls.change_rules(call, values={"max_years": 2}, change_note="Kortare.", by=head)
    page |= {"age_to": "12", "change_note": "Yngre.", "sections": [*_sections(client, url)]}
    stale = client.post(url, page)
    assert "Någon annan har sparat under tiden." in text(stale)
    assert call.current_version().number == 2
    again = client.post(url, page | {"version": controls(stale)["version"]})
    assert again.status_code == 302


def _sections(client: Client, url: str) -> list[str]:
    return [box.given["value"] for box in read(client.get(url)).all("input", name="sections")]


# Rows of Django's own


def test_the_list_of_calls_asks_as_much_for_thirty_as_for_one(call: Call, head: User, at_desk: AtDesk) -> None:
    client, url = at_desk("enhetschef"), reverse("admin:applications_call_changelist")
    few = _count(client, url)
    for number in range(29):
        made = calls.copy(call, name=f"Utlysning {number}", by=head)
        calls.add_window(made, opens_at=factories.NOW + timedelta(number), closes_at=None, by=head)
    assert _count(client, url) == few
    assert at(call) in client.get(url).content.decode()


def test_the_dossier_asks_as_much_for_many_times_as_for_one(call: Call, head: User, at_desk: AtDesk) -> None:
    client = at_desk("enhetschef")
    few = _count(client, at(call))
    for number in range(1, 6):
        opens = factories.NOW + timedelta(days=100 * number)
        calls.add_window(call, opens_at=opens, closes_at=opens + timedelta(30), by=head)
        calls.change_rules(call, values={"max_years": number}, change_note="x", by=head)
    assert _count(client, at(call)) == few


def _count(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_a_call_begins_with_name_and_place_and_goes_to_its_dossier(call: Call, at_desk: AtDesk) -> None:
    client = at_desk("enhetschef")
    given = {"programme": call.programme_id, "name": "Ny utlysning", "slug": "ny-utlysning"}
    made = client.post(reverse("admin:applications_call_add"), given)
    new = Call.objects.get(slug="ny-utlysning")
    assert made["Location"] == at(new)
    shown = text(client.get(at(new)))
    assert "Reglerna är inte skrivna än." in shown
    form = client.get(at(new, "call_rules"))
    assert form.status_code == 200
    written = posted(
        client, at(new, "call_rules"), terms_version="1", terms_text="Villkor.", municipalities="Kumla",
        **{"kostnad-0-label": "Personal", "kostnad-0-kind": "staff"},
    )  # fmt: skip
    assert written.status_code == 302, summary(written)
    rules = CallVersion.objects.get(call=new)
    assert rules.cost_categories == [{"key": "personal", "label": "Personal", "kind": "staff"}]
    assert rules.published_by == factories.staff("enhetschef")


def test_the_place_of_a_call_with_applications_stays(call: Call, at_desk: AtDesk) -> None:
    client = at_desk("enhetschef")
    factories.submitted_application(call)
    form = client.get(reverse("admin:applications_call_change", args=[call.pk])).context["adminform"].form
    assert set(form.fields) == {"name", "read_version"}
    track = Track.objects.create(programme=call.programme, name="Trappan", slug="trappan")
    assert client.get(reverse("admin:applications_track_change", args=[track.pk])).status_code == 200
    issuers = client.get(reverse("admin:applications_programme_change", args=[call.programme_id]))
    assert "En myndighet per rad" in text(issuers)
