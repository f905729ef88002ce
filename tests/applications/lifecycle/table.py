"""Who may make which move, and from which states: written by hand from domain.md §5.2 and §7, to hold the code against.

A changed predicate or table makes the matrix fail. Change this page only when the specification says so.
"""

# The demo's people, by the first part of the address, under the codes of domain.md §5.1.
PL, MED, ECO, SIGN = "sokande", "medsokande", "ekonom.sokande", "firmatecknare"
HL, MHL, EC = "handlaggare", "medhandlaggare", "enhetschef"  # HL is the officer of the case, MHL another at the board
FEK, ATT, NS = "ekonom", "attestant", "namndsekreterare"
REG, ARK, ADM, ORD, LED = "registrator", "arkivarie", "admin", "ordforande", "ledamot"
# Those who should find nothing: another organisation's signatory, an officer at another board.
OUTSIDE, ELSEWHERE = "utomstaende", "annan.handlaggare"

APPLICANTS = {PL, MED, ECO, SIGN}
STAFF = {HL, MHL, EC, FEK, ATT, NS, REG, ARK, ADM}
EVERYBODY = APPLICANTS | STAFF | {ORD, LED, OUTSIDE, ELSEWHERE}

WHO: dict[str, dict[str, set[str]]] = {
    "idea": {
        "share": {PL, SIGN},
        "open_dialogue": {HL, MHL},
        "recommend": {HL, MHL},
        "advise_against": {HL, MHL},
        "convert": {PL, SIGN},
        "share_again": {PL, SIGN},
        "share_again_in_dialogue": {PL, SIGN},
        "close": {PL, SIGN},
    },
    "application": {
        "sign": {SIGN},
        "withdraw_signature": {SIGN},
        "submit": {SIGN},
        "register_on_paper": {HL, MHL, REG},  # what did not come in through the portal, and only that
        "register": {REG, EC},
        "assign": {EC},
        "request_completion": {HL},
        "answer_completion": APPLICANTS,
        "answer_completion_in_preparation": APPLICANTS,
        "end_completion": {HL},
        "end_completion_in_preparation": {HL},
        "start_preparation": {HL},
        "approve_proposal": {EC},
        "put_on_agenda": {NS},
        "register_decision": {NS},
        "decide_by_delegation": {HL, MHL, EC, FEK},
        "withdraw": {SIGN},
        "register_withdrawal": {HL, REG},
        "discontinue": {HL, MHL, EC, FEK},
        "dismiss": {HL, MHL, EC, FEK},
        "close": {HL},
    },
    "memo": {"submit": {HL}, "return": {EC}, "approve": {EC}},
    "meeting": {"hold": {NS}},
    "decision": {
        "make": {HL, MHL, EC, FEK, NS},
        "approve": {NS},
        "announce": {NS, REG},
        "dispatch": {NS, REG, HL},
        "dispatch_delegated": {NS, REG, HL},
        "announce_delegated": {NS, REG},
        "mark_final": {NS, REG},
    },
    "project": {
        "accept": {SIGN},
        "hand_in_new_budget": {PL, SIGN},
        "approve_new_budget": {HL},
        "return_new_budget": {HL},
        "start": {HL},
        "implement": {HL},
        "close": {HL},
        "close_early": {NS, REG, HL},
        "final_report": {HL},
        "settle": {FEK},
    },
    "early_close": {
        "warn": {HL},
        "submit": {HL},
        "return": {EC},
        "approve": {EC},
        "put_on_agenda": {NS},
        "register_decision": {NS},
        "decide_by_delegation": {HL, MHL, EC, FEK},
        "drop": {HL},
    },
    "report": {
        "open": set(),
        "begin": APPLICANTS,
        "submit": {PL, SIGN},
        "return_for_completion": {HL},
        "approve": {HL},
        "cancel": set(),
    },
    "claim": {
        "open": set(),
        "cancel": set(),
        "begin": {PL, ECO, SIGN},
        "submit": {SIGN},
        "request_advance": {SIGN},
        "withdraw_advance": {SIGN},
        "review_content": {HL},
        "return_for_completion": {HL},
        "approve": {FEK},
        "approve_partially": {FEK},
        "release": {ATT},
        "confirm": {FEK},
    },
}

# Moves that jobs may make as well, or alone. None of them decides.
BY_SYSTEM = {
    ("application", "register"),
    ("project", "start"),
    ("project", "close"),
    ("report", "open"),
    ("report", "cancel"),
    ("claim", "open"),
    ("claim", "cancel"),
    ("claim", "withdraw_advance"),
}

BEFORE_DECISION = {
    "submitted", "registered", "formal_check", "completion", "preparation", "proposed", "on_agenda",
}  # fmt: skip

FROM: dict[str, dict[str, tuple[set[str], str]]] = {
    "idea": {
        "share": ({"draft"}, "shared"),
        "open_dialogue": ({"shared"}, "in_dialogue"),
        "recommend": ({"in_dialogue"}, "recommended"),
        "advise_against": ({"in_dialogue"}, "advised_against"),
        "convert": ({"shared", "in_dialogue", "recommended", "advised_against"}, "converted"),
        "share_again": ({"shared"}, "shared"),
        "share_again_in_dialogue": ({"in_dialogue", "recommended", "advised_against"}, "in_dialogue"),
        "close": ({"shared", "in_dialogue", "recommended", "advised_against"}, "closed"),
    },
    "application": {
        "sign": ({"draft"}, "draft"),
        "withdraw_signature": ({"draft"}, "draft"),
        "submit": ({"draft"}, "submitted"),
        "register_on_paper": ({"draft"}, "submitted"),
        "register": ({"submitted"}, "registered"),
        "assign": ({"registered"}, "formal_check"),
        "request_completion": ({"formal_check", "preparation"}, "completion"),
        "answer_completion": ({"completion"}, "formal_check"),
        "answer_completion_in_preparation": ({"completion"}, "preparation"),
        "end_completion": ({"completion"}, "formal_check"),
        "end_completion_in_preparation": ({"completion"}, "preparation"),
        "start_preparation": ({"formal_check"}, "preparation"),
        "approve_proposal": ({"preparation"}, "proposed"),
        "put_on_agenda": ({"proposed"}, "on_agenda"),
        "register_decision": ({"on_agenda"}, "decided"),
        "decide_by_delegation": ({"proposed"}, "decided"),
        "withdraw": (BEFORE_DECISION, "withdrawn"),
        "register_withdrawal": (BEFORE_DECISION, "withdrawn"),
        "discontinue": ({"withdrawn"}, "decided"),
        "dismiss": ({"formal_check"}, "decided"),
        "close": ({"decided"}, "closed"),
    },
    "memo": {
        "submit": ({"draft"}, "submitted"),
        "return": ({"submitted"}, "draft"),
        "approve": ({"submitted"}, "approved"),
    },
    "meeting": {"hold": ({"planned"}, "held")},
    "decision": {
        "make": ({"draft"}, "made"),
        "approve": ({"made"}, "approved"),
        "announce": ({"approved"}, "announced"),
        "dispatch": ({"announced"}, "dispatched"),
        "dispatch_delegated": ({"made"}, "dispatched"),
        "announce_delegated": ({"dispatched"}, "dispatched"),
        "mark_final": ({"dispatched"}, "legally_final"),
    },
    "project": {
        "accept": ({"granted"}, "accepted"),
        "hand_in_new_budget": ({"granted"}, "granted"),
        "approve_new_budget": ({"granted"}, "granted"),
        "return_new_budget": ({"granted"}, "granted"),
        "start": ({"accepted"}, "start_up"),
        "implement": ({"start_up"}, "implementation"),
        "close": ({"implementation"}, "closing"),
        "close_early": ({"start_up", "implementation", "closing"}, "closed_early"),
        "final_report": ({"closing", "closed_early"}, "final_reported"),
        "settle": ({"final_reported"}, "settled"),
    },
    "early_close": {
        "warn": ({"draft"}, "warned"),
        "submit": ({"draft", "warned"}, "submitted"),
        "return": ({"submitted"}, "draft"),
        "approve": ({"submitted"}, "approved"),
        "put_on_agenda": ({"approved"}, "on_agenda"),
        "register_decision": ({"on_agenda"}, "decided"),
        "decide_by_delegation": ({"approved"}, "decided"),
        "drop": ({"draft", "warned", "submitted", "approved", "on_agenda"}, "dropped"),
    },
    "report": {
        "cancel": ({"planned", "open", "draft"}, "cancelled"),
        "open": ({"planned"}, "open"),
        "begin": ({"open"}, "draft"),
        "submit": ({"draft", "completion"}, "submitted"),
        "return_for_completion": ({"submitted"}, "completion"),
        "approve": ({"submitted"}, "approved"),
    },
    "claim": {
        "cancel": ({"planned", "open", "draft"}, "cancelled"),
        "open": ({"planned"}, "open"),
        "begin": ({"open"}, "draft"),
        "submit": ({"draft", "completion"}, "submitted"),
        "request_advance": ({"planned", "completion", "cancelled"}, "submitted"),
        "withdraw_advance": ({"submitted", "completion", "under_review"}, "cancelled"),
        "review_content": ({"submitted"}, "under_review"),
        "return_for_completion": ({"submitted"}, "completion"),
        "approve": ({"under_review"}, "approved"),
        "approve_partially": ({"under_review"}, "partially_approved"),
        "release": ({"approved", "partially_approved"}, "payment_decided"),
        "confirm": ({"payment_decided"}, "paid"),
    },
}
