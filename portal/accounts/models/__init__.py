"""People and bodies: users, the authority with its boards, the organisations that apply."""

from .authority import Authority, Board, StaffRole, Unit
from .organisation import Membership, Organisation, SigningMandate
from .user import User

__all__ = ["Authority", "Board", "Membership", "Organisation", "SigningMandate", "StaffRole", "Unit", "User"]
