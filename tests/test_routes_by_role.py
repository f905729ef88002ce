"""Every URL of the resolver asked as every kind of person, held against a table written by hand."""

from typing import Any

import pytest
from django.http.response import HttpResponseBase
from django.urls import reverse

from applications import models
from portal.files.streaming import POLICY as FILE_POLICY
from tests.applications.lifecycle.table import (
    ADM,
    APPLICANTS,
    ARK,
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
from tests.routes import ANON, HIDDEN, ROUTES, Scene

__all__ = ["stage", "take"]

ALL = EVERYBODY | {ANON}
DESK = STAFF | {ELSEWHERE}
CASE = STAFF - {ADM}  # who reads cases at the board of this one
# One of each kind, where all the others would be the same again.
SOME = {ANON, PL, HL, EC, NS, ADM, LED, OUTSIDE, ELSEWHERE}

Expected = dict[int, set[str]]


def register(model: str, keepers: set[str], *, add: bool = True, delete: bool = False) -> dict[str, Expected]:
    """The pages that the admin makes for a register; what is in use is not deleted."""
    open_pages = {"changelist", "change", "history"} | ({"add"} if add else set()) | ({"delete"} if delete else set())
    pages = ("changelist", "change", "history", "add", "delete")
    return {f"admin:{model}_{page}": {200: keepers} if page in open_pages else {} for page in pages}


# Whoever is not named and signed in gets 404; who is not signed in is led to the door, unless named.
TABLE: dict[str, Expected] = {
    **{f"portal:{name}": {200: ALL} for name in ("start", "health", "look", "privacy", "how_it_works")},
    **{f"portal:{name}": {200: ALL} for name in ("accessibility", "report_access", "report_access_done")},
    "portal:account": {200: EVERYBODY},
    "portal:after_login": {302: EVERYBODY},
    "portal:stay": {405: EVERYBODY},
    # allauth
    "account_login": {200: {ANON}, 302: EVERYBODY},
    "account_logout": {200: EVERYBODY, 302: {ANON}},
    "account_signup": {200: {ANON}, 302: EVERYBODY},
    **{
        f"account_{name}": {200: ALL}
        for name in (
            "inactive",
            "reset_password",
            "reset_password_done",
            "reset_password_from_key",
            "reset_password_from_key_done",
        )
    },
    "account_change_password": {200: EVERYBODY},
    "account_reauthenticate": {200: EVERYBODY},
    "account_set_password": {302: EVERYBODY},
    # The applicant's pages. The application is sent, the idea shared, the decision accepted.
    "applications:call_list": {200: ALL},
    "applications:call": {200: ALL},
    **{
        f"applications:{name}": {200: ALL}
        for name in ("checklist_list", "checklist", "checklist_question", "checklist_result", "checklist_print")
    },
    **{f"applications:{name}": {200: APPLICANTS | {OUTSIDE}} for name in ("my_pages", "idea_new", "application_new")},
    **{
        f"applications:{name}": {200: APPLICANTS}
        for name in (
            "idea",
            "idea_convert",
            "idea_edit",
            "case",
            "project",
            "report",
            "claim",
            "receipt",
            "sent",
            "attachment",
        )
    },
    **{
        f"applications:{name}": {302: APPLICANTS}
        for name in (
            "idea_share",
            "idea_delete",
            "application",
            "application_delete",
            "application_submit",
            "review",
            "section",
            "effect_node",
            "effect_node_new",
            "effect_node_move",
            "completion",
            "project_accept",
        )
    },
    **{
        f"applications:{name}": {} for name in ("application_step", "sub_grant_new", "sub_grant", "project_advance")
    },  # not in this call
    **{
        f"applications:{name}": {200: {PL, SIGN}, 302: APPLICANTS - {PL, SIGN}}
        for name in ("project_municipalities", "project_steering", "project_events", "related_projects")
    },
    "applications:early_close": {302: APPLICANTS},  # the project has not begun
    "applications:project_plan": {200: APPLICANTS},
    "applications:project_plan_write": {200: {PL, SIGN}, 302: APPLICANTS - {PL, SIGN}},
    **{
        f"applications:{name}": {200: APPLICANTS}
        for name in ("project_activity_new", "project_activity", "dialogue", "dialogue_file")
    },
    "applications:advice": {302: APPLICANTS},  # early advice is past
    # Nobody has ended the project early, so it has no open page.
    "applications:project_list": {200: ALL},
    **{f"applications:{name}": {404: ALL} for name in ("project_public", "project_public_report")},
    **{f"applications:{x}": {405: APPLICANTS | {OUTSIDE}} for x in ("warnings", "signing_ask", "signing_withdraw")},
    **{
        f"applications:{name}": {200: APPLICANTS}
        for name in ("case_messages", "message_file", "case_history", "withdraw", "idea_version")
    },
    **{
        f"applications:{name}": {405: APPLICANTS | {OUTSIDE}}
        for name in (
            "messages_read",
            "withdraw_signature",
            "completion_add",
            "completion_remove",
            "attachment_add",
            "attachment_remove",
        )
    },
    **{f"applications:{name}_field": {200: APPLICANTS} for name in ("idea", "section", "report")},
    "applications:idea_close": {200: {PL, SIGN}},
    # People in the case; the parts of the parties stand closed, since the application has been sent
    "applications:people": {200: APPLICANTS},
    "applications:people_invite": {200: {PL, SIGN}},
    "applications:member_role": {200: {PL, SIGN}},
    "applications:member_end": {200: {PL, SIGN}},
    **{f"applications:{x}": {405: APPLICANTS | {OUTSIDE}} for x in ("people_appoint", "invitation_answer")},
    "applications:invitation": {404: ALL},  # no such link
    "applications:own_part": {},  # none of them represents a party
    "applications:party_part": {200: APPLICANTS},
    "applications:party_remove": {302: APPLICANTS},
    "applications:signing_return": {},  # nobody has been sent away to sign
    "applications:hearing": {},  # nothing has been communicated
    "applications:decision_request": {200: APPLICANTS},
    "applications:project_new_budget": {405: APPLICANTS | {OUTSIDE}},
    "applications:budget_figures": {405: APPLICANTS | {OUTSIDE}},
    "applications:budget_export": {200: APPLICANTS},
    "applications:budget_import": {302: APPLICANTS},  # the budget is closed
    "applications:document": {200: APPLICANTS | CASE},
    "applications:notice": {200: {PL}},  # each reads only the mail that went to them
    # The board's
    **{f"reviews:{name}": {200: {ORD, LED}} for name in ("board", "board_decision", "board_document")},
    "reviews:referral": {404: ALL},  # no such link
    # The desk
    "admin:index": {200: DESK},
    "admin:login": {302: ALL},
    "admin:logout": {302: DESK},
    "admin:password_change": {302: DESK},
    "admin:password_change_done": {200: DESK},
    "admin:jsi18n": {200: DESK},
    "admin:autocomplete": {},  # asked without a field
    "admin:app_list": {302: DESK},
    "admin:queue": {200: {HL, MHL, EC, ELSEWHERE}},  # the queue of cases under preparation
    "admin:queue_file": {200: {HL, MHL, EC, ELSEWHERE}},
    **{f"admin:queue_{name}": {405: CASE | {ELSEWHERE}} for name in ("assign", "view", "view_change", "view_remove")},
    "admin:search": {200: CASE | {ELSEWHERE}},
    "admin:paper_new": {200: {HL, MHL, REG, ELSEWHERE}},
    "admin:meetings": {200: CASE | {ELSEWHERE}},
    "admin:meeting": {200: CASE},
    **{f"admin:{name}": {200: {NS}} for name in ("meeting_plan", "meeting_hold", "meeting_report")},
    **{
        f"admin:{name}": {200: CASE}
        for name in (
            "case",
            "case_application",
            "case_money",
            "case_assessment",
            "case_project",
            "case_documents",
            "case_memo",
            "case_history",
            "case_attachment",
            "case_messages",
            "case_message_file",
        )
    },
    "admin:case_message_read": {405: CASE | {ELSEWHERE}},
    "admin:case_letter": {},  # nothing came by letter
    # Who has answered may become jävig later; the archivist never acts. No question is open, nor any matter undecided.
    **{f"admin:case_conflict{x}": {200: CASE - {ARK}} for x in ("", "_raise")},
    **{name: {} for name in ("admin:case_conflict_rule", "reviews:board_conflict")},
    "admin:case_note": {405: CASE | {ELSEWHERE}},
    "admin:case_officer": {200: {EC}},
    "admin:case_take_over": {200: {MHL}},
    "admin:case_condition": {200: {HL}},
    "admin:case_closing": {},  # its time has not come
    "admin:case_steering": {200: {HL}},
    "admin:case_move": {200: {HL}},
    "admin:case_hand_on": {},  # the call has no step after it
    "admin:funds": {200: {EC, FEK}},
    "admin:fund": {200: {EC, FEK}},
    "admin:fund_earmark": {200: {EC}},
    "admin:fund_raise": {200: {EC}},
    "admin:fund_correct": {200: {EC}},
    "admin:fund_rename": {200: {EC}},
    "admin:fund_bind": {},  # nothing was decided before the money was set aside
    "admin:dialogues": {200: CASE | {ELSEWHERE}},
    **{f"admin:{name}": {200: CASE} for name in ("dialogue", "dialogue_file", "case_plan")},
    **{f"admin:{name}": {200: {HL, MHL}} for name in ("dialogue_offer", "dialogue_gathering", "case_call")},
    **{
        f"admin:{name}": {200: {HL}}
        for name in (
            "dialogue_change",
            "dialogue_cancel",
            "dialogue_sum_up",
            "dialogue_take_back",
            "case_plan_review",
            "case_activity_new",
            "case_activity",
        )
    },
    **{f"admin:case_{x}": {} for x in ("check", "delay", "hear", "hear_waive")},  # their time is past
    "admin:case_decision_request": {},  # nobody has asked
    "admin:case_assess": {},
    "admin:case_agree": {},
    "admin:case_economy": {},
    "admin:case_memo_text": {},
    "admin:case_state_aid": {},
    "admin:case_propose": {},
    "admin:case_referral": {},
    "admin:case_referral_end": {302: {HL}},  # it is answered already
    **{f"admin:{name}": {200: {HL, MHL, EC, FEK}} for name in ("call_ranking", "call_ranking_file", "call_compare")},
    "admin:call_rank_place": {},  # it is decided, and no longer in the order
    **{f"admin:{name}": {200: {ADM, EC}} for name in ("call_questions", "call_question_new")},
    **{f"admin:{name}": {} for name in ("call_question", "call_question_remove")},  # no such question
    # Calls, kept by the head of unit; boards, by the administrator
    "applications:preview": {200: {EC, ADM}},
    "applications:preview_section": {200: {EC, ADM}},
    **{
        f"admin:{name}": {200: {EC, ADM}}
        for name in (
            "call",
            "call_rules",
            "call_version",
            "call_publish",
            "call_copy",
            "call_remove",
            "call_window_add",
            "call_window",
            "call_window_remove",
            "call_extend",
            "call_fund",
            "call_statistics",
            "call_statistics_csv",
            "call_statistics_json",
        )
    },
    "admin:board_succeed": {200: {ADM}},
    "admin:boards": {200: {EC, ADM}},
    "admin:help": {200: DESK},
    "admin:statistics": {200: CASE | {ELSEWHERE}},
    "admin:statistics_csv": {200: CASE | {ELSEWHERE}},
    # Registers
    "admin:accounts_user_set_password": {200: {ADM}},
    **register("accounts_authority", {ADM}, add=False),
    **{f"admin:accounts_authority_{name}": {200: {ADM}} for name in ("look", "try_look")},
    **register("accounts_accessreport", {ADM, REG}, add=False),
    **register("accounts_accessshortfall", {ADM, REG}),
    **{
        name: expected
        for model in ("board", "unit", "user", "staffrole", "organisation", "membership", "signingmandate")
        for name, expected in register(f"accounts_{model}", {ADM}).items()
    },
    **{
        name: expected
        for model in ("programme", "track", "call", "fundingsource", "checklist")
        for name, expected in register(f"applications_{model}", {ADM, EC}).items()
    },
    **register("applications_policydecision", {ADM, EC}, delete=True),
    **register("applications_lettertext", {ADM, EC}, delete=True),
    **register("applications_retentionrule", {ARK, EC}, delete=True),
    **{f"admin:checklist_{name}": {200: {ADM, EC}} for name in ("preview", "publish", "copy", "statistics", "csv")},
    **register("reviews_delegationrule", {NS}, delete=True),
    **register("reviews_meeting", {NS}, add=False, delete=True),
    # The demo's, installed in demo and test only
    **{f"demo:{name}": {200: ALL} for name in ("mails", "mail", "clock")},
    "demo:signing": {302: EVERYBODY},  # nothing to sign
}


def _text(answer: HttpResponseBase) -> str:
    """All of an answer, also a streamed file, so that it is closed as a server closes it."""
    return b"".join(answer).decode(errors="replace")


# A form that anybody may send has the cookie that protects it; no other page that needs no sign-in has any.
FORMS = {
    "account_login", "account_reset_password", "account_reset_password_from_key", "portal:report_access", "demo:clock",
}  # fmt: skip
POLICY = ("default-src 'self'", "script-src 'self'", "style-src 'self'", "object-src 'none'", "frame-ancestors 'none'")


def assert_guarded(route: str, name: str, answer: HttpResponseBase) -> None:
    """The headers of every answer, and which cookies it leaves: none in public, two for who is signed in."""
    told = answer["Content-Security-Policy"]
    if answer.streaming:  # somebody's file, which runs nothing and frames nothing
        assert told == FILE_POLICY, (route, told)
    else:
        assert all(part in told for part in POLICY), (route, told)
        assert "unsafe" not in told
    assert (answer["X-Content-Type-Options"], answer["X-Frame-Options"]) == ("nosniff", "DENY")
    assert answer["Referrer-Policy"] == "same-origin"
    left = set(answer.cookies)
    assert left <= ({"csrftoken"} if name == ANON else {"csrftoken", "sessionid"}), (route, name, left)
    if name == ANON and route not in FORMS:
        assert not left, route


@pytest.fixture(scope="module")
def scene(request: pytest.FixtureRequest) -> Scene:
    request.getfixturevalue("stage")
    return Scene()


def expected(route: str) -> dict[str, int]:
    """Status per person, from the table."""
    told = {name: status for status, names in TABLE[route].items() for name in names}
    return {name: told.get(name, 302 if name == ANON else 404) for name in ALL}


def asked(route: str) -> set[str]:
    """Everybody, but for the admin's registers and the standing pages, which know no more than kinds of people."""
    few = route.startswith(("portal:", "account", "demo:", "admin:accounts_", "admin:applications_", "admin:reviews_"))
    return SOME if few else ALL


# One of each kind is asked by `make test`, the others by `make test-hard`.
kinds_first = pytest.mark.parametrize(
    "names",
    [pytest.param(SOME, id="kinds"), pytest.param(ALL - SOME, id="others", marks=pytest.mark.hard)],
)


def test_the_table_names_every_route_and_no_other() -> None:
    assert set(TABLE) == set(ROUTES)


@kinds_first
@pytest.mark.parametrize("route", sorted(TABLE.keys() & ROUTES.keys()))
def test_who_gets_the_page(scene: Scene, route: str, names: set[str], record_property: Any) -> None:
    address = scene.address(route, scene.shared)
    found = {}
    for name in asked(route) & names:
        answer = scene.browsers[name].get(address)
        found[name] = answer.status_code
        assert_guarded(route, name, answer)
        if name not in APPLICANTS and route != "demo:mails":  # where the demo shows everybody everybody's mail
            assert HIDDEN not in _text(answer), f"{name} reads of a draft at {address}"
        else:
            _text(answer)
    assert found == {name: status for name, status in expected(route).items() if name in found}
    record_property("cells routes × roles", len(found))


@pytest.mark.parametrize("route", sorted(TABLE.keys() & ROUTES.keys()))
def test_who_gets_no_page_sends_nothing_either(scene: Scene, route: str) -> None:
    address = scene.address(route, scene.shared)
    wanted, before = expected(route), models.TransitionLog.objects.count()
    for name in SOME:
        browser = scene.browsers[name]
        if wanted[name] == 404:
            assert browser.post(address).status_code in {404, 405}, name
        elif name == ANON and wanted[name] == 302 and route.startswith(("applications:", "reviews:", "admin:case")):
            assert browser.post(address)["Location"] == f"/logga-in/?next={address}"
    assert models.TransitionLog.objects.count() == before


@kinds_first
@pytest.mark.parametrize("route", sorted(name for name in ROUTES if "pk" in ROUTES[name]))
def test_no_one_else_finds_a_draft(scene: Scene, route: str, names: set[str]) -> None:
    """Neither by reading nor by sending, at any address that takes the id of something in a case."""
    for things in scene.drafts:
        try:
            address = scene.address(route, things)
        except KeyError:
            continue  # the route is about something that this draft does not have
        for name in (EVERYBODY - APPLICANTS) & names:
            assert scene.browsers[name].get(address).status_code in {404, 405}, (name, address)
            if name in SOME:
                assert scene.browsers[name].post(address).status_code in {404, 405}, (name, address)
        assert scene.browsers[ANON].get(address)["Location"] == f"/logga-in/?next={address}"
        for name in APPLICANTS & names:
            own = scene.browsers[name].get(address)
            _text(own)
            assert own.status_code in {200, 302, 404, 405}, (name, address)


@pytest.mark.parametrize("name", sorted(DESK - {ADM}))
def test_search_finds_no_draft(scene: Scene, name: str) -> None:
    for words in (HIDDEN, HIDDEN.lower()[:6]):
        page = scene.browsers[name].get(reverse("admin:search"), {"q": words})
        assert page.status_code == 200
        assert f"{HIDDEN} " not in _text(page)


@pytest.mark.parametrize(
    "address",
    [
        "/admin/accounts/user/inte-ett-id/change/",
        "/admin/accounts/user/00000000-0000-4000-8000-000000000000/change/",
        "/admin/accounts/user/00000000-0000-4000-8000-000000000000/",
        "/admin/arenden/00000000-0000-4000-8000-000000000000/",
        "/admin/arenden/inte-ett-id/",
        "/admin/koer/finns-inte/",
        "/namnd/beslut/00000000-0000-4000-8000-000000000000/",
        "/arenden/00000000-0000-4000-8000-000000000000/",
        "/ansokningar/00000000-0000-4000-8000-000000000000/finns-inte/",
    ],
)
def test_what_does_not_exist_is_not_found_by_anybody(scene: Scene, address: str) -> None:
    """Also where Django's admin would redirect with a message that tells."""
    found = {name: scene.browsers[name].get(address).status_code for name in EVERYBODY}
    assert set(found.values()) == {404}, found
