"""The effektkedja's pages: the list, one link a page, all by plain forms and nothing typed lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import Application, EffectNode
from applications.models.effect_chain import chain_of
from applications.services import chain_rows, submitting
from portal.accounts.models import User
from tests import factories

from .pages import controls, field_error, read, summary, text, title

SignIn = Callable[[User], Client]


@pytest.fixture
def draft(stage: None) -> Application:
    return factories.draft_application(factories.call(closes_in=30))


@pytest.fixture
def client(draft: Application, sign_in: SignIn) -> Client:
    return sign_in(factories.applicant("sokande"))


def listing(row: Application) -> str:
    return reverse("applications:section", args=(row.pk, "effektkedja"))


def new(row: Application, kind: str) -> str:
    return reverse("applications:effect_node_new", args=(row.pk, kind))


def at(row: Application, code: str) -> str:
    return reverse("applications:effect_node", args=(row.pk, key(row, code)))


def key(row: Application, code: str) -> str:
    return next(node.key for node in chain_of(row).nodes if node.code == code)


def send(client: Client, url: str, *, go: str = "list", **values: Any) -> Any:
    """Open the page, change some of its controls, press a button."""
    given = controls(client.get(url)) | {name.replace("__", "-"): value for name, value in values.items()}
    return client.post(url, given | ({"go": go} if go else {}), follow=True)


def told(row: Application) -> list[str]:
    return [f"{node.code} {node.text}" for node in chain_of(row).nodes]


def test_a_chain_is_written_link_by_link_without_a_script(client: Client, draft: Application) -> None:
    response = send(client, new(draft, "effect"), text="Barnen läser mer", term="short", level="individual")
    assert response.redirect_chain[-1][0] == f"{listing(draft)}#led-{key(draft, 'E1')}"
    assert "Sparat 10.00." in text(response)
    response = send(client, new(draft, "output"), text="Tio träffar", leads_to=[key(draft, "E1")])
    response = send(client, new(draft, "activity"), text="Träffas", leads_to=[key(draft, "Pr1"), key(draft, "E1")])
    page = text(response)
    assert "Leder till: Pr1 Tio träffar , E1 Barnen läser mer" in page
    assert told(draft) == ["A1 Träffas", "Pr1 Tio träffar", "E1 Barnen läser mer"]
    assert "Lägg till minst" not in page
    assert [box.given["role"] for box in read(response).all("svg") if "role" in box.given] == ["img"]


def test_only_later_links_can_be_ticked(client: Client, draft: Application) -> None:
    for kind in ("problem", "activity", "output"):
        send(client, new(draft, kind), text=f"Ett led, {kind}")
    page = text(client.get(new(draft, "activity")))
    assert "Pr1 Ett led, output" in page and "A1 Ett led" not in page and "P1 Ett led" not in page
    response = client.post(new(draft, "activity"), {"version": 0, "text": "X", "leads_to": key(draft, "P1")})
    assert response.status_code == 200 and "leads_to" in summary(response)[0][1]
    assert len(told(draft)) == 3


def test_an_effect_leads_only_to_what_shows_later(client: Client, draft: Application) -> None:
    send(client, new(draft, "effect"), text="Snart", term="medium", level="society")
    given = {"text": "Sedan", "term": "long", "level": "society", "leads_to": [key(draft, "E1")]}
    response = send(client, new(draft, "effect"), **given)
    said = "E1 märks inte senare än den här effekten. Ta bort krysset, eller välj en tidigare sikt."
    assert [line for line, _ in summary(response)] == [said]
    assert controls(response)["text"] == "Sedan" and controls(response)["leads_to"] == key(draft, "E1")
    response = send(client, new(draft, "effect"), **(given | {"term": "short"}))
    assert told(draft) == ["E1 Sedan", "E2 Snart"]


def test_an_effect_stays_after_what_leads_to_it(client: Client, draft: Application) -> None:
    send(client, new(draft, "effect"), text="Sedan", term="medium", level="society")
    send(client, new(draft, "effect"), text="Snart", term="short", level="society", leads_to=[key(draft, "E1")])
    response = send(client, at(draft, "E2"), term="short")
    assert "”Snart” leder hit" in summary(response)[0][0] and summary(response)[0][1].startswith("#id_term")
    assert [node.term for node in chain_of(draft).nodes] == ["short", "medium"]


def test_what_is_too_long_is_kept_whole_and_counts_as_missing(client: Client, draft: Application) -> None:
    long = "å" * 301
    response = send(client, new(draft, "resource"), text=long)
    assert response.redirect_chain[-1][0] == at(draft, "R1")
    assert controls(response)["text"] == long and field_error(response, "id_text").startswith("Texten är 301 tecken.")
    page = text(client.get(listing(draft)))
    assert "Texten är 301 tecken." in page and "Ingen text än" in page
    send(client, at(draft, "R1"), text="En lokal")
    assert draft.section_drafts.get(section="effektkedja").unparsed == {}
    assert "301 tecken" not in text(client.get(listing(draft)))


def test_other_links_and_the_section_itself_leave_a_fault_in_place(client: Client, draft: Application) -> None:
    send(client, new(draft, "resource"), text="å" * 301)
    send(client, new(draft, "activity"), text="Träffas")
    client.post(listing(draft), controls(client.get(listing(draft))) | {"go": "next"})
    assert [node["error"] for node in draft.section_drafts.get(section="effektkedja").unparsed.values()]
    assert controls(client.get(at(draft, "R1")))["text"] == "å" * 301


def test_an_empty_link_is_not_saved(client: Client, draft: Application) -> None:
    response = send(client, new(draft, "activity"))
    assert summary(response) == [("Skriv vad det här ledet är, eller ta bort det.", "#id_text")]
    assert title(response).startswith("Fel: Ny aktivitet") and told(draft) == []


def test_indicators_are_added_and_taken_away(client: Client, draft: Application) -> None:
    given = {"text": "Barnen läser", "term": "short", "level": "individual"}
    response = send(client, new(draft, "effect"), go="row", **given, matt__0__text="Andel", matt__0__target="Hälften")
    assert response.redirect_chain[-1][0].endswith("?ny=1#ny-rad")
    body = controls(response) | {"matt-1-text": "Antal", "matt-1-measured_by": "Skolan"}
    client.post(at(draft, "E1"), body | {"go": "list"})
    assert "Mått: Andel (mål: Hälften)" in text(client.get(listing(draft)))
    client.post(at(draft, "E1"), controls(client.get(at(draft, "E1"))) | {"ta_bort": "0"})
    assert [measure.text for measure in chain_of(draft).nodes[0].measures] == ["Antal"]


def test_an_indicator_without_its_name_is_kept_with_its_fault(client: Client, draft: Application) -> None:
    given = {"text": "Barnen läser", "term": "short", "level": "individual", "matt__0__source": "Enkät"}
    response = send(client, new(draft, "effect"), **given)
    assert summary(response) == [("Skriv vad ni mäter.", "#id_matt-0-text")]
    assert controls(response)["matt-0-source"] == "Enkät"


def test_one_more_of_the_same_keeps_when_and_for_whom(client: Client, draft: Application) -> None:
    response = send(client, new(draft, "effect"), go="another", text="Bättre", term="long", level="society")
    assert title(response).startswith("Ny effekt")
    assert (controls(response)["term"], controls(response)["level"]) == ("long", "society")


def test_links_are_moved_and_taken_away(client: Client, draft: Application) -> None:
    for words in ("Ett", "Två"):
        send(client, new(draft, "activity"), text=words)
    move = reverse("applications:effect_node_move", args=(draft.pk,))
    client.post(move, {"upp": key(draft, "A2")})
    assert told(draft) == ["A1 Två", "A2 Ett"]
    assert client.get(move).status_code == 302 and client.post(move, {"upp": "x"}).status_code == 302
    response = send(client, at(draft, "A1"), go="", ta_bort_led="1")
    assert response.redirect_chain[-1][0] == f"{listing(draft)}#rader" and told(draft) == ["A1 Ett"]


def test_two_who_change_the_same_link_see_both_texts(client: Client, draft: Application, sign_in: SignIn) -> None:
    send(client, new(draft, "activity"), text="Träffas")
    mine = controls(client.get(at(draft, "A1")))
    send(sign_in(factories.applicant("medsokande")), at(draft, "A1"), text="Den andras text")
    response = client.post(at(draft, "A1"), mine | {"text": "Min text", "go": "list"})
    assert "Någon annan har sparat under tiden." in summary(response)[0][0]
    assert "Den andras text" in text(response) and controls(response)["text"] == "Min text"
    client.post(at(draft, "A1"), controls(response) | {"go": "list"})
    assert told(draft) == ["A1 Min text"]


def test_two_who_change_different_links_do_not_meet(client: Client, draft: Application, sign_in: SignIn) -> None:
    send(client, new(draft, "activity"), text="Träffas")
    mine = controls(client.get(at(draft, "A1")))
    send(sign_in(factories.applicant("medsokande")), new(draft, "resource"), text="Pengar")
    assert client.post(at(draft, "A1"), mine | {"text": "Ses", "go": "list"}).status_code == 302
    assert told(draft) == ["R1 Pengar", "A1 Ses"]


def test_what_somebody_else_took_away_can_be_saved_anew(client: Client, draft: Application) -> None:
    send(client, new(draft, "activity"), text="Träffas")
    url, mine = at(draft, "A1"), controls(client.get(at(draft, "A1")))
    EffectNode.objects.filter(application=draft).delete()
    response = client.post(url, mine | {"text": "Ses", "go": "list"})
    assert "Någon annan har tagit bort ledet." in summary(response)[0][0] and controls(response)["text"] == "Ses"
    assert client.get(url).status_code == 404


def test_a_full_chain_offers_no_more(client: Client, draft: Application) -> None:
    chain_rows.write(draft, [{"key": n, "kind": "resource", "text": f"Resurs {n}"} for n in range(60)])
    page = text(client.get(listing(draft)))
    assert "Kedjan har 60 led" in page and "Lägg till en resurs" not in page
    response = send(client, new(draft, "activity"), text="En till")
    assert "rymmer inte fler" in summary(response)[0][0] and controls(response)["text"] == "En till"


@pytest.mark.parametrize("hostile", ["\0", "<script>alert(1)</script>", "\u202e vänd", "😀" * 40, "ord " * 70])
def test_any_text_is_answered(client: Client, draft: Application, hostile: str) -> None:
    response = send(client, new(draft, "activity"), text=f"Text {hostile}")
    assert response.status_code == 200 and "<script>alert" not in response.content.decode()
    assert len(told(draft)) == 1


def test_bad_posts_and_addresses(client: Client, draft: Application, sign_in: SignIn) -> None:
    assert client.get(new(draft, "annat")).status_code == 404
    assert client.post(new(draft, "activity"), {"text": "X"}).status_code == 404, "a form without a version"
    given = {"version": "0", "text": "X", "term": "i morgon", "level": "ingen", "matt-TOTAL_FORMS": "abc"}
    assert client.post(new(draft, "effect"), given).status_code == 200
    send(client, new(draft, "activity"), text="Träffas")
    stranger = sign_in(factories.outsider())
    assert {stranger.get(url).status_code for url in (listing(draft), at(draft, "A1"), new(draft, "effect"))} == {404}
    assert stranger.post(at(draft, "A1"), {"version": "1"}).status_code == 404


def test_what_is_sent_is_read_and_not_changed(client: Client, stage: None, sign_in: SignIn) -> None:
    row = factories.filled_application()
    client = sign_in(factories.applicant("sokande"))
    code = at(row, "A1")
    page = client.get(reverse("applications:review", args=(row.pk,)))
    assert "Effekt E1: kort sikt, individen" in text(page) and len(read(page).all("svg", role="img")) == 1
    submitting.submit(row, by=factories.applicant("firmatecknare"))
    assert client.get(code).status_code == 302
    sent = client.get(reverse("applications:sent", args=(row.pk, 1)))
    assert "Leder till: Pr1 Ett beskrivet arbetssätt" in text(sent) and len(read(sent).all("svg", role="img")) == 1
    desk = sign_in(factories.staff("handlaggare")).get(reverse("admin:case_application", args=(row.case_id,)))
    assert len(read(desk).all("svg", role="img")) == 1


def test_a_call_without_the_section_has_no_such_pages(sign_in: SignIn, stage: None) -> None:
    row = factories.draft_application(factories.call(sections=["sokande", "projekt", "villkor"]))
    client = sign_in(factories.applicant("sokande"))
    assert {client.get(url).status_code for url in (listing(row), new(row, "activity"))} == {404}


def test_the_pages_take_the_same_few_queries_with_a_full_chain(client: Client, draft: Application) -> None:
    counts = []
    for size in (2, 59):
        rows = [
            {"key": "e", "kind": "effect", "term": "long", "level": "society", "text": "E", "measures": [{"text": "M"}]}
        ]
        rows += [{"key": n, "kind": "activity", "text": f"A {n}", "leads_to": ["e"]} for n in range(size)]
        chain_rows.write(draft, rows)
        for url in (listing(draft), at(draft, "E1"), new(draft, "output")):
            client.get(url)
            with CaptureQueriesContext(connection) as asked:
                client.get(url)
            counts.append(len(asked))
    assert counts[:3] == counts[3:] and max(counts) <= 15
