"""Every URL of the resolver asked as every kind of person, held against a table written by hand."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from applications.enums import ConditionKind
from applications.models import Condition, Notice
from portal.accounts.models import User
from reviews.models import DelegationRule
from reviews.services import meetings
from tests import factories
from tests.applications.lifecycle.table import (
    ADM,
    APPLICANTS,
    ARK,
    ATT,
    EC,
    ELSEWHERE,
    EVERYBODY,
    FEK,
    HL,
    LED,
    MHL,
    NS,
    ORD,
    OUTSIDE,
    PL,
    REG,
    SIGN,
    STAFF,
)
from tests.factories.scenes import stage, take

__all__ = ["stage", "take"]

ANON = "-"


def routes(patterns: list[URLPattern | URLResolver], within: str = "", given: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(name with namespaces, names of its arguments) of every named URL."""
    for entry in patterns:
        arguments = (*given, *entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, f"{within}{entry.namespace}:" if entry.namespace else within, arguments)
        elif entry.name:
            yield f"{within}{entry.name}", arguments


ROUTES = dict(sorted(routes(get_resolver().url_patterns)))


class Scene:
    def __init__(self) -> None:
        self.tale = tale = factories.accepted_tale()
        self.idea = factories.shared_idea()
        self.draft_idea = factories.draft_idea("Opublicerad tanke")
        self.draft = factories.filled_tale(tale.application.call, title="Opublicerad ansökan")
        self.meeting = meetings.plan(tale.world.growth_board, held_on=factories.NOW.date(), place="", by=tale.staff(NS))
        self.people: dict[str, User] = {OUTSIDE: factories.outsider(), ELSEWHERE: factories.other_officer()}
        self.people |= {name: tale.staff(name) for name in EVERYBODY - self.people.keys()}
        self.condition = Condition.objects.create(decision=tale.decision, text="Bemanna", kind=ConditionKind.BEFORE_START)
        self.clients = {ANON: Client()}
        for name, person in self.people.items():
            self.clients[name] = Client()
            self.clients[name].force_login(person)

    def shared(self) -> dict[str, Any]:
        tale = self.tale
        return {
            "idea": self.idea, "application": tale.application, "case": tale.the_case, "project": tale.project,
            "report": tale.report(1), "claim": tale.claim(1), "decision": tale.decision,
            "document": tale.decision.document, "attachment": tale.application.attachments.first(),
            "condition": self.condition, "meeting": self.meeting, "call": tale.application.call,
        }


@pytest.fixture(scope="module")
def scene(request: pytest.FixtureRequest) -> Scene:
    request.getfixturevalue("stage")
    return Scene()


def arguments(scene, name, wanted, things):
    app, _, route = name.rpartition(":")
    out = {}
    for key in wanted:
        if key == "pk":
            if app == "admin":
                thing = "meeting" if route.startswith("meeting") else "case"
                if route == "accounts_user_set_password":
                    out[key] = scene.people[PL].pk; continue
                if route == "resend" : out[key]=1; continue
                if route in("post_office_email_preview","post_office_email_image"): out[key]=1; continue
            elif app == "demo":
                out[key] = Notice.objects.first().pk; continue
            elif app == "reviews":
                thing = "decision" if route == "board_decision" else "document"
            else:
                thing = route.split("_")[0]
                if thing in ("review","receipt","sent","completion","attachment","section"): thing="application"
            out[key] = things[thing].pk
        elif key == "slug": out[key] = things["call"].slug
        elif key == "attachment": out[key] = things["attachment"].pk
        elif key == "condition": out[key] = things["condition"].pk
        elif key == "number": out[key] = 1
        elif key == "section": out[key] = "projekt"
        elif key == "key":
            out[key] = "nya" if app == "admin" else "abc-def"
        elif key == "uidb36": out[key]="abc"
        elif key == "machine": out[key]="application"
        elif key == "obj": out[key]=things["application"].pk
        elif key == "move": out[key]="close"
        elif key == "app_label": out[key]="accounts"
        elif key == "object_id":
            label = route.rsplit("_",1)[0].replace("_",".",1)
            from django.apps import apps
            obj = apps.get_model(label)._default_manager.first()
            out[key] = obj.pk if obj else 1
        elif key in ("content_type_id",): out[key]=1
        elif key == "name": out[key]="x"
        else: raise KeyError((name, key))
    return out


def test_explore(scene) -> None:
    things = scene.shared()
    for name, wanted in ROUTES.items():
        try:
            url = reverse(name, kwargs=arguments(scene, name, wanted, things))
        except Exception as e:
            print(name, "NOREVERSE", repr(e)[:100]); continue
        found = {}
        for who, client in scene.clients.items():
            try:
                response = client.get(url)
                found.setdefault(response.status_code, []).append(who)
                b"".join(response)
            except Exception as e:
                found.setdefault(repr(e)[:160], []).append(who)
        print(name, {k: (len(v) if len(v) > 14 else v) for k, v in found.items()})
