"""Two who sign together, and ways of signing that are not the demo's."""

from collections.abc import Mapping

from applications.models import Call
from portal.accounts.models import Organisation, SigningMandate, User
from portal.demo.stories.script import Story
from portal.demo.world import BEGINNING
from portal.signing import NotSigned, Proof, ToSign
from tests import factories


def second_signatory(body: Organisation | None = None, name: str = "Berit Lind") -> User:
    """One more who may bind the organisation."""
    email = f"{name.split()[0].lower()}@example.se"
    person = User.objects.filter(email=email).first() or User.objects.create_user(
        email, "demo-portalen-2026", name=name
    )
    SigningMandate.objects.get_or_create(
        user=person,
        organisation=body or factories.world().region,
        valid_from=BEGINNING,
        defaults={"basis": "Delegationsordning, punkt 3.1"},
    )
    return person


def call_for_two(**rules: object) -> Call:
    return factories.call(two_signatures=True, **rules)


def tale_for_two(**rules: object) -> Story:
    """An application that nothing is missing in, where two sign together."""
    second_signatory()
    return factories.filled_tale(call_for_two(**rules))


class WeakSigner:
    """Knows the person too little for what we ask."""

    method = "weak"
    in_words = "svag underskrift"
    is_real = True

    def sign(self, what: ToSign) -> Proof:
        return Proof(self.method, 2)


class PathSigner:
    """Signs elsewhere; the answer is the hash itself."""

    method = "elsewhere"
    in_words = "underskrift på annan plats"
    is_real = True

    def leave_for(self, what: ToSign, *, back: str) -> str:
        return f"https://sign.example.se/{what.sha256}?back={back}"

    def returned(self, what: ToSign, answer: Mapping[str, str]) -> Proof:
        if answer.get("hash") != what.sha256:
            raise NotSigned("Svaret gällde något annat.")
        return Proof(self.method, 3, "kvitto-1")
