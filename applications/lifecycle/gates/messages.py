"""Has everything that has come in been read? (HFD 2016 ref. 49, domain.md §9 case 36)"""

from typing import Any

from portal.look.words import counted

from ...models import CaseMessage
from ..registry import Missing, gate


@gate("what_came_in_is_read", holds="Alla meddelanden är lästa")
def what_came_in_is_read(obj: Any, by: Any) -> list[Missing]:
    """A proposal is not frozen while something from the applicant lies unread."""
    waiting = CaseMessage.objects.filter(case=obj.case_id, from_applicant=True, read_at=None).count()
    if not waiting:
        return []
    return [Missing(f"Läs {counted(waiting, 'ett meddelande', 'meddelanden')} från sökanden först.", "meddelanden")]
