"""The form, the review and the documents say the same of the same; numbers and years are those."""

import pytest
from django.core.exceptions import ValidationError

from applications.documents.rows import label
from applications.forms.faces import COLUMNS
from applications.forms.fields import PhoneField
from applications.forms.partnership import YearsField
from applications.models import Application


def test_a_column_is_called_the_same_in_the_form_and_afterwards():
    application = Application()
    columns = {field.name for field in Application._meta.concrete_fields}
    told = {
        name: (str(field.label).removeprefix("Om ja: ").capitalize(), label(application, name).capitalize())
        for form in COLUMNS.values()
        for name, field in form.base_fields.items()
        if name in columns
    }
    assert {name: words for name, words in told.items() if words[0] != words[1]} == {}


@pytest.mark.parametrize("number", ["019-602 70 00", "+46 70 123 45 67", "(019) 602 70 00", ""])
def test_a_telephone_number(number):
    assert PhoneField().clean(number) == number


@pytest.mark.parametrize("number", ["ring mig", "112", "070-12A 45 67"])
def test_no_telephone_number(number):
    with pytest.raises(ValidationError, match="Skriv telefonnumret med siffror"):
        PhoneField().clean(number)


@pytest.mark.parametrize("years", ["2019", "2017–2019", "2017-", ""])
def test_years(years):
    assert YearsField(limit=20).clean(years) == years


@pytest.mark.parametrize("years", ["17", "i fjol", "2019–2017", "3019"])
def test_no_years(years):
    with pytest.raises(ValidationError, match="Skriv året med fyra siffror"):
        YearsField(limit=20).clean(years)
