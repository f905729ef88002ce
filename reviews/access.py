"""The sheet of reviews: which permission each page needs. Whose case it is, the views ask through the door."""

from portal.access import Sheet
from portal.sheet import DESK, PROGRAMMES, admin_rows

CASES = "portal.cases"
MEETINGS = "reviews.plan_meetings"
BOARD = "portal.board"
FUNDS, EARMARKS = "reviews.read_funds", "reviews.earmark_funds"

SHEET: Sheet = {
    "admin:app_list": DESK,  # the crumbs of Django's own pages lead there
    "admin:queue": CASES,
    "admin:search": CASES,
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
    "admin:accounts_user_set_password": "portal.manage_people",
    "admin:board_succeed": "portal.manage_people",
    "reviews:board": BOARD,
    "reviews:board_decision": BOARD,
    "reviews:board_document": BOARD,
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
    "case_conflict",
    "case_check",
    "case_assess",
    "case_propose",
    "case_note",
    "case_officer",
    "case_condition",
    "case_hand_on",
    "case_closing",
    "case_steering",
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
    "call_window_add",
    "call_window",
    "call_window_remove",
    "call_extend",
    "call_statistics",
    "call_statistics_json",
):
    SHEET[f"admin:{_page}"] = PROGRAMMES
for _page in ("call_questions", "call_question_new", "call_question", "call_question_remove"):
    SHEET[f"admin:{_page}"] = PROGRAMMES
for _model in ("programme", "track", "fundingsource", "call", "checklist"):
    SHEET |= admin_rows(f"applications_{_model}", PROGRAMMES)
for _model in ("delegationrule", "meeting"):
    SHEET |= admin_rows(f"reviews_{_model}", MEETINGS)
