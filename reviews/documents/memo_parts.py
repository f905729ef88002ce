"""The sections of the tjänsteutlåtande after its first page, each from its own rows of the case (domain.md §4.1).

A section is {key, heading, blocks}, a block {kind, …}: text (paragraphs), rows (label and value), listed (lines),
budget (the printed tables), money (years and rows), figure (number, caption, alt, src). A section without blocks is
left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from applications.documents import figures, pictures
from applications.documents.differences import Change
from applications.enums import GRANTS
from applications.models import ApplicationVersion, Case, ConflictDeclaration
from applications.models.criteria import Measure, criteria_of
from applications.selectors import hearings
from applications.selectors.call_rules import ended
from portal import dates
from portal.accounts.models import User
from portal.look.words import counted

from ..models import Assessment, Memo
from ..selectors import frozen, leaning, readers, referrals
from . import memo_money
from .memo_money import Money
from .memo_texts import Texts, lines

Block = dict[str, Any]
Part = dict[str, Any]
NOTHING = "–"
LONGEST_LINE = 170


@dataclass(frozen=True, slots=True)
class Found:
    """What the readers found that may be told: the officer's own, and the second reader's when both are done."""

    criteria: Sequence[Measure]
    rows: Sequence[Assessment]
    highest: int

    @property
    def own(self) -> Assessment | None:
        """The officer's."""
        return self.rows[0] if self.rows else None


@dataclass(frozen=True, slots=True)
class Read:
    """All that a memo is made of."""

    case: Case
    version: ApplicationVersion
    memo: Memo | None
    texts: Texts
    suggestion: Texts
    money: Money
    found: Found


def found_by_readers(case: Case) -> Found:
    rules = case.application.call_version
    criteria = criteria_of(rules)
    rows = list(case.assessments.prefetch_related("scores").order_by("saved_at"))
    second = readers.second_reader(case)
    own = [row for row in rows if row.author_id == case.officer_id]
    if readers.both_are_done(case, second, rows, criteria):
        own += [row for row in rows if row.author_id == second]
    return Found(criteria, own, rules.score_high)


def answer(version: ApplicationVersion, section: str, label: str) -> str:
    """As frozen.answer, with nothing for what is told as nothing."""
    found = frozen.answer(version, section, label)
    return "" if found == NOTHING else found


def first_sentence(text: str) -> str:
    """The first sentence of a text, cut at a word where it is too long for a line or two."""
    whole = " ".join(text.split())
    end = next((i for i, sign in enumerate(whole) if sign in ".!?" and whole[i + 1 : i + 2] in ("", " ")), None)
    told = whole if end is None else whole[: end + 1]
    if len(told) <= LONGEST_LINE:
        return told
    return f"{told[:LONGEST_LINE].rsplit(' ', 1)[0].rstrip(',;:')} …"


# Blocks


def _text(paragraphs: Iterable[str]) -> list[Block]:
    told = [text for text in paragraphs if text]
    return [{"kind": "text", "paragraphs": told}] if told else []


def _rows(rows: Iterable[tuple[str, str]]) -> list[Block]:
    told = [[label, value] for label, value in rows if value and value != NOTHING]
    return [{"kind": "rows", "rows": told}] if told else []


def _listed(rows: Iterable[str]) -> list[Block]:
    told = [text for text in rows if text]
    return [{"kind": "listed", "lines": told}] if told else []


# Assessment


def in_short(source: Read) -> list[list[str]]:
    """[criterion, score, a line of why], one for each criterion that has been assessed."""
    found = source.found
    told = []
    for measure in found.criteria:
        scores = [score for row in found.rows for score in row.scores.all() if score.criterion == measure.key]
        if scores:
            mean = Decimal(sum(score.score for score in scores)) / len(scores)
            told.append([measure.label, _of(mean, found.highest), first_sentence(scores[0].reason)])
    return told


def _of(score: Decimal, highest: int) -> str:
    return f"{_number(score)} av {highest}"


def _number(score: Decimal) -> str:
    return f"{score.quantize(Decimal('0.01')).normalize():f}".replace(".", ",")


def _assessment(source: Read) -> list[Block]:
    """Each criterion with its score and the officer's reason in full, what both found, and what they agree on."""
    found, own = source.found, source.found.own
    if own is None:
        return []
    reasons = {score.criterion: score.reason for score in own.scores.all()}
    short = {label: score for label, score, _ in in_short(source)}
    blocks = _rows(
        (f"{row.label}, {short[row.label]}", reasons[row.key]) for row in found.criteria if row.key in reasons
    )
    weighed = readers.weighed(found.rows, found.criteria)
    told = []
    if weighed is not None:
        who = f" av {counted(weighed.readers, 'en bedömning', 'bedömningar')}" if weighed.readers > 1 else ""
        told.append(f"Vägt medel{who}: {_of(weighed.mean, found.highest)}.")
        if weighed.readers > 1:
            told.append(
                f"Bedömningarna skiljer sig med {_number(weighed.spread)}."
                if weighed.spread
                else "Bedömningarna ger samma medel."
            )
    joint = getattr(source.case, "joint_assessment", None) if len(found.rows) > 1 else None
    agreed = figures.paragraphs(joint.text) if joint is not None else []
    return [*blocks, *_text([" ".join(told), *figures.paragraphs(own.summary), *agreed])]


# The sections


def parts(source: Read, changes: Sequence[Change], approved_by: User | None, today: date) -> list[Part]:
    """Those that the case has something to say in, in the order of §4.1."""
    told = (
        ("bakgrund", "Fördjupad beskrivning av ärendet", _background(source)),
        ("mal", "Mål, delmål och aktiviteter", _section(source, "mal", without=AFTERWARDS)),
        ("malgrupp", "Målgrupp och barns delaktighet", _section(source, "malgrupp")),
        ("parter", "Ingående kommuner och parter", _parties(source)),
        ("perspektiv", "Förankring och perspektiv", _section(source, "forankring")),
        ("barnets-basta", "Prövning av barnets bästa", _child(source)),
        ("organisation", "Organisation", _section(source, "organisation")),
        ("avgransning", "Avgränsning mot ordinarie verksamhet", _text([_carried_out(source, DELIMITATION)])),
        ("langsiktighet", "Långsiktighet, uppföljning och spridning", _afterwards(source)),
        ("skal", "Skäl för det föreslagna beslutet", _reasons(source)),
        ("bedomning", "Bedömning", _assessment(source)),
        ("ekonomi", "Ekonomi", _economy(source, today)),
        ("statsstod", "Statsstöd", _state_aid(source)),
        ("juridik", "Stöd i lag och jäv", _law(source)),
        ("beredning", "Beredning", _preparation(source)),
        ("villkor", "Villkor", _conditions(source)),
        ("uppfoljning", "Uppföljning av beslutet", _text(figures.paragraphs(source.texts.follow_up))),
        ("skillnader", "Skillnader mot ansökan", _text(told_change(row) for row in changes)),
        ("skickas", "Beslutet skickas till", _listed(lines(source.texts.recipients))),
        ("bilagor", "Bilagor", _listed(_attachments(source.version))),
        ("underskrift", "Underskrift", _text(_signed(source.case, approved_by, today))),
    )
    return [{"key": key, "heading": heading, "blocks": blocks} for key, heading, blocks in told if blocks]


AFTERWARDS = ("Uppföljning", "Samhällsekonomisk nytta på sikt", "Resultatspridning")
DELIMITATION = "Skillnaden mot det ni gör annars"
LONG_TERM = {
    "Efter projektet: den som tar vid": "Den som tar vid",
    "Efter projektet: pengarna": "Pengarna efter projektet",
    "Efter projektet: när det bestäms": "När det bestäms",
}
COOPERATION = "Samverkan"
# What the form asks of the applicant ("ni") is told about the project here.
RELABELLED = {
    "Så många barn och unga når ni direkt": "Barn och unga som nås direkt",
    "Så många når ni indirekt": "Fler som nås indirekt",
    "Vänder ni er även till vårdnadshavare eller andra viktiga vuxna?": "Vuxna som projektet vänder sig till",
    "Vilka har varit med och formulerat problemet?": "De som har formulerat problemet",
}


def _section(source: Read, key: str, *, without: Sequence[str] = ()) -> list[Block]:
    """What the application says in a section, as it came in."""
    rows = frozen.rows(source.version, key)
    return _rows((RELABELLED.get(label, label), value) for label, value in rows if label not in without)


def _background(source: Read) -> list[Block]:
    came = source.case.application.shared_at
    told = f"Ansökan kom in {dates.datetime_long(came)}." if came is not None else ""
    if source.version.number > 1:
        told += (
            f" Här läses version {source.version.number}, som kom {dates.datetime_long(source.version.received_at)}."
        )
    shown = [{"kind": "figure", **figure} for figure in pictures.printed(source.version.data)]
    return [*_text([*figures.paragraphs(source.texts.background), told]), *shown]


def _carried_out(source: Read, label: str) -> str:
    return answer(source.version, "genomforande", label)


def _parties(source: Read) -> list[Block]:
    rows = [("Kommuner", answer(source.version, "projekt", "Kommuner"))]
    rows += frozen.rows(source.version, "parter")
    return _rows([*rows, ("Samverkan", _carried_out(source, COOPERATION))])


def _child(source: Read) -> list[Block]:
    own = source.found.own
    return _text(figures.paragraphs(own.child_best_interest)) if own is not None else []


def _afterwards(source: Read) -> list[Block]:
    rows = [(told, _carried_out(source, label)) for label, told in LONG_TERM.items()]
    return _rows([*rows, *((label, answer(source.version, "mal", label)) for label in AFTERWARDS)])


def _reasons(source: Read) -> list[Block]:
    memo = source.memo
    if memo is None:
        return []
    return _text([*figures.paragraphs(memo.reasons), *leaning.policies_of(memo)])


def _economy(source: Read, today: date) -> list[Block]:
    """Budget and financing as sent in, what the decision takes, years to come, and what the economist says."""
    blocks: list[Block] = []
    if frozen.has_budget(source.version):
        printed = source.version.data["budget"]["printed"]
        tables = {key: printed[key] for key in ("years", "costs", "financing")}
        blocks.append({"kind": "budget", "budget": tables, "note": printed["note"]})
    if rows := memo_money.table(source.money):
        blocks.append({"kind": "money", "years": list(source.money.years), "rows": rows})
    told = memo_money.promises(source.money, today)
    review = getattr(source.case, "economy_review", None)
    if review is not None:
        yes_no = "tillstyrker" if review.supports else "avstyrker"
        told.append(f"{review.written_by.name} har granskat ekonomin och {yes_no} förslaget.")
        told += figures.paragraphs(review.opinion)
    return [*blocks, *_text(told)]


def _state_aid(source: Read) -> list[Block]:
    """What has been judged; where nobody had to judge it, what the applicant answered."""
    review = getattr(source.case, "state_aid_review", None)
    if review is not None:
        return _text([f"{review.get_kind_display()}.", *figures.paragraphs(review.reason)])
    said = frozen.first_answer(source.version, "statsstod")
    if said in ("", NOTHING):
        return []
    return _text([f"Säljer projektet något eller konkurrerar på en marknad? Sökanden svarar: {ended(said)}"])


def _law(source: Read) -> list[Block]:
    told = [f"Stöd i lag: {ended(source.case.programme.funding_source.legal_basis)}"]
    given = list(ConflictDeclaration.objects.filter(case=source.case).values_list("user", "is_conflicted"))
    if (source.case.officer_id, False) in given:
        told.append("Handläggaren har svarat på frågan om jäv och är inte jävig.")
    away = sum(is_conflicted for _, is_conflicted in given)
    if away:
        told.append(f"{counted(away, 'en person', 'personer').capitalize()} har anmält jäv och deltar inte i ärendet.")
    return _text(told)


def _preparation(source: Read) -> list[Block]:
    """Forum, remisser with what was answered, and kommunicering with what the applicant said (FL 25, 26 §§)."""
    case, memo = source.case, source.memo
    told = leaning.forum_of(memo) if memo is not None else []
    asked = referrals.of_case(case)
    if asked:
        told += referrals.preparation(case)
    told += hearings.in_words(case)
    given = [(f"Yttrande, {row.organisation}", row.answer) for row in reversed(referrals.answers(asked))]
    given += [
        ("Sökandens synpunkter", reply.text)
        for hearing in reversed(hearings.of_case(case))
        for reply in hearing.answers.all()
        if reply.has_comments
    ]
    return [*_text(told), *_rows(given)]


def _conditions(source: Read) -> list[Block]:
    memo = source.memo
    if memo is None or memo.kind not in GRANTS:
        return []
    rules = source.case.application.call_version
    general = f"De allmänna villkoren ({figures.within(rules.terms_version)}) gäller för stödet."
    own = figures.paragraphs(memo.conditions)
    return [*_text([general, "Särskilda villkor:" if own else ""]), *_listed(own)]


def told_change(change: Change) -> str:
    """A text that is the officer's is only named, since it stands above; a figure is told with both values."""
    if change.section == "Texter":
        return f"{change.label} är handläggarens text. Sökandens egen står i ansökan."
    return f"{change.label}: {change.old or 'inget'} i ansökan, {change.new or 'inget'} i förslaget."


def _attachments(version: ApplicationVersion) -> list[str]:
    return [f"Ansökan, version {version.number}", *(row["name"] for row in version.data["attachments"])]


def _signed(case: Case, approved_by: User | None, today: date) -> list[str]:
    presenter = case.officer or case.programme.contact
    told = [f"{presenter.name}, föredragande"]
    if approved_by is not None:
        told.insert(0, f"{approved_by.name}, chef för {case.programme.unit.name}, godkände {dates.long(today)}")
    return told
