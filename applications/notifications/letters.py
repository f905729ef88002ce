"""The letters that a programme may add a paragraph of its own to, by names that people know them by (domain.md §4.5).

Letters to the authority's own people have no such paragraph, and neither has the morning's reminder, which gathers
cases of several programmes in one mail.
"""

from ..models import Case, LetterText

LETTERS = {
    "idea_shared": "Idén har kommit in",
    "advice_given": "Svar på idén",
    "advice_is_yours": "Tid för råd är bokad",
    "signature_asked": "Skriv under ansökan",
    "signature_awaited": "En underskrift till behövs",
    "signature_cancelled": "Underskriften gäller inte längre",
    "window_extended": "Mer tid att söka",
    "received": "Ansökan eller kompletteringen har kommit in",
    "officer_assigned": "Handläggare är utsedd",
    "completion_requested": "Ansökan behöver kompletteras",
    "completion_received": "Kompletteringen har kommit in",
    "withdrawal_awaited": "En underskrift till behövs för att återta",
    "withdrawn": "Ansökan är återtagen",
    "message_received": "Nytt meddelande i ärendet",
    "case_delayed": "Ärendet tar längre tid",
    "decision_asked": "Begäran om avgörande har kommit in",
    "decision_asked_refused": "Begäran om avgörande är avslagen",
    "hearing_sent": "Underlag att läsa inför beslut",
    "decision_approval": "Beslut: bifall",
    "decision_partial": "Beslut: delvis bifall",
    "decision_rejection": "Beslut: avslag",
    "decision_discontinued": "Beslut: avskrivning",
    "decision_dismissed": "Beslut: avvisning",
    "accept_decision": "Godkänn beslutet",
    "new_budget_approved": "Den nya budgeten är godkänd",
    "new_budget_returned": "Den nya budgeten behöver ändras",
    "accepted": "Beslutet är godkänt",
    "legally_final": "Beslutet har fått laga kraft",
    "meeting_called": "Kallelse till möte",
    "meeting_changed": "Mötet är ändrat",
    "meeting_cancelled": "Mötet är inställt",
    "meeting_summed_up": "Anteckningar från mötet",
    "plan_approved": "Projektplanen är godkänd",
    "plan_feedback": "Återkoppling på projektplanen",
    "report_approved": "Rapporten är godkänd",
    "report_returned": "Rapporten behöver kompletteras",
    "claim_approved": "Rekvisitionen är godkänd",
    "claim_partially_approved": "Rekvisitionen är delvis godkänd",
    "claim_returned": "Rekvisitionen behöver kompletteras",
    "claim_waits": "Rekvisitionen väntar på oss",
    "paid": "Utbetalningen är gjord",
    "early_close_warned": "Förvarning om avslut i förtid",
    "early_close_dropped": "Projektet fortsätter",
    "closed_early": "Projektet är avslutat i förtid",
    "settled": "Projektet är slutreglerat",
}


def own_text(kind: str, case: Case | None) -> str:
    """What the case's programme says in letters of the kind; empty for none. One query, none for other letters."""
    if case is None or kind not in LETTERS:
        return ""
    texts = LetterText.objects.filter(programme=case.programme_id, kind=kind).values_list("text", flat=True)
    return (texts.first() or "").strip()
