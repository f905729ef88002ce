"""Who may do what in the authority's own work."""

from typing import Any

import rules

from applications.enums import OfficerRole
from applications.models import Assignment
from applications.rules import economist, handles_case, heads_unit, is_officer_of, officer_at_board, secretary
from portal.accounts.enums import StaffRoleName
from portal.accounts.rules import has_role


@rules.predicate
def is_secretary_of_board(user: Any, meeting: Any) -> bool:
    """Nämndsekreterare at the meeting's board."""
    return meeting.board_id in user.boards_as(StaffRoleName.BOARD_SECRETARY)


@rules.predicate
def is_second_reader(user: Any, case: Any) -> bool:
    """Medhandläggare in the case today, who assesses beside the officer (domain.md §3.8)."""
    rows = Assignment.objects.filter(case=case, user=user, role=OfficerRole.CO_OFFICER, ended_at=None)
    return bool(rows.exists())


rules.add_perm("applications.write_memo", handles_case)
rules.add_perm("applications.return_memo", heads_unit)
rules.add_perm("applications.make_decision", secretary | officer_at_board | heads_unit | economist)
rules.add_perm("applications.hold_meeting", is_secretary_of_board)
rules.add_perm("reviews.register_paper", has_role(StaffRoleName.CASE_OFFICER) | has_role(StaffRoleName.REGISTRAR))
rules.add_perm("reviews.plan_meetings", has_role(StaffRoleName.BOARD_SECRETARY))
rules.add_perm("reviews.read_funds", has_role(StaffRoleName.HEAD_OF_UNIT) | has_role(StaffRoleName.ECONOMIST))
rules.add_perm("reviews.earmark_funds", has_role(StaffRoleName.HEAD_OF_UNIT))
rules.add_perm("reviews.keep_retention", has_role(StaffRoleName.ARCHIVIST) | has_role(StaffRoleName.HEAD_OF_UNIT))
rules.add_perm("reviews.assess", officer_at_board & (is_officer_of | is_second_reader))
rules.add_perm("reviews.review_economy", economist)
rules.add_perm("reviews.judge_state_aid", handles_case | economist)
rules.add_perm("reviews.place_in_order", officer_at_board | heads_unit)
rules.add_perm(
    "reviews.rank",
    has_role(StaffRoleName.CASE_OFFICER) | has_role(StaffRoleName.HEAD_OF_UNIT) | has_role(StaffRoleName.ECONOMIST),
)
rules.add_perm("reviews.write_file_note", officer_at_board | heads_unit | economist)
