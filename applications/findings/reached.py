"""How many are reached, and how many of them are girls and boys: said where it matters, and never more than all."""

from portal.look.words import counted


def too_many(all_of_them: int | None, girls: int | None, boys: int | None) -> str:
    """What is wrong when girls and boys together are more than all, and how to mend it; nothing when it adds up.

    Whoever is neither, or is not known, is the rest; so they may be fewer.
    """
    told = (girls or 0) + (boys or 0)
    if girls is None and boys is None:
        return ""
    if all_of_them is None:
        return "Skriv också hur många alla är tillsammans, eller ta bort antalen flickor och pojkar."
    if told > all_of_them:
        together = counted(told, "ett barn", "barn")
        return f"Flickor och pojkar är {together} tillsammans, fler än alla {all_of_them}. Ändra något av antalen."
    return ""


def others(all_of_them: int, girls: int | None, boys: int | None) -> int:
    """Those who are neither, or of whom it is not known."""
    return max(0, all_of_them - (girls or 0) - (boys or 0))
