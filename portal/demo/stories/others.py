"""The other cases of the demo, one at each point of a grant's life, so that every queue has something in it.

Their words and amounts stand in a data file; here stands only when things happen, counted from the demo's day.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from applications.enums import CaseRole
from applications.services import together
from applications.services.together import Place
from portal import clock, dates
from portal.accounts.enums import OrganisationType
from portal.demo.accounts import GUESTS, PASSWORD, Account
from portal.demo.facts import plain, read
from portal.demo.loading import MEMBERS
from portal.demo.world import World, join, moment, open_call, organisation
from portal.money import round_ore
from reviews.enums import Criterion

from .script import Story
from .texts import Money, Text
from .words import common

FACTS: dict[str, Any] = plain(read("seed", "others"))
SCORES = {Criterion(key): (score, why) for key, (score, why) in FACTS["assessment"]["scores"].items()}
CHILD: str = FACTS["assessment"]["child"]
SUMMARY: str = FACTS["assessment"]["summary"]
REASONS: str = FACTS["assessment"]["reasons"]
WEAK: str = FACTS["assessment"]["weak"]
SHARE: Decimal = FACTS["money"]["share"]


def text(title: str, what: str, who: str) -> Text:
    """A whole application in a few words."""
    given = common() | FACTS["text"]
    youngest, oldest = given.pop("ages")
    words: dict[str, Any] = {
        key: value.replace("{what}", what).replace("{who}", who) if isinstance(value, str) else value
        for key, value in given.items()
    }
    return Text(title=title, ages=(youngest, oldest), **words)


def money(years: list[int], staff: int, rate: str, applied_share: str, payer: str, account: str, own: str) -> Money:
    """A budget that goes together to the öre: the applied share per year, the rest own money."""
    costs: dict[tuple[str, int], Decimal] = {}
    applied: dict[int, Decimal] = {}
    rest: dict[int, Decimal] = {}
    for year in years:
        services, travel = staff // FACTS["money"]["services_part"], FACTS["money"]["travel"]
        amounts = {"personal": Decimal(staff), "externa": Decimal(services), "resor": Decimal(travel)}
        costs |= {(key, year): amount for key, amount in amounts.items()}
        total = sum(amounts.values(), Decimal(0)) + round_ore(Decimal(rate) * amounts["personal"])
        applied[year] = round_ore(Decimal(applied_share) * total)
        rest[year] = total - applied[year]
    return Money(
        costs=costs,
        funders=[
            {
                "name": own,
                "orgnr": "",
                "account": "Egna medel",
                "kind": "public",
                "status": "decided",
                "is_applied": False,
                "amounts": rest,
            },
            {
                "name": payer,
                "orgnr": "",
                "account": account,
                "kind": "public",
                "status": "applied",
                "is_applied": True,
                "amounts": applied,
            },
        ],
    )


def case(key: str) -> dict[str, Any]:
    """What one of the cases is called, says and costs."""
    words: dict[str, Any] = FACTS["cases"][key]
    return words


def words_of(key: str) -> Text:
    words = case(key)
    return text(words["title"], words["what"], words["who"])


class Scene:
    """The day the demo begins, the calls that are open then, and how far before it a step lies."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.today = clock.today()
        self.growth_call = open_call(
            world.growth,
            *self._named("growth"),
            opens_at=moment(self.ago(75), 8),
            closes_at=moment(dates.next_working_day(self.today + timedelta(days=34)), 16),
        )
        self.early_call = open_call(
            world.early, *self._named("early"), opens_at=moment(self.ago(900), 8), closes_at=None
        )
        bodies = {}
        for row in FACTS["organisations"]:
            body = organisation(row["orgnr"], row["name"], OrganisationType(row["org_type"]), row["municipality"])
            bodies[row["key"]] = body
            for name, role in MEMBERS:
                join(world.people[name], body, role)
        self.skogsbo, self.laslust = bodies["skogsbo"], bodies["laslust"]

    def _named(self, key: str) -> tuple[str, str]:
        """Address and name of a call, with the demo's year in them."""
        given, year = FACTS["calls"][key], self.today.year
        return (
            given["slug"].format(year=year, next=year + 1),
            given["name"].format(year=year, next=year + 1),
        )

    def ago(self, days: int) -> date:
        """The working day `days` days before the demo's day, or the one before it."""
        return dates.previous_working_day(self.today - timedelta(days=days))

    def write(self, tale: Story, call: Any, key: str, period: tuple[date, date], first: int) -> None:
        """Write a whole application, a fortnight's work from `first` days ago, and send it in."""
        programme = call.programme
        rate = str(call.current_version().indirect_rate)
        budget = money(
            list(range(period[0].year, period[1].year + 1)),
            case(key).get("staff", FACTS["money"]["staff"]),
            rate,
            str(SHARE),
            self.world.authority.name,
            programme.funding_source.name if programme == self.world.growth else programme.name,
            tale.organisation.name,
        )
        tale.on(self.ago(first), tale.begin_application, call, hour=9)
        tale.on(self.ago(first), tale.write, self.words_of(tale, key), period, hour=10)
        tale.on(self.ago(first), tale.count, budget, hour=11)
        tale.on(self.ago(first), tale.finish, hour=12)
        tale.on(self.ago(first - 1), tale.submit, hour=13)

    def words_of(self, tale: Story, key: str) -> Text:
        """What the case says; nobody is a party of its own project."""
        words = words_of(key)
        others = [party for party in words.parties if party["orgnr"] != tale.organisation.orgnr]
        return replace(words, parties=others or FACTS["other_parties"])

    def prepare(self, tale: Story, first: int) -> None:
        """From assigned to prepared."""
        tale.on(self.ago(first), tale.assign, hour=14)
        tale.on(self.ago(first - 2), tale.prepare, hour=15)

    def propose(self, tale: Story, first: int, key: str) -> None:
        """Propose what the case's cap gives at the usual share; without a cap, a no."""
        tale.on(self.ago(first), tale.assess, SCORES, CHILD, SUMMARY, hour=9)
        proposal: dict[str, Any] = {"kind": "rejection", "reasons": WEAK}
        if "cap" in case(key):
            proposal = {"kind": "approval", "share": SHARE, "cap": Decimal(case(key)["cap"]), "reasons": REASONS}
            proposal["conditions"] = ""
        tale.on(self.ago(first), tale.propose, hour=15, **proposal)


def stories(world: World) -> list[Story]:
    """One story for each point of the life."""
    scene = Scene(world)
    return [tell_one(scene) for tell_one in TALES]


def _period(scene: Scene, months: int = 24) -> tuple[date, date]:
    start = date(scene.today.year + 1, 3, 1)
    return start, dates.add_months(start, months) - timedelta(days=1)


def _begin_idea(scene: Scene, tale: Story, key: str, first: int) -> None:
    words = case(key)
    tale.on(
        scene.ago(first), tale.begin_idea, scene.world.growth, words["title"], words["problem"], tuple(words["wished"])
    )


def _draft_idea(scene: Scene) -> Story:
    tale = Story(scene.world, scene.world.region)
    _begin_idea(scene, tale, "draft_idea", 4)
    return tale


def _shared_idea(scene: Scene) -> Story:
    tale = Story(scene.world, scene.skogsbo)
    _begin_idea(scene, tale, "shared_idea", 9)
    tale.on(scene.ago(6), tale.share_idea)
    return tale


def _draft_application(scene: Scene) -> Story:
    tale = Story(scene.world, scene.world.region)
    tale.on(scene.ago(12), tale.begin_application, scene.growth_call, hour=9)
    tale.on(scene.ago(11), tale.write, words_of("draft_application"), _period(scene), hour=10)
    for guest in GUESTS:
        tale.on(scene.ago(10), _take_part, tale, guest)
    return tale


def _take_part(tale: Story, guest: Account) -> None:
    """Invited by the lead, and the answer is yes; the account is made when the example data are made anew."""
    if guest == GUESTS[0]:
        place = Place(CaseRole.PARTNER, party=tale.application.parties.earliest("pk"), confirms=True)
    else:
        place = Place(CaseRole.PART_WRITER, sections=["malgrupp", "mal"])
    invitation = together.invite(tale.the_case, name=guest.name, email=guest.email, place=place, by=tale.lead)
    if (person := together.account_of(invitation)) is not None:
        together.accept(invitation, by=person)
    else:
        person = together.accept_as_new(invitation, name=guest.name, password=PASSWORD).user
        person.title = guest.title
        person.save(update_fields=["title"])


def _submitted(scene: Scene) -> Story:
    tale = Story(scene.world, scene.skogsbo)
    scene.write(tale, scene.growth_call, "submitted", _period(scene), 4)
    return tale


def _formal_check(scene: Scene) -> Story:
    tale = Story(scene.world, scene.laslust)
    scene.write(tale, scene.growth_call, "formal_check", _period(scene), 14)
    tale.on(scene.ago(9), tale.assign)
    return tale


def _completion(scene: Scene) -> Story:
    tale = Story(scene.world, scene.skogsbo)
    scene.write(tale, scene.growth_call, "completion", _period(scene), 20)
    tale.on(scene.ago(15), tale.assign)
    words = case("completion")
    due = scene.today + timedelta(days=12)
    tale.on(scene.ago(5), tale.ask_completion, "mal", words["asked"], words["why"], due, hour=15)
    return tale


def _at_head(scene: Scene) -> Story:
    tale = Story(scene.world, scene.laslust)
    scene.write(tale, scene.growth_call, "at_head", _period(scene), 40)
    scene.prepare(tale, 34)
    scene.propose(tale, 3, "at_head")
    return tale


def _to_agenda(scene: Scene) -> Story:
    tale = Story(scene.world, scene.skogsbo)
    scene.write(tale, scene.growth_call, "to_agenda", _period(scene), 60)
    scene.prepare(tale, 54)
    scene.propose(tale, 20, "to_agenda")
    tale.on(scene.ago(16), tale.approve_proposal)
    tale.on(scene.ago(2), tale.plan_meeting, dates.next_working_day(scene.today + timedelta(days=18)))
    return tale


def _decided(scene: Scene) -> Story:
    """A board's own money: laglighetsprövning. Made at the last meeting, waiting to be justerat."""
    tale = Story(scene.world, scene.skogsbo, officer="medhandlaggare")
    scene.write(tale, scene.early_call, "decided", _period(scene, 18), 80)
    scene.prepare(tale, 74)
    scene.propose(tale, 40, "decided")
    tale.on(scene.ago(36), tale.approve_proposal)
    tale.on(scene.ago(30), tale.put_on_agenda, scene.ago(5))
    tale.on(scene.ago(5), tale.decide_in_board, case("decided")["paragraph"], hour=16)
    return tale


def _refused(scene: Scene) -> Story:
    """A rejection on delegation, of a board's own money, sent to the applicant."""
    tale = Story(scene.world, scene.laslust)
    scene.write(tale, scene.early_call, "refused", _period(scene, 12), 70)
    scene.prepare(tale, 64)
    scene.propose(tale, 30, "refused")
    tale.on(scene.ago(26), tale.approve_proposal)
    tale.on(scene.ago(22), tale.decide_by_delegation, "handlaggare")
    tale.on(scene.ago(20), tale.dispatch)
    return tale


def _to_accept(scene: Scene) -> Story:
    tale = Story(scene.world, scene.skogsbo)
    scene.write(tale, scene.growth_call, "to_accept", _period(scene, 12), 72)
    scene.prepare(tale, 66)
    scene.propose(tale, 30, "to_accept")
    tale.on(scene.ago(24), tale.approve_proposal)
    tale.on(scene.ago(8), tale.decide_by_delegation, "enhetschef")
    tale.on(scene.ago(6), tale.dispatch)
    return tale


def _running(scene: Scene) -> Story:
    """A project under way on a board's own money, with a report and a claim for the last half-year to examine."""
    spring = scene.today.month <= 6
    start = date(scene.today.year - 1, 7, 1) if spring else date(scene.today.year, 1, 1)
    period = (start, dates.add_months(start, 24) - timedelta(days=1))
    tale = Story(scene.world, scene.laslust)
    first = (scene.today - start).days + 150
    scene.write(tale, scene.early_call, "running", period, first)
    scene.prepare(tale, first - 4)
    scene.propose(tale, first - 20, "running")
    words = case("running")
    tale.on(scene.ago(first - 24), tale.approve_proposal)
    tale.on(scene.ago(first - 26), tale.put_on_agenda, scene.ago(first - 60))
    tale.on(scene.ago(first - 60), tale.decide_in_board, words["paragraph"], hour=16)
    tale.on(scene.ago(first - 68), tale.approve_minutes)
    tale.on(scene.ago(first - 70), tale.announce)
    tale.on(scene.ago(first - 72), tale.dispatch)
    tale.on(scene.ago(first - 80), tale.accept)
    tale.on(scene.ago(first - 110), tale.mark_final)
    tale.on(dates.next_working_day(start + timedelta(days=30)), tale.implement)
    amounts = {key: Decimal(amount) for key, amount in words["booked"].items()}
    tale.on(scene.ago(9), tale.hand_in_report, 1, words["report"])
    tale.on(scene.ago(9), tale.hand_in_claim, 1, amounts, hour=12)
    return tale


TALES: tuple[Callable[[Scene], Story], ...] = (
    _draft_idea,
    _shared_idea,
    _draft_application,
    _submitted,
    _formal_check,
    _completion,
    _at_head,
    _to_agenda,
    _decided,
    _refused,
    _to_accept,
    _running,
)
