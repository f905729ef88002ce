"""The sheet of applications: which permission each page needs. Whose row it is, the views ask."""

from portal.access import PUBLIC, SIGNED_IN, Sheet

APPLICANT = "portal.applicant"

SHEET: Sheet = {
    "applications:call": PUBLIC,
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
        "review",
        "application_submit",
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
        "report",
        "claim",
    )
}
