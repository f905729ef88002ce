"""Fields and the error summary: order, words, and links that lead where the fault is mended."""

from crispy_forms.helper import FormHelper
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template import Context, Template

from portal.look import form_errors


class SectionForm(forms.Form):
    orgnr = forms.CharField(label="Organisationsnummer", help_text="Tio siffror & ett streck.")
    title = forms.CharField(label="Projektets namn", required=False)
    vat = forms.ChoiceField(
        label="Ska ni redovisa moms?",
        choices=[("yes", "Ja"), ("no", "Nej")],
        widget=forms.RadioSelect,
        error_messages={"required": "Välj om ni ska redovisa moms."},
    )
    read = forms.BooleanField(label="Vi har läst villkoren", required=False)
    attachment = forms.FileField(label="Bilaga", required=False)

    title.needed = True

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()

    def clean(self) -> None:
        raise forms.ValidationError("Delarna går inte ihop.")


def rendered(form: forms.Form) -> str:
    return render_crispy_form(form)


def positions(page: str, *parts: str) -> list[int]:
    return [page.index(part) for part in parts]


def test_label_help_error_and_control_come_in_this_order() -> None:
    page = rendered(SectionForm({}))
    order = positions(page, 'for="id_orgnr"', 'id="id_orgnr_helptext"', 'id="id_orgnr_error"', 'name="orgnr"')
    assert order == sorted(order)


def test_help_and_error_are_tied_to_the_control() -> None:
    page = rendered(SectionForm({}))
    assert 'aria-describedby="id_orgnr_helptext id_orgnr_error"' in page
    assert '<fieldset aria-describedby="id_vat_error">' in page


def test_help_is_escaped() -> None:
    assert "Tio siffror &amp; ett streck." in rendered(SectionForm())


def test_obligatory_is_told_in_words_also_for_what_a_draft_may_lack() -> None:
    page = rendered(SectionForm())
    assert page.count("(obligatoriskt)") == 3
    assert "*" not in page


def test_a_field_in_error_has_the_bar() -> None:
    page = rendered(SectionForm({"orgnr": "222000-9001"}))
    assert 'id="div_id_vat" class="field field--error"' in page
    assert 'id="div_id_orgnr" class="field"' in page


def test_summary_lists_the_whole_form_first_and_links_to_each_control() -> None:
    lines = form_errors.collect(SectionForm({}))
    assert [(line.text, line.href) for line in lines] == [
        ("Delarna går inte ihop.", "#form-errors"),
        ("Organisationsnummer: Detta fält måste fyllas i.", "#id_orgnr"),
        ("Välj om ni ska redovisa moms.", "#id_vat_0"),
    ]


def test_every_link_of_the_summary_leads_to_something_on_the_page() -> None:
    form = SectionForm({}, prefix="del")
    page = rendered(form)
    for line in form_errors.collect(form):
        assert f'id="{line.href.removeprefix("#")}"' in page


def test_nothing_is_listed_before_anything_is_sent_in() -> None:
    assert form_errors.collect(SectionForm(), None) == []


def test_formsets_are_listed_row_by_row() -> None:
    rows = forms.formset_factory(SectionForm, extra=1)
    data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-orgnr": "1"}
    assert "#id_form-0-vat_0" in [line.href for line in form_errors.collect(rows(data))]


def test_summary_takes_focus_counts_and_escapes() -> None:
    context = Context({"error_list": [{"text": "<b>fel</b>", "href": "#x"}, {"text": "Två"}], "saved": True})
    page = Template('{% include "portal/error_summary.html" %}').render(context)
    assert 'tabindex="-1"' in page
    assert 'role="alert"' in page
    assert "Två saker behöver rättas" in page
    assert "Det ni har skrivit är sparat." in page
    assert '<a href="#x">&lt;b&gt;fel&lt;/b&gt;</a>' in page


def test_tag_shows_the_summary_of_forms_under_other_names() -> None:
    source = "{% load portal_tags %}{% error_summary claim other %}"
    page = Template(source).render(Context({"claim": SectionForm({}), "other": None}))
    assert "Tre saker behöver rättas" in page
