"""The move pages of a new budget, where a decision gives less money than was applied for (domain.md §9 case 15)."""

from applications.models import Project
from applications.services import revising
from portal.money import NBSP, kronor, percent

from ..forms.moving import FeedbackForm, ReturnForm
from ..selectors import frozen
from .move_page import MovePage


def _facts(project: Project) -> list[tuple[str, str]]:
    """What the new budget counts on, beside what was decided."""
    decision, version = project.decision, project.new_budget
    assert version is not None and decision.cap is not None and decision.share is not None  # the gate has seen it
    return [
        ("Kostnader", f"{kronor(frozen.cost(version))}{NBSP}kr"),
        ("Räknas med av oss", f"{kronor(frozen.applied(version))}{NBSP}kr"),
        ("Beslutet ger högst", f"{kronor(decision.cap)}{NBSP}kr, {percent(decision.share)} av kostnaderna"),
    ]


BUDGET_PAGES: dict[tuple[str, str], MovePage] = {
    ("project", "approve_new_budget"): MovePage(
        10,
        "circle-check",
        "Sökanden kan sedan godkänna beslutet.",
        (
            "Läs den nya budgeten under Ekonomi. Den går ihop och ryms inom beslutets andel och högsta belopp.",
            "Sökanden får ett mejl och kan godkänna beslutet.",
        ),
        "Den nya budgeten är godkänd.",
        lambda obj, form, by: revising.approve(obj, note=form.cleaned_data["note"], by=by),
        FeedbackForm,
        facts=_facts,
    ),
    ("project", "return_new_budget"): MovePage(
        11,
        "corner-up-left",
        "Sökanden kan ändra budgeten och lämna den igen.",
        ("Sökanden får ett mejl med det du skriver.", "Budgeten öppnas för ändring."),
        "Budgeten är skickad tillbaka.",
        lambda obj, form, by: revising.send_back(obj, note=form.cleaned_data["note"], by=by),
        ReturnForm,
    ),
}
