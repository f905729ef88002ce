"""The move pages of ending a project before its time."""

from applications.models import EarlyClose
from applications.services import early_close
from portal import dates

from ..forms.closing import BoardClosingForm, ClosingDecisionForm, DropForm, WarningForm
from ..forms.meeting import AgendaForm
from ..forms.moving import ReasonForm
from ..services import closings
from .move_page import MovePage
from .proposal_moves import late_agenda, put_late


def _facts(closing: EarlyClose) -> list[tuple[str, str]]:
    """What is proposed, to read before one decides."""
    facts = [("Orsak", closing.get_reason_display())]
    if closing.last_day is not None:
        facts.append(("Sista dag för kostnader", dates.long(closing.last_day)))
    if closing.final_due_on is not None:
        facts.append(("Slutrapport och slutrekvisition senast", dates.long(closing.final_due_on)))
    if closing.commented_at is not None:
        facts.append(("Sökandens svar", closing.comment))
    return [*facts, ("Text på den öppna sidan", closing.public_text)]


CLOSING_PAGES: dict[tuple[str, str], MovePage] = {
    ("early_close", "warn"): MovePage(
        16,
        "megaphone",
        "Sökanden får läsa skälen och svara innan något föreslås.",
        (
            "Sökanden får ett mejl om att vi överväger att avsluta projektet i förtid.",
            "På sin sida läser de skälen och kan svara till och med den dag du skriver.",
            "Inget är beslutat. Rapporter och rekvisitioner ska lämnas som vanligt.",
        ),
        "Förvarningen är skickad.",
        lambda obj, form, by: early_close.warn(obj, comment_due=form.cleaned_data["comment_due"], by=by),
        WarningForm,
        facts=_facts,
    ),
    ("early_close", "submit"): MovePage(
        17,
        "send",
        "Chefen läser och godkänner eller skickar tillbaka.",
        ("Chefen får förslaget att läsa.", "Du kan inte ändra det så länge det ligger där."),
        "Förslaget om avslut är lämnat till chefen.",
        lambda obj, form, by: early_close.submit(obj, by=by),
        facts=_facts,
    ),
    ("early_close", "return"): MovePage(
        14,
        "rotate-ccw",
        "Handläggaren kan skriva om förslaget.",
        ("Handläggaren får tillbaka förslaget och kan ändra det.", "Skälet står i ärendets historik."),
        "Förslaget om avslut är skickat tillbaka.",
        lambda obj, form, by: early_close.send_back(obj, reason=form.cleaned_data["reason"], by=by),
        ReasonForm,
    ),
    ("early_close", "approve"): MovePage(
        13,
        "check",
        "Förslaget kan tas upp i nämnden.",
        ("Förslaget låses.", "Ärendet kan sättas upp på en föredragningslista."),
        "Förslaget om avslut är godkänt.",
        lambda obj, form, by: early_close.approve(obj, by=by),
        facts=_facts,
    ),
    ("early_close", "put_on_agenda"): MovePage(
        13,
        "landmark",
        "Frågan får nästa nummer på listan.",
        ("Avslutet får nästa nummer på föredragningslistan.",),
        "Avslutet står på föredragningslistan.",
        lambda obj, form, by: closings.put_on_agenda(obj, meeting=form.cleaned_data["meeting"], by=by),
        AgendaForm,
        warns=late_agenda,
        after=put_late,
    ),
    ("early_close", "register_decision"): MovePage(
        13,
        "gavel",
        "Nämnden har beslutat att avsluta projektet.",
        (
            "Skriv paragrafen och skälen så som nämnden beslutade.",
            "Projektet pågår tills protokollet är justerat och anslaget och beslutet är expedierat.",
            "Sade nämnden nej lägger handläggaren ned förslaget.",
        ),
        "Beslutet om avslut är registrerat.",
        lambda obj, form, by: closings.register(
            obj, paragraph=form.cleaned_data["paragraph"], reasons=form.cleaned_data["reasons"], by=by
        ),
        BoardClosingForm,
        facts=_facts,
    ),
    ("early_close", "decide_by_delegation"): MovePage(
        25,
        "gavel",
        "Sökanden har själv bett om det, och din delegation räcker.",
        (
            "Beslutet gäller när du har fattat det och låses direkt.",
            "Det får nästa nummer bland delegationsbesluten och anmäls till nämnden.",
            "Projektet avslutas när beslutet är expedierat.",
        ),
        "Beslutet om avslut är fattat.",
        lambda obj, form, by: closings.decide_by_delegation(obj, reasons=form.cleaned_data["reasons"], by=by),
        ClosingDecisionForm,
        facts=_facts,
    ),
    ("early_close", "drop"): MovePage(
        55,
        "circle-minus",
        "Projektet fortsätter.",
        (
            "Projektet fortsätter som det är beslutat.",
            "Har sökanden förvarnats, eller bett om avslutet, får de ett mejl.",
        ),
        "Förslaget om avslut är nedlagt.",
        lambda obj, form, by: early_close.drop(obj, reason=form.cleaned_data["reason"], by=by),
        DropForm,
    ),
}
