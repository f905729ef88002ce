"""The clauses of a decision: generated from its fields, in the form that law and habit give them ("att …")."""

from decimal import Decimal

from portal import dates
from portal.money import kronor, percent

from ..enums import DecisionKind, DismissalGround
from ..models import Application, Decision
from ..selectors import windows
from . import figures, supports

BECAUSE = {
    DismissalGround.WRONG_APPLICANT: "sökanden inte hör till dem som kan få stöd i utlysningen",
    DismissalGround.UNSIGNED: "den inte är undertecknad av någon som får företräda sökanden",
    DismissalGround.INCOMPLETE: "den inte är kompletterad med det som behövs för att den ska kunna prövas",
}


def in_words(share: Decimal) -> str:
    """28 procent or 27,6 procent: what was decided is never rounded in the text that binds."""
    return percent(share).replace("%", "procent")


def heading(decision: Decision) -> str:
    """Who decides, in the definite form; on delegation the person, on whose behalf (kommunallagen 6:37, 7:5)."""
    if decision.is_delegated:
        return f"{decision.decided_by}, beslutar på delegation från {decision.board.definite}"
    return f"{decision.board.definite} beslutar"


def approval(decision: Decision, application: Application) -> list[str]:
    """The clauses of a bifall, whole or partial (domain.md §4.1). Amounts per year are printed in whole kronor, each by
    itself."""
    terms = f"de allmänna villkoren ({figures.within(application.call_version.terms_version)})"
    if decision.conditions.exists():
        terms += " och de särskilda villkoren i beslutet"
    return [
        *_given(decision, application),
        *(_years(decision) if decision.gives_money else ()),
        *_advance(decision),
        *(["att i övrigt avslå ansökan,"] if decision.kind == DecisionKind.PARTIAL else ()),
        f"att {terms} gäller för stödet,",
        "att beslutet får återkallas och stödet krävas tillbaka, helt eller delvis, om villkoren inte följs.",
    ]


def _given(decision: Decision, application: Application) -> list[str]:
    """What is given: one clause, or one for each kind of support."""
    share = in_words(decision.share) if decision.share is not None else ""
    if parts := supports.clauses(decision, application, share):
        return parts
    organisation = application.case.organisation
    assert decision.cap is not None  # a yes without kinds of support is about money
    assert decision.period_start and decision.period_end
    period = dates.period_long(decision.period_start, decision.period_end)
    return [
        f"att bevilja {organisation.name} ({organisation.orgnr}) stöd till projektet {application.title} med "
        f"{share} av projektets bokförda kostnader, dock högst "
        f"{kronor(decision.cap)} kronor, för perioden {period},",
    ]


def _advance(decision: Decision) -> list[str]:
    """What may be paid before any cost, and how it comes back (domain.md §2.8)."""
    if decision.advance is None:
        return []
    return [
        f"att {kronor(decision.advance)} kronor av stödet får betalas i förskott när det begärs, och räknas av mot de "
        "rekvisitioner som följer,"
    ]


def rejection(application: Application) -> list[str]:
    """The clause of an avslag."""
    organisation = application.case.organisation
    return [
        f"att avslå ansökan från {organisation.name} ({organisation.orgnr}) om stöd till projektet {application.title}."
    ]


def discontinued(application: Application) -> list[str]:
    """The clause of an avskrivning."""
    organisation = application.case.organisation
    return [
        f"att avskriva ärendet om stöd till projektet {application.title}, eftersom {organisation.name} "
        f"({organisation.orgnr}) har återtagit ansökan."
    ]


def dismissed(decision: Decision, application: Application) -> list[str]:
    """The clause of an avvisning, with its ground (domain.md §4.1)."""
    organisation = application.case.organisation
    ground = DismissalGround(decision.dismissal_ground)
    because = _late(application) if ground == DismissalGround.LATE else BECAUSE[ground]
    return [
        f"att avvisa ansökan från {organisation.name} ({organisation.orgnr}) om stöd till projektet "
        f"{application.title}, eftersom {because}."
    ]


def _late(application: Application) -> str:
    """Both instants and the time between them: seconds count (domain.md §9 case 3)."""
    window = application.window
    assert application.shared_at is not None and window is not None and window.closes_at is not None
    return (
        f"den kom in {dates.datetime_long(application.shared_at)}, {windows.how_late(application)} "
        f"({dates.datetime_long(window.closes_at)})"
    )


def _years(decision: Decision) -> list[str]:
    parts = [f"{kronor(row.amount)} kronor för {row.year}" for row in decision.amounts.all()]
    if not parts:
        return [f"att stödet tas ur {decision.funding_source.name},"]
    return [f"att stödet tas ur {decision.funding_source.name} med {figures.listed(parts)},"]
