"""Kraftsamling barn och unga: the real case of Region Örebro län, from idea to settled, with its own figures.

Facts and figures are the region's project memo's (dnr 23RS10970): twelve municipalities, 2024-08-01–2026-08-01,
2 900 757 kr over three years, applied for at 28 percent of booked costs, at most 800 609 kr. The words are our own and
the people invented.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from portal.demo.world import MUNICIPALITIES, REGION, REGION_ORGNR, World, moment, open_call
from reviews.enums import Criterion

from .script import Money, Story, Text

YEARS = (2024, 2025, 2026)
PERIOD = (date(2024, 8, 1), date(2026, 8, 1))
TITLE = "Kraftsamling barn och unga"
# One set of amounts in öre from which every printed figure follows (domain.md §1.3).
COSTS = {
    "personal": ("456852.25", "989804.15", "554884.35"),
    "externa": ("110000.00", "170000.00", "161087.00"),
    "resor": ("10000.00", "10000.00", "10000.00"),
}
OWN_MONEY = ("488390.82", "1000222.84", "611534.64")
APPLIED = ("186182.13", "381300.42", "233126.47")

PROBLEM = """Ohälsa, droger, brott och utanförskap har ofta samma rötter. Forskning visar fyra saker som skyddar barn: \
goda relationer hemma, en skolgång som fungerar, en fritid som betyder något och trygghet där man bor.
I länet görs mycket, men var för sig. Uppföljningen av den regionala utvecklingsstrategin visar att fler elever \
behöver nå målen i skolan och att fler unga mår dåligt. Det saknas ett gemensamt ställe där vi prövar nytt och lär av \
varandra."""
TEXT = Text(
    title=TITLE,
    summary="Tolv kommuner och regionen bygger en gemensam plattform där skola, vård, kultur och föreningar prövar "
    "tidiga insatser i liten skala, följer upp dem och delar det de lär sig. Målet är att fler barn och unga ska må "
    "bra och klara skolan.",
    problem=PROBLEM,
    target_group="Barn och unga i länet, särskilt de som riskerar att inte klara skolan eller att må dåligt. Vi når "
    "dem genom dem som möter dem i vardagen: skola, vård, fritid och föräldrar.",
    child_participation="Unga från tre kommuner sitter med när piloterna väljs ut och när de följs upp.",
    cooperation="Regionen leder arbetet. Kommunerna, föreningar och företag prövar insatser i piloter och möts i "
    "gemensamma forum. Partnerskapet för regional utveckling är referensgrupp.",
    delimitation="Projektet bygger upp plattformen och prövar piloter. Det som kommunerna och regionen redan gör "
    "betalas som vanligt och ingår inte. Arbetssätt som fungerar förs över till ordinarie verksamhet.",
    longevity="Om arbetet visar sig värdefullt drivs det vidare inom regional utveckling med ordinarie pengar. "
    "Ställningstagandet görs våren 2026.",
    overall_goal="Alla barn och unga i länet har goda villkor, kan påverka sina liv och klarar sin skolgång. På sikt "
    "får fler arbete, och trycket på vården minskar.",
    project_goal="En länsgemensam utvecklingsmiljö finns på plats, används av alla tolv kommuner och bidrar till "
    "bättre hälsa och fler som når målen i skolan.",
    follow_up="Indikatorer tas fram under hösten 2024. Vi utvärderar löpande, stämmer av vid slutet av varje etapp och "
    "följer upp effekterna efter projektet.",
    goals=[
        {
            "text": "Starkare gemensamt lärande",
            "activities": "Kartlägga insatser i länet och göra resultatet tillgängligt för alla.\n"
            "Ordna möten, forum och konferenser där deltagarna lär av varandra.",
            "indicator": "Kartläggningen är klar i mars 2025 och alla tolv kommuner deltar i forumen.",
        },
        {
            "text": "Starkare lokala insatser",
            "activities": "Starta pilotprojekt i liten skala och stödja dem.\n"
            "Föra över det som fungerar till ordinarie verksamhet.",
            "indicator": "Minst åtta piloter är genomförda och utvärderade.",
        },
    ],
    parties=[
        {
            "name": "Föreningen Läslust",
            "orgnr": "802555-1238",
            "sector": "civil_society",
            "role": "partner",
            "does": "Prövar läsfrämjande insatser i två piloter.",
        },
        {
            "name": "Norra Älvens kommunalförbund",
            "orgnr": "222000-9001",
            "sector": "municipality",
            "role": "co_applicant",
            "does": "Samordnar kommunernas deltagande i piloter och forum.",
        },
    ],
    municipalities=MUNICIPALITIES,
    areas=["Goda relationer mellan barn och föräldrar", "Fungerande skolgång", "Meningsfull fritid"],
)
REASONS = """Projektet stämmer med den regionala utvecklingsstrategins område Kunskapslyft och utbildning, och med \
nämndens beslut den 9 februari 2024, § 2, om hur 1:1-medlen ska användas: projekt som rustar barn och unga.
Arbetet prövar tidiga insatser i liten skala och sprider det som fungerar mellan tolv kommuner. Parterna har egna \
pengar på plats och tar ställning till en fortsättning våren 2026.
Projektet är tydligt avgränsat från det som parterna gör annars, i tid, ekonomi och arbete."""
ASSESSMENT = {
    Criterion.RELEVANCE: (5, "Behovet är väl beskrivet och bygger på uppföljningen av den regionala strategin."),
    Criterion.POTENTIAL: (4, "Lärandet når hela länet. Effekterna på sikt är svårare att mäta."),
    Criterion.FEASIBILITY: (4, "Tid och pengar är rimliga. Rekryteringen av processledare är den största risken."),
    Criterion.ACTORS: (5, "Alla tolv kommuner, vård, skola och föreningar är med."),
}


def money() -> Money:
    """The memo's table in öre."""

    def per_year(amounts: tuple[str, ...]) -> dict[int, Decimal]:
        return {year: Decimal(amount) for year, amount in zip(YEARS, amounts, strict=True)}

    costs = {(key, year): amount for key, row in COSTS.items() for year, amount in per_year(row).items()}
    common = {"orgnr": REGION_ORGNR, "kind": "public"}
    return Money(
        costs=costs,
        funders=[
            common
            | {
                "name": REGION,
                "account": "Egna medel - aktivitetsmedel barn och unga",  # as the memo prints it
                "status": "decided",
                "is_applied": False,
                "amounts": per_year(OWN_MONEY),
            },
            common
            | {
                "name": f"{REGION} 1:1-medel",
                "account": "",
                "status": "applied",
                "is_applied": True,
                "amounts": per_year(APPLIED),
            },
        ],
    )


def booked(number: int) -> dict[str, Decimal]:
    """What was booked in period `number`: as budgeted, year by year."""
    return {key: Decimal(row[number - 1]) for key, row in COSTS.items()}


def _report(year: int, *, final: bool = False) -> dict[str, str]:
    values = {
        "summary": f"Under {year} har plattformen tagit form och fler kommuner har kommit med i piloterna.",
        "activities": "Forum i alla fyra länsdelar, tre nya piloter och en gemensam dag om skolnärvaro.",
        "goals": "Båda delmålen går framåt. Kartläggningen används och åtta av tolv kommuner har egna piloter.",
        "lessons": "Piloter som rektor och socialchef äger tillsammans kommer längst.",
        "deviations": "Inga större avvikelser.",
        "next_steps": "Stödja piloterna och sprida det som fungerar.",
    }
    if final:
        values |= {
            "recommendation": "implement",
            "recommendation_note": "Regional utveckling tar över plattformen från oktober 2026 med ordinarie pengar.",
        }
    return values


def story(world: World) -> Story:
    """The whole case, every step at its day. Its three periods are calendar years, the last with final report."""
    call = open_call(
        world.growth,
        "rusta-barn-och-unga-2024",
        "Rusta barn och unga, våren 2024",
        opens_at=moment(date(2024, 1, 15), 8),
        closes_at=moment(date(2024, 3, 15), 12),
    )
    tale = Story(world, world.region)
    wished = (
        "Barn och unga får stöd innan problemen blir stora.",
        "Skola, vård och föreningar arbetar mot samma mål och lär av varandra.",
        "Fler klarar skolan och mår bra, i hela länet.",
    )
    tale.on(date(2023, 11, 6), tale.begin_idea, world.growth, TITLE, PROBLEM, wished)
    tale.on(date(2023, 11, 8), tale.share_idea)
    tale.on(date(2023, 11, 15), tale.talk_about_idea)
    tale.on(date(2023, 12, 1), tale.advise, "Idén stämmer med nämndens inriktning. Beskriv hur piloterna väljs ut.")
    tale.on(date(2024, 1, 22), tale.convert, call)
    tale.on(date(2024, 2, 12), tale.write, TEXT, PERIOD)
    tale.on(date(2024, 2, 26), tale.count, money())
    tale.on(date(2024, 3, 7), tale.finish)
    tale.on(date(2024, 3, 8), tale.submit, hour=14)
    tale.on(date(2024, 3, 11), tale.assign)
    tale.on(
        date(2024, 3, 13),
        tale.ask_completion,
        "parter",
        "Skriv vad Norra Älvens kommunalförbund gör i projektet",
        "Vi behöver se vem som ansvarar för vad innan vi kan bedöma samverkan.",
        date(2024, 3, 27),
    )
    tale.on(
        date(2024, 3, 20), tale.answer_completion, "Förbundet samordnar kommunernas piloter. Det står nu i parterna."
    )
    tale.on(date(2024, 3, 22), tale.prepare, "Ansökan kom in i tid och är komplett efter komplettering.")
    tale.on(
        date(2024, 4, 3),
        tale.assess,
        ASSESSMENT,
        "Projektet är till för barn och unga, som är med och väljer piloter. Ingen insats bedöms skada dem.",
        "Ett väl förankrat projekt med god bredd. Vi föreslår bifall.",
    )
    tale.on(
        date(2024, 4, 10),
        tale.propose,
        kind="approval",
        share=Decimal("0.28"),
        cap=Decimal(800_609),
        reasons=REASONS,
        conditions="Redovisa i första rapporten hur piloterna har valts ut.\n"
        "Gör kartläggningen tillgänglig för alla kommuner i länet.",
    )
    tale.on(date(2024, 4, 12), tale.approve_proposal)
    tale.on(date(2024, 4, 16), tale.put_on_agenda, date(2024, 5, 14))
    tale.on(date(2024, 5, 14), tale.decide_in_board, "47", hour=16)
    tale.on(date(2024, 5, 22), tale.approve_minutes)
    tale.on(date(2024, 5, 23), tale.announce)
    tale.on(date(2024, 5, 24), tale.dispatch)
    tale.on(date(2024, 6, 3), tale.accept)
    tale.on(date(2024, 10, 1), tale.implement)
    for number, (year, day, final) in enumerate(((2025, date(2025, 2, 10), False), (2026, date(2026, 2, 9), False)), 1):
        _settle_period(tale, number, day, _report(year - 1, final=final))
    _settle_period(tale, 3, date(2026, 9, 14), _report(2026, final=True))
    tale.on(date(2026, 10, 2), tale.finish_project)
    tale.on(date(2026, 10, 5), tale.settle)
    tale.on(date(2026, 10, 6), tale.close_case)
    return tale


def _settle_period(tale: Story, number: int, first: date, report: dict[str, str]) -> None:
    """Report and claim handed in on `first`, examined and paid in the two weeks after."""
    day = first.toordinal()

    def after(days: int) -> date:
        return date.fromordinal(day + days)

    tale.on(first, tale.hand_in_report, number, report, hour=9)
    tale.on(first, tale.hand_in_claim, number, booked(number), hour=11)
    tale.on(after(3), tale.approve_report, number, "Tack för en tydlig rapport.")
    tale.on(after(3), tale.review_claim, number, hour=11)
    tale.on(after(7), tale.approve_claim, number)
    tale.on(after(8), tale.release_claim, number)
    tale.on(after(10), tale.confirm_claim, number)
