"""What the figures say where a decision is prepared."""

from decimal import Decimal

from applications.budget import explain

from .orebro import CAP, DECIDED, SHARE

D = Decimal
COSTS = D("2900757.32")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_decided_and_calculated_share_are_both_told_when_they_differ():
    assert plain(explain.decided_share(DECIDED, SHARE)) == "28 % (beräknat 27,6 %)"
    assert plain(explain.decided_share(DECIDED, D("0.280000"))) == "28 %"
    assert plain(explain.decided_share(DECIDED, None)) == "28 %"


def test_running_text_has_whole_percent():
    assert plain(explain.share_in_words(SHARE)) == "28 procent"


def test_a_cap_below_the_share_is_warned_of():
    fault = explain.share_and_cap_differ(DECIDED, COSTS, CAP)
    assert fault is not None
    assert plain(fault.text) == "28 % av budgeten är 812 212 kr men taket är 800 609 kr. Taket gäller."
    assert fault.level == "warning"


def test_a_cap_above_the_share_is_warned_of():
    fault = explain.share_and_cap_differ(D("0.2"), COSTS, CAP)
    assert fault is not None
    assert plain(fault.text).endswith("når inte upp till taket 800 609 kr. Andelen gäller.")


def test_a_cap_that_fits_the_share_is_not():
    assert explain.share_and_cap_differ(SHARE, COSTS, CAP) is None
    assert explain.share_and_cap_differ(SHARE, COSTS, CAP + 1) is None
    assert explain.share_and_cap_differ(SHARE, COSTS, CAP + 2) is not None


def test_the_remark_beside_the_difference():
    assert explain.difference(D(0)) == "Går ihop"
    assert explain.difference(D(150000)) == "saknas i finansieringen"
    assert explain.difference(D("-0.01")) == "för mycket i finansieringen"


def test_the_indirect_rate_names_its_base():
    assert plain(explain.indirect(D("0.2139"), ["Egen personal"])) == "21,39 % av egen personal"
    assert plain(explain.indirect(D("0.15"), ["Projektledare", "Lärare"])) == "15 % av personalkostnaderna"
