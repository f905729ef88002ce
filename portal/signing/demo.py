"""Signing without e-legitimation, to try the portal with: in the page, or on a page of its own as e-ID services have.

Neither proves who the person is beyond the sign-in, so production refuses both (`checks.py`).
"""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.core import signing
from django.urls import reverse

from .interface import NotSigned, Proof, ToSign

LOA = 3
SALT = "portal.signing.demo"
MINUTES = 15


class DemoSigner:
    """The page shows exactly the text, and its button signs."""

    method = "demo"
    in_words = "demounderskrift"
    is_real = False

    def sign(self, what: ToSign) -> Proof:
        return Proof(self.method, LOA)


class DemoAwaySigner:
    """Out to the demo's own page with the text, and back with an answer that only this installation can have made."""

    method = "demo_away"
    in_words = "demounderskrift på egen sida"
    is_real = False

    def leave_for(self, what: ToSign, *, back: str) -> str:
        asked = {"text": what.text, "sha256": what.sha256, "person": str(what.signer.pk), "back": back}
        return f"{reverse('demo:signing')}?{urlencode({'begaran': signing.dumps(asked, salt=SALT)})}"

    def returned(self, what: ToSign, answer: Mapping[str, str]) -> Proof:
        if answer.get("avbruten"):
            raise NotSigned("Du avbröt underskriften. Inget är undertecknat. Försök igen när du vill.")
        told = read(answer.get("svar", ""))
        if told.get("person") != str(what.signer.pk) or told.get("sha256") != what.sha256 or "back" in told:
            raise NotSigned("Svaret gällde något annat än det du skulle skriva under. Försök igen.")
        return Proof(self.method, LOA, told["reference"])


def read(sealed: str) -> dict[str, str]:
    """What was sent out or came back. Raises NotSigned for what is older than a quarter or was made elsewhere."""
    try:
        told: dict[str, str] = signing.loads(sealed, salt=SALT, max_age=MINUTES * 60)
    except signing.SignatureExpired as fault:
        raise NotSigned("Det tog för lång tid. Försök igen.") from fault
    except signing.BadSignature as fault:
        raise NotSigned("Svaret går inte att läsa. Försök igen.") from fault
    return told


def answer(asked: Mapping[str, str]) -> str:
    """The sealed answer for what was asked."""
    told = {"person": asked["person"], "sha256": asked["sha256"], "reference": f"demo-{asked['sha256'][:12]}"}
    return signing.dumps(told, salt=SALT)
