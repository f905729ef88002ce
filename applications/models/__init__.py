"""The tables of the case, in the order of its life."""

from .application import Application, SectionDraft
from .budget_rows import CostRow, Funder, FundingRow
from .case import Assignment, Case, ConflictDeclaration, DnrCounter
from .decision import Condition, Decision, DecisionAmount
from .document import Document
from .idea import Idea
from .party import Party, SubGoal
from .programme import Call, CallVersion, FundingSource, Programme
from .project import Claim, ClaimLine, Obligation, Payout, Project, Report
from .reminder import Notice, Reminder
from .transition_log import TransitionLog
from .version import ApplicationVersion, Attachment, CompletionItem, CompletionRequest

__all__ = [
    "Application",
    "ApplicationVersion",
    "Assignment",
    "Attachment",
    "Call",
    "CallVersion",
    "Case",
    "Claim",
    "ClaimLine",
    "CompletionItem",
    "CompletionRequest",
    "Condition",
    "ConflictDeclaration",
    "CostRow",
    "Decision",
    "DecisionAmount",
    "DnrCounter",
    "Document",
    "Funder",
    "FundingRow",
    "FundingSource",
    "Idea",
    "Notice",
    "Obligation",
    "Party",
    "Payout",
    "Programme",
    "Project",
    "Reminder",
    "Report",
    "SectionDraft",
    "SubGoal",
    "TransitionLog",
]
