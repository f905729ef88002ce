"""Payments: the real case's three, cap, deductions and corrections."""

from decimal import Decimal

import pytest

from applications.budget.payment import payable

from .orebro import CAP, DECIDED, FIXTURE, SHARE

D = Decimal
EXPECTED = FIXTURE["payments_at_decided_percent"]


def test_the_three_payments_of_the_real_case_add_up_to_the_cap():
    paid: list[int] = []
    for approved in EXPECTED["approved_cumulative"]:
        paid.append(int(payable(DECIDED, D(approved), CAP, D(sum(paid))).amount))
    assert paid == EXPECTED["paid"]
    assert sum(paid) == EXPECTED["total"]


def test_the_decided_share_is_paid_and_not_the_calculated_one():
    assert payable(DECIDED, D(2_800_000), CAP, D(0)).amount == 784_000
    assert payable(SHARE, D(2_800_000), CAP, D(0)).amount == 772_800


def test_the_lines_explain_the_payment():
    told = [str(line).replace("\u00a0", " ") for line in payable(DECIDED, D("2900757.32"), CAP, D(575_707)).lines]
    assert told == [
        "Godkända kostnader hittills: 2 900 757,32 kr",
        "28 % av dem, i hela kronor: 812 212 kr",
        "Högst enligt beslutet, taket gäller: 800 609 kr",
        "Redan utbetalt: −575 707 kr",
        "Att betala nu: 224 902 kr",
    ]


def test_the_cap_and_empty_deductions_are_not_told_when_they_do_nothing():
    told = [line.text for line in payable(DECIDED, D("674572.95"), CAP, D(0)).lines]
    assert told == ["Godkända kostnader hittills", "28\u00a0% av dem, i hela kronor", "Att betala nu"]


def test_advance_and_retention_lower_the_payment():
    payment = payable(DECIDED, D("674572.95"), CAP, D(0), unsettled_advance=D(100_000), withheld=D(18_888))
    assert payment.amount == 69_992
    assert payment.overpaid == 0
    assert [line.figure for line in payment.lines][2:4] == ["−100\u00a0000\u00a0kr", "−18\u00a0888\u00a0kr"]


def test_costs_that_sink_pay_nothing_and_are_settled_against_the_next_claim():
    payment = payable(DECIDED, D(600_000), CAP, D(188_880))
    assert (payment.amount, payment.entitled, payment.overpaid) == (0, 168_000, 20_880)
    assert payment.lines[-1].text.startswith("För mycket utbetalt")
    assert payable(DECIDED, D(700_000), CAP, D(188_880)).amount == 196_000 - 188_880


def test_income_above_the_costs_earns_nothing():
    payment = payable(DECIDED, D(-100), CAP, D(0))
    assert (payment.amount, payment.entitled, payment.overpaid) == (0, 0, 0)


def test_payments_are_whole_kronor_also_when_the_cap_is_not():
    assert payable(D(1), D(1000), D("800.99"), D(0)).amount == 800
    assert payable(D(1), D(1000), D(1000), D(0), withheld=D("0.50")).amount == 999


@pytest.mark.parametrize(
    ("share", "cap", "paid"), [("28", "100", "0"), ("-0.1", "100", "0"), ("0.5", "-1", "0"), ("0.5", "1", "-1")]
)
def test_impossible_terms_are_refused(share, cap, paid):
    with pytest.raises(ValueError, match=r"share|negative"):
        payable(D(share), D(100), D(cap), D(paid))


def told(payment):
    return [str(line).replace("\u00a0", " ") for line in payment.lines]


def test_an_advance_is_taken_off_with_lines_of_its_own():
    first = payable(D("0.5"), D(60_000), D(100_000), D(0), unsettled_advance=D(40_000))
    assert told(first) == [
        "Godkända kostnader hittills: 60 000,00 kr",
        "50 % av dem, i hela kronor: 30 000 kr",
        "Förskott som dras av: −40 000 kr",
        "Att betala nu: 0 kr",
        "Kvar av förskottet, räknas av mot nästa utbetalning: 10 000 kr",
    ]
    second = payable(D("0.5"), D(180_000), D(100_000), first.amount, unsettled_advance=D(40_000))
    assert told(second)[2:] == ["Förskott som dras av: −40 000 kr", "Att betala nu: 50 000 kr"]
    third = payable(D("0.5"), D(190_000), D(100_000), second.amount, unsettled_advance=D(40_000), is_last=True)
    assert told(third)[2:] == [
        "Redan utbetalt, utöver förskottet: −50 000 kr",
        "Förskott som dras av: −40 000 kr",
        "Att betala nu: 5 000 kr",
    ]


def test_what_is_left_of_the_advance_after_the_last_claim_is_paid_back():
    last = payable(D("0.5"), D(60_000), D(100_000), D(0), unsettled_advance=D(40_000), is_last=True)
    assert told(last)[-2:] == ["Att betala nu: 0 kr", "Kvar av förskottet, ska betalas tillbaka: 10 000 kr"]
    over = payable(D("0.5"), D(10_000), D(100_000), D(8_000), unsettled_advance=D(4_000), is_last=True)
    assert told(over)[-2:] == [
        "Kvar av förskottet, ska betalas tillbaka: 4 000 kr",
        "För mycket utbetalt, ska betalas tillbaka: 3 000 kr",
    ]
