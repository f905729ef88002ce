"""The move pages of what is not tried: taken back and struck off, or dismissed."""

from applications.enums import CaseSource, DismissalGround
from applications.models import Application
from applications.selectors import windows
from applications.services import withdrawing

from ..forms.withdrawing import DiscontinuingForm, DismissingForm, WithdrawalForm
from ..services import discontinuing
from .move_page import MovePage

WITHDRAWAL_PAGES: dict[tuple[str, str], MovePage] = {
    ("application", "register_withdrawal"): MovePage(
        70,
        "rotate-ccw",
        "När sökanden har återtagit ansökan i ett brev eller mejl.",
        (
            "Ansökan prövas inte. Det som har kommit in finns kvar som allmän handling.",
            "Öppna frågor till sökanden stängs, och pengar som förslaget höll blir lediga.",
            "Ärendet ska sedan avskrivas.",
        ),
        "Återtagandet är registrerat. Ärendet ska nu avskrivas.",
        lambda obj, form, by: withdrawing.register(
            obj,
            reason=form.cleaned_data["reason"],
            source=CaseSource(form.cleaned_data["source"]),
            upload=form.cleaned_data["letter"],
            by=by,
        ),
        WithdrawalForm,
    ),
    ("application", "discontinue"): MovePage(
        10,
        "archive",
        "Du beslutar i nämndens ställe att ärendet avslutas utan prövning.",
        (
            "Beslutet gäller när du har fattat det och låses direkt.",
            "Det får nästa nummer bland delegationsbesluten och anmäls till nämnden.",
            "Beslutet görs i ordning som PDF och kan sedan expedieras till sökanden.",
        ),
        "Ärendet är avskrivet.",
        lambda obj, form, by: discontinuing.discontinue(obj, reasons=form.cleaned_data["reasons"], by=by),
        DiscontinuingForm,
    ),
    ("application", "dismiss"): MovePage(
        85,
        "circle-minus",
        "När ansökan inte kan prövas alls.",
        (
            "Ansökan prövas inte. Du beslutar i nämndens ställe.",
            "Beslutet gäller när du har fattat det och låses direkt.",
            "Det får nästa nummer bland delegationsbesluten och anmäls till nämnden.",
            "Beslutet görs i ordning som PDF och kan sedan expedieras. I det står hur man överklagar.",
        ),
        "Ansökan är avvisad.",
        lambda obj, form, by: discontinuing.dismiss(
            obj,
            ground=DismissalGround(form.cleaned_data["ground"]),
            reasons=form.cleaned_data["reasons"],
            by=by,
        ),
        DismissingForm,
        facts=lambda obj: _what_speaks_for_it(obj),
    ),
}


def _what_speaks_for_it(application: Application) -> list[tuple[str, str]]:
    """When it came, and whether the applicant has been told to complete it."""
    told = "Tiden för det är över" if discontinuing.was_told(application) else "Inget har skickats"
    return [
        ("Kom in", windows.how_late(application) or "I tid"),
        ("Föreläggande om komplettering", told),
    ]
