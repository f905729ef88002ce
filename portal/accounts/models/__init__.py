"""People and bodies: users, the authority with its boards, the organisations that apply."""

from .accessibility import AccessReport, AccessShortfall
from .authority import Authority, Board, StaffRole, Unit
from .organisation import Membership, Organisation, SigningMandate
from .user import User

__all__ = [
    "AccessReport",
    "AccessShortfall",
    "Authority",
    "Board",
    "Membership",
    "Organisation",
    "SigningMandate",
    "StaffRole",
    "Unit",
    "User",
]
