"""A no on delegation, of a board's own money: laglighetsprövning and a letter that says why and what to do next."""

from __future__ import annotations

from datetime import date

from portal.accounts.enums import MembershipRole, OrganisationType
from portal.demo.world import World, join, moment, open_call, organisation

from .others import CHILD, SCORES, SUMMARY, WEAK, money, text
from .script import Story

PERIOD = (date(2025, 9, 1), date(2026, 8, 31))


def story(world: World) -> Story:
    """From application to the letter, in the spring of 2025."""
    body = organisation("802555-1238", "Föreningen Läslust", OrganisationType.CIVIL_SOCIETY, "Skogsbo")
    for name, role in (
        ("sokande", MembershipRole.PROJECT_LEAD),
        ("ekonom.sokande", MembershipRole.ECONOMIST),
        ("firmatecknare", MembershipRole.SIGNATORY),
    ):
        join(world.people[name], body, role)
    call = open_call(
        world.early,
        "tidigt-och-nara-2025",
        "Tidigt och nära 2025",
        opens_at=moment(date(2025, 1, 13), 8),
        closes_at=moment(date(2025, 4, 30), 16),
    )
    tale = Story(world, body)
    words = text("Sommarläger", "Tre veckors läger med läsning och lek.", "Barn 7–12 år")
    budget = money([2025, 2026], 90_000, "0.15", "0.4", "Region Örebro län", "Tidigt och nära", body.name)
    tale.on(date(2025, 3, 3), tale.begin_application, call)
    tale.on(date(2025, 3, 10), tale.write, words, PERIOD)
    tale.on(date(2025, 3, 17), tale.count, budget)
    tale.on(date(2025, 3, 24), tale.finish)
    tale.on(date(2025, 3, 25), tale.submit)
    tale.on(date(2025, 3, 26), tale.assign)
    tale.on(date(2025, 3, 31), tale.prepare)
    tale.on(date(2025, 4, 7), tale.assess, SCORES, CHILD, SUMMARY)
    tale.on(date(2025, 4, 9), tale.propose, kind="rejection", reasons=WEAK)
    tale.on(date(2025, 4, 11), tale.approve_proposal)
    tale.on(date(2025, 4, 14), tale.decide_by_delegation, "handlaggare")
    tale.on(date(2025, 4, 15), tale.dispatch)
    return tale
