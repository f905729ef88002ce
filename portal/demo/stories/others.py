"""The other cases of the demo, one at each point of a grant's life, so that every queue has something in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from portal import clock, dates
from portal.accounts.enums import MembershipRole, OrganisationType
from portal.demo.world import World, join, moment, open_call, organisation
from portal.money import round_ore
from reviews.enums import Criterion

from .script import Money, Story, Text

SCORES = {
    Criterion.RELEVANCE: (4, "Behovet är tydligt och bygger på kommunens egen kartläggning."),
    Criterion.POTENTIAL: (3, "Arbetssättet kan användas av fler, men spridningen är tunt beskriven."),
    Criterion.FEASIBILITY: (4, "Tidplan och bemanning är rimliga."),
    Criterion.ACTORS: (4, "Skola, vård och förening gör var sin del."),
}
CHILD = "Barnen och deras föräldrar är med i planeringen. Insatserna är frivilliga."
SUMMARY = "Ett avgränsat projekt med goda möjligheter att fortsätta."
REASONS = """Projektet möter barn tidigt och nära där de bor, vilket är det pengarna är till för.
Parterna betalar mer än hälften själva och har en plan för hur arbetet lever vidare."""
WEAK = """Ansökan beskriver ett bra syfte men inte hur arbetet ska leva vidare efter projektet.
Kostnaderna gäller till största delen verksamhet som ni redan bedriver. Sådant kan vi inte betala."""


def text(title: str, what: str, who: str) -> Text:
    """A whole application in a few words."""
    return Text(
        title=title,
        summary=f"{what} Vi prövar i liten skala, följer upp och berättar för andra vad vi lär oss.",
        problem=f"{who} får i dag hjälp sent. Verksamheterna ser var sin del men ingen ser helheten.",
        target_group=f"{who}, och de vuxna som finns nära dem.",
        child_participation="Barn och unga är med i en arbetsgrupp som träffas varannan månad.",
        cooperation="Skola, barnhälsovård och förening planerar tillsammans och möts varje månad.",
        delimitation="Projektet betalar bara det nya arbetssättet. Det vanliga arbetet ligger utanför.",
        longevity="Kommunen tar över kostnaderna om utvärderingen är god. Beslut tas före sista halvåret.",
        overall_goal="Barn får stöd tidigt, av vuxna som arbetar tillsammans.",
        project_goal="Ett gemensamt arbetssätt är prövat och beskrivet.",
        follow_up="Vi följer tre indikatorer varje halvår och gör en utvärdering i slutet.",
        goals=[
            {
                "text": "Ett arbetssätt som fungerar",
                "activities": "Bilda arbetslag.\nPröva med två grupper.\nUtvärdera och justera.",
                "indicator": "Minst 80 procent av familjerna säger att stödet hjälpte.",
            }
        ],
        parties=[
            {
                "name": "Föreningen Läslust",
                "orgnr": "802555-1238",
                "sector": "civil_society",
                "role": "partner",
                "does": "Håller i mötesplatserna.",
            }
        ],
        ages=(0, 12),
    )


def money(years: list[int], staff: int, rate: str, applied_share: str, payer: str, account: str, own: str) -> Money:
    """A budget that goes together to the öre: the applied share per year, the rest own money."""
    costs: dict[tuple[str, int], Decimal] = {}
    applied: dict[int, Decimal] = {}
    rest: dict[int, Decimal] = {}
    for year in years:
        amounts = {"personal": Decimal(staff), "externa": Decimal(staff // 8), "resor": Decimal(6_000)}
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


class Scene:
    """The day the demo begins, the calls that are open then, and how far before it a step lies."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.today = clock.today()
        self.growth_call = open_call(
            world.growth,
            f"rusta-barn-och-unga-{self.today.year + 1}",
            f"Rusta barn och unga, våren {self.today.year + 1}",
            opens_at=moment(self.ago(75), 8),
            closes_at=moment(dates.next_working_day(self.today + timedelta(days=34)), 16),
        )
        self.early_call = open_call(
            world.early,
            f"tidigt-och-nara-{self.today.year}",
            f"Tidigt och nära {self.today.year}",
            opens_at=moment(self.ago(900), 8),
            closes_at=None,
        )
        self.skogsbo = organisation("212000-9903", "Skogsbo kommun", OrganisationType.MUNICIPAL, "Skogsbo")
        self.laslust = organisation("802555-1238", "Föreningen Läslust", OrganisationType.CIVIL_SOCIETY, "Skogsbo")
        for body in (self.skogsbo, self.laslust):
            for name, role in (
                ("sokande", MembershipRole.PROJECT_LEAD),
                ("ekonom.sokande", MembershipRole.ECONOMIST),
                ("firmatecknare", MembershipRole.SIGNATORY),
            ):
                join(world.people[name], body, role)

    def ago(self, days: int) -> date:
        """The working day `days` days before the demo's day, or the one before it."""
        return dates.previous_working_day(self.today - timedelta(days=days))

    def apply(self, tale: Story, call: Any, words: Text, period: tuple[date, date], first: int, **budget: Any) -> None:
        """Write a whole application, a fortnight's work from `first` days ago, and send it in."""
        years = list(range(period[0].year, period[1].year + 1))
        is_growth = call == self.growth_call or call.programme == self.world.growth
        rate = "0.2139" if is_growth else "0.15"
        account = "1:1-medel" if is_growth else "Tidigt och nära"
        tale.on(self.ago(first), tale.begin_application, call, hour=9)
        tale.on(self.ago(first), tale.write, words, period, hour=10)
        tale.on(
            self.ago(first),
            tale.count,
            money(
                years,
                budget.get("staff", 300_000),
                rate,
                budget.get("share", "0.4"),
                "Region Örebro län",
                account,
                tale.organisation.name,
            ),
            hour=11,
        )
        tale.on(self.ago(first), tale.finish, hour=12)
        tale.on(self.ago(first - 1), tale.submit, hour=13)

    def prepare(self, tale: Story, first: int) -> None:
        """From assigned to prepared."""
        tale.on(self.ago(first), tale.assign, hour=14)
        tale.on(self.ago(first - 2), tale.prepare, hour=15)

    def propose(self, tale: Story, first: int, **proposal: Any) -> None:
        tale.on(self.ago(first), tale.assess, SCORES, CHILD, SUMMARY, hour=9)
        tale.on(self.ago(first), tale.propose, hour=15, **proposal)


def stories(world: World) -> list[Story]:
    """One story for each point of the life."""
    scene = Scene(world)
    return [tell_one(scene) for tell_one in TALES]


def _period(scene: Scene, months: int = 24) -> tuple[date, date]:
    start = date(scene.today.year + 1, 3, 1)
    return start, dates.add_months(start, months) - timedelta(days=1)


def _draft_idea(scene: Scene) -> Story:
    tale = Story(scene.world, scene.world.region)
    wished = ("Barn som rör sig mer.", "Skola och föreningar delar lokaler.", "Tryggare platser efter skolan.")
    tale.on(
        scene.ago(4),
        tale.begin_idea,
        scene.world.growth,
        "Gården mitt i byn",
        "Efter skolan finns ingenstans att vara för dem som inte idrottar.",
        wished,
    )
    return tale


def _shared_idea(scene: Scene) -> Story:
    tale = Story(scene.world, scene.skogsbo)
    wished = (
        "Föräldrar får stöd första året.",
        "BVC och bibliotek arbetar ihop.",
        "Fler barn har ett språk vid tre år.",
    )
    tale.on(
        scene.ago(9),
        tale.begin_idea,
        scene.world.growth,
        "Sagor på BVC",
        "Många barn möter få ord före tre års ålder, och familjerna som behöver stöd mest söker det minst.",
        wished,
    )
    tale.on(scene.ago(6), tale.share_idea)
    return tale


def _draft_application(scene: Scene) -> Story:
    tale = Story(scene.world, scene.world.region)
    words = text("Fritids för tolvåringar", "Sju byar delar på tre ledare och en buss.", "Barn i mellanåldern")
    tale.on(scene.ago(12), tale.begin_application, scene.growth_call, hour=9)
    tale.on(scene.ago(11), tale.write, words, _period(scene), hour=10)
    return tale


def _submitted(scene: Scene) -> Story:
    tale = Story(scene.world, scene.skogsbo)
    words = text(
        "Byskolan öppen", "Skolan håller öppet till klockan nio två kvällar i veckan.", "Elever på landsbygden"
    )
    scene.apply(tale, scene.growth_call, words, _period(scene), 4)
    return tale


def _formal_check(scene: Scene) -> Story:
    tale = Story(scene.world, scene.laslust)
    words = text("Läsa högt hemma", "Bokpåsar på nio språk lånas ut hos barnhälsovården.", "Förskolebarn")
    scene.apply(tale, scene.growth_call, words, _period(scene), 14)
    tale.on(scene.ago(9), tale.assign)
    return tale


def _completion(scene: Scene) -> Story:
    tale = Story(scene.world, scene.skogsbo)
    words = text("Trygg på nätet", "Ungdomar lär vuxna och varandra om livet på nätet.", "Mellanstadieelever")
    scene.apply(tale, scene.growth_call, words, _period(scene), 20)
    tale.on(scene.ago(15), tale.assign)
    tale.on(
        scene.ago(5),
        tale.ask_completion,
        "mal",
        "Beskriv hur ni mäter att eleverna blir tryggare",
        "Utan mätbara mål kan nämnden inte bedöma vad projektet ger.",
        scene.today + timedelta(days=12),
        hour=15,
    )
    return tale


def _at_head(scene: Scene) -> Story:
    tale = Story(scene.world, scene.laslust)
    words = text("Gemensam ingång", "Familjer möter en kontakt i stället för fem.", "Barn med insatser från flera håll")
    scene.apply(tale, scene.growth_call, words, _period(scene), 40)
    scene.prepare(tale, 34)
    cap = Decimal(250_000)
    scene.propose(tale, 3, kind="approval", share=Decimal("0.4"), cap=cap, reasons=REASONS, conditions="")
    return tale


def _to_agenda(scene: Scene) -> Story:
    tale = Story(scene.world, scene.skogsbo)
    words = text("Fritidsbanken på hjul", "En buss lånar ut sportsaker i byar utan fritidsgård.", "Barn utan bil hemma")
    scene.apply(tale, scene.growth_call, words, _period(scene), 60)
    scene.prepare(tale, 54)
    scene.propose(tale, 20, kind="approval", share=Decimal("0.4"), cap=Decimal(320_000), reasons=REASONS, conditions="")
    tale.on(scene.ago(16), tale.approve_proposal)
    tale.on(scene.ago(2), tale.plan_meeting, dates.next_working_day(scene.today + timedelta(days=18)))
    return tale


def _decided(scene: Scene) -> Story:
    """A board's own money: laglighetsprövning. Made at the last meeting, waiting to be justerat."""
    tale = Story(scene.world, scene.skogsbo, officer="medhandlaggare")
    words = text("Första året", "Föräldragrupper med barnmorska, BVC och familjecentral.", "Nyblivna föräldrar")
    scene.apply(tale, scene.early_call, words, _period(scene, 18), 80)
    scene.prepare(tale, 74)
    scene.propose(tale, 40, kind="approval", share=Decimal("0.4"), cap=Decimal(300_000), reasons=REASONS, conditions="")
    tale.on(scene.ago(36), tale.approve_proposal)
    tale.on(scene.ago(30), tale.put_on_agenda, scene.ago(5))
    tale.on(scene.ago(5), tale.decide_in_board, "112", hour=16)
    return tale


def _refused(scene: Scene) -> Story:
    """A rejection on delegation, of a board's own money, sent to the applicant."""
    tale = Story(scene.world, scene.laslust)
    words = text("Sommarläger", "Tre veckors läger med läsning och lek.", "Barn 7–12 år")
    scene.apply(tale, scene.early_call, words, _period(scene, 12), 70, staff=90_000)
    scene.prepare(tale, 64)
    scene.propose(tale, 30, kind="rejection", reasons=WEAK)
    tale.on(scene.ago(26), tale.approve_proposal)
    tale.on(scene.ago(22), tale.decide_by_delegation, "handlaggare")
    tale.on(scene.ago(20), tale.dispatch)
    return tale


def _to_accept(scene: Scene) -> Story:
    tale = Story(scene.world, scene.skogsbo)
    words = text("Gåbuss till skolan", "Pensionärer och föräldrar går skolvägen med barnen.", "Lågstadieelever")
    scene.apply(tale, scene.growth_call, words, _period(scene, 12), 72, staff=110_000)
    scene.prepare(tale, 66)
    scene.propose(tale, 30, kind="approval", share=Decimal("0.4"), cap=Decimal(90_000), reasons=REASONS, conditions="")
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
    words = text(
        "Läxhjälp på biblioteket", "Studenter och bibliotek hjälper elever två dagar i veckan.", "Högstadieelever"
    )
    first = (scene.today - start).days + 150
    tale.on(scene.ago(first), tale.begin_application, scene.early_call, hour=9)
    tale.on(scene.ago(first), tale.write, words, period, hour=10)
    years = list(range(period[0].year, period[1].year + 1))
    budget = money(years, 180_000, "0.15", "0.4", "Region Örebro län", "Tidigt och nära", scene.laslust.name)
    tale.on(scene.ago(first), tale.count, budget, hour=11)
    tale.on(scene.ago(first), tale.finish, hour=12)
    tale.on(scene.ago(first - 1), tale.submit, hour=13)
    scene.prepare(tale, first - 4)
    scene.propose(
        tale, first - 20, kind="approval", share=Decimal("0.4"), cap=Decimal(188_000), reasons=REASONS, conditions=""
    )
    tale.on(scene.ago(first - 24), tale.approve_proposal)
    tale.on(scene.ago(first - 26), tale.put_on_agenda, scene.ago(first - 60))
    tale.on(scene.ago(first - 60), tale.decide_in_board, "88", hour=16)
    tale.on(scene.ago(first - 68), tale.approve_minutes)
    tale.on(scene.ago(first - 70), tale.announce)
    tale.on(scene.ago(first - 72), tale.dispatch)
    tale.on(scene.ago(first - 80), tale.accept)
    tale.on(scene.ago(first - 110), tale.mark_final)
    tale.on(dates.next_working_day(start + timedelta(days=30)), tale.implement)
    report = {
        "summary": "Läxhjälpen är i gång på båda biblioteken.",
        "activities": "Vi har öppet tisdagar och torsdagar och har utbildat elva studenter.",
        "goals": "Målet om 40 elever är nått.",
        "lessons": "Elever kommer oftare när de får frukt och när kompisar kommer.",
    }
    amounts = {"personal": Decimal(82_450), "externa": Decimal(9_000), "resor": Decimal(2_150)}
    tale.on(scene.ago(9), tale.hand_in_report, 1, report)
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
