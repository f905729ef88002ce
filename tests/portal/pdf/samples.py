"""View-models for the document templates, with the figures of the Örebro case as printed (domain.md §1.3)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

CREATED = datetime(2024, 5, 14, 9, 30, tzinfo=UTC)

LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" fill="none" stroke="#14534a" stroke-width="2.6">'
    "<title>Region Älvlands märke</title>"
    '<circle cx="24" cy="24" r="21.8"/><circle cx="24" cy="24" r="16"/><circle cx="23.4" cy="24.6" r="10.6"/>'
    '<circle cx="23" cy="25.6" r="5.6"/><circle cx="23" cy="26" r="1.6" fill="#14534a"/></svg>'
)

AUTHORITY = {
    "name": "Region Älvland",
    "orgnr": "232100-0164",
    "address": "Box 100, 701 00 Älvstad",
    "logo_svg": LOGO,
}


def figures(*amounts: int) -> list[str]:
    """Whole kronor as the portal prints them, with U+00A0 between thousands."""
    return [f"{amount:,}".replace(",", "\u00a0") for amount in amounts]


BUDGET = {
    "years": [2024, 2025, 2026],
    "costs": [
        ("Egen personal", figures(456852, 989804, 554884, 2001541), False),
        ("Externa tjänster", figures(110000, 170000, 161087, 441087), False),
        ("Resor och logi", figures(10000, 10000, 10000, 30000), False),
        ("Indirekta kostnader", figures(97721, 211719, 118690, 428130), False),
        ("Summa kostnader", figures(674573, 1381523, 844661, 2900757), True),
    ],
    "financing": [
        ("Egna medel, aktivitetsmedel barn och unga", figures(488391, 1000223, 611535, 2100148), False),
        ("1:1-medel, detta beslut", figures(186182, 381300, 233126, 800609), False),
        ("Summa finansiering", figures(674573, 1381523, 844661, 2900757), True),
    ],
}
ROUNDING_NOTE = "Summorna räknas med ören och visas i hela kronor. Därför kan en summa skilja en krona från sina rader."


def granted(**changes: Any) -> dict[str, Any]:
    """A board's decision to grant, of usual length."""
    return {
        "kind": "bifall",
        "title": "Kraftsamling barn och unga",
        "authority": AUTHORITY,
        "board_name": "Regional tillväxtnämnd",
        "date": "14 maj 2024",
        "dnr": "23RS10970",
        "protocol": "§ 47, 14 maj 2024",
        "protocol_label": "Protokoll",
        "heading": "Ni får stöd till Kraftsamling barn och unga",
        "lead": "Förvaltningen Regional utveckling får 28 procent av projektets bokförda kostnader, högst "
        "800\u00a0609 kronor, för 1 augusti 2024 – 1 augusti 2026. Godkänn villkoren senast 11 juni 2024.",
        "decides": "Regional tillväxtnämnd beslutar",
        "clauses": [
            "att ge förvaltningen Regional utveckling (232100-0164) stöd till Kraftsamling barn och unga med "
            "28 procent av de bokförda kostnaderna, dock högst 800\u00a0609 kronor, för 1 augusti 2024 – "
            "1 augusti 2026,",
            "att pengarna tas ur potten Rusta barn och unga med 186\u00a0182 kronor 2024, 381\u00a0300 kronor 2025 och "
            "233\u00a0126 kronor 2026,",
            "att de allmänna villkoren, version 3, och de särskilda villkoren i beslutet gäller,",
            "att stödet kan dras tillbaka och krävas åter om villkoren inte följs.",
        ],
        "facts": [
            ("Sökt", "800\u00a0609 kr"),
            ("Beviljat", "högst 800\u00a0609 kr"),
            ("Andel", "28\u00a0% av kostnaden"),
            ("Kostnad", "2\u00a0900\u00a0757 kr"),
            ("Målgrupp", "6–15 år"),
            ("Kommuner", "12 i länet"),
            ("Statligt stöd", "Nej"),
            ("Handläggare", "Elin Sandahl"),
        ],
        "reasons": [
            "Projektet prövar tidiga insatser i liten skala och sprider lärdomarna mellan kommunerna. Det stämmer med "
            "det nämnden vill med potten. Parterna har egna pengar på plats och tar ställning till en fortsättning "
            "våren 2026."
        ],
        "budget": BUDGET,
        "rounding_note": ROUNDING_NOTE,
        "next_steps": [
            "Den som får skriva under för er godkänner villkoren i Investeringsportalen senast tisdag 11 juni 2024. "
            "Gör ni inte det kan stödet dras tillbaka.",
            "Projektet kan börja 1 augusti. Den första rapporten och begäran om utbetalning lämnar ni senast "
            "31 januari 2025.",
        ],
        "conditions": {
            "general": "De allmänna villkoren, version 3, gäller. De finns i Investeringsportalen.",
            "specific": [
                ("Redovisa projektets kostnader skilt från annan verksamhet.", "Löpande", ""),
                ("Lämna en plan för hur arbetet lever vidare.", "Före den sista utbetalningen", "senast 31 mars 2026"),
            ],
            "revocation": "Nämnden kan dra tillbaka stödet och kräva tillbaka pengar om villkoren inte följs.",
        },
        "reporting": [
            ("Lägesrapport och rekvisition", "1 augusti – 31 december 2024", "31 januari 2025"),
            ("Lägesrapport och rekvisition", "2025", "2 februari 2026"),
            ("Slutrapport och slutrekvisition", "1 januari – 1 augusti 2026", "1 oktober 2026"),
        ],
        "payment": ["Vi betalar i efterskott, 28 procent av de kostnader som vi godkänner, tills taket är nått."],
        "case_history": ["Ansökan kom in den 2 april 2024. Projektforum tog upp den den 3 april 2024."],
        "appeal": {
            "heading": "Beslutet går inte att överklaga",
            "paragraphs": ["Stöd ur det statliga anslaget 1:1 kan inte överklagas."],
        },
        "participants": ["Nämnden har beslutat. Elin Sandahl har föredragit ärendet."],
        "recipients": ["Förvaltningen Regional utveckling", "Ekonomiavdelningen, Region Älvland"],
        **changes,
    }


def granted_with_many_conditions(number: int = 12) -> dict[str, Any]:
    """A long decision: conditions that fill a page, delegated, with a name that needs more than the Latin subset."""
    conditions = [
        (
            f"Villkor nummer {index}: beskriv skriftligt hur projektet når barn och unga som sällan hörs, vilka "
            "som har varit med och vad som ändrades efter deras synpunkter, och visa underlaget för handläggaren.",
            "Före utbetalning" if index % 2 else "Löpande",
            f"senast {index} oktober 2024" if index % 2 else "",
        )
        for index in range(1, number + 1)
    ]
    return granted(
        protocol="Delegationsbeslut 3/2024, enligt delegationsordningen punkt 4.2",
        protocol_label="Delegation",
        decides="Enhetschefen beslutar för Regional tillväxtnämnd",
        reasons=granted()["reasons"] * 6,
        conditions={
            "general": "De allmänna villkoren, version 3, gäller.\n\nDe finns i Investeringsportalen.",
            "specific": conditions,
            "revocation": "Stödet kan dras tillbaka och krävas åter om villkoren inte följs.",
        },
        participants=["Enhetschefen Željko Šimić har beslutat. Elin Sandahl har föreslagit beslutet."],
    )


def refused() -> dict[str, Any]:
    """A refusal: no budget, no conditions, full reasons and the way on."""
    return granted(
        kind="avslag",
        heading="Ni får inget stöd till Kraftsamling barn och unga",
        lead="Det saknas en plan för hur arbetet lever vidare. Ni kan söka igen när nästa utlysning öppnar den "
        "2 september 2024. Ring oss gärna först.",
        clauses=["att avslå ansökan från förvaltningen Regional utveckling om stöd till Kraftsamling barn och unga."],
        facts=[("Sökt", "800\u00a0609 kr"), ("Beviljat", "0 kr"), ("Kostnad", "2\u00a0900\u00a0757 kr")],
        reasons=[
            "Behov: Ansökan visar tydligt varför arbetet behövs.",
            "Långsiktighet: Ingen av parterna har sagt hur arbetet ska betalas efter projektet.",
            "Organisation: Projektledaren är inte utsedd.",
        ],
        budget=None,
        rounding_note="",
        conditions=None,
        reporting=[],
        payment=[],
        next_steps=["Ärendet avslutas när beslutet har fått laga kraft. Ni behöver inte göra något."],
        appeal={
            "heading": "Så överklagar ni",
            "paragraphs": [
                "Den som är medlem i regionen kan begära att förvaltningsrätten prövar om beslutet är lagligt.",
                "Skriv till Förvaltningsrätten i Karlstad. Brevet ska vara framme inom tre veckor från den dag då det "
                "stod på anslagstavlan att protokollet är justerat.",
            ],
        },
    )


def receipt(**changes: Any) -> dict[str, Any]:
    """The receipt of a received application."""
    return {
        "title": "Kraftsamling barn och unga",
        "authority": AUTHORITY,
        "board_name": "Regional tillväxtnämnd",
        "dnr": "23RS10970",
        "received": "22 november 2026 kl.\u00a013.37",
        "heading": "Vi har tagit emot er ansökan",
        "lead": "Elin Sandahl läser ansökan och hör av sig senast 7 december 2026.",
        "facts": [
            ("Projekt", "Kraftsamling barn och unga"),
            ("Sökande", "Förvaltningen Regional utveckling"),
            ("Sökt", "800\u00a0609 kr"),
            ("Skickad av", "Maja Ek, firmatecknare"),
        ],
        "next_steps": ["Vi kontrollerar att ansökan är fullständig. Saknas något frågar vi er."],
        "sections": [
            ("Sökande", [("Organisation", "Förvaltningen Regional utveckling"), ("Kontakt", "Maja Ek")]),
            (
                "Projektet",
                [
                    ("Sammanfattning", "En plattform för tidiga insatser i tolv kommuner.\n\nDen börjar i augusti."),
                    ("Behov", "Många insatser görs, men de hänger inte ihop. " * 12),
                ],
            ),
        ],
        "budget": BUDGET,
        "rounding_note": ROUNDING_NOTE,
        "attachments": [("avsiktsförklaring.pdf", "214 kB", "9f86d081884c7d659a2feaa0c55ad015" * 2)],
        "content_hash": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
        **changes,
    }
