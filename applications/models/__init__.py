"""The tables of the case, in the order of its life."""

from .application import Application, SectionDraft
from .board_memo import BoardMemo
from .budget_rows import CostRow, Funder, FundingRow
from .call import Call, CallWindow, WindowExtension
from .call_version import CallQuestion, CallVersion
from .case import Assignment, Case, ConflictDeclaration, DnrCounter
from .checklist import Checklist, ChecklistQuestion, ChecklistTally
from .claim_line import ClaimLine
from .component import ComponentRequest, DecisionComponent
from .conflict import ConflictRuling
from .decision import Condition, Decision, DecisionAmount
from .decision_request import DecisionRequest
from .delay import DelayNotice
from .dialogue import DialogueGuest, DialogueMeeting
from .document import Document, RetentionRule
from .early_close import EarlyClose
from .effect_chain import EffectLink, EffectNode, Indicator
from .fund import Fund, FundEntry
from .hearing import HearingAnswer, HearingException, PartyHearing
from .idea import Idea, IdeaVersion
from .message import CaseMessage, MessageFile
from .other_aid import MinimisAid, OtherSupport
from .partnership import PartnershipChange, ProjectEvent, ProjectMunicipality, RelatedProject, SteeringMember, SubGrant
from .party import Party, ProjectRole, SubGoal
from .party_part import PartyConfirmation, PartyCost, PartyFunding
from .plan import PhaseActivity, ProjectPlanVersion
from .programme import FundingSource, LetterText, PolicyDecision, Programme, Track
from .project import Claim, Obligation, Payout, Project, Report
from .reminder import Notice, Reminder
from .risk import Risk
from .signature import Signature, SigningOrder
from .staff import StaffMonths, StaffRow
from .step import StepLink
from .together import CaseMember, Invitation
from .transition_log import TransitionLog
from .version import ApplicationVersion, Attachment, CompletionItem, CompletionRequest
from .withdrawal import Withdrawal

__all__ = [
    "Application",
    "ApplicationVersion",
    "Assignment",
    "Attachment",
    "BoardMemo",
    "Call",
    "CallQuestion",
    "CallVersion",
    "CallWindow",
    "Case",
    "CaseMember",
    "CaseMessage",
    "Checklist",
    "ChecklistQuestion",
    "ChecklistTally",
    "Claim",
    "ClaimLine",
    "CompletionItem",
    "CompletionRequest",
    "ComponentRequest",
    "Condition",
    "ConflictDeclaration",
    "ConflictRuling",
    "CostRow",
    "Decision",
    "DecisionAmount",
    "DecisionComponent",
    "DecisionRequest",
    "DelayNotice",
    "DialogueGuest",
    "DialogueMeeting",
    "DnrCounter",
    "Document",
    "EarlyClose",
    "EffectLink",
    "EffectNode",
    "Fund",
    "FundEntry",
    "Funder",
    "FundingRow",
    "FundingSource",
    "HearingAnswer",
    "HearingException",
    "Idea",
    "IdeaVersion",
    "Indicator",
    "Invitation",
    "LetterText",
    "MessageFile",
    "MinimisAid",
    "Notice",
    "Obligation",
    "OtherSupport",
    "PartnershipChange",
    "Party",
    "PartyConfirmation",
    "PartyCost",
    "PartyFunding",
    "PartyHearing",
    "Payout",
    "PhaseActivity",
    "PolicyDecision",
    "Programme",
    "Project",
    "ProjectEvent",
    "ProjectMunicipality",
    "ProjectPlanVersion",
    "ProjectRole",
    "RelatedProject",
    "Reminder",
    "Report",
    "RetentionRule",
    "Risk",
    "SectionDraft",
    "Signature",
    "SigningOrder",
    "StaffMonths",
    "StaffRow",
    "SteeringMember",
    "StepLink",
    "SubGoal",
    "SubGrant",
    "Track",
    "TransitionLog",
    "WindowExtension",
    "Withdrawal",
]
