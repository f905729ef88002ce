"""Who has held a case, who is outside it, and whom it has been put to, as lines of its history. One query for all."""

from datetime import date, datetime
from typing import Any

from django.db.models import CharField, F, QuerySet, TextField, Value
from django.db.models.functions import Cast

from applications.enums import ConflictOutcome, HearingExceptionGround, OfficerRole
from applications.models import Case, DecisionRequest, HearingAnswer
from portal import dates

from ..models import ReferralResponse

Told = tuple[datetime, str, str]  # when, what, icon

RULED = {
    ConflictOutcome.CONFLICTED: "är jävig och är utanför ärendet",
    ConflictOutcome.DISREGARDED: "får arbeta i ärendet, jävet saknar betydelse",
    ConflictOutcome.NOT_CONFLICTED: "är inte jävig",
}


def of_case(case: Case, limit: int | None = None) -> list[Told]:
    """Assignments, jäv, remisser, kommunicering, delays told of and requests for a decision, newest first."""
    answers = HearingAnswer.objects.filter(hearing__case=case)
    asked = ReferralResponse.objects.filter(referral__case=case)
    requests = DecisionRequest.objects.filter(case=case)
    first, *rest = (
        _rows(case.assignments.all(), "assigned", at="assigned_at", who="user__name", by="assigned_by__name",
              text="reason", how="role"),
        _rows(case.conflicts.filter(is_conflicted=True), "out", at="declared_at", who="user__name"),
        _rows(case.conflict_rulings.exclude(asked_by=F("user")), "raised", at="asked_at", who="user__name",
              by="asked_by__name", text="why"),
        _rows(case.conflict_rulings.exclude(outcome=""), "ruled", at="ruled_at", who="user__name",
              by="ruled_by__name", text="reasons", how="outcome"),
        _rows(case.delays.all(), "delayed", at="sent_at", by="sent_by__name", text="reason", how="expected_on"),
        _rows(requests, "asked_for_decision", at="requested_at", by="requested_by__name", text="text", how="due_on"),
        _rows(requests.exclude(refused_at=None), "refused", at="refused_at", by="refused_by__name", text="reasons"),
        _rows(case.hearings.all(), "sent", at="sent_at", by="sent_by__name"),
        _rows(answers.filter(has_comments=True), "commented", at="answered_at", by="answered_by__name"),
        _rows(answers.filter(has_comments=False), "had_none", at="answered_at", by="answered_by__name"),
        _rows(asked, "asked", at="referral__sent_at", who="organisation", by="referral__sent_by__name"),
        _rows(asked.filter(answered_at__isnull=False, is_declined=False), "stated", at="answered_at",
              who="organisation", by="answered_by"),
        _rows(asked.filter(is_declined=True), "declined", at="answered_at", who="organisation", by="answered_by"),
        _rows(asked.exclude(withdrawn_at=None), "ended", at="withdrawn_at", who="organisation",
              by="withdrawn_by__name", text="withdrawal_reason"),
        _rows(case.hearing_exceptions.all(), "waived", at="made_at", by="made_by__name", text="reasons", how="ground"),
    )  # fmt: skip
    return [_line(*row) for row in first.union(*rest, all=True).order_by("-at")[:limit]]


def _rows(rows: QuerySet[Any], what: str, **columns: str) -> QuerySet[Any, Any]:
    """Each kind in the same shape: when, what, who it is about, who did it, in which words, how."""
    found = rows.order_by().annotate(at=F(columns.pop("at")), what=Value(what, CharField()))
    shape = {
        f"told_{name}": Cast(columns[name], TextField()) if name in columns else Value("", TextField())
        for name in ("who", "by", "text", "how")
    }
    told: QuerySet[Any, Any] = found.annotate(**shape).values_list("at", "what", *shape)
    return told


def _line(at: datetime, what: str, who: str, by: str, text: str, how: str) -> Told:
    match what:
        case "assigned" if how == OfficerRole.CO_OFFICER:
            return at, f"{by} gjorde {who} till medhandläggare.", "user"
        case "assigned" if text:
            return at, f"{who} tog över ärendet. {text}", "user"
        case "assigned":
            return at, f"{by} gjorde {who} till handläggare.", "user"
        case "out":
            return at, f"{who} är utanför ärendet på grund av jäv.", "scale"
        case "raised":
            return at, f"{by} väckte frågan om {who} är jävig. {text}", "scale"
        case "ruled":
            return at, f"{by} avgjorde att {who} {RULED[ConflictOutcome(how)]}. {text}", "scale"
        case "asked":
            return at, f"{by} skickade ärendet på remiss till {who}.", "send"
        case "stated":
            return at, f"{who} yttrade sig. Svarade gjorde {by}.", "inbox"
        case "declined":
            return at, f"{who} avstod från att yttra sig. Svarade gjorde {by}.", "inbox"
        case "ended":
            return at, f"{by} avslutade väntan på yttrande från {who}. {text}", "circle-minus"
        case "delayed":
            day = dates.long(date.fromisoformat(how))
            return at, f"{by} underrättade sökanden om att det dröjer. Beslut väntas senast {day}. {text}", "clock-4"
        case "asked_for_decision":
            day = dates.long(date.fromisoformat(how))
            return at, f"{by} begärde att ärendet avgörs. Svar senast {day}. {text}".strip(), "clock-4"
        case "refused":
            return at, f"{by} avslog begäran om att ärendet avgörs. {text}", "gavel"
        case "sent":
            return at, f"{by} skickade underlaget till sökanden.", "book-open"
        case "commented":
            return at, f"{by} lämnade synpunkter på underlaget.", "book-open"
        case "had_none":
            return at, f"{by} hade inga synpunkter på underlaget.", "book-open"
    ground = HearingExceptionGround(how).label
    return at, f"{by} avstod från kommunicering. {ground}. {text}", "book-open"
