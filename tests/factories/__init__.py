"""Rows in the states that tests need, made through the services. Named by state; built where the test runs.

`world()` is the demo's region; the rest stands on it.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from applications import jobs
from applications.documents import making
from applications.models import (
    Application,
    Call,
    CallVersion,
    Case,
    Checklist,
    Claim,
    Decision,
    Idea,
    Programme,
    Project,
    Report,
)
from portal import clock
from portal.accounts.enums import MembershipRole, OrganisationType, StaffRoleName
from portal.accounts.models import Authority, Board, Organisation, StaffRole, User
from portal.demo import checklists
from portal.demo.stories import kraftsamling, others
from portal.demo.stories.script import Story
from portal.demo.stories.telling import tell
from portal.demo.world import BEGINNING, World, build, join, moment, open_call, organisation

from .papers import make_ready

PERIOD = (date(2027, 1, 1), date(2028, 12, 31))
NOW = moment(date(2026, 11, 23), 10)


_built: World | None = None


def world() -> World:
    """The demo's region. Built once per worker (tests/conftest.py), and again after a test that emptied the tables."""
    global _built
    if _built is None or not Authority.objects.filter(pk=_built.authority.pk).exists():
        _built = build()
    return _built


def staff(name: str) -> User:
    """A demo person by the first part of the address, e.g. "handlaggare"."""
    return world().person(name)


def applicant(name: str = "sokande") -> User:
    return world().person(name)


def outsider() -> User:
    """Project lead of another organisation, who should see nothing."""
    body = organisation("559912-3451", "Annan Aktör AB", OrganisationType.BUSINESS, "Nora")
    person = User.objects.filter(email="utomstaende@example.se").first()
    if person is None:
        person = User.objects.create_user("utomstaende@example.se", "demo-portalen-2026", name="Olle Utas")
        join(person, body, MembershipRole.PROJECT_LEAD)
        join(person, body, MembershipRole.SIGNATORY)
    return person


def other_officer() -> User:
    """A case officer at a board of their own, without cases."""
    home = world()
    board, _ = Board.objects.get_or_create(
        authority=home.authority,
        short_name="KN",
        defaults={
            "name": "Kulturnämnd",
            "definite": "Kulturnämnden",
            "dnr_format": "KN {year}-{number:05d}",
            "valid_from": BEGINNING,
        },
    )
    person = User.objects.filter(email="annan.handlaggare@example.se").first()
    if person is None:
        person = User.objects.create_user("annan.handlaggare@example.se", "demo-portalen-2026", name="Ylva Norr")
        StaffRole.objects.create(user=person, role=StaffRoleName.CASE_OFFICER, board=board, valid_from=BEGINNING)
    return person


def call(*, closes_in: int | None = 30, early: bool = False, **rules: Any) -> Call:
    """An open call; `closes_in` days from now, None for rolling intake; `early` for the board's own money.

    It says when a project may begin, so that no factory's application warns of it when the year has come.
    """
    home = world()
    programme = home.early if early else home.growth
    now = clock.now()
    slug = f"prov-{programme.slug}-{Call.objects.count()}"
    closes = None if closes_in is None else now + timedelta(days=closes_in)
    return open_call(
        programme,
        slug,
        "Utlysning för prov",
        opens_at=now - timedelta(days=30),
        closes_at=closes,
        **({"earliest_start": date(2024, 1, 1)} | rules),
    )


def under_rules(application: Application, **rules: Any) -> CallVersion:
    """Put an application, also one that has come in, under other rules: a new version of its call."""
    old = application.call_version
    columns = {field.attname: getattr(old, field.attname) for field in CallVersion._meta.concrete_fields}
    number = CallVersion.objects.filter(call=old.call_id).count() + 1
    new = CallVersion.objects.create(**(columns | {"id": uuid4(), "number": number} | rules))
    Application.objects.filter(pk=application.pk).update(call_version=new)
    return new


def checklist(*also: Programme) -> Checklist:
    """The only edition of Idékollen that is published, eleven rows as the data file has them; `also` ask the same."""
    Checklist.objects.update(published_at=None)
    file = checklists.FOLDER / "framtidsrusta.toml"
    for programme in also:
        checklists.load(programme, file)
    return checklists.load(world().growth, file)


def story(body: Organisation | None = None, officer: str = "handlaggare") -> Story:
    """A story whose verbs are called one by one in the test; time stands where the test has set it."""
    home = world()
    return Story(home, body or home.region, officer)


def draft_idea(title: str = "Gården mitt i byn") -> Idea:
    tale = story()
    tale.begin_idea(tale.world.growth, title, "Efter skolan finns ingenstans att vara.", ("A", "B", "C"))
    return tale.idea


def shared_idea(title: str = "Gården mitt i byn") -> Idea:
    tale = story()
    tale.begin_idea(tale.world.growth, title, "Efter skolan finns ingenstans att vara.", ("A", "B", "C"))
    tale.share_idea()
    return tale.idea


def draft_application(in_call: Call | None = None) -> Application:
    tale = story()
    tale.begin_application(in_call or call())
    return tale.application


def filled_tale(in_call: Call | None = None, *, title: str = "Läsa högt hemma", money: Any = None) -> Story:
    """A story whose application is written in full and may be sent in. Kraftsamling's money fits 2024–2026 only."""
    tale = story()
    tale.begin_application(in_call or call())
    fill(tale, title=title, money=money)
    return tale


def applying_for(amount: int, in_call: Call) -> Any:
    """A budget for PERIOD that applies for so many kronor, half each year; the others pay the rest."""
    years = [PERIOD[0].year, PERIOD[1].year]
    rate = str(in_call.current_version().indirect_rate)
    money = others.money(years, 300_000, rate, "0.4", "Region Örebro län", "1:1-medel", "Vi själva")
    own, applied = (funder["amounts"] for funder in money.funders)
    for year in years:
        moved = applied[year] - Decimal(amount) / 2
        own[year], applied[year] = own[year] + moved, applied[year] - moved
    return money


def fill(tale: Story, *, title: str = "Läsa högt hemma", money: Any = None) -> None:
    """Write all sections of the story's draft, so that nothing is missing."""
    tale.write(others.text(title, "Bokpåsar på nio språk.", "Förskolebarn"), PERIOD)
    years = [PERIOD[0].year, PERIOD[1].year]
    rate = str(tale.application.call_version.indirect_rate)
    tale.count(money or others.money(years, 300_000, rate, "0.4", "Region Örebro län", "1:1-medel", "Vi själva"))
    tale.finish()


def filled_application(in_call: Call | None = None) -> Application:
    return filled_tale(in_call).application


def submitted_tale(in_call: Call | None = None, *, title: str = "Läsa högt hemma", money: Any = None) -> Story:
    tale = filled_tale(in_call, title=title, money=money)
    tale.submit()
    return tale


def submitted_application(in_call: Call | None = None) -> Application:
    return submitted_tale(in_call).application


def assigned_tale(in_call: Call | None = None, *, title: str = "Läsa högt hemma", money: Any = None) -> Story:
    tale = submitted_tale(in_call, title=title, money=money)
    tale.assign()
    return tale


def prepared_tale(in_call: Call | None = None, *, title: str = "Läsa högt hemma", money: Any = None) -> Story:
    tale = assigned_tale(in_call, title=title, money=money)
    tale.prepare()
    return tale


def proposed_tale(
    in_call: Call | None = None,
    *,
    kind: str = "approval",
    cap: int = 90_000,
    applied: int | None = None,
    title: str = "Läsa högt hemma",
) -> Story:
    """The proposal is approved. What is applied for is the cap, so a yes is a whole one, unless `applied` is more."""
    in_call = in_call or call()
    tale = prepared_tale(in_call, title=title, money=applying_for(applied or cap, in_call))
    tale.assess(others.SCORES, others.CHILD, others.SUMMARY)
    values: dict[str, Any] = {"kind": kind, "reasons": others.REASONS, "conditions": ""}
    if kind == "approval":
        values |= {"share": Decimal("0.4"), "cap": Decimal(cap)}
    tale.propose(**values)
    tale.approve_proposal()
    return tale


def delegated_tale(in_call: Call | None = None, *, kind: str = "approval", title: str = "Läsa högt hemma") -> Story:
    """Decided on delegation; the letter is there (papers.py)."""
    tale = proposed_tale(in_call, kind=kind, title=title)
    tale.decide_by_delegation("handlaggare")
    make_ready(tale.the_case)
    jobs.run_sweep()
    return tale


def granted_tale(in_call: Call | None = None, *, title: str = "Läsa högt hemma") -> Story:
    """Decided on delegation and sent: waits for the applicant's acceptance."""
    tale = delegated_tale(in_call, title=title)
    tale.dispatch()
    return tale


def accepted_tale(in_call: Call | None = None, *, title: str = "Läsa högt hemma") -> Story:
    tale = granted_tale(in_call, title=title)
    tale.accept()
    return tale


def on_agenda_tale(held_on: date, in_call: Call | None = None, *, title: str = "Läsa högt hemma") -> Story:
    tale = proposed_tale(in_call, title=title)
    tale.put_on_agenda(held_on)
    return tale


def decided_tale(
    in_call: Call | None = None, *, kind: str = "approval", cap: int = 90_000, title: str = "Läsa högt hemma"
) -> Story:
    """Decided by the board, which sits today (so once per board and scene); the minutes are not justerade."""
    tale = proposed_tale(in_call, kind=kind, cap=cap, title=title)
    tale.put_on_agenda(clock.today())
    tale.decide_in_board("47")
    return tale


def dispatched_tale(
    in_call: Call | None = None, *, kind: str = "approval", cap: int = 90_000, title: str = "Läsa högt hemma"
) -> Story:
    """Decided by the board, justerat, anslaget and sent on the same day: waits for the applicant's acceptance."""
    tale = decided_tale(in_call, kind=kind, cap=cap, title=title)
    tale.approve_minutes()
    tale.announce()
    make_ready(tale.the_case)
    tale.dispatch()
    return tale


def make_letter(tale: Story) -> None:
    """Make the decision's letter, and nothing else that is owed."""
    making.make(tale.decision.document.pk)


__all__ = [
    "NOW",
    "PERIOD",
    "Application",
    "Case",
    "Claim",
    "Decision",
    "Idea",
    "Project",
    "Report",
    "accepted_tale",
    "applicant",
    "applying_for",
    "assigned_tale",
    "call",
    "checklist",
    "decided_tale",
    "delegated_tale",
    "dispatched_tale",
    "draft_application",
    "draft_idea",
    "fill",
    "filled_application",
    "filled_tale",
    "granted_tale",
    "jobs",
    "kraftsamling",
    "make_letter",
    "make_ready",
    "on_agenda_tale",
    "other_officer",
    "others",
    "outsider",
    "prepared_tale",
    "proposed_tale",
    "shared_idea",
    "staff",
    "story",
    "submitted_application",
    "submitted_tale",
    "tell",
    "under_rules",
    "world",
]
