"""Whatever is written in the applicant's forms: a page or the way on, a sentence at each refused field, the text kept.

Two hundred examples a form, always the same ones: numbers in every format, dates, long words, NUL, lone surrogates,
markup, emoji and signs that turn the text round.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from applications import jobs
from applications.sections import SECTIONS
from portal import clock
from portal.accounts.models import User
from portal.demo.world import moment
from tests import factories
from tests.factories import endings, referrals, together
from tests.factories.scenes import stage, take
from tests.journeys.html import Form, Node, read, value_of

pytestmark = pytest.mark.hard
stage, take = stage, take
BODY = "application/x-www-form-urlencoded"
ALWAYS_THE_SAME = settings(
    max_examples=200,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],  # the examples are small as they are
    suppress_health_check=list(HealthCheck),
)

NUMBERS = (
    "0", "-0", "-5", "−5", "12,5", "12.5", "1 000", "1 000,50", "1\u00a0000", "1.000,00", "1,000.00", "1 0 0", "1e5",
    "1E400", "12 kr", "1 234 567 890 123,99", "0,005", "99999999999999999999", "9" * 400,
    "１２", "٣", "0x1F", "NaN", "Infinity",
    "+7", "1_000", "½", ",5", "5,", "--1", "50 %",
)  # fmt: skip
DATES = (
    "2027-02-01", "2027-02-30", "2027-06-31", "20270201", "1/2 2027", "2027-2-1", "0000-00-00", "9999-12-31",
    "10000-01-01", "２０２７-01-01", "2027-13-01", "31.12.2027", "idag", "2027-02-01T10:00", "-2027-01-01",
)  # fmt: skip
WORDS = (
    "", " ", "x" * 10_000, "Barn- och ungdomsverksamhetssamordningsansvarig" * 3, "å\u0308a\u0301",
    "rad\r\nrad\rrad\nrad",
    "\n\ninledd av rader", "a\x00b", "\x00", "\ud800", "a\udfffb", "\ufffe\uffff", "\x1b[31m\x07", "\u0085\u2028\u2029",
    "</textarea><script>alert(1)</script>", "<b onclick=x>&amp;&#0;", "{{ 7|add:7 }}{% csrf_token %}", "%s %(x)s {0}",
    "' OR 1=1; --", "😀👩\u200d👩\u200d👧", "🦔" * 300, "\u202eabc\u202c", "\u2067שלום\u2069", "\u200bosynlig\ufeff",
    "=1+1", "anna@example.se", "anna@@example", "åsa@exämple.se", "010-123 45 67", "232100-0164", "javascript:alert(1)",
    "https://example.se/a?b=c", "701 00", "5050-1055",
)  # fmt: skip
ANY = st.one_of(st.sampled_from(NUMBERS), st.sampled_from(DATES), st.sampled_from(WORDS), st.text(max_size=80))
UNTOUCHED = ("csrfmiddlewaretoken", "version", "bas", "last_saved", "go", "key", "nyckel")
NOTHING = re.compile(r"[-+−]?\s*0+([.,]0*)?\s*(kr)?|[-+−]?0*[.,]0+")
FAULT = re.compile(r"_(error|fault)$|^fel-")  # the sentence at one control, and in the budget that of a whole year
CHOSEN = ("radio", "checkbox")


class Scene:
    """A draft with a party, a shared idea, a sent application and a running project, and whose forms they are."""

    def __init__(self) -> None:
        draft, running = factories.filled_tale(), endings.running_tale(title="Öppen gård")
        party = together.with_party(draft)
        asked = factories.assigned_tale(title="Sagor i parken")
        idea = factories.draft_idea()
        asked.not_conflicted("handlaggare")
        asked.ask_completion(
            "projekt", "Skriv vilka kommuner som är med.", "Det behövs.", factories.NOW.date() + timedelta(days=14)
        )
        economist = factories.applicant("ekonom.sokande")
        over = moment(running.report(1).period_end + timedelta(days=1), 9)
        self.moments = {"rapport": over, "rekvisition": over, "begäran": factories.NOW + timedelta(days=190)}
        with clock.at(over):
            jobs.run_morning()
        self.lead, self.signatory = draft.lead, draft.signatory
        self.forms: dict[str, tuple[str, User | None]] = {
            key: (reverse("applications:section", args=(draft.application.pk, key)), self.lead) for key in SECTIONS
        }
        at = functools.partial(self._at, draft.application.pk)
        for kind in KINDS_OF_NODE:
            self.forms[f"nod {kind}"] = at("effect_node_new", kind)
        self.forms |= {
            "part": at("party_part", party.pk),
            "inbjudan": (reverse("applications:people_invite", args=(draft.case_id,)) + "?roll=reader", self.lead),
            "idé": self._at(idea.pk, "idea_edit"),
            "ny idé": (reverse("applications:idea_new"), self.lead),
            "meddelande": self._at(asked.case_id, "case_messages"),
            "komplettering": (reverse("applications:completion", args=(asked.application.pk,)), self.lead),
            "återta": (reverse("applications:withdraw", args=(asked.application.pk,)), self.signatory),
            "begäran": self._at(asked.case_id, "decision_request"),
            "rapport": self._at(running.report(1).pk, "report"),
            "rekvisition": (reverse("applications:claim", args=(running.claim(1).pk,)), economist),
            "styrgrupp": self._at(running.project.pk, "project_steering"),
            "händelser": self._at(running.project.pk, "project_events"),
            "plan": self._at(running.project.pk, "project_plan_write"),
            "yttrande": (referrals.link(referrals.of(referrals.sent(factories.prepared_tale(title="Bussen")))), None),
            "brist": (reverse("portal:report_access"), None),
        }

    def _at(self, pk: Any, name: str, *args: Any) -> tuple[str, User | None]:
        return reverse(f"applications:{name}", args=(pk, *args)), self.lead


KINDS_OF_NODE = ("problem", "resource", "activity", "output", "effect")


NAMES = (
    *(key for key in SECTIONS if key not in {"bilagor", "effektkedja"}),  # files, and links to the forms below
    *(f"nod {kind}" for kind in KINDS_OF_NODE),
    "part", "inbjudan", "idé", "ny idé", "meddelande", "komplettering", "återta", "begäran", "rapport", "rekvisition",
    "styrgrupp", "händelser", "plan", "yttrande", "brist",
)  # fmt: skip


@pytest.fixture(scope="module")
def scene(stage: None) -> Scene:
    return Scene()


def afresh(test: Callable[..., None]) -> Callable[..., None]:
    """Take back what an example has saved, so that each begins with the same form and can be tried again alone."""

    @functools.wraps(test)
    def alone(*args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            test(*args, **kwargs)
            transaction.set_rollback(True)

    return alone


def form_of(page: Node) -> Form:
    """The form of the page: the one that has the most to write in."""
    forms = [Form(node, page) for main in page.all("main") for node in main.all("form")]
    return max(forms, key=lambda form: (sum(map(is_written, form.controls())), len(open_controls(form))))


def is_written(node: Node) -> bool:
    """Whether text is written in the control."""
    if node.tag == "input":
        return node.attributes.get("type", "text") in {"text", "email", "tel", "url", "number", "date", "search"}
    return node.tag == "textarea"


def arrived(text: str) -> str:
    """What a form has of a text: what can be sent and stored, one kind of new line, nothing round it."""
    sent = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return sent.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()


def open_controls(form: Form) -> dict[str, list[Node]]:
    """The controls that somebody may touch, by name."""
    found: dict[str, list[Node]] = {}
    for node in form.controls():
        name, kind = node.attributes["name"], node.attributes.get("type", "text")
        if kind not in {"hidden", "file", "submit", "button"} and name not in UNTOUCHED and node.tag != "button":
            found.setdefault(name, []).append(node)
    return found


def answers(nodes: list[Node]) -> st.SearchStrategy[list[str]]:
    """What may be sent for a control: any text, and for one to choose in also what can be chosen."""
    if is_written(nodes[0]):
        return ANY.map(lambda text: [text])
    choices = [option.attributes.get("value", "") for node in nodes for option in node.all("option")]
    choices += [node.attributes.get("value", "on") for node in nodes if node.attributes.get("type") in CHOSEN]
    chosen = st.lists(st.sampled_from(choices or [""]), max_size=3)
    return st.one_of(chosen, ANY.map(lambda text: [text]))


def assert_each_fault_is_told(page: Node) -> None:
    """At the control, tied to it, and in the summary as a link to the control."""
    texts = {node.attributes["id"]: node for node in page.walk() if node.attributes.get("id")}
    links = {node.attributes.get("href", "") for node in page.all("a")}
    for control in page.walk():
        if control.attributes.get("aria-invalid") != "true":
            continue
        group = control.within("fieldset") if control.attributes.get("type") in CHOSEN else None
        ids = " ".join(node.attributes.get("aria-describedby", "") for node in (control, group) if node)
        described = [texts[name] for name in ids.split()]
        told = [node.text() for node in described if FAULT.search(node.attributes["id"])]
        assert any(len(sentence) > 8 for sentence in told), f"{control.attributes} is refused without a sentence"
    for href in links:
        if href.startswith("#id_"):
            assert href.removeprefix("#") in texts, f"{href} leads nowhere"


@pytest.mark.parametrize("name", NAMES)
def test_any_answer_is_kept_or_refused_with_a_sentence(scene: Scene, name: str) -> None:
    with clock.at(scene.moments.get(name, factories.NOW)):
        fill_in(scene, name)


def fill_in(scene: Scene, name: str) -> None:
    """Two hundred times, each from the same start."""
    address, person = scene.forms[name]
    client = Client()
    if person:
        client.force_login(person)
    first = client.get(address)
    assert first.status_code == 200, (address, first.status_code)
    form = form_of(read(first.content.decode()))
    held, controls = form.held(), open_controls(form)
    assert controls, f"nothing to write at {address}"

    @ALWAYS_THE_SAME
    @given(data=st.data())
    @afresh
    def tried(data: st.DataObject) -> None:
        names = data.draw(st.lists(st.sampled_from(sorted(controls)), min_size=1, max_size=6, unique=True))
        given = {each: data.draw(answers(controls[each]), label=each) for each in names}
        body = urlencode(held | given, doseq=True, errors="surrogatepass")
        answer = client.post(form.node.attributes.get("action") or address, body, content_type=BODY)
        assert answer.status_code in (200, 302), (address, answer.status_code)
        page = read((answer if answer.status_code == 200 else client.get(address)).content.decode())
        assert_each_fault_is_told(page)
        if answer.status_code == 302 and name in FOR_ONCE:
            assert client.get(answer["Location"]).status_code in (200, 302)
            return
        written = {node.attributes["name"]: node for node in form_of(page).controls() if is_written(node)}
        for each, texts in given.items():
            if not is_written(controls[each][0]) or not texts:
                continue
            kept, sent = arrived(value_of(written[each])[0]) if each in written else "", arrived(texts[0])
            if answer.status_code == 302 and controls[each][0].tag != "textarea":
                # Numbers, days and addresses are set as we write them; nothing is what no kronor look like.
                assert bool(kept) == bool(sent) or NOTHING.fullmatch(sent), f"{each}: {sent!r} became {kept!r}"
            else:
                assert kept == sent, f"{each}: {sent!r} became {kept!r}"

    tried()


# What is sent becomes something else than the form: a new idea, a message, an invitation.
FOR_ONCE = frozenset(
    {"ny idé", "meddelande", "inbjudan", "återta", "begäran", "brist", "yttrande", "plan"}
    | {f"nod {kind}" for kind in KINDS_OF_NODE}
)
