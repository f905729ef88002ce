"""Remisser of a case: who has been asked what, what they read and answered, and the link that each of them has."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.core import signing
from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from applications.enums import ApplicationState as A
from applications.models import ApplicationVersion, Case
from applications.selectors.case_history import Happened
from portal import clock, dates
from portal.look.words import listed

from ..models import Referral, ReferralResponse

# An answer is of use until the case is decided; one that is taken back is decided by nobody.
ANSWERABLE = (A.FORMAL_CHECK, A.COMPLETION, A.PREPARATION, A.PROPOSED, A.ON_AGENDA)
# What is ticked from the start: sections that never name people. The others the officer may choose to show.
IMPERSONAL = frozenset({"projekt", "malgrupp", "effektkedja", "genomforande", "budget", "statsstod", "annat_stod"})
SALT = "reviews.referral"
LONGEST_TOKEN = 120

Section = dict[str, Any]


# The personal link: the id of the row, signed. No copy of it is kept anywhere.


def token_of(response: ReferralResponse) -> str:
    return signing.Signer(salt=SALT).sign(response.pk.hex)


def by_token(token: str) -> ReferralResponse | None:
    """The row that a link is about; None for what we have not signed."""
    if len(token) > LONGEST_TOKEN:
        return None
    try:
        pk = UUID(signing.Signer(salt=SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    rows = ReferralResponse.objects.select_related(
        "referral__case__application",
        "referral__case__board__authority",
        "referral__case__organisation",
        "referral__application_version",
        "referral__sent_by",
    )
    return rows.filter(pk=pk).first()


def is_open(response: ReferralResponse) -> bool:
    """It can still be answered."""
    return response.is_awaited and response.referral.case.application.state in ANSWERABLE


# What can be shown, and what is


def choosable(version: ApplicationVersion) -> list[tuple[str, str]]:
    """Key and label of each section that says something in what was sent in."""
    return [(part["key"], part["label"]) for part in version.data["sections"] if part["rows"]]


def shown(referral: Referral) -> list[Section]:
    """The sections that those who are asked read, as they were sent in."""
    chosen = set(referral.sections)
    return [part for part in referral.application_version.data["sections"] if part["key"] in chosen and part["rows"]]


# In the case


def of_case(case: Case) -> list[Referral]:
    """Each with its responses as `rows`, the latest first. Two queries."""
    return list(_with_responses(Referral.objects.filter(case=case).order_by("-sent_at", "-id")))


def _with_responses(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    responses = ReferralResponse.objects.select_related("withdrawn_by")
    return rows.select_related("sent_by", "application_version").prefetch_related(
        Prefetch("responses", responses, to_attr="rows")
    )


def answers(referrals: Iterable[Any]) -> list[ReferralResponse]:
    """What has come in, the latest first."""
    found = [row for referral in referrals for row in referral.rows if row.answered_at is not None]
    return sorted(found, key=lambda row: row.answered_at, reverse=True)


def whom(rows: Iterable[ReferralResponse]) -> str:
    """A, B och C, without doubles."""
    return listed(dict.fromkeys(row.organisation for row in rows))


def preparation(case: Case) -> list[str]:
    """What the proposal and the decision say under Beredning: who was asked, who answered and who did not."""
    told = []
    for referral in Referral.objects.filter(case=case).order_by("sent_at", "id").prefetch_related("responses"):
        rows = list(referral.responses.all())
        asked = f"Ärendet har remitterats till {whom(rows)} {dates.long(clock.local(referral.sent_at).date())}."
        told.append(" ".join([asked, *_outcomes(rows)]))
    return told


def _outcomes(rows: Sequence[ReferralResponse]) -> list[str]:
    answered = [row for row in rows if row.answered_at and not row.is_declined]
    declined = [row for row in rows if row.is_declined]
    silent = [row for row in rows if row.answered_at is None]
    said = [(answered, "har yttrat sig"), (declined, "har avstått från att yttra sig"), (silent, "har inte svarat")]
    return [f"{whom(group)} {what}." for group, what in said if group]


def there_are() -> Exists:
    """Whether a case has been sent to others."""
    return Exists(Referral.objects.filter(case=OuterRef("pk")))


def told_to_applicant(case: Case) -> Iterator[Happened]:
    """That others were asked and answered, by organisation: the case is theirs to read (FL 10 §). One query."""
    if not getattr(case, "story_referred", True):  # the story has asked
        return
    asked: dict[UUID, list[ReferralResponse]] = {}
    rows = ReferralResponse.objects.filter(referral__case=case).select_related("referral")
    for row in rows.order_by("referral__sent_at", "organisation", "pk"):
        asked.setdefault(row.referral_id, []).append(row)
    for group in asked.values():
        yield Happened(group[0].referral.sent_at, "send", f"Vi bad {whom(group)} att yttra sig över ansökan.")
        for row in group:
            if row.answered_at is None:
                continue
            what = "avstod från att yttra sig" if row.is_declined else "lämnade sitt yttrande"
            text = f"{row.organisation} {what}."
            yield Happened(row.answered_at, "inbox", text, "case_messages", (case.pk,), "Be att få läsa det")
