"""With or without VAT: which of the two the call's rule and the applicant's answer give (domain.md §2.8, §3.5)."""

from __future__ import annotations

from ..enums import VatAnswer, VatRule

TO_WRITE = {
    VatAnswer.YES: "Skriv kostnaderna utan moms, eftersom ni drar av momsen.",
    VatAnswer.NO: "Skriv kostnaderna med moms, eftersom ni inte drar av momsen.",
    VatAnswer.PARTLY: "Skriv kostnaden utan moms där ni drar av den, och med moms där ni inte gör det.",
}
AS_WRITTEN = {
    VatAnswer.YES: "Utan moms. Sökanden drar av den.",
    VatAnswer.NO: "Med moms. Sökanden drar inte av den.",
    VatAnswer.PARTLY: "Utan moms där sökanden drar av den, annars med moms.",
}
UNKNOWN = "Svara först på om ni drar av moms i projektet. Svaret avgör om kostnaderna ska vara med eller utan moms."


def to_write(rule: str, answer: str) -> str:
    """What whoever writes the figures must know; `answer` is empty while nobody has answered."""
    if rule == VatRule.WITHOUT:
        return "Skriv alla kostnader utan moms."
    if rule == VatRule.WITH:
        return "Skriv alla kostnader med moms."
    return TO_WRITE[VatAnswer(answer)] if answer else UNKNOWN


def as_written(rule: str, answer: str) -> str:
    """The same as it is printed beside a budget that has been sent; empty when nothing is known of it."""
    if rule == VatRule.WITHOUT:
        return "Utan moms"
    if rule == VatRule.WITH:
        return "Med moms"
    return AS_WRITTEN[VatAnswer(answer)] if answer else ""
