"""The idea's life (domain.md §7.1)."""

from ..enums import IdeaState as S
from ..models import Idea
from .machine import machine, move
from .registry import register

IDEA = register(
    machine(
        "idea",
        "Idé",
        Idea,
        S,
        S.DRAFT,
        move("share", "Dela med handläggare", S.DRAFT, to=S.SHARED, may="share_idea", when=("idea_tells_the_problem",)),
        move(
            "open_dialogue",
            "Ta upp dialogen",
            S.SHARED,
            to=S.IN_DIALOGUE,
            may="advise_idea",
            when=("conflict_answered",),
        ),
        move(
            "recommend",
            "Rekommendera att söka",
            S.IN_DIALOGUE,
            to=S.RECOMMENDED,
            may="advise_idea",
            when=("conflict_answered",),
        ),
        move(
            "advise_against",
            "Avråd från att söka",
            S.IN_DIALOGUE,
            to=S.ADVISED_AGAINST,
            may="advise_idea",
            when=("conflict_answered",),
        ),
        move(
            "convert",
            "Gör en ansökan av idén",
            S.SHARED,
            S.IN_DIALOGUE,
            S.RECOMMENDED,
            S.ADVISED_AGAINST,
            to=S.CONVERTED,
            may="convert_idea",
        ),
        # What has been shared stays with us; the applicant goes no further with it.
        move(
            "close",
            "Avsluta idén",
            S.SHARED,
            S.IN_DIALOGUE,
            S.RECOMMENDED,
            S.ADVISED_AGAINST,
            to=S.CLOSED,
            may="share_idea",
        ),
        # A changed idea is shared anew, as a version of its own; what was shared before stands.
        move(
            "share_again",
            "Dela den ändrade idén",
            S.SHARED,
            to=S.SHARED,
            may="share_idea",
            when=("idea_tells_the_problem", "idea_is_changed"),
        ),
        move(
            "share_again_in_dialogue",
            "Dela den ändrade idén",
            S.IN_DIALOGUE,
            S.RECOMMENDED,
            S.ADVISED_AGAINST,
            to=S.IN_DIALOGUE,
            may="share_idea",
            when=("idea_tells_the_problem", "idea_is_changed"),
        ),
    )
)
