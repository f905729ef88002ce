"""The sheet of applications: which permission each page needs. Whose row it is, the views ask."""

from portal.access import PUBLIC, SIGNED_IN, Sheet

APPLICANT = "portal.applicant"
PROGRAMMES = "portal.manage_programmes"

SHEET: Sheet = {
    "applications:call": PUBLIC,
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
        "receipt",
        "sent",
        "completion",
        "attachment_add",
        "attachment",
        "attachment_remove",
        "section",
        "case",
        "project",
        "project_accept",
        "project_new_budget",
        "project_municipalities",
        "project_steering",
        "project_events",
        "related_projects",
        "early_close",
        "report",
        "claim",
    )
}
