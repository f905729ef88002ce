"""What the officer writes while preparing a case: jäv, formal check, assessment, proposal, notes."""

from collections.abc import Mapping
from typing import Any

from django import forms

from applications.budget.support import Support
from applications.enums import ANSWER_CHOICES, GRANTS, ConflictGround, DecisionKind
from applications.models import Application, CallVersion, Case, PolicyDecision
from applications.models.criteria import criteria_of
from portal.forms import AmountField, DateField, PercentField, choose_among

from ..models import Assessment, JointAssessment, Memo
from ..selectors import leaning, machine_check
from ..selectors.machine_check import Found
from .advance import advance_fields
from .moving import DAY, SHORT, text_area
from .parts import Parts

MEMO_COLUMNS = ("kind", "share", "cap", "advance", "reasons", "conditions", "forum_on", "forum_note")
ANSWERS = [("yes", "Ja"), ("no", "Nej"), ("", "Inte kontrollerat än")]


class RowChoiceField(forms.ChoiceField):
    """Few and short choices, which the page lays side by side."""

    in_row = True


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not looked at yet."""

    in_row = True


class ConflictForm(forms.Form):
    """Are you jävig? A yes needs its ground (kommunallagen 6:28)."""

    answer = forms.ChoiceField(
        label="Är du jävig i ärendet?",
        choices=[("no", "Nej, jag är inte jävig"), ("yes", "Ja, jag är jävig")],
        widget=forms.RadioSelect,
        error_messages={"required": "Svara ja eller nej."},
    )
    ground = forms.ChoiceField(label="Om ja: varför?", required=False, choices=[("", "Välj"), *ConflictGround.choices])
    note = text_area("Förklaring", required=False, max_length=1000, rows=3, help_text="Frivilligt.")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("answer") == "yes" and not values.get("ground"):
            self.add_error("ground", "Välj varför du är jävig.")
        return values


class VersionedForm(forms.Form):
    """Carries the version that its first values were read at."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


def _yes_no(label: str, help_text: str = "") -> YesNoField:
    return YesNoField(
        label=label,
        help_text=help_text,
        required=False,
        choices=ANSWERS,
        coerce=lambda value: {"yes": True, "no": False}[value],
        empty_value=None,
        widget=forms.RadioSelect,
    )


class CheckForm(VersionedForm):
    """The four questions, each beside what the machine found about it."""

    in_time = _yes_no(machine_check.QUESTIONS["in_time"])
    eligible = _yes_no(machine_check.QUESTIONS["eligible"])
    signed = _yes_no(machine_check.QUESTIONS["signed"])
    complete = _yes_no(machine_check.QUESTIONS["complete"], "Saknas något kan du begära komplettering.")
    note = text_area(
        "Anteckning",
        required=False,
        max_length=2000,
        rows=4,
        help_text="Svarar du något annat än portalen fann skriver du varför här. Läses bara av oss.",
    )

    def __init__(self, *args: Any, found: Mapping[str, Found], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, row in found.items():
            field = self.fields[name]
            field.found = row  # type: ignore[attr-defined]  # read by fields.html
            field.help_text = f"Portalen fann: {row.word}. {field.help_text}".strip()

    def values(self) -> dict[str, Any]:
        """The columns of the formal check."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def check_answer(value: bool | None) -> str:
    """The choice that stands for a stored answer."""
    return {True: "yes", False: "no", None: ""}[value]


class AssessmentForm(VersionedForm):
    """Score and reason for each criterion; both may be left for later, never one of them alone."""

    child_best_interest = text_area(
        "Barnets bästa",
        required=False,
        max_length=3000,
        help_text="Hur påverkar projektet barn och unga, och hur har de kommit till tals? (barnkonventionen artikel 3)",
    )
    summary = text_area("Samlad bedömning", required=False, max_length=3000)

    def __init__(self, *args: Any, rules: CallVersion, **kwargs: Any) -> None:
        """The criteria are those of the version that the application came in under, each with what to look for."""
        super().__init__(*args, **kwargs)
        self.criteria = criteria_of(rules)
        names = []
        for criterion in self.criteria:
            score, reason = f"{criterion.key}_score", f"{criterion.key}_reason"
            self.fields[score] = RowChoiceField(
                label=f"{criterion.label}, poäng",
                help_text=criterion.guide,
                required=False,
                choices=_scores(rules.score_low, rules.score_high),
                widget=forms.RadioSelect,
            )
            self.fields[reason] = text_area(f"{criterion.label}, motivering", required=False, rows=4)
            names += [score, reason]
        self.order_fields([*names, "child_best_interest", "summary"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for criterion in self.criteria:
            score = values.get(f"{criterion.key}_score")
            reason = (values.get(f"{criterion.key}_reason") or "").strip()
            if score and not reason:
                self.add_error(f"{criterion.key}_reason", f"Skriv varför {criterion.label.lower()} får {score}.")
            if reason and not score:
                self.add_error(f"{criterion.key}_score", f"Välj en poäng för {criterion.label.lower()}.")
        return values

    def scores(self) -> dict[str, tuple[int, str]]:
        """Key of the criterion → (score, reason) for each that is filled in."""
        given = self.cleaned_data
        return {
            row.key: (int(given[f"{row.key}_score"]), given[f"{row.key}_reason"].strip())
            for row in self.criteria
            if given[f"{row.key}_score"]
        }


def _scores(low: int, high: int) -> list[tuple[str, str]]:
    """The scale, its ends in words."""
    words = {low: ", svag", high: ", stark"}
    return [(str(score), f"{score}{words.get(score, '')}") for score in range(low, high + 1)]


class AgreementForm(VersionedForm):
    text = text_area(
        "Gemensam bedömning",
        max_length=4000,
        rows=8,
        help_text="Vad ni kommer fram till tillsammans, och var ni ser olika på saken. Era egna bedömningar står kvar.",
        missing="Skriv vad ni har kommit fram till.",
    )


def agreement_values(joint: JointAssessment | None) -> dict[str, Any]:
    """First values of the form."""
    return {"version": 0} if joint is None else {"version": joint.version, "text": joint.text}


def assessment_values(assessment: Assessment | None) -> Mapping[str, Any]:
    """First values of the form."""
    if assessment is None:
        return {"version": 0}
    values: dict[str, Any] = {
        "version": assessment.version,
        "child_best_interest": assessment.child_best_interest,
        "summary": assessment.summary,
    }
    for row in assessment.scores.all():
        values |= {f"{row.criterion}_score": str(row.score), f"{row.criterion}_reason": row.reason}
    return values


class ProposalForm(VersionedForm):
    kind = forms.ChoiceField(
        label="Förslag",
        choices=ANSWER_CHOICES,
        widget=forms.RadioSelect,
        help_text="Föreslår du mindre än det som söks blir det delvis bifall. Skriv då skälen för det som inte ges.",
    )
    share = PercentField(label="Andel av kostnaderna, procent", required=False, widget=forms.TextInput(attrs=SHORT))
    cap = AmountField(
        label="Högst, kronor", required=False, help_text="Hela kronor.", widget=forms.TextInput(attrs=SHORT)
    )
    reasons = text_area(
        "Skäl för förslaget",
        required=False,
        max_length=6000,
        rows=10,
        help_text="Skriv till den som har sökt: vad vi har prövat, och varför det blir så här.",
    )
    policies = forms.ModelMultipleChoiceField(
        PolicyDecision.objects.none(),
        label="Inriktningsbeslut som förslaget bygger på",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Skrivs ut bland skälen, här och i beslutet.",
        error_messages={"invalid_choice": "Välj bland nämndens egna inriktningsbeslut."},
    )
    conditions = text_area(
        "Särskilda villkor", required=False, max_length=4000, rows=4, help_text="Frivilligt. Ett villkor per rad."
    )
    forum_on = DateField(required=False, widget=forms.TextInput(attrs=DAY))
    forum_note = text_area("Vad sades där?", required=False, max_length=2000, rows=3)

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        """In a call with kinds of support each has its own outcome, and the answer follows from them."""
        super().__init__(*args, **kwargs)
        self._lean_on(application.case)
        self.parts = Parts(application)
        if self.parts.asked:
            del self.fields["kind"], self.fields["cap"]
            if not self.parts.has_money:
                del self.fields["share"]
            self.fields |= self.parts.fields()
        self.fields |= advance_fields(application.call_version, has_money=not self.parts.asked or self.parts.has_money)
        first = self.parts.fields() if self.parts.asked else ["kind"]
        self.order_fields([*first, "share", "cap", "advance"])

    def _lean_on(self, case: Case) -> None:
        """Only what there is to choose among, and only a forum that the programme has."""
        choosable = leaning.choosable(case)
        if choosable:
            choose_among(self, "policies", choosable)
        else:
            del self.fields["policies"]
        if name := case.programme.forum_name:
            self.fields["forum_on"].label = f"{name}: vilken dag togs ärendet upp?"
            self.fields["forum_on"].help_text = "Lämna tomt om det inte har varit uppe."
            self.fields["forum_note"].help_text = "Frivilligt. Står med dagen under Beredning i beslutet."
        else:
            del self.fields["forum_on"], self.fields["forum_note"]

    def values(self) -> dict[str, Any]:
        """What is typed: the columns of the memo, and the inriktningsbeslut where there are any to choose."""
        return {name: value for name, value in self.cleaned_data.items() if name in (*MEMO_COLUMNS, "policies")}

    def supports(self) -> list[Support]:
        """What is proposed about each kind of support; empty in other calls."""
        return self.parts.supports(self.cleaned_data)


def proposal_values(memo: Memo | None, application: Application) -> Mapping[str, Any]:
    """First values of the form."""
    parts = Parts(application).initial(memo.supports if memo else ())
    if memo is None:
        return {"version": 0, "kind": DecisionKind.APPROVAL.value, **parts}
    columns = {name: getattr(memo, name) for name in (*MEMO_COLUMNS, "version")}
    columns["policies"] = [row.pk for row in memo.policies.all()]
    return columns | {"kind": DecisionKind.APPROVAL.value if memo.kind in GRANTS else memo.kind} | parts


class FileNoteForm(forms.Form):
    text = text_area("Intern anteckning", max_length=4000, rows=3, missing="Skriv något i anteckningen.")
