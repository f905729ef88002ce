"""For each constraint of the database the row that breaks it and nothing else, or the pair that does so together."""

import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import models

DAY, DAY_BEFORE, DAY_AFTER = date(2026, 3, 2), date(2026, 3, 1), date(2026, 3, 3)
MOMENT, MOMENT_BEFORE = datetime(2026, 3, 2, 10, tzinfo=UTC), datetime(2026, 3, 2, 9, tzinfo=UTC)
SHA = "0" * 64


@dataclass(frozen=True)
class One:
    """A row that a check refuses."""

    values: dict[str, Any]


@dataclass(frozen=True)
class Two:
    """Two rows with the same key. `values` go into both, `second` into the second."""

    values: dict[str, Any] = field(default_factory=dict)
    second: dict[str, Any] = field(default_factory=dict)


def key() -> uuid.UUID:
    """The id of a row that need not be there: foreign keys are checked at commit, and nothing here commits."""
    return uuid.uuid4()


# What a row of the model needs so as to break nothing else.
SOUND: dict[str, dict[str, Any]] = {
    "reviews.StateAidReview": {"kind": "none"},
    "accounts.Organisation": {"orgnr": "559912-3451"},
    "accounts.StaffRole": {"role": "system_admin"},
    "files.StoredFile": {"sha256": SHA},
    "applications.FundEntry": {"kind": "earmarked", "year": 2026, "amount": Decimal(1)},
    "applications.ChecklistTally": {"answer": "yes"},
    "applications.SteeringMember": {"seat": "member"},
    "applications.WindowExtension": {"closed_at": MOMENT_BEFORE, "closes_at": MOMENT},
    "applications.Document": {"kind": "decision", "decision_id": key()},
    "applications.TransitionLog": {"actor_kind": "system"},
    "applications.Claim": {"number": 1, "obligation_id": key()},
    "applications.DialogueMeeting": {"starts_at": MOMENT},
    "applications.CaseMember": {"role": "reader"},
    "applications.Invitation": {
        "role": "reader",
        "email": "ada@example.se",
        "invited_at": MOMENT_BEFORE,
        "expires_at": MOMENT,
    },
    "applications.PartyHearing": {"material": "Skäl"},
    "applications.HearingException": {"ground": "urgent", "reasons": "Skäl"},
    "applications.PartyCost": {"amount": Decimal(1)},
    "applications.PartyFunding": {"amount": Decimal(1)},
    "applications.SigningOrder": {"asked_at": MOMENT_BEFORE, "expires_at": MOMENT},
    "applications.ProjectPlanVersion": {"number": 2, "written_by_id": key(), "change_note": "Fler forum"},
    "demo.DemoClock": {"pk": 1},
}
BACKWARDS = One({"valid_from": DAY, "valid_to": DAY_BEFORE})
PROPOSAL = {
    "reason": "other",
    "grounds": "Skäl",
    "public_text": "Text",
    "last_day": DAY,
    "final_due_on": DAY_AFTER,
    "proposed_by_id": key(),
}
SUBMITTED = {"shared_at": MOMENT, "submitted_by_id": key()}

BREAKERS: dict[str, One | Two] = {
    # People and bodies
    "user_email_is_unique": Two({"email": "Karin.Holm@example.se"}, {"email": "karin.holm@EXAMPLE.SE"}),
    "board_ends_after_it_begins": BACKWARDS,
    "staffrole_ends_after_it_begins": BACKWARDS,
    "staffrole_has_board_but_for_admin": One({"role": "case_officer"}),
    "staffrole_is_given_once": Two(),  # without a board, which counts as the same
    "organisation_orgnr_is_of_a_body": One({"orgnr": "850101-1234"}),
    "membership_ends_after_it_begins": BACKWARDS,
    "membership_is_given_once": Two(),
    "signingmandate_ends_after_it_begins": BACKWARDS,
    "signingmandate_is_given_once": Two(),
    "authority_colours_are_hex": One({"brand_colour": "red"}),
    "authority_look_begins_with_brand": One({"band_colour": "#14534a"}),
    "accessshortfall_burden_has_reason": One({"ground": "burden", "reason": ""}),
    "accessshortfall_mended_after_found": One({"found_on": DAY, "mended_on": DAY_BEFORE}),
    "accessreport_answered_has_answer": One({"answered_on": DAY}),
    "accessreport_refused_has_reason": One({"is_refused": True}),
    # Files and the demo
    "storedfile_is_not_empty": One({"size": 0}),
    "storedfile_has_sha256": One({"sha256": "ABC"}),
    "storedfile_is_sent_once": Two({"uploaded_by_id": key(), "upload_key": key()}),
    "storedfile_says_when_it_was_scanned": One({"scan_state": "clean"}),
    "storedfile_stopped_says_for_what": One({"scan_state": "infected", "scanned_at": MOMENT}),
    "democlock_never_goes_back": One({"ahead": timedelta(days=-1)}),
    "democlock_is_one_row": One({"pk": 2}),
    # Programmes
    "call_step_is_of_a_track": One({"step": 1}),
    "callwindow_closes_after_it_opens": One({"opens_at": MOMENT, "closes_at": MOMENT}),
    "callwindow_opens_once": Two(),
    "windowextension_gives_more_time": One({"closed_at": MOMENT, "closes_at": MOMENT}),
    "windowextension_disturbance_has_both_ends": One({"disturbed_from": MOMENT}),
    "callversion_number_is_unique": Two(),
    "callversion_scores_are_in_order": One({"score_low": 5, "score_high": 5}),
    "callversion_ages_are_in_order": One({"age_from": 12, "age_to": 11}),
    "callversion_share_is_a_fraction": One({"max_share": Decimal(50)}),
    "callversion_reports_per_half_or_whole_year": One({"months_per_report": 3}),
    "callversion_amounts_are_in_order": One({"min_amount": Decimal(2), "max_amount": Decimal(1)}),
    "callversion_retention_is_a_fraction": One({"retention": Decimal(1)}),
    "callversion_advance_is_a_fraction": One({"advance_max_share": Decimal(50)}),
    "callversion_overrun_is_a_fraction": One({"overrun_share": Decimal(20)}),
    "callversion_minimis_is_countable": One({"euro_rate": Decimal(0)}),
    "callversion_payroll_overhead_is_a_fraction": One({"payroll_overhead": Decimal(40)}),
    "policydecision_paragraph_is_unique": Two(),
    "lettertext_is_one_per_kind": Two(),
    "retentionrule_is_one_per_kind": Two(),
    "retentionrule_disposal_has_years_and_basis": One({"action": "dispose"}),
    "callquestion_key_is_unique": Two(),
    "callquestion_condition_is_whole": One({"depends_on": "plats"}),
    "checklist_number_is_unique": Two(),
    "checklistquestion_key_is_unique": Two(),
    "checklisttally_is_one_per_month": Two(),
    "checklisttally_answer_is_known": One({"answer": "maybe"}),
    # Earmarked money
    "fundentry_amount_is_positive": One({"amount": Decimal(0)}),
    "fundentry_is_paid_by_decision_only": One({"kind": "bound", "case_id": key()}),
    "fundentry_correction_says_why": One({"kind": "corrected", "note": ""}),
    "fundentry_payout_stands_once": Two(
        {"kind": "paid", "case_id": key(), "decision_id": key(), "payout_id": key()},
    ),
    # Kinds of support, and who takes part
    "componentrequest_stands_once": Two(),
    "componentrequest_quantities_are_in_order": One({"quantity_from": 8, "quantity_to": 6}),
    "decisioncomponent_stands_once": Two(),
    "decisioncomponent_period_is_in_order": One({"period_start": DAY, "period_end": DAY_BEFORE}),
    "decisioncomponent_quantities_are_in_order": One({"quantity_from": 8, "quantity_to": 6}),
    "projectmunicipality_stands_once": Two(),
    "steeringmember_one_chair": Two({"seat": "chair"}),
    "steplink_stands_once": Two(),
    "subgrant_amount_is_positive": One({"amount": Decimal(0)}),
    # The case
    "case_has_dnr_when_shared": One({"shared_at": MOMENT}),
    "case_has_officer_only_when_shared": One({"officer_id": key()}),
    "dnrcounter_is_one_per_series": Two(),
    "assignment_one_holder_per_role": Two({"role": "officer"}),
    "conflictdeclaration_one_answer_per_person": Two(),
    "conflictdeclaration_conflict_has_ground": One({"is_conflicted": True}),
    "conflictruling_one_open_question_per_person": Two(),
    "conflictruling_ruled_has_who_when_and_why": One({"outcome": "conflicted"}),
    "conflictruling_nobody_rules_on_oneself": One(
        {"outcome": "conflicted", "reasons": "x", "ruled_at": MOMENT, "user_id": (same := key()), "ruled_by_id": same}
    ),
    "partyhearing_number_is_unique_in_case": Two(),
    "partyhearing_has_material": One({"material": ""}),
    "hearinganswer_comments_are_written": One({"has_comments": True, "text": ""}),
    "hearingexception_has_ground_and_reasons": One({"reasons": ""}),
    "transitionlog_actor_matches_kind": One({"actor_kind": "person"}),
    # Idea and application
    "idea_state_is_known": One({"state": "lost", "shared_at": MOMENT}),
    "idea_is_shared_unless_draft": One({"state": "shared"}),
    "idea_advice_is_written": One({"state": "recommended", "shared_at": MOMENT}),
    "application_state_is_known": One({"state": "lost", **SUBMITTED}),
    "application_is_submitted_unless_draft": One({"state": "submitted"}),
    "application_period_is_in_order": One({"period_start": DAY, "period_end": DAY_BEFORE}),
    "application_ages_are_in_order": One({"age_from": 12, "age_to": 11}),
    "sectiondraft_is_one_per_section": Two(),
    "party_has_a_role_once": Two({"orgnr": "559912-3451"}),
    "partycost_is_one_per_cell": Two(),
    "partycost_is_positive": One({"amount": Decimal(0)}),
    "partyfunding_is_one_per_cell": Two(),
    "partyfunding_is_positive": One({"amount": Decimal(0)}),
    "partyconfirmation_one_stands": Two(),
    # People who work together
    "casemember_one_role_at_a_time": Two(),
    "casemember_role_is_known": One({"role": "boss"}),
    "casemember_partner_has_party": One({"role": "partner"}),
    "casemember_part_writer_has_sections": One({"role": "part_writer"}),
    "casemember_only_partner_confirms": One({"confirms": True}),
    "casemember_is_ended_when_somebody_did": One({"ended_by_id": key()}),
    "invitation_one_open_per_address": Two({}, {"token_sha256": SHA}),
    "invitation_role_is_known": One({"role": "boss"}),
    "invitation_partner_has_party": One({"role": "partner"}),
    "invitation_part_writer_has_sections": One({"role": "part_writer"}),
    "invitation_only_partner_confirms": One({"confirms": True}),
    "invitation_signatory_has_basis": One({"role": "signatory"}),
    "invitation_is_accepted_by_somebody": One({"accepted_at": MOMENT}),
    "invitation_has_time": One({"expires_at": MOMENT_BEFORE}),
    "subgoal_time_is_in_order": One({"starts_on": DAY, "ends_on": DAY_BEFORE}),
    "risk_is_between_one_and_five": One({"likelihood": 6}),
    "minimisaid_amount_is_positive": One({"amount": Decimal(0)}),
    "minimisaid_rate_is_positive": One({"rate": Decimal(0)}),
    "othersupport_amount_is_positive": One({"amount": Decimal(0)}),
    "othersupport_period_is_in_order": One({"starts_on": DAY, "ends_on": DAY_BEFORE}),
    "projectrole_share_is_a_fraction": One({"share": Decimal(2)}),
    "effectnode_only_effects_have_term_and_level": One({"kind": "activity", "term": "short", "level": "society"}),
    "effectlink_is_one_per_pair": Two(),
    "effectlink_leads_to_another": One(dict.fromkeys(("source_id", "target_id"), key())),
    "signature_is_given_once": Two(),
    "signingorder_expires_after_asked": One({"asked_at": MOMENT, "expires_at": MOMENT_BEFORE}),
    "signingorder_fails_when_it_ends": One({"failure": "Avbruten", "ended_at": None}),
    "signature_cancelled_after_signed": One({"signed_at": MOMENT, "cancelled_at": MOMENT_BEFORE}),
    "costrow_is_one_per_cell": Two(),
    "funder_one_applied_row": Two({"is_applied": True}),
    "staffrow_share_is_of_full_time": One({"share": Decimal("1.01")}),
    "staffrow_pay_is_not_negative": One({"monthly_pay": Decimal("-0.01")}),
    "staffrow_overhead_is_a_fraction": One({"overhead": Decimal(2)}),
    "staffmonths_are_told_once_a_year": Two(),
    "staffmonths_fit_in_a_year": One({"months": Decimal("12.01")}),
    "fundingrow_is_one_per_cell": Two(),
    "fundingrow_is_not_negative": One({"amount": Decimal("-0.01")}),
    "applicationversion_number_is_unique": Two(),
    "completionrequest_one_open_per_case": Two(),
    "completionrequest_formal_says_what_follows": One({"is_formal": True}),
    "completionitem_field_is_named_once": Two({"section": "projekt", "field": "summary", "request_id": key()}),
    "casemessage_number_is_unique_in_case": Two({"text": "Hej", "author_id": key()}, {"author_id": key()}),
    "casemessage_is_sent_once": Two({"text": "Hej", "key": key()}, {"number": 2}),
    "casemessage_says_something": One({"text": ""}),
    "casemessage_is_read_by_somebody": One({"text": "Hej", "read_at": MOMENT}),
    "ideaversion_number_is_unique": Two(),
    "withdrawal_is_frozen_when_done": One({"asked_at": MOMENT_BEFORE, "done_at": MOMENT}),
    "withdrawal_by_letter_has_the_letter": One({"source": "paper"}),
    "completionrequest_answered_after_asked": One({"asked_at": MOMENT, "answered_at": MOMENT_BEFORE}),
    "delaynotice_has_a_reason": One({"reason": ""}),
    "decisionrequest_refusal_is_whole": One({"reasons": "Skäl"}),
    # Decision
    "decision_state_is_known": One({"state": "lost"}),
    "decision_approval_has_money_and_period": One({"kind": "approval"}),
    "decision_dismissal_has_a_ground": One({"kind": "dismissed"}),
    "decision_period_is_in_order": One({"period_start": DAY, "period_end": DAY_BEFORE}),
    "decision_has_reasons": One({"reasons": ""}),
    "decision_advance_is_part_of_the_money": One({"advance": Decimal(0)}),
    "decision_draft_is_not_frozen": One({"frozen": {"heading": "Beslut"}}),
    "decision_dispatched_is_frozen_and_dated": One({"state": "dispatched", "frozen": {}}),
    "decision_announced_is_dated": One({"state": "announced"}),
    "decision_final_is_dated": One({"state": "legally_final", "frozen": {}, "dispatched_at": MOMENT}),
    "decisionamount_is_one_per_year": Two(),
    "decisionamount_is_not_negative": One({"amount": Decimal("-0.01")}),
    # Documents, notices and reminders
    "document_number_is_unique_in_case": Two({}, {"decision_id": key()}),
    "document_is_made_or_owed": One({"file_id": key()}),
    "document_has_the_source_of_its_kind": One({"kind": "receipt"}),
    "notice_is_unique_per_event_and_recipient": Two({}, {"email_id": 2}),
    "reminder_is_given_once": Two(),
    "reminder_is_sent_or_cancelled": One({"sent_at": MOMENT, "cancelled_at": MOMENT}),
    # Project, reports and claims
    "project_state_is_known": One({"state": "lost", "accepted_at": MOMENT, "accepted_by_id": key()}),
    "project_period_is_in_order": One({"period_start": DAY, "period_end": DAY_BEFORE}),
    "project_is_accepted_after_granted": One({"state": "accepted"}),
    "project_new_budget_is_handed_in_before_approved": One({"new_budget_approved_at": MOMENT}),
    "project_partly_granted_has_its_new_budget": One(
        {"state": "accepted", "needs_new_budget": True, "accepted_at": MOMENT, "accepted_by_id": key()}
    ),
    "project_settled_is_dated": One({"state": "settled", "accepted_at": MOMENT, "accepted_by_id": key()}),
    "project_closed_early_says_why": One({"state": "closed_early", "accepted_at": MOMENT, "accepted_by_id": key()}),
    "earlyclose_state_is_known": One({"state": "lost", **PROPOSAL}),
    "earlyclose_is_one_at_a_time": Two(),
    "earlyclose_warning_is_dated": One({"state": "warned", "warned_at": MOMENT}),
    "earlyclose_proposal_is_whole": One({"state": "submitted", **PROPOSAL, "public_text": ""}),
    "earlyclose_request_is_signed": One({"request": "Vi vill sluta"}),
    "earlyclose_decided_has_decision": One({"state": "decided", **PROPOSAL}),
    "obligation_is_one_per_kind_and_number": Two(),
    "obligation_period_is_in_order": One({"period_start": DAY, "period_end": DAY_BEFORE}),
    "report_state_is_known": One({"state": "lost"}),
    "report_is_one_per_period": Two(),
    "report_submitted_is_dated": One({"state": "submitted"}),
    "claim_state_is_known": One({"state": "lost", **SUBMITTED}),
    "claim_is_one_per_period": Two({}, {"obligation_id": key()}),
    "claim_is_owed_unless_advance": One({"is_advance": True}),
    "claim_submitted_is_signed": One({"state": "submitted", "shared_at": MOMENT}),
    "claim_is_approved_by_two": One(
        {"state": "approved", **SUBMITTED} | dict.fromkeys(("content_reviewed_by_id", "money_approved_by_id"), key())
    ),
    "claimline_is_one_per_category": Two(),
    "claimline_deduction_has_reason": One({"amount": Decimal(2), "approved": Decimal(1)}),
    "payout_is_not_negative": One({"amount": Decimal(-1)}),
    "projectplanversion_number_is_unique": Two(),
    "projectplanversion_review_is_whole": One({"is_approved": True}),
    "projectplanversion_change_says_why": One({"change_note": ""}),
    "phaseactivity_stands_once": Two(),
    "phaseactivity_done_by_somebody": One({"done_on": DAY}),
    "dialoguemeeting_officer_is_in_one_place": Two(),
    "dialoguemeeting_has_a_length": One({"minutes": 0}),
    "dialoguemeeting_cancelled_says_why": One({"cancelled_at": MOMENT}),
    "dialoguemeeting_summed_up_is_written": One({"summed_up_at": MOMENT}),
    "dialogueguest_is_called_once": Two(),
    "dialogueguest_advice_is_booked_once": Two({"takes_it_all": True}, {"case_id": key()}),
    "payout_is_released_before_paid": One({"paid_on": DAY}),
    # The authority's own work
    "assessment_is_one_per_reader": Two(),
    "criterionscore_is_one_per_criterion": Two(),
    "criterionscore_is_within_a_hundred": One({"score": 101, "reason": "Skäl"}),
    "jointassessment_says_something": One({"text": ""}),
    "economyreview_says_why": One({"opinion": ""}),
    "stateaidreview_kind_is_known": One({"kind": "lost", "reason": "Skäl"}),
    "stateaidreview_says_why": One({"kind": "none", "reason": ""}),
    "rankorder_begins_at_one": One({"position": 0, "reason": "Skäl"}),
    "rankorder_says_why": One({"position": 1, "reason": ""}),
    "rankorder_position_is_taken_once": Two({}, {"case_id": key()}),
    "criterionscore_has_reason": One({"reason": ""}),
    "memo_state_is_known": One({"state": "lost", "kind": "rejection", "proposed_by_id": key(), "reasons": "Skäl"}),
    "memo_submitted_has_author_and_reasons": One({"state": "submitted", "kind": "rejection", "reasons": "Skäl"}),
    "memo_approval_has_money": One({"state": "submitted", "proposed_by_id": key(), "reasons": "Skäl"}),
    "boardmemo_number_is_unique_in_case": Two(),
    "meeting_state_is_known": One({"state": "lost"}),
    "meeting_is_one_per_day": Two(),
    "agendaitem_number_is_unique": Two(),
    "agendaitem_case_stands_once": Two({}, {"number": 2}),
    "delegationrule_own_limit_is_within": One({"own_limit": Decimal(2), "amount_limit": Decimal(1)}),
    "delegateddecision_number_is_unique": Two(),
    "statisticscell_is_counted_once": Two(),
    "statisticscell_counts_something": One({"count": 0}),
    "savedview_name_is_unique": Two(),
    "referral_has_question": One({"question": ""}),
    "referralresponse_address_is_asked_once": Two(
        {"referral_id": key(), "email": "bo@example.se"}, {"email": "Bo@EXAMPLE.se"}
    ),
    "referralresponse_answer_is_whole": One({"answered_at": MOMENT, "answered_by": "Bo"}),
    "referralresponse_withdrawal_has_reason": One({"withdrawn_at": MOMENT, "withdrawn_by_id": key()}),
    "referralresponse_is_answered_or_withdrawn": One(
        {
            "answered_at": MOMENT,
            "answered_by": "Bo",
            "is_declined": True,
            "withdrawn_at": MOMENT,
            "withdrawn_by_id": key(),
            "withdrawal_reason": "Tiden gick.",
        }
    ),
    "savedview_one_opens_the_queue": Two({"is_default": True}),
    "savedview_chooses_something": One({"query": ""}),
}


def sound(model: type[models.Model], **given: Any) -> models.Model:
    """An unsaved row in which every needed column has a value; texts and foreign keys are new each time."""
    values = dict(SOUND.get(model._meta.label, {})) | given
    for column in model._meta.concrete_fields:
        taken = column.attname in values or column.name in values or column.primary_key
        if not (taken or column.null or column.has_default() or (column.blank and column.empty_strings_allowed)):
            values[column.attname] = _some(column)
    return model(**values)


def _some(column: models.Field) -> Any:
    if isinstance(column, models.ForeignKey):
        return key() if isinstance(column.target_field, models.UUIDField) else 1
    match column:
        case models.JSONField():
            return {}
        case models.DateTimeField():
            return MOMENT
        case models.DateField():
            return DAY
        case models.BooleanField():
            return False
        case models.DecimalField() | models.IntegerField():
            return 1
        case models.UUIDField():
            return key()
    return uuid.uuid4().hex[: column.max_length]
