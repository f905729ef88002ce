"""What the machine finds about the four questions of the formal check, from the rules of the call (D-05).

It decides nothing: the officer answers, and says why where the answer is another (kommunallagen 6:38). What was sent in
is read as it was frozen; the form's parts only while nobody but the applicant can have changed them, never while a
completion is being written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from applications import findings
from applications.documents.to_sign import signed_sha256
from applications.enums import ApplicationState, CaseSource
from applications.lifecycle.gates.signing import needed
from applications.models import Application, CompletionRequest, Signature
from applications.sections import section_left, sections_of
from applications.selectors import signing, windows
from portal import clock, dates
from portal.accounts.enums import MembershipRole, OrganisationType
from portal.accounts.models import Membership, SigningMandate
from portal.look.words import counted, listed

from ..models import FormalCheck

QUESTIONS = {
    "in_time": "Kom ansökan in i tid?",
    "eligible": "Får organisationen söka?",
    "signed": "Är den inskickad av någon som får företräda organisationen?",
    "complete": "Är ansökan komplett?",
}
# When what is found can still change, and matters: before the proposal.
CHECKED_IN = (ApplicationState.FORMAL_CHECK, ApplicationState.COMPLETION, ApplicationState.PREPARATION)
WORDS = {True: "ja", False: "nej", None: "kan inte avgöras av portalen"}


@dataclass(frozen=True, slots=True)
class Found:
    """Yes, no, or None for what a machine cannot tell; the facts as sentences."""

    answer: bool | None
    facts: tuple[str, ...]

    @property
    def word(self) -> str:
        return WORDS[self.answer]

    def as_json(self) -> dict[str, Any]:
        return {"answer": self.answer, "facts": list(self.facts)}


@dataclass(frozen=True, slots=True)
class Changed:
    """What the machine found when the officer answered, and what it finds now."""

    question: str
    then: Found
    now: Found


def found(application: Application) -> dict[str, Found]:
    """Question → what the machine finds, for an application that has come in. Some twenty queries, however large."""
    return {
        "in_time": _in_time(application),
        "eligible": _eligible(application),
        "signed": _signed(application),
        "complete": _complete(application),
    }


def stored(check: FormalCheck) -> dict[str, Found]:
    """What the machine had found when the officer answered; nothing for a check from before it was kept."""
    return {
        name: Found(check.found[name]["answer"], tuple(check.found[name]["facts"]))
        for name in QUESTIONS
        if name in check.found
    }


def changed(check: FormalCheck, now: Mapping[str, Found]) -> list[Changed]:
    """Where the machine finds something else than it did when the officer answered.

    Not what it cannot tell while the applicant completes: that is told when the answer has come in.
    """
    then, completing = stored(check), check.case.application.state == ApplicationState.COMPLETION
    return [
        Changed(QUESTIONS[name], then[name], now[name])
        for name in QUESTIONS
        if name in then and now[name] != then[name] and not (completing and name == "complete")
    ]


def against(answers: Mapping[str, bool | None], now: Mapping[str, Found]) -> list[str]:
    """The questions where the officer's answer is another than the machine's, as sentences."""
    return [
        f"Du svarar {WORDS[given]} på ”{QUESTIONS[name]}”, men portalen fann {row.word}."
        for name, row in now.items()
        if (given := answers.get(name)) is not None and row.answer is not None and given != row.answer
    ]


# In time


def _in_time(application: Application) -> Found:
    """By the window as it now ends: more time is for everybody (domain.md §9 case 4)."""
    assert application.shared_at is not None
    came = f"Ansökan kom in {dates.datetime_long(application.shared_at)}."
    window = application.window
    if window is None:
        return Found(None, (came, "Utlysningen hade ingen ansökningstid."))
    facts = [came, f"Ansökningstiden: {windows.span_of(window)}."]
    extension = windows.extension_of(window)
    if extension is not None:
        moved = f"från {dates.datetime_long(extension.closed_at)} till {dates.datetime_long(extension.closes_at)}"
        facts.append(f"Tiden är förlängd {moved}. {extension.reason}")
    if application.is_late:
        facts.append(f"Den kom {windows.how_late(application) or 'efter tidens slut'}.")
    return Found(not application.is_late, tuple(facts))


# May apply


def _eligible(application: Application) -> Found:
    body, rules = application.case.organisation, application.call_version
    kinds = {kind.value: kind.label.lower() for kind in OrganisationType}
    facts = [f"{body.name} ({body.orgnr}) är registrerad som {kinds.get(body.org_type, body.org_type)}."]
    if rules.eligible_types:
        facts.append(f"Utlysningen är för {listed([kinds.get(kind, kind) for kind in rules.eligible_types])}.")
    else:
        facts.append("Utlysningen tar emot ansökningar från alla slags organisationer.")
    return Found(not findings.not_eligible(rules, body.org_type), tuple(facts))


# Signed


def _signed(application: Application) -> Found:
    """Enough people, surely enough known, who were entitled that day, and about what came in (domain.md §2.7)."""
    rows = signing.of_object(application.pk)
    if application.case.source != CaseSource.PORTAL and not rows:
        how = application.case.get_source_display().lower()
        return Found(None, (f"Ansökan kom in {how}. Se i det inskannade vem som har skrivit under.",))
    wanted = needed(application)
    facts = [
        f"{row.signer.name} skrev under {dates.datetime_long(row.signed_at)} med {row.method_in_words}, "
        f"tillitsnivå {row.loa}."
        for row in rows
    ]
    faults = _signing_faults(application, rows, wanted)
    if not faults:
        entitled = "Personen var" if len(rows) == 1 else "Alla var"
        facts.append(f"{entitled} då behörig att företräda organisationen, och det som skrevs under är det som kom in.")
    return Found(not faults, (*facts, *faults))


def _signing_faults(application: Application, rows: list[Signature], wanted: int) -> list[str]:
    faults = []
    if len(rows) < wanted:
        who = counted(wanted, "en behörig företrädare", "behöriga företrädare")
        faults.append(f"Utlysningen kräver att {who} skriver under. {len(rows)} har gjort det.")
    rules = application.call_version
    sha256 = signed_sha256(application.versions.get(number=1).data) if rows else ""
    for row in rows:
        if row.loa < rules.loa:
            faults.append(f"Utlysningen kräver tillitsnivå {rules.loa}.")
        if row.content_sha256 != sha256:
            faults.append(f"Det som {row.signer.name} skrev under är inte det som kom in.")
        if not _was_entitled(application, row):
            faults.append(f"{row.signer.name} står inte som behörig företrädare för organisationen den dagen.")
    return list(dict.fromkeys(faults))


def _was_entitled(application: Application, row: Signature) -> bool:
    day, body = clock.local(row.signed_at).date(), application.case.organisation_id
    own = {"user": row.signer_id, "organisation": body}
    member = Membership.objects.valid_on(day).filter(**own, role=MembershipRole.SIGNATORY)
    return bool(member.exists() or SigningMandate.objects.valid_on(day).filter(**own).exists())


# Complete


def _complete(application: Application) -> Found:
    """What the form demands, as the applicant was told it; and requests that nobody answered."""
    if application.state == ApplicationState.COMPLETION:
        text = "Sökanden kompletterar ansökan. Portalen går igenom den igen när svaret har kommit in."
        return Found(None, (text,))
    left = _left(application)
    unanswered = _unanswered(application.case.completions.filter(answered_at__isnull=False))
    if not left:
        parts = counted(len(sections_of(application.call_version)), "en del", "delar")
        return Found(None if unanswered else True, (f"Allt som formuläret kräver i {parts} finns.", *unanswered))
    if application.case.source != CaseSource.PORTAL:
        how = application.case.get_source_display().lower()
        told = f"Ansökan kom in {how}. Portalen läser inte det inskannade. Det här är inte inlagt i formuläret:"
        return Found(None, (told, *left, *unanswered))
    return Found(False, (*left, *unanswered))


def _left(application: Application) -> list[str]:
    """One sentence per part of the form where something is missing, in the words that the applicant reads."""
    rows = [(part.label, section_left(application, part)) for part in sections_of(application.call_version)]
    return [f"{label}: {' '.join(one.text for one in left)}" for label, left in rows if left]


def _unanswered(requests: Iterable[CompletionRequest]) -> list[str]:
    return [
        f"Begäran om komplettering från {dates.long(clock.local(row.asked_at).date())} fick inget svar."
        for row in requests
        if row.answered_by_id is None
    ]
