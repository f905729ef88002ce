"""The rules of a call as sentences, one selector for the public page, the preview and the desk's dossier.

Every field of CallVersion is told by some rule, and a test asks for it. What only the desk needs is marked so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portal import dates
from portal.accounts.enums import OrganisationType
from portal.look.words import counted, listed
from portal.money import NBSP, exact, percent

from ..enums import ComponentKind, CostKind, LegalRegime, RuleLevel, ShareBase, VatRule
from ..models import Call, CallQuestion, CallVersion
from ..models.criteria import criteria_of
from ..sections import SECTIONS
from .call_rule_words import APPEALS, BASES, criteria

WHO, WHAT, MONEY, TIME, FORM, DECISION = (
    "Vem som kan söka",
    "Vad projektet ska vara",
    "Pengarna",
    "Tid och rapporter",
    "Ansökan",
    "Beslut och villkor",
)
PUBLISHED = "Det här publiceras och ska gå att läsa för alla: {}."
MOST_NAMED = 60  # municipalities
USUAL_LOA = 3  # what the e-legitimation that most people have reaches


@dataclass(frozen=True, slots=True)
class Rule:
    """A sentence, and the fields that it tells of. `items` stand as a list under it."""

    text: str
    fields: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    is_internal: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    rules: tuple[Rule, ...]


def groups(
    call: Call, rules: CallVersion, questions: Sequence[CallQuestion] = (), *, internal: bool = False
) -> list[Group]:
    """All rules under their headings. Reads the programme's board and funding source; asks nothing else."""
    told = {
        WHO: _who(call, rules),
        WHAT: _what(rules),
        MONEY: _money(call, rules),
        TIME: _time(rules),
        FORM: _form(rules, questions),
        DECISION: _decision(call, rules),
    }
    found = {title: tuple(rule for rule in rows if internal or not rule.is_internal) for title, rows in told.items()}
    return [Group(title, rows) for title, rows in found.items() if rows]


def in_short(rules: CallVersion) -> str:
    """Vi betalar högst 50 % av kostnaden, och högst 2 000 000 kr, i högst 3 år: for lists of calls."""
    parts = []
    if rules.max_share is not None:
        parts.append(f"{percent(rules.max_share)} av kostnaden")
    if rules.max_amount is not None:
        parts.append(_kr(rules.max_amount))
    if not rules.may_give_money:
        return f"Stödet är {listed([row['label'].lower() for row in rules.components])}."
    if not parts:
        return f"Ett projekt får vara högst {rules.max_years} år."
    return f"Vi betalar högst {', och högst '.join(parts)}, i högst {rules.max_years} år."


def ended(sentence: str) -> str:
    """With its full stop, also when the text of a programme was written without."""
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."


def _kr(amount: Decimal) -> str:
    return f"{exact(amount)}{NBSP}kr"


def _level(level: str, otherwise: str = "") -> str:
    """What a person meets when the rule is not met."""
    return {
        RuleLevel.ERROR: otherwise,
        RuleLevel.WARNING: " Är det färre kan ni ändå skicka in, när ni har bekräftat att ni vet om det.",
        RuleLevel.ADVICE: " Det är ett önskemål och inget krav.",
    }[RuleLevel(level)]


# The groups


def _who(call: Call, rules: CallVersion) -> Iterator[Rule]:
    yield Rule(ended(call.programme.who_may_apply))
    if rules.eligible_types:
        names = [_type(value) for value in rules.eligible_types]
        yield Rule(f"Den som söker ska vara {_either(names)}.", ("eligible_types",))
    else:
        # The programme has said who; a second sentence for the public would only contradict it.
        text = "Reglerna stänger inte ute någon typ av organisation."
        yield Rule(text, ("eligible_types",), is_internal=True)
    if rules.min_sectors > 1:
        sectors = counted(rules.min_sectors, "en sektor", "sektorer")
        text = f"Ni som gör projektet ska tillsammans komma från minst {sectors}."
        yield Rule(text + _level(rules.sectors_level), ("min_sectors", "sectors_level"))
    else:
        yield Rule("Det räcker med parter från en sektor.", ("min_sectors", "sectors_level"), is_internal=True)
    if call.track is not None and call.step is not None and call.step > 1:
        yield Rule(f"Steg {call.step} söks av den som är klar med steg {call.step - 1} och har fått det godkänt.")


def _type(value: str) -> str:
    return str(OrganisationType(value).label).lower() if value in OrganisationType.values else value


def _either(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} eller {words[-1]}" if len(words) > 1 else "".join(words)


def _what(rules: CallVersion) -> Iterator[Rule]:
    yield Rule(
        f"Projektet är till för barn och unga {rules.age_from}–{rules.age_to} år.",
        ("age_from", "age_to"),
    )
    adults = (
        "Det får även vända sig till föräldrar och andra viktiga vuxna, om barnen tydligt har nytta av det."
        if rules.allows_adults
        else "Det får inte vända sig till vuxna."
    )
    yield Rule(adults, ("allows_adults",))
    if rules.areas:
        text = "Projektet ska arbeta inom minst ett av de här områdena:"
        yield Rule(text, ("areas",), tuple(_label(area) for area in rules.areas))
    else:
        yield Rule("Det finns inga utpekade områden.", ("areas",), is_internal=True)
    if rules.strategy_areas:
        text = "Ni berättar vilket område i den regionala utvecklingsstrategin projektet bidrar till:"
        yield Rule(text, ("strategy_areas",), tuple(rules.strategy_areas))
    else:
        text = "Ni skriver fritt om den regionala utvecklingsstrategin."
        yield Rule(text, ("strategy_areas",), is_internal=True)
    fields = ("municipalities", "min_municipalities", "municipalities_level")
    if not rules.municipalities:
        yield Rule("Ansökan frågar inte efter kommuner.", fields, is_internal=True)
    elif not rules.min_municipalities:
        yield Rule(f"Ni får berätta vilka kommuner projektet når.{_among(rules)}", fields)
    else:
        text = f"Projektet ska nå minst {counted(rules.min_municipalities, 'en kommun', 'kommuner')}."
        few = _level(rules.municipalities_level) if rules.min_municipalities > 1 else ""
        yield Rule(f"{text}{few}{_among(rules)}", fields)
    if rules.components:
        rows = [row for row in rules.components if isinstance(row, dict)]
        yield Rule("Det här stödet går att söka:", ("components",), tuple(map(_component, rows)))
    else:
        yield Rule("Stödet är pengar.", ("components",), is_internal=True)


def _among(rules: CallVersion) -> str:
    """Which municipalities can be chosen, as a sentence with a space before; so many that nobody reads, as a number."""
    count = len(rules.municipalities)
    if count > MOST_NAMED:
        return f" Ni väljer bland {count} kommuner."
    return f" Ni väljer bland {listed(rules.municipalities)}." if count > 1 else f" Det är {rules.municipalities[0]}."


def _label(area: Any) -> str:
    return str(area.get("label", "")) if isinstance(area, dict) else str(area)


def _component(row: dict[str, Any]) -> str:
    kind, unit = row.get("kind"), row.get("unit")
    what = str(ComponentKind(kind).label).lower() if kind in ComponentKind.values else ""
    more = ", ".join(part for part in (what, f"i {unit}" if unit else "") if part)
    return f"{row.get('label', '')} ({more})" if more else str(row.get("label", ""))


def _money(call: Call, rules: CallVersion) -> Iterator[Rule]:
    base = BASES[ShareBase(rules.share_base)]
    if rules.max_share is not None:
        text = f"Högst {percent(rules.max_share)} av {base}. Resten betalar ni och andra."
        yield Rule(text, ("max_share", "share_base"))
    else:
        yield Rule("Det finns ingen största andel av kostnaden.", ("max_share", "share_base"), is_internal=True)
    if rules.max_amount is not None:
        yield Rule(f"Högst {_kr(rules.max_amount)}.", ("max_amount",))
    else:
        yield Rule("Det finns inget högsta belopp.", ("max_amount",), is_internal=True)
    fields = ("min_amount", "min_amount_level")
    if rules.min_amount is not None:
        more = _level(rules.min_amount_level).replace("Är det färre", "Söker ni mindre")
        yield Rule(f"Minst {_kr(rules.min_amount)}.{more}", fields)
    else:
        yield Rule("Det finns inget minsta belopp.", fields, is_internal=True)
    if rules.requires_other_funder:
        text = "Någon annan än vi måste betala en del. Det räknas per organisationsnummer."
        yield Rule(text, ("requires_other_funder",))
    else:
        text = "Ingen annan behöver vara med och betala."
        yield Rule(text, ("requires_other_funder",), is_internal=True)
    yield Rule("De här kostnaderna går att ta upp:", ("cost_categories",), tuple(_costs(rules)))
    if rules.indirect_rate is not None:
        text = f"Indirekta kostnader räknas som {percent(rules.indirect_rate)} av personalkostnaden."
        yield Rule(text, ("indirect_rate",))
    else:
        yield Rule("Inget påslag görs för indirekta kostnader.", ("indirect_rate",))
    yield from _cost_rules(rules)
    yield Rule("Vi betalar i efterskott, för kostnader som är bokförda.")
    yield _advance(rules)
    if rules.retention:
        text = f"Vi håller inne {percent(rules.retention)} av varje utbetalning tills projektet är slutredovisat."
        yield Rule(text, ("retention",))
    else:
        yield Rule("Ingenting hålls inne till slutet.", ("retention",), is_internal=True)
    text = (
        "Ni kan ha en obetald rekvisition i taget." if rules.one_open_claim else "Flera rekvisitioner kan vara öppna."
    )
    yield Rule(text, ("one_open_claim",), is_internal=not rules.one_open_claim)
    yield _minimis(rules)
    source = call.programme.funding_source
    yield Rule(f"Pengarna är {source.name}, med stöd av {source.legal_basis}.", is_internal=True)
    if call.fund is not None:
        yield Rule(f"De tas ur det som är öronmärkt i {call.fund.name}.", is_internal=True)


VAT = {
    VatRule.BY_APPLICANT: "Drar ni av momsen skriver ni kostnaderna utan moms, annars med moms.",
    VatRule.WITHOUT: "Alla skriver kostnaderna utan moms.",
    VatRule.WITH: "Alla skriver kostnaderna med moms.",
}


def _cost_rules(rules: CallVersion) -> Iterator[Rule]:
    yield Rule(VAT[VatRule(rules.vat_rule)], ("vat_rule",))
    if rules.payroll_overhead is not None:
        text = f"Lönebikostnaderna är vanligtvis {percent(rules.payroll_overhead)} av lönen."
        yield Rule(text, ("payroll_overhead",))
    else:
        yield Rule("Vi jämför inte påslaget på lön med något.", ("payroll_overhead",), is_internal=True)
    fields = ("overrun_share", "overrun_floor")
    if rules.overrun_share is None:
        yield Rule("Det finns ingen gräns för hur mycket ett kostnadsslag får gå över.", fields, is_internal=True)
        return
    text = f"Ett kostnadsslag får bli högst {percent(rules.overrun_share)} dyrare än i budgeten utan att ni frågar oss."
    floor = f" Upp till {_kr(rules.overrun_floor)} mer får det alltid bli." if rules.overrun_floor else ""
    yield Rule(text + floor, fields)


def _advance(rules: CallVersion) -> Rule:
    """What can be paid before any cost has been booked, which only the decision gives (domain.md §2.8)."""
    fields = ("advance_max_share", "advance_max_amount")
    limits = []
    if rules.advance_max_share is not None:
        limits.append(f"{percent(rules.advance_max_share)} av stödet")
    if rules.advance_max_amount is not None:
        limits.append(_kr(rules.advance_max_amount))
    if not limits:
        return Rule("Förskott ges inte.", fields)
    return Rule(f"Står det i beslutet kan ni få ett förskott på högst {', och högst '.join(limits)}.", fields)


def _costs(rules: CallVersion) -> Iterator[str]:
    for row in rules.cost_categories:
        kind = row.get("kind")
        more = {CostKind.INDIRECT: " (räknas ut)", CostKind.INCOME: " (dras av)"}.get(kind, "")
        if row.get("eligible") is False:
            more += " (räknas inte in i andelen)"
        yield f"{row.get('label', '')}{more}"


def _time(rules: CallVersion) -> Iterator[Rule]:
    yield Rule(f"Det får pågå i högst {rules.max_years} år.", ("max_years",))
    if rules.may_exceed_period:
        yield Rule("Nämnden får besluta om längre tid när det finns skäl.", ("may_exceed_period",))
    else:
        text = "Ingen får besluta om längre tid: en begäran om det avslås."
        yield Rule(text, ("may_exceed_period",), is_internal=True)
    if rules.earliest_start is not None:
        yield Rule(f"Projektet får börja tidigast {dates.long(rules.earliest_start)}.", ("earliest_start",))
    else:
        yield Rule("Projektet får börja vilken dag som helst.", ("earliest_start",), is_internal=True)
    every = "varje år" if rules.months_per_report == 12 else "varje halvår"
    due = _months(rules.report_due_months)
    final = _months(rules.final_due_months)
    yield Rule(f"Ni berättar hur det går och begär pengar {every}.", ("months_per_report",))
    text = f"Rapport och rekvisition ska in {due} efter att perioden är slut, de sista {final} efter projektet."
    yield Rule(text, ("report_due_months", "final_due_months"))
    text = f"En period som är kortare än {rules.min_period_days} dagar läggs ihop med nästa."
    yield Rule(text, ("min_period_days",), is_internal=True)
    if not rules.reports_without_money:
        yield Rule("Projekt som inte får pengar lämnar inga rapporter.", ("reports_without_money",))
    else:
        text = "Projekt som inte får pengar lämnar också rapporter."
        yield Rule(text, ("reports_without_money",), is_internal=True)
    yield _to_do("I uppstarten gör ni det här:", "Det finns ingen lista för uppstarten.", "start_activities", rules)
    yield _to_do("I avslutet gör ni det här:", "Det finns ingen lista för avslutet.", "closing_activities", rules)
    text = f"Vi påminner {_days(rules.reminder_offsets)} dagar före och {_days(rules.overdue_offsets)} dagar efter."
    yield Rule(text, ("reminder_offsets", "overdue_offsets"), is_internal=True)


def _to_do(text: str, otherwise: str, field: str, rules: CallVersion) -> Rule:
    rows = tuple(getattr(rules, field))
    return Rule(text, (field,), rows) if rows else Rule(otherwise, (field,), is_internal=True)


def _months(count: int) -> str:
    return counted(count, "en månad", "månader")


def _days(offsets: Iterable[int]) -> str:
    return listed([str(day) for day in offsets]) or "inga"


def _form(rules: CallVersion, questions: Sequence[CallQuestion]) -> Iterator[Rule]:
    kinds = [(kind["label"].lower(), kind) for kind in rules.attachment_kinds]
    required, others = (
        [name for name, kind in kinds if bool(kind.get("required")) is is_so] for is_so in (True, False)
    )
    published = [name for name, kind in kinds if kind.get("published")]
    told = {"Ansökan ska ha med {}.": required, "Ni får också lägga in {}.": others, PUBLISHED: published}
    yield from (Rule(text.format(listed(names)), ("attachment_kinds",)) for text, names in told.items() if names)
    if not rules.attachment_kinds:
        yield Rule("Inga särskilda bilagor behövs.", ("attachment_kinds",))
    if rules.sections:
        shown = [section.label for key, section in SECTIONS.items() if rules.uses(key)]
        yield Rule("Ansökan har de här delarna:", ("sections",), tuple(shown))
    else:
        yield Rule("Ansökan har formulärets alla delar.", ("sections",), is_internal=True)
    yield from _risks(rules)
    if questions:
        asked = tuple(_question(row, questions) for row in questions)
        what = counted(len(questions), "en fråga som bara finns", "frågor som bara finns")
        yield Rule(f"Ansökan har {what} i den här utlysningen:", items=asked)
    if rules.two_signatures:
        text = "Två behöriga skriver under tillsammans: ansökan, godkännandet av beslutet och rekvisitionerna."
        yield Rule(text, ("two_signatures",))
    else:
        yield Rule("Det räcker att en behörig skriver under.", ("two_signatures",), is_internal=True)
    text = f"E-legitimationen ska ha minst tillitsnivå {rules.loa}."
    yield Rule(text, ("loa",), is_internal=rules.loa <= USUAL_LOA)
    text = f"Behöver ansökan kompletteras får ni {rules.completion_days} dagar på er."
    yield Rule(text, ("completion_days",))


def _risks(rules: CallVersion) -> Iterator[Rule]:
    """What is demanded of the section about risks, where the form has it."""
    asks = rules.uses("risker")
    text = f"Ni beskriver minst {counted(rules.min_risks, 'en risk', 'risker')} och vad ni gör åt dem."
    wanted = bool(rules.min_risks) and asks
    yield Rule(text if wanted else "Ingen riskanalys krävs.", ("min_risks",), is_internal=not wanted)
    limit = rules.procurement_limit
    text = "Ingen plan för inköp krävs."
    if asks and limit is not None:
        text = f"Kostar externa tjänster mer än {_kr(limit)} beskriver ni hur ni köper in dem."
    yield Rule(text, ("procurement_limit",), is_internal=limit is None or not asks)


def _minimis(rules: CallVersion) -> Rule:
    """What a business may be given under three years, where the form asks for it."""
    limit = f"{exact(rules.minimis_limit)}{NBSP}euro"
    text = f"Ett företag kan få högst {limit} i försumbart stöd på tre år. En euro är {_kr(rules.euro_rate)}."
    return Rule(text, ("minimis_limit", "euro_rate"), is_internal=not rules.uses("statsstod"))


def _question(row: CallQuestion, questions: Sequence[CallQuestion]) -> str:
    """The question, whether it may be left out, and which answer makes it be asked."""
    told = f"{row.label} (frivillig)" if not row.required else row.label
    before = next((other for other in questions if other.key == row.depends_on), None) if row.depends_on else None
    return f"{told} Frågas om ni svarar ”{row.depends_value}” på ”{before.label}”" if before is not None else told


def _decision(call: Call, rules: CallVersion) -> Iterator[Rule]:
    source = call.programme.funding_source
    text = f"Vi bedömer ansökan med {rules.score_low} till {rules.score_high} poäng för:"
    told = criteria(criteria_of(rules))
    yield Rule(text, ("criteria", "score_low", "score_high"), told, is_internal=not rules.criteria)
    yield Rule(f"{call.programme.board.definite} beslutar. Vi bereder ansökan och föreslår ett beslut.")
    yield Rule(APPEALS[LegalRegime(source.legal_regime)])
    after = "efter att beslutet har fått laga kraft" if source.pay_after_final else "utan att vänta på laga kraft"
    yield Rule(f"Vi betalar {after}.", is_internal=True)
    text = f"Tänker vi avsluta ett projekt i förtid får ni {rules.hearing_days} dagar på er att svara först."
    yield Rule(text, ("hearing_days",))
    text = f"Den som får stöd godkänner beslutet inom {rules.acceptance_days} dagar."
    yield Rule(text, ("acceptance_days",))
    yield Rule(f"Allmänna villkor, {rules.terms_version}, gäller.", ("terms_version", "terms_text"))
