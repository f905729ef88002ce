"""What the table of routes is tried on: every named URL, and a case, drafts and browsers to ask it with."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from applications import models
from applications.enums import CaseRole, ConditionKind
from applications.services import messages
from portal.accounts.models import AccessReport, AccessShortfall, User
from portal.demo.stories.script import Story, certificate
from reviews.models import Referral, ReferralResponse
from reviews.services import meetings
from tests import factories
from tests.applications.lifecycle.table import ELSEWHERE, EVERYBODY, NS, OUTSIDE, PL
from tests.factories import together as people
from tests.factories.funds import fund

ANON = "nobody signed in"
HIDDEN = "Opublicerad"  # stands in the titles of the drafts and nowhere else

OF_APPLICATION = (
    "own_part", "party_part", "party_remove",
    "review", "receipt", "warnings", "signing_ask", "signing_withdraw", "related_projects", "sent", "completion",
    "attachment", "attachment_add", "attachment_remove", "completion_add", "section", "withdraw",
    "withdraw_signature", "section_field", "budget_figures", "budget_export", "budget_import", "completion_remove",
    "effect_node", "effect_node_new", "effect_node_move",
)  # fmt: skip
# What a route's `pk` is, where its name does not say so.
PK = {
    **{f"applications:{name}": "application" for name in OF_APPLICATION},
    **{f"applications:{name}": "case" for name in ("messages_read", "message_file")},
    "applications:early_close": "project",
    "applications:sub_grant": "sub_grant",
    **{
        f"applications:{name}": "case"
        for name in ("people", "people_invite", "people_appoint", "invitation_answer", "member_role", "member_end")
    },
    "applications:advice": "case",
    "applications:hearing": "case",
    "applications:decision_request": "case",
    "applications:notice": "case",
    "applications:project_advance": "project",
    "applications:dialogue": "guest",
    "applications:dialogue_file": "guest",
    "applications:sub_grant_new": "project",
    "reviews:board_decision": "decision",
    "reviews:board_document": "document",
    "reviews:board_conflict": "case",
    "demo:mail": "mail",
    "admin:accounts_user_set_password": "user",
    "admin:accounts_authority_look": "authority",
}
PLAIN = {
    "phase": "uppstart",
    "section": "projekt",
    "kind": "activity",
    "number": 1,
    "item": 1,
    "uidb36": "abc",
    "token": "abc",
    "machine": "application",
    "move": "close",
    "app_label": "accounts",
    "digest": "0123456789abcdef",
    "view": 1,
}


def routes(patterns: list[URLPattern | URLResolver], within: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """(name with its namespaces, names of its arguments) of every named URL."""
    for entry in patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, f"{within}{entry.namespace}:" if entry.namespace else within)
        elif entry.name:
            yield f"{within}{entry.name}", tuple(entry.pattern.regex.groupindex)


ROUTES = dict(routes(get_resolver().url_patterns))
Things = dict[str, Any]


def together(tale: Story) -> Things:
    """A party, somebody who has been invited, and somebody who has not answered."""
    return {
        "party": tale.application.parties.first(),
        "member": people.member(tale, CaseRole.READER, f"{tale.case_id}@example.se"),
        "invitation": people.invited(tale, CaseRole.READER),
    }


def answered(tale: Story) -> ReferralResponse:
    """What somebody who was asked about the case has answered."""
    referral = Referral.objects.create(
        case=tale.the_case,
        application_version=tale.application.versions.get(),
        question="Vad ser ni?",
        due_on=factories.NOW.date(),
        sent_by=tale.officer,
    )
    return ReferralResponse.objects.create(
        referral=referral,
        name="Bo Alm",
        email="bo@example.se",
        organisation="Lyktan",
        answer="Bra.",
        answered_by="Bo Alm",
        answered_at=factories.NOW,
    )


class Scene:
    """A case that is granted and accepted, a shared idea, two drafts, and a browser for everybody."""

    def __init__(self) -> None:
        tale, idea = factories.accepted_tale(), factories.shared_idea()
        meeting = meetings.plan(
            tale.world.growth_board, held_on=factories.NOW.date(), place="Sessionssalen", by=tale.staff(NS)
        )
        dialogue = models.DialogueMeeting.objects.create(
            programme=tale.the_case.programme,
            kind="dialogue",
            officer=tale.officer,
            starts_at=factories.NOW + timedelta(days=7),
            place="Rum 3",
        )
        condition = models.Condition.objects.create(
            decision=tale.decision, text="Bemanna", kind=ConditionKind.BEFORE_START
        )
        call = tale.application.call
        track = models.Track.objects.create(programme=call.programme, name="Trappan", slug="trappan")
        models.Call.objects.filter(pk=call.pk).update(track=track)
        self.shared: Things = {
            "board": call.programme.board,
            "window": call.windows.get(),
            "idea": idea,
            "application": tale.application,
            "attachment": tale.application.attachments.get(),
            "node": tale.application.effect_nodes.first(),
            "case": tale.the_case,
            "call": tale.application.call,
            "checklist": factories.checklist(tale.world.early),
            "condition": condition,
            "decision": tale.decision,
            "document": tale.decision.document,
            "project": tale.project,
            "report": tale.report(1),
            "claim": tale.claim(1),
            "meeting": meeting,
            "fund": fund({2027: 1000}),
            "sub_grant": models.SubGrant.objects.create(
                case=tale.the_case,
                project=tale.project,
                year=2027,
                recipient="Lyktan",
                orgnr="559912-3451",
                purpose="Läxhjälp",
                amount=1,
                granted_on=tale.project.period_start,
                entered_by=tale.lead,
            ),
            "plan": tale.project.plan_versions.get(),
            "activity": models.PhaseActivity.objects.create(
                case=tale.the_case, project=tale.project, phase="start_up", text="Bemanna"
            ),
            "dialogue": dialogue,
            "guest": models.DialogueGuest.objects.create(meeting=dialogue, case=tale.the_case, booked_by=tale.officer),
            "file": messages.from_applicant(
                tale.the_case, text="Se bilagan.", files=[certificate("Bilaga")], key=uuid4(), by=tale.lead
            ).files.get(),
            "response": answered(tale),
            "notice": (told := models.Notice.objects.filter(case=tale.the_case, recipient=tale.lead).first()),
            "mail": told.email,
        }
        self.shared |= together(tale)
        drafted = factories.filled_tale(tale.application.call, title=f"{HIDDEN} ansökan")
        draft = drafted.application
        draft_idea = factories.draft_idea(f"{HIDDEN} idé")
        things: Things = {"application": draft, "case": draft.case, "node": draft.effect_nodes.first()}
        self.drafts = [
            things | {"attachment": draft.attachments.get()} | together(drafted),
            {"idea": draft_idea, "case": draft_idea.case},
        ]
        crowd: dict[str, User] = {OUTSIDE: factories.outsider(), ELSEWHERE: factories.other_officer()}
        crowd |= {name: tale.staff(name) for name in EVERYBODY - crowd.keys()}
        self.shared["user"] = crowd[PL]
        self.shared["authority"] = tale.world.authority
        AccessReport.objects.create(kind="fault", message="Knappen syns inte.")
        AccessShortfall.objects.create(title="En bild", where="Startsidan", effect="Den saknar text.", ground="to_mend")
        self.browsers = {ANON: Client(), **{name: browser_of(person) for name, person in crowd.items()}}

    def address(self, route: str, things: Things) -> str:
        """The route's address for these things. Raises KeyError when it needs a thing that is not there."""
        return reverse(route, kwargs={name: self._argument(route, name, things) for name in ROUTES[route]})

    def _argument(self, route: str, name: str, things: Things) -> Any:
        if route in ("admin:queue_file", "admin:call_ranking_file") and name == "kind":
            return "csv"
        if name == "question":
            return uuid4()
        if name in PLAIN:
            return PLAIN[name]
        if name in {
            "activity", "case", "plan", "attachment", "condition", "decision", "file", "invitation", "member", "node",
            "notice", "party", "response", "window",
        }:  # fmt: skip
            return things[name].pk
        match name:
            case "pk":
                return things[PK.get(route) or route.partition(":")[2].split("_")[0].removesuffix("s")].pk
            case "slug":
                if route.startswith("applications:checklist"):
                    return self.shared["checklist"].programme.slug
                return self.shared["call"].slug
            case "key":
                return "beredning" if route.startswith("admin:queue") else "abc-def"
            case "obj":
                return things["application"].pk
            case "object_id":
                label, _, model = route.partition(":")[2].rpartition("_")[0].partition("_")
                return apps.get_model(label, model)._default_manager.first().pk
        raise KeyError(f"{route} takes {name}")


def browser_of(person: User) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser
