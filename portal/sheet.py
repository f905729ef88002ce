"""The ground floor's sheet: which permission each URL name needs. allauth's and the admin's names stand here too."""

from portal.access import PUBLIC, SIGNED_IN, Sheet

DESK = "portal.desk"
PEOPLE = "portal.manage_people"
PROGRAMMES = "portal.manage_programmes"

SHEET: Sheet = {
    "portal:start": PUBLIC,
    "portal:health": PUBLIC,
    "portal:look": PUBLIC,
    "portal:accessibility": PUBLIC,
    "portal:report_access": PUBLIC,
    "portal:report_access_done": PUBLIC,
    "portal:privacy": PUBLIC,
    "portal:how_it_works": PUBLIC,
    "portal:after_login": SIGNED_IN,
    "portal:account": SIGNED_IN,
    "portal:stay": SIGNED_IN,
    # allauth, under Swedish paths (portal/urls.py)
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_signup": PUBLIC,  # answers that sign-up is closed; allauth reverses the name
    "account_inactive": PUBLIC,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN,
    "account_reauthenticate": SIGNED_IN,
    # the admin's own pages
    "admin:index": DESK,
    "admin:login": PUBLIC,  # redirects to /logga-in/
    "admin:logout": DESK,
    "admin:password_change": DESK,
    "admin:password_change_done": DESK,
    "admin:jsi18n": DESK,
    "admin:autocomplete": DESK,
}


def admin_rows(model: str, permission: str) -> Sheet:
    """The five pages that Django's admin makes for a model, e.g. `accounts_user`."""
    pages = ("changelist", "add", "change", "delete", "history")
    return {f"admin:{model}_{page}": permission for page in pages}


for _model in ("user", "organisation", "membership", "signingmandate", "staffrole", "unit", "authority", "board"):
    SHEET |= admin_rows(f"accounts_{_model}", PEOPLE)
SHEET |= {"admin:accounts_authority_look": PEOPLE, "admin:accounts_authority_try_look": PEOPLE}
for _model in ("accessshortfall", "accessreport"):
    SHEET |= admin_rows(f"accounts_{_model}", "portal.keep_accessibility")
