"""The table of move pages: for each move what follows from it, what the page asks, and which service makes it."""

from applications.models import Application, Claim
from applications.selectors import overruns
from applications.services import claiming, completing, deciding, handling, ideas, reporting, running
from portal import dates
from portal.accounts.models import User
from portal.money import NBSP, kronor, ore

from ..forms.assigning import AssignForm
from ..forms.claiming import DeductionForm
from ..forms.completing import CompletionForm
from ..forms.deciding import BoardTermsForm, TermsForm
from ..forms.moving import (
    AdviceForm,
    AnnouncementForm,
    FeedbackForm,
    LegallyFinalForm,
    MinutesForm,
    MoveForm,
    PaymentDayForm,
    ReturnForm,
)
from ..selectors import meetings
from ..services import decisions
from .budget_moves import BUDGET_PAGES
from .closing_moves import CLOSING_PAGES
from .move_page import MovePage
from .proposal_moves import PROPOSAL_PAGES
from .withdrawal_moves import WITHDRAWAL_PAGES


def _application_facts(application: Application) -> list[tuple[str, str]]:
    case = application.case
    return [("Sökande", f"{case.organisation.name}, {case.organisation.orgnr}"), ("Ärende", str(case))]


def _claim_facts(claim: Claim) -> list[tuple[str, str]]:
    labels = {row["key"]: row["label"] for row in claim.case.application.call_version.cost_categories}
    lines = [(labels.get(line.category, line.category), f"{ore(line.amount)}{NBSP}kr") for line in claim.lines.all()]
    purpose = [("Sökanden behöver pengarna till", claim.ledger_note)] if claim.is_advance else []
    return [*lines, *purpose, *((line.text, line.figure) for line in claiming.preview(claim).lines)]


def _over_budget(claim: Claim) -> list[str]:
    return [row.for_officer for row in overruns.of_claim(claim)]


def _payout_facts(claim: Claim) -> list[tuple[str, str]]:
    payout = claim.payout
    told = [tuple(line.rsplit(": ", 1)) for line in payout.explanation]
    steps = [(parts[0], parts[-1]) for parts in told if len(parts) > 1]
    return [
        *steps,
        ("Betalas ut", f"{kronor(payout.amount)}{NBSP}kr"),
        ("Till", payout.account),
        ("Referens", payout.reference),
        *([("Mottagarens referens", payout.payment_ref)] if payout.payment_ref else []),
    ]


def _approved_in_full(claim: Claim, form: MoveForm, by: User) -> object:
    return claiming.approve(claim, approved={line.category: (line.amount, "") for line in claim.lines.all()}, by=by)


def due_after_stop(form: CompletionForm) -> list[str]:
    """A warning where the answer may come after the next meeting's handlingsstopp (domain.md §3.3); never refused."""
    due = form.cleaned_data["due_on"]
    rows = [row for row in meetings.planned_for(form.obj.case) if meetings.stop_day(row) < due <= row.held_on]
    text = "Svaret kan komma efter handlingsstoppet ({}) till sammanträdet {}."
    return [text.format(dates.long(meetings.stop_day(row)), dates.long(row.held_on)) for row in rows]


_END_COMPLETION = MovePage(
    9,
    "arrow-right",
    "Sökanden har inte svarat i tid.",
    ("Ärendet går vidare på de uppgifter som finns.", "Det sökanden har skrivit men inte lämnat in tas bort."),
    "Ärendet går vidare utan svar.",
    lambda obj, form, by: completing.end(obj, by=by),
)
_DISPATCH = MovePage(
    11,
    "mail",
    "Sökanden får beslutet.",
    ("Sökanden får beslutet i portalen och ett mejl om det.", "Är det bifall ska sökanden godkänna beslutet."),
    "Beslutet är expedierat.",
    lambda obj, form, by: deciding.dispatch(obj, by=by),
)

MOVE_PAGES: dict[tuple[str, str], MovePage] = {
    # Idea
    ("idea", "open_dialogue"): MovePage(
        10,
        "message-square",
        "Du blir ansvarig för ärendet om ingen annan är det.",
        ("Idén går över till dialog.", "Du blir ansvarig handläggare om ingen annan är det."),
        "Dialogen är öppen.",
        lambda obj, form, by: ideas.open_dialogue(obj, by=by),
    ),
    ("idea", "recommend"): MovePage(
        11,
        "circle-check",
        "Sökanden får rådet i ett mejl.",
        (
            "Sökanden får ditt råd i ett mejl och kan göra en ansökan av idén.",
            "Rådet är inget beslut och binder ingen.",
        ),
        "Rådet är skickat.",
        lambda obj, form, by: ideas.advise(obj, recommend=True, advice=form.cleaned_data["advice"], by=by),
        AdviceForm,
    ),
    ("idea", "advise_against"): MovePage(
        12,
        "circle-minus",
        "Sökanden får rådet i ett mejl och kan ändå söka.",
        ("Sökanden får ditt råd i ett mejl.", "Rådet är inget beslut. Sökanden kan ändå söka."),
        "Rådet är skickat.",
        lambda obj, form, by: ideas.advise(obj, recommend=False, advice=form.cleaned_data["advice"], by=by),
        AdviceForm,
    ),
    # Application
    ("application", "assign"): MovePage(
        10,
        "user",
        "Den formella kontrollen börjar.",
        (
            "Handläggaren får ärendet bland sina.",
            "Den formella kontrollen börjar.",
            "Sökanden får veta vem som handlägger.",
        ),
        "Ärendet är fördelat.",
        lambda obj, form, by: handling.assign(
            obj, officer=form.cleaned_data["officer"], co_officer=form.cleaned_data["co_officer"], by=by
        ),
        AssignForm,
        facts=_application_facts,
    ),
    ("application", "end_completion"): _END_COMPLETION,
    ("application", "end_completion_in_preparation"): _END_COMPLETION,
    ("application", "start_preparation"): MovePage(
        15,
        "arrow-right",
        "Ansökan är komplett och ska bedömas.",
        ("Den formella kontrollen är klar.", "Nu bedömer du ansökan och skriver ett förslag till beslut."),
        "Beredningen har börjat.",
        lambda obj, form, by: handling.start_preparation(obj, by=by),
    ),
    ("application", "request_completion"): MovePage(
        40,
        "corner-up-left",
        "Sökanden får ändra i de fält du väljer. Klockan fortsätter.",
        (
            "Sökanden får ett mejl med det du skriver.",
            "Bara de fält eller delar du väljer öppnas för ändring. Det som stod där förut visas bredvid.",
            "Vi påminner sökanden före sista dagen. Vår egen handläggningstid fortsätter att räknas.",
        ),
        "Begäran är skickad till sökanden.",
        lambda obj, form, by: completing.request(
            obj,
            items=form.rows.items(),
            due_on=form.cleaned_data["due_on"],
            why=form.cleaned_data["why"],
            is_formal=form.cleaned_data["is_formal"],
            by=by,
        ),
        CompletionForm,
        after=due_after_stop,
    ),
    ("application", "register_decision"): MovePage(
        10,
        "gavel",
        "Så som nämnden beslutade, med paragraf.",
        (
            "Skriv det som nämnden beslutade. Fälten är ifyllda med förslaget; ändra det som blev annorlunda.",
            "Sökanden får veta att nämnden har behandlat ärendet, inte utgången, tills protokollet är justerat.",
        ),
        "Beslutet är registrerat.",
        lambda obj, form, by: decisions.register(
            obj, terms=form.terms(), paragraph=form.cleaned_data["paragraph"], by=by
        ),
        BoardTermsForm,
        facts=_application_facts,
    ),
    ("application", "decide_by_delegation"): MovePage(
        25,
        "gavel",
        "Du beslutar i nämndens ställe, inom din delegation.",
        (
            "Beslutet gäller när du har fattat det och låses direkt.",
            "Det får nästa nummer bland delegationsbesluten och anmäls till nämnden.",
            "Beslutet görs i ordning som PDF och kan sedan expedieras.",
        ),
        "Beslutet är fattat.",
        lambda obj, form, by: decisions.decide_by_delegation(obj, terms=form.terms(), by=by),
        TermsForm,
        facts=_application_facts,
    ),
    ("application", "close"): MovePage(
        60,
        "archive",
        "Ärendet är färdigt och lämnas till arkivet.",
        ("Ärendet avslutas och går inte att öppna igen.",),
        "Ärendet är avslutat.",
        lambda obj, form, by: handling.close(obj, by=by),
    ),
    # Decision
    ("decision", "approve"): MovePage(
        10,
        "file-check",
        "Beslutets text låses och görs i ordning som PDF.",
        ("Beslutets text låses.", "Beslutet görs i ordning som PDF."),
        "Justeringen är registrerad. Beslutet görs i ordning som PDF.",
        lambda obj, form, by: deciding.approve_minutes(obj, approved_on=form.cleaned_data["approved_on"], by=by),
        MinutesForm,
    ),
    ("decision", "announce"): MovePage(
        10,
        "megaphone",
        "Tiden att överklaga räknas från den dagen.",
        ("Tiden att överklaga räknas från den dag då justeringen anslogs.",),
        "Anslaget är registrerat.",
        lambda obj, form, by: deciding.announce(obj, announced_on=form.cleaned_data["announced_on"], by=by),
        AnnouncementForm,
    ),
    ("decision", "announce_delegated"): MovePage(
        12,
        "megaphone",
        "Tiden att överklaga räknas från den dagen.",
        ("Tiden att överklaga räknas från den dag då protokollet från sammanträdet anslogs.",),
        "Anslaget är registrerat.",
        lambda obj, form, by: deciding.announce(obj, announced_on=form.cleaned_data["announced_on"], by=by),
        AnnouncementForm,
    ),
    ("decision", "dispatch"): _DISPATCH,
    ("decision", "dispatch_delegated"): _DISPATCH,
    ("decision", "mark_final"): MovePage(
        30,
        "shield-check",
        "Tiden är slut och ingen har överklagat.",
        (
            "Fråga först domstolen om någon har överklagat.",
            "Sökanden får ett mejl om att beslutet har fått laga kraft.",
        ),
        "Laga kraft är registrerad.",
        lambda obj, form, by: deciding.mark_final(obj, reason=form.cleaned_data["reason"], by=by),
        LegallyFinalForm,
    ),
    # Project
    ("project", "start"): MovePage(
        20,
        "sprout",
        "Startdagen har kommit.",
        ("Projektet går över till uppstart.",),
        "Uppstarten har börjat.",
        lambda obj, form, by: running.start(obj, by=by),
    ),
    ("project", "implement"): MovePage(
        20,
        "flag",
        "Uppstarten är klar.",
        ("Projektet är bemannat, ni har haft startmöte och planen är på plats.",),
        "Projektet är i genomförande.",
        lambda obj, form, by: running.implement(obj, by=by),
    ),
    ("project", "close"): MovePage(
        20,
        "flag",
        "Nittio dagar före slutet börjar avslutet.",
        ("Projektet går över till avslut.", "Slutrapport och slutrekvisition ska lämnas."),
        "Avslutet har börjat.",
        lambda obj, form, by: running.close(obj, by=by),
    ),
    ("project", "final_report"): MovePage(
        20,
        "file-check",
        "Alla rapporter och rekvisitioner är granskade.",
        ("Projektet är slutrapporterat.", "Ekonomen slutreglerar när allt är betalt."),
        "Projektet är slutrapporterat.",
        lambda obj, form, by: running.approve_final(obj, by=by),
    ),
    ("project", "settle"): MovePage(
        20,
        "coins",
        "Allt är betalt och inget återstår.",
        ("Projektets ekonomi stängs.", "Sökanden får ett mejl om att projektet är slutreglerat."),
        "Projektet är slutreglerat.",
        lambda obj, form, by: running.settle(obj, by=by),
    ),
    # Report
    ("report", "approve"): MovePage(
        10,
        "circle-check",
        "Periodens rekvisition kan gå vidare.",
        (
            "Sökanden får ett mejl.",
            "Periodens rekvisition kan gå vidare.",
            "Slutrapporten för ett projekt som avslutats i förtid blir öppen för alla. Se först efter att den är utan "
            "namn och annat som inte ska spridas.",
        ),
        "Rapporten är godkänd.",
        lambda obj, form, by: reporting.approve(obj, note=form.cleaned_data["note"], by=by),
        FeedbackForm,
    ),
    ("report", "return_for_completion"): MovePage(
        11,
        "corner-up-left",
        "Sökanden kan ändra och lämna igen.",
        ("Sökanden får ett mejl med det du skriver.", "Rapporten öppnas för ändring."),
        "Rapporten är skickad tillbaka.",
        lambda obj, form, by: reporting.send_back(obj, note=form.cleaned_data["note"], by=by),
        ReturnForm,
    ),
    # Claim
    ("claim", "review_content"): MovePage(
        12,
        "clipboard-check",
        "Ekonomen går vidare med beloppen.",
        ("Du går i god för att pengarna behövs i projektet.", "Ekonomen granskar beloppen."),
        "Innehållet är godkänt.",
        lambda obj, form, by: claiming.review_content(obj, note=form.cleaned_data["note"], by=by),
        FeedbackForm,
        facts=_claim_facts,
        warns=_over_budget,
    ),
    ("claim", "return_for_completion"): MovePage(
        13,
        "corner-up-left",
        "Sökanden kan ändra och lämna igen.",
        ("Sökanden får ett mejl med det du skriver.", "Rekvisitionen öppnas för ändring."),
        "Rekvisitionen är skickad tillbaka.",
        lambda obj, form, by: claiming.send_back(obj, note=form.cleaned_data["note"], by=by),
        ReturnForm,
    ),
    ("claim", "approve"): MovePage(
        12,
        "circle-check",
        "Allt som är begärt godkänns.",
        ("Alla belopp godkänns som de är begärda.", "Utbetalningen räknas ut och väntar på attest."),
        "Beloppen är godkända.",
        _approved_in_full,
        facts=_claim_facts,
        warns=_over_budget,
    ),
    ("claim", "approve_partially"): MovePage(
        13,
        "circle-dot-dashed",
        "Rad för rad, med skäl för det som dras av.",
        ("Skriv vad du godkänner på varje rad och varför något dras av.", "Sökanden får veta vad som drogs av."),
        "Rekvisitionen är godkänd med avdrag.",
        lambda obj, form, by: claiming.approve(obj, approved=form.amounts(), by=by),
        DeductionForm,
        facts=_claim_facts,
        warns=_over_budget,
    ),
    ("claim", "release"): MovePage(
        12,
        "banknote",
        "Pengarna släpps till sökandens konto.",
        ("Du är den tredje personen. Du släpper pengarna till sökandens konto.",),
        "Utbetalningen är attesterad.",
        lambda obj, form, by: claiming.release(obj, by=by),
        facts=_payout_facts,
    ),
    ("claim", "confirm"): MovePage(
        12,
        "receipt-text",
        "Banken har betalat ut pengarna.",
        ("Rekvisitionen blir utbetald.", "Sökanden får ett mejl om utbetalningen."),
        "Utbetalningen är registrerad.",
        lambda obj, form, by: claiming.confirm(obj, paid_on=form.cleaned_data["paid_on"], by=by),
        PaymentDayForm,
        facts=_payout_facts,
    ),
    **BUDGET_PAGES,
    **CLOSING_PAGES,
    **PROPOSAL_PAGES,
    **WITHDRAWAL_PAGES,
}
