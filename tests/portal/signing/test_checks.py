"""Production is not run with signatures that prove nothing, unless somebody has said so."""

import pytest

from portal import signing
from portal.signing import checks, demo


@pytest.mark.parametrize(
    ("signer", "is_allowed", "found"),
    [
        ("portal.signing.demo.DemoSigner", True, []),
        ("portal.signing.demo.DemoSigner", False, ["signing.E003"]),
        ("portal.signing.demo.DemoAwaySigner", False, ["signing.E003"]),
        ("tests.factories.signing.PathSigner", False, []),
        ("portal.signing.demo.NobodySigner", True, ["signing.E001"]),
        ("portal.clock.Source", True, ["signing.E001"]),
    ],
)
def test_which_signers_are_refused(settings, signer, is_allowed, found):
    settings.SIGNER, settings.ALLOW_DEMO_SIGNER = signer, is_allowed
    assert [fault.id for fault in checks.signer_is_real()] == found


def test_a_method_is_told_in_words_also_when_it_is_not_known():
    assert signing.in_words(demo.DemoSigner.method) == "demounderskrift"
    assert signing.in_words("okand") == "okand"
