"""The move pages of a proposal: to the head, back, approved, to the agenda, and what to look at twice on the way."""

from applications.models import Application, EarlyClose

from ..forms.meeting import AgendaForm
from ..forms.moving import ReasonForm
from ..selectors import early_start
from ..selectors import meetings as reading
from ..services import meetings, proposing
from .move_page import MovePage


def late_agenda(matter: Application | EarlyClose) -> list[str]:
    """A sentence for each planned meeting whose handlingsstopp has been: warned of, never refused (D-12)."""
    return [text for row in reading.planned_for(matter.case) if (text := reading.late_for(row))]


def put_late(form: AgendaForm) -> list[str]:
    """The same for the meeting that was chosen."""
    text = reading.late_for(form.cleaned_data["meeting"])
    return [text] if text else []


PROPOSAL_PAGES: dict[tuple[str, str], MovePage] = {
    ("memo", "submit"): MovePage(
        10,
        "send",
        "Chefen läser och godkänner eller skickar tillbaka.",
        ("Chefen får förslaget att läsa.", "Du kan inte ändra det så länge det ligger där."),
        "Förslaget är lämnat till chefen.",
        lambda obj, form, by: proposing.submit(obj, by=by),
        warns=early_start.warnings,
    ),
    ("memo", "return"): MovePage(
        13,
        "rotate-ccw",
        "Handläggaren kan skriva om det.",
        ("Handläggaren får tillbaka förslaget och kan ändra det.", "Skälet står i ärendets historik."),
        "Förslaget är skickat tillbaka.",
        lambda obj, form, by: proposing.send_back(obj, reason=form.cleaned_data["reason"], by=by),
        ReasonForm,
    ),
    ("application", "approve_proposal"): MovePage(
        12,
        "check",
        "Förslaget kan tas upp i nämnden eller beslutas på delegation.",
        ("Förslaget låses.", "Ärendet kan sättas upp på en föredragningslista eller beslutas på delegation."),
        "Förslaget är godkänt.",
        lambda obj, form, by: proposing.approve(obj.case.memo, by=by),
        warns=lambda application: early_start.warnings(application.case.memo),
    ),
    ("application", "put_on_agenda"): MovePage(
        20,
        "landmark",
        "Ärendet får nästa nummer på listan.",
        ("Ärendet får nästa nummer på föredragningslistan.",),
        "Ärendet står på föredragningslistan.",
        lambda obj, form, by: meetings.put_on_agenda(obj, meeting=form.cleaned_data["meeting"], by=by),
        AgendaForm,
        warns=late_agenda,
        after=put_late,
    ),
}
