"""The sheet of applications: which permission each page needs. Whose row it is, the views ask."""

from portal.access import PUBLIC, SIGNED_IN, Sheet

APPLICANT = "portal.applicant"
PROGRAMMES = "portal.manage_programmes"

SHEET: Sheet = {
    "applications:call_list": PUBLIC,
    "applications:call": PUBLIC,
    "applications:project_list": PUBLIC,
    "applications:project_public": PUBLIC,
    "applications:project_public_report": PUBLIC,
    "applications:preview": PROGRAMMES,
    "applications:preview_section": PROGRAMMES,
    "applications:checklist_list": PUBLIC,
    "applications:checklist": PUBLIC,
    "applications:checklist_question": PUBLIC,
    "applications:checklist_result": PUBLIC,
    "applications:checklist_print": PUBLIC,
    "applications:document": SIGNED_IN,  # the same address for applicant and staff; the row's own door decides
} | {
    f"applications:{name}": APPLICANT
    for name in (
        "my_pages",
        "idea_new",
        "idea",
        "idea_edit",
        "idea_share",
        "idea_delete",
        "idea_convert",
        "application_new",
        "application",
        "application_delete",
        "application_step",
        "sub_grant_new",
        "sub_grant",
        "review",
        "application_submit",
        "warnings",
        "signing_ask",
        "signing_withdraw",
        "signing_return",
        "receipt",
        "sent",
        "completion",
        "attachment",
        "section",
        "effect_node_new",
        "effect_node",
        "effect_node_move",
        "case",
        "notice",
        "project",
        "project_accept",
        "project_new_budget",
        "project_advance",
        "project_municipalities",
        "project_steering",
        "project_events",
        "related_projects",
        "early_close",
        "project_plan",
        "project_plan_write",
        "project_activity_new",
        "project_activity",
        "advice",
        "dialogue",
        "dialogue_file",
        "report",
        "claim",
    )
}
