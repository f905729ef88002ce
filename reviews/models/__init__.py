"""Tables of the authority's own work: assessment, proposal, meetings, delegation."""

from .assessment import Assessment, CriterionScore, FormalCheck, JointAssessment
from .delegation import DelegatedDecision, DelegationRule
from .economy import EconomyReview, StateAidReview
from .meeting import AgendaItem, Meeting
from .memo import FileNote, Memo
from .memo_text import MemoText
from .ranking import RankOrder
from .referral import Referral, ReferralResponse
from .saved_view import SavedView
from .search import SearchRow
from .statistics import StatisticsCell

__all__ = [
    "AgendaItem",
    "Assessment",
    "CriterionScore",
    "DelegatedDecision",
    "DelegationRule",
    "EconomyReview",
    "FileNote",
    "FormalCheck",
    "JointAssessment",
    "Meeting",
    "Memo",
    "MemoText",
    "RankOrder",
    "Referral",
    "ReferralResponse",
    "SavedView",
    "SearchRow",
    "StateAidReview",
    "StatisticsCell",
]
