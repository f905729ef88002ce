"""What would stop an applicant of a call today, and what its rules contradict: for the head who sets it up.

`Stop.blocks` marks what publishing refuses; the rest is told. `place` names where it is mended, and the desk makes an
address of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from portal import clock, dates
from portal.accounts.enums import OrganisationType
from portal.accounts.models import Authority
from portal.look.words import counted, listed

from ..enums import ComponentKind, CostKind, Sector
from ..models import Call, CallQuestion, CallVersion
from ..sections import SECTIONS
from . import windows

RULES, WINDOWS, PUBLISHING, CALL, FUND = "rules", "windows", "publish", "call", "fund"
MONEY, PROGRAMME, TRACK = "money", "programme", "track"
NEEDS_FORM = {"projekt", "villkor"}  # without them there is nothing to decide on, or to be bound by


@dataclass(frozen=True, slots=True)
class Stop:
    """One thing, as a sentence. `stops`: nobody can send in today; otherwise it is good to know."""

    text: str
    place: str
    stops: bool = True
    blocks: bool = False


def stops(call: Call) -> list[Stop]:
    """All that would stop an applicant today, the worst first. Reads windows, the latest version and its questions."""
    found = [*_published(call), *_rules(call), *_window(call), *_money(call), *_steps(call), *_people(call)]
    return sorted(found, key=lambda stop: (not stop.stops, not stop.blocks))


def faults(call: Call) -> list[Stop]:
    """What publishing refuses."""
    return [stop for stop in stops(call) if stop.blocks]


def _published(call: Call) -> Iterator[Stop]:
    if call.published_at is None:
        yield Stop("Utlysningen är inte publicerad. Ingen utanför myndigheten ser den.", PUBLISHING)


def _rules(call: Call) -> Iterator[Stop]:
    rules = call.versions.order_by("-number").first()
    if rules is None:
        yield Stop("Utlysningen har inga regler än.", RULES, blocks=True)
        return
    for texts in contradictions(rules, list(rules.questions.all())).values():
        for text in texts:
            yield Stop(text, RULES, blocks=True)
    needed = [row["label"] for row in rules.attachment_kinds if isinstance(row, dict) and row.get("required")]
    if needed:
        what = "bilagan" if len(needed) == 1 else "bilagorna"
        yield Stop(f"Den som söker måste ha {what} {listed([one.lower() for one in needed])}.", RULES, stops=False)
    if not rules.municipalities:
        yield Stop("Det finns inga kommuner att välja bland, så ansökan frågar inte efter kommuner.", RULES, False)
    if not rules.reminder_offsets and not rules.overdue_offsets:
        yield Stop("Ingen blir påmind om rapporter och rekvisitioner: det finns inga påminnelsedagar.", RULES, False)


def _window(call: Call) -> Iterator[Stop]:
    takes = windows.intake(call)
    if takes.open is not None:
        return
    if takes.closed is None and takes.coming is None:
        yield Stop("Utlysningen har ingen ansökningstid.", WINDOWS, blocks=True)
        return
    if takes.closed is not None:
        late = "En ansökan som kommer in nu tas emot, men är sen."
        yield Stop(f"Ansökningstiden var {windows.span_of(takes.closed)}. {late}", WINDOWS)
    if takes.coming is not None:
        opens = dates.datetime_long(takes.coming.opens_at)
        yield Stop(f"Nästa ansökningstid öppnar {opens}.", WINDOWS, stops=takes.closed is None)


def _money(call: Call) -> Iterator[Stop]:
    source = call.programme.funding_source
    if not source.regime_is_confirmed:
        text = f"Ingen jurist har bekräftat hur beslut om {source.name} överklagas."
        yield Stop(text, MONEY, stops=False)
    if not source.appeal_text.strip():
        yield Stop(f"Texten om hur man överklagar saknas för {source.name}.", MONEY, stops=False)
    if call.track is not None and call.track.is_partnership and call.fund is None:
        yield Stop("Partnerskapets utlysning har inga öronmärkta pengar.", FUND, stops=False)
    if call.fund is not None and call.fund.entries.sheet().total.left <= 0:
        yield Stop(f"Det finns inget kvar att besluta om i {call.fund.name}.", FUND, stops=False)


def _steps(call: Call) -> Iterator[Stop]:
    if call.track is None:
        return
    if call.step is not None and call.step > 1:
        before = Call.objects.published().filter(track=call.track, step=call.step - 1).first()
        if before is None:
            yield Stop(f"Steg {call.step - 1} i spåret {call.track.name} har ingen publicerad utlysning.", TRACK)
        else:
            text = f"Bara den som är klar med steg {call.step - 1} ({before.name}) kan skicka in."
            yield Stop(text, TRACK, stops=False)


def _people(call: Call) -> Iterator[Stop]:
    board, contact = call.programme.board, call.programme.contact
    if board.valid_to is not None and board.valid_to < clock.today():
        text = f"{board.name} finns inte längre, sedan {dates.long(board.valid_to)}. Välj nämnd för satsningen."
        yield Stop(text, PROGRAMME, blocks=True)
    if not contact.is_active:
        yield Stop(f"{contact.name}, som sökande ska ringa, är inte aktiv.", PROGRAMME, stops=False)


# What cannot be true at once


def contradictions(rules: CallVersion, questions: Sequence[CallQuestion]) -> dict[str, list[str]]:
    """Field of the version → what is wrong with it, so that a person can mend it; `questions` for the questions.

    Pure but for the authority's organisation number, which the rule about another funder needs.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for field, text in (*_choices(rules), *_costs(rules), *_form(rules), *_asked(rules, questions)):
        found[field].append(text)
    if rules.requires_other_funder and not Authority.objects.exclude(orgnr="").exists():
        found["requires_other_funder"].append("Myndigheten har inget organisationsnummer att jämföra finansiärer med.")
    return dict(found)


Fault = tuple[str, str]


def _choices(rules: CallVersion) -> Iterator[Fault]:
    if unknown := set(rules.eligible_types) - set(OrganisationType.values):
        yield "eligible_types", f"Det finns ingen typ av organisation som heter {', '.join(sorted(unknown))}."
    count = len(rules.municipalities)
    if rules.min_municipalities > max(count, 1):
        there = counted(count, "en kommun", "kommuner")
        yield "min_municipalities", f"Det finns {there} att välja bland. Skriv fler, eller sänk antalet."
    if rules.min_sectors > len(Sector):
        yield "min_sectors", f"Det finns bara {len(Sector)} sektorer."
    for field in ("areas", "municipalities", "strategy_areas", "start_activities", "closing_activities"):
        if doubled := _doubled(getattr(rules, field)):
            yield field, f"Står två gånger: {', '.join(doubled)}."


def _costs(rules: CallVersion) -> Iterator[Fault]:
    rows = [row for row in rules.cost_categories if isinstance(row, dict)]
    kinds = [row.get("kind") for row in rows]
    if rules.may_give_money and not any(kind in (CostKind.STAFF, CostKind.DIRECT) for kind in kinds):
        yield "cost_categories", "Lägg till minst ett kostnadsslag som den sökande skriver belopp i."
    if rules.indirect_rate is not None and CostKind.INDIRECT not in kinds:
        yield "indirect_rate", "Lägg till ett kostnadsslag av typen indirekt kostnad, eller ta bort påslaget."
    if rules.indirect_rate is not None and CostKind.STAFF not in kinds:
        yield "indirect_rate", "Påslaget räknas på personalkostnad. Lägg till ett kostnadsslag av typen personal."
    if rules.indirect_rate is None and CostKind.INDIRECT in kinds:
        yield "indirect_rate", "Det finns ett kostnadsslag för indirekta kostnader. Skriv hur stort påslaget är."
    if kinds.count(CostKind.INDIRECT) > 1:
        yield "cost_categories", "Indirekta kostnader kan bara stå på en rad."
    if doubled := _doubled(row.get("key") for row in rows):
        yield "cost_categories", f"Två kostnadsslag har samma nyckel: {', '.join(doubled)}."
    if doubled := _doubled(_names(rows)):
        yield "cost_categories", f"Två kostnadsslag heter {', '.join(doubled)}. Ge dem olika namn."


def _form(rules: CallVersion) -> Iterator[Fault]:
    if unknown := set(rules.sections) - set(SECTIONS):
        yield "sections", f"Formuläret har ingen del som heter {', '.join(sorted(unknown))}."
    shown = set(rules.sections or SECTIONS)
    needed = NEEDS_FORM | ({"budget"} if rules.may_give_money else set())
    if missing := needed - shown:
        labels = [SECTIONS[key].label for key in SECTIONS if key in missing]
        yield "sections", f"Formuläret måste ha med {', '.join(labels)}."
    required = [row for row in rules.attachment_kinds if isinstance(row, dict) and row.get("required")]
    if required and "bilagor" not in shown:
        yield "sections", f"Bilagan {required[0]['label'].lower()} krävs, men formuläret har inte delen Bilagor."
    for row in rules.components:
        if isinstance(row, dict) and row.get("kind") not in ComponentKind.values:
            yield "components", f"Välj slag för {row.get('label') or 'stödet'}."
    if doubled := _doubled(row.get("key") for row in rules.components if isinstance(row, dict)):
        yield "components", f"Två stöd har samma nyckel: {', '.join(doubled)}."
    for field, what in (("components", "stöd"), ("attachment_kinds", "slag av bilagor"), ("criteria", "kriterier")):
        if doubled := _doubled(_names(getattr(rules, field))):
            yield field, f"Två {what} heter {', '.join(doubled)}. Ge dem olika namn."
    if not rules.terms_text.strip():
        yield "terms_text", "Skriv villkoren. Den som söker godkänner dem."


def _asked(rules: CallVersion, questions: Sequence[CallQuestion]) -> Iterator[Fault]:
    for question in questions:
        others = [row for row in questions if row is not question]
        told = list(question.faults(rules, others).values())
        if question.section not in SECTIONS:
            told.append("Formuläret har ingen sådan del.")
        if question.key in {row.key for row in others}:
            told.append("En annan fråga har samma nyckel.")
        if any(row.place < question.place for row in others if _alike(row) == _alike(question)):
            told.append("En annan fråga i samma del lyder likadant. Skriv den ena annorlunda.")
        yield from (("questions", f"Frågan ”{question.label}”: {text}") for text in told)


def _alike(question: CallQuestion) -> tuple[str, str]:
    """Two questions with the same are one question to whoever reads them."""
    return (question.section, question.label.strip().casefold())


def _names(rows: Iterable[object]) -> list[str]:
    """What people read of rows with a label."""
    return [str(row.get("label", "")).strip() for row in rows if isinstance(row, dict) and row.get("label")]


def _doubled(given: Iterable[object]) -> list[str]:
    rows = list(given)
    return [str(one) for place, one in enumerate(rows) if one in rows[:place]]
