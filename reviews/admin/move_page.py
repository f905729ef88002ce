"""What the page of one move says, asks and does: a row of the tables of move pages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.accounts.models import User

from ..forms.moving import MoveForm

Do = Callable[[Any, Any, User], object]


@dataclass(frozen=True)
class MovePage:
    """`line` stands at the move in the case; `then` on its page, what happens; `done` after it has been made;
    `facts` are rows to read before, `warns` what in them to look at twice, `after` what to know once it is made.

    `rank` sorts the case's list, the likeliest next move first.
    """

    rank: int
    icon: str
    line: str
    then: tuple[str, ...]
    done: str
    do: Do
    form: type[MoveForm] = MoveForm
    facts: Callable[[Any], list[tuple[str, str]]] | None = None
    warns: Callable[[Any], list[str]] | None = None
    after: Callable[[Any], list[str]] | None = None
