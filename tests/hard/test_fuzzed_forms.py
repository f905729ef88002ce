"""What no page would send: the answer is a page all the same, never an error of ours. For what people may write in
the fields see `test_every_form.py`.

The strategies write as people and machines do: other alphabets, right-to-left, HTML, signs without glyphs, bytes that
are no text, ten thousand letters, and whatever hypothesis thinks of.
"""

import functools
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote_from_bytes, urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from applications.models import Application
from applications.sections import SECTIONS
from portal import clock
from tests import factories
from tests.journeys.html import Form, Node, read

pytestmark = [pytest.mark.hard, pytest.mark.django_db]
FORM = "application/x-www-form-urlencoded"

NASTY = st.sampled_from(
    [
        "\x00",
        "Läsa\x00högt",
        "\u202eabc\u202c",
        "\u200bosynlig\ufeff",
        "שלום עליכם",
        "</textarea><script>alert(1)</script>",
        "{{ 7|add:7 }}{% csrf_token %}",
        "' OR 1=1; --",
        "%s %(x)s {0} ${x}",
        "\ufffd\ufffe\uffff",
        "😀👩‍👩‍👧‍👦",
        "a\u0301" * 50,
        "\r\nrad\r\n\r\nrad\n",
        "\n\ninledd av rader",
        "x" * 10_000,
        "1e400",
        "9" * 5_000,
        "-0,00",
        "NaN",
        "１２３",
        "2026-02-30",
        "0000-00-00",
        "\u0085\u2028\u2029",
        "\x1b[31m\x07\x08",
    ]
)
TEXT = st.one_of(NASTY, st.text(max_size=300), st.text(alphabet=st.characters(min_codepoint=0, max_codepoint=0x2FF)))
RAW = st.binary(max_size=60)  # what no browser sends: no UTF-8 at all
MANY = settings(
    max_examples=80,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
SOME = settings(MANY, max_examples=40)


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with clock.at(factories.NOW):
        yield


def afresh(test: Callable[..., None]) -> Callable[..., None]:
    """Take back what an example has saved, so that each begins with the same draft and can be tried again alone."""

    @functools.wraps(test)
    def alone(*args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            test(*args, **kwargs)
            transaction.set_rollback(True)

    return alone


@pytest.fixture
def draft() -> Application:
    tale = factories.story()
    tale.begin_application(factories.call())
    tale._section(
        "projekt", {"title": "Läsa högt", "period_start": factories.PERIOD[0], "period_end": factories.PERIOD[1]}
    )
    return tale.application


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(factories.applicant())
    return client


def form_of(client: Client, address: str) -> tuple[Form, Node]:
    response = client.get(address)
    assert response.status_code == 200
    page = read(response.content.decode())
    return next(form for form in map(lambda node: Form(node, page), page.all("form")) if "version" in form.held()), page


def post(client: Client, address: str, data: dict[str, list[str]]) -> str:
    """What the person meets afterwards. Raises whatever our code raises: that is the fault this looks for."""
    body = urlencode(data, doseq=True, errors="surrogatepass")
    response = client.post(address, body, content_type=FORM, follow=True)
    assert response.status_code in (200, 404, 409), response.status_code
    return response.content.decode()


@MANY
@given(data=st.data())
@afresh
def test_lists_of_parties_and_goals_take_any_rows(client, draft, data):
    key, prefix, names = data.draw(
        st.sampled_from(
            [
                ("parter", "part", ("name", "orgnr", "sector", "role", "does")),
                ("mal", "delmal", ("text", "activities", "indicator")),
            ]
        )
    )
    address = f"/ansokningar/{draft.pk}/{key}/"
    form, _ = form_of(client, address)
    rows = data.draw(st.lists(st.dictionaries(st.sampled_from(names), TEXT), max_size=4))
    posted = form.held() | {
        f"{prefix}-TOTAL_FORMS": [data.draw(st.one_of(st.just(str(len(rows))), TEXT))],
        "ta_bort": [data.draw(st.one_of(st.just(""), st.just("1"), TEXT))],
    }
    posted |= {f"{prefix}-{number}-{name}": [text] for number, row in enumerate(rows) for name, text in row.items()}
    post(client, address, posted)


@SOME
@given(data=st.data())
@afresh
def test_the_budget_takes_any_cell(client, draft, data):
    address = f"/ansokningar/{draft.pk}/budget/"
    form, _ = form_of(client, address)
    names = sorted(name for name in form.held() if name not in ("version", "last_saved", "csrfmiddlewaretoken"))
    names += ["kostnad-personal-1899", "kostnad-personal-2199", "finansiar-0-2031", "sokt-2099", "kostnad--2027"]
    amounts = st.one_of(TEXT, st.decimals(allow_nan=True, allow_infinity=True).map(str), st.integers().map(str))
    given_texts = data.draw(st.dictionaries(st.sampled_from(names), amounts, max_size=6))
    post(client, address, form.held() | {name: [text] for name, text in given_texts.items()})
    assert client.get(address).status_code == 200
    assert client.get(f"/ansokningar/{draft.pk}/").status_code == 200
    assert client.get(f"/ansokningar/{draft.pk}/granska/").status_code == 200


@SOME
@given(name=RAW, value=RAW, key=st.sampled_from([*SECTIONS]))
@afresh
def test_bytes_that_are_no_text(client, draft, name, value, key):
    address = f"/ansokningar/{draft.pk}/{key}/"
    version = Application.objects.get(pk=draft.pk).version
    body = f"version={version}&title={quote_from_bytes(value)}&{quote_from_bytes(name)}={quote_from_bytes(value)}"
    response = client.post(address, body, content_type=FORM)
    assert response.status_code in (200, 302, 400, 404)


@SOME
@given(version=TEXT, saved=TEXT)
@afresh
def test_any_version(client, draft, version, saved):
    address = f"/ansokningar/{draft.pk}/mal/"
    body = urlencode({"version": version, "last_saved": saved, "project_goal": "Mål"}, errors="surrogatepass")
    response = client.post(address, body, content_type=FORM)
    assert response.status_code in (200, 302, 404)


@SOME
@given(query=TEXT)
@afresh
def test_the_desk_searches_for_anything(query):
    client = Client()
    client.force_login(factories.staff("handlaggare"))
    factories.shared_idea()
    response = client.get("/admin/sok/?" + urlencode({"q": query, "sida": query}, errors="surrogatepass"))
    assert response.status_code == (404 if "\x00" in query else 200)


@SOME
@given(address=TEXT, password=TEXT)
@afresh
def test_the_door_stays_shut_and_standing(address, password):
    client = Client()
    response = client.post("/logga-in/", urlencode({"login": address, "password": password}), content_type=FORM)
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


@SOME
@given(name=st.one_of(NASTY, st.text(min_size=1, max_size=200)), data=st.binary(max_size=400))
@afresh
def test_any_file_is_kept_or_refused(client, draft, name, data):
    upload = SimpleUploadedFile("x.pdf", data or b"%PDF-1.4")
    upload.name = name.replace("/", "_").replace("\\", "_")[:200] or "x"
    before = draft.attachments.count()
    form = {"version": draft.version, "go": "stay", "fil-annat": [upload]}
    response = client.post(f"/ansokningar/{draft.pk}/bilagor/", form, follow=True)
    assert response.status_code == 200
    assert draft.attachments.count() in (before, before + 1)
