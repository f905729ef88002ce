"""The move pages of what was taken back: registered from a letter, and the case ended by a decision."""

from applications.enums import CaseSource
from applications.services import withdrawing

from ..forms.withdrawing import DiscontinuingForm, WithdrawalForm
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
}
