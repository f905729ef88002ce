"""The tables of the case, in the order of its life."""

from .application import Application, SectionDraft
from .budget_rows import CostRow, Funder, FundingRow
from .call import Call, CallWindow, WindowExtension
from .call_version import CallQuestion, CallVersion
from .case import Assignment, Case, ConflictDeclaration, DnrCounter
from .checklist import Checklist, ChecklistQuestion, ChecklistTally
from .component import ComponentRequest, DecisionComponent
from .decision import Condition, Decision, DecisionAmount
from .document import Document
from .early_close import EarlyClose
from .fund import Fund, FundEntry
from .idea import Idea
from .partnership import PartnershipChange, ProjectEvent, ProjectMunicipality, RelatedProject, SteeringMember, SubGrant
from .party import Party, SubGoal
from .programme import FundingSource, Programme, Track
from .project import Claim, ClaimLine, Obligation, Payout, Project, Report
from .reminder import Notice, Reminder
from .step import StepLink
from .transition_log import TransitionLog
from .version import ApplicationVersion, Attachment, CompletionItem, CompletionRequest

__all__ = [
    "Application",
    "ApplicationVersion",
    "Assignment",
    "Attachment",
    "Call",
    "CallQuestion",
    "CallVersion",
    "CallWindow",
    "Case",
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
    "CostRow",
    "Decision",
    "DecisionAmount",
    "DecisionComponent",
    "DnrCounter",
    "Document",
    "EarlyClose",
    "Fund",
    "FundEntry",
    "Funder",
    "FundingRow",
    "FundingSource",
    "Idea",
    "Notice",
    "Obligation",
    "PartnershipChange",
    "Party",
    "Payout",
    "Programme",
    "Project",
    "ProjectEvent",
    "ProjectMunicipality",
    "RelatedProject",
    "Reminder",
    "Report",
    "SectionDraft",
    "SteeringMember",
    "StepLink",
    "SubGoal",
    "SubGrant",
    "Track",
    "TransitionLog",
    "WindowExtension",
]
