"""What the form asks, where the column's own name would be another: read by the form, the review and the documents."""

ASKED = {
    "owns_account": "Bankgirot tillhör vår organisation",
    "reaches_adults": "Vänder ni er även till vårdnadshavare eller andra viktiga vuxna?",
    "adults_reason": "Om ja: så har barnen och de unga nytta av det",
    "delimitation": "Skillnaden mot det ni gör annars",
    "longevity": "Efter projektet",
    "who_formulated": "Vilka har varit med och formulerat problemet?",
    "strategy_link": "Koppling till den regionala utvecklingsstrategin",
    "existing_structure": "Det som redan finns att bygga på",
    "governance": "Styrgrupp, arbetsgrupper och referensgrupp",
    "economic_activity": "Säljer ni något eller konkurrerar på en marknad i projektet?",
    "economic_activity_note": "Om ja: beskriv verksamheten",
    "other_support": "Har ni fått eller sökt annat offentligt stöd för samma kostnader?",
    "other_support_note": "Om ja: beskriv stödet",
    "privacy_read": "Vi har läst hur ni använder personuppgifter",
    "terms_accepted": "Vi godkänner de allmänna villkoren",
}
