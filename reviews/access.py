"""The sheet of reviews: which permission each page needs. Whose case it is, the views ask through the door."""

from portal.access import PUBLIC, Sheet
from portal.sheet import DESK, PROGRAMMES, admin_rows

CASES = "portal.cases"
MEETINGS = "reviews.plan_meetings"
BOARD = "portal.board"
RANKING = "reviews.rank"
PAPER = "reviews.register_paper"
FUNDS, EARMARKS = "reviews.read_funds", "reviews.earmark_funds"

SHEET: Sheet = {
    "admin:app_list": DESK,  # leads to the front page
    "admin:help": DESK,
    "admin:queue": CASES,
    "admin:queue_assign": CASES,
    "admin:queue_view": CASES,
    "admin:queue_view_change": CASES,
    "admin:queue_view_remove": CASES,
    "admin:queue_file": CASES,
    "admin:search": CASES,
    "admin:statistics": CASES,
    "admin:statistics_csv": CASES,
    "admin:call_ranking": RANKING,
    "admin:call_ranking_file": RANKING,
    "admin:call_rank_place": RANKING,
    "admin:call_compare": RANKING,
    "admin:paper_new": PAPER,
    "admin:meetings": CASES,
    "admin:meeting": CASES,
    "admin:meeting_plan": MEETINGS,
    "admin:meeting_hold": MEETINGS,
    "admin:meeting_report": MEETINGS,
    "admin:funds": FUNDS,
    "admin:fund": FUNDS,
    "admin:fund_earmark": EARMARKS,
    "admin:fund_raise": EARMARKS,
    "admin:fund_bind": EARMARKS,
    "admin:fund_correct": EARMARKS,
    "admin:fund_rename": EARMARKS,
    "admin:accounts_user_set_password": "portal.manage_people",
    "admin:board_succeed": "portal.manage_people",
    "admin:boards": PROGRAMMES,
    "reviews:board": BOARD,
    "reviews:board_decision": BOARD,
    "reviews:board_document": BOARD,
    "reviews:board_conflict": BOARD,
    "reviews:referral": PUBLIC,  # whoever has the link; the row's own state decides
}
for _page in (
    "case",
    "case_application",
    "case_money",
    "case_assessment",
    "case_project",
    "case_documents",
    "case_history",
    "case_attachment",
    "case_messages",
    "case_message_read",
    "case_message_file",
    "case_letter",
    "case_conflict",
    "case_conflict_raise",
    "case_conflict_rule",
    "case_check",
    "case_assess",
    "case_agree",
    "case_economy",
    "case_state_aid",
    "case_propose",
    "case_memo",
    "case_memo_text",
    "case_note",
    "case_officer",
    "case_take_over",
    "case_delay",
    "case_decision_request",
    "case_hear",
    "case_hear_waive",
    "case_condition",
    "case_hand_on",
    "case_closing",
    "case_steering",
    "case_plan",
    "case_plan_review",
    "case_activity_new",
    "case_activity",
    "case_call",
    "case_referral",
    "case_referral_end",
    "dialogues",
    "dialogue",
    "dialogue_file",
    "dialogue_offer",
    "dialogue_gathering",
    "dialogue_change",
    "dialogue_cancel",
    "dialogue_sum_up",
    "dialogue_take_back",
    "case_move",
):
    SHEET[f"admin:{_page}"] = CASES
for _page in ("preview", "publish", "copy", "statistics", "csv"):
    SHEET[f"admin:checklist_{_page}"] = PROGRAMMES
for _page in (
    "call",
    "call_rules",
    "call_version",
    "call_publish",
    "call_copy",
    "call_remove",
    "call_window_add",
    "call_window",
    "call_window_remove",
    "call_extend",
    "call_fund",
    "call_statistics",
    "call_statistics_csv",
    "call_statistics_json",
):
    SHEET[f"admin:{_page}"] = PROGRAMMES
for _page in ("call_questions", "call_question_new", "call_question", "call_question_remove"):
    SHEET[f"admin:{_page}"] = PROGRAMMES
for _model in ("programme", "track", "fundingsource", "policydecision", "lettertext", "call", "checklist"):
    SHEET |= admin_rows(f"applications_{_model}", PROGRAMMES)
SHEET |= admin_rows("applications_retentionrule", "reviews.keep_retention")
for _model in ("delegationrule", "meeting"):
    SHEET |= admin_rows(f"reviews_{_model}", MEETINGS)
