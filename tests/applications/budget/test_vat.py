"""With or without VAT: by the call's rule, else by the applicant's answer."""

import pytest

from applications.budget import vat
from applications.enums import VatAnswer, VatRule


@pytest.mark.parametrize("answer", ["", *VatAnswer.values])
def test_a_rule_for_all_asks_nobody(answer):
    assert vat.to_write(VatRule.WITHOUT, answer) == "Skriv alla kostnader utan moms."
    assert vat.to_write(VatRule.WITH, answer) == "Skriv alla kostnader med moms."
    assert (vat.as_written(VatRule.WITHOUT, answer), vat.as_written(VatRule.WITH, answer)) == ("Utan moms", "Med moms")


@pytest.mark.parametrize(
    ("answer", "write", "printed"),
    [
        ("yes", "utan moms, eftersom ni drar av momsen", "Utan moms. Sökanden drar av den."),
        ("no", "med moms, eftersom ni inte drar av momsen", "Med moms. Sökanden drar inte av den."),
        ("partly", "utan moms där ni drar av den", "Utan moms där sökanden drar av den, annars med moms."),
        ("", "Svara först på om ni drar av moms", ""),
    ],
)
def test_else_the_answer_decides(answer, write, printed):
    assert write in vat.to_write(VatRule.BY_APPLICANT, answer)
    assert vat.as_written(VatRule.BY_APPLICANT, answer) == printed
