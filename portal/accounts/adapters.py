"""How allauth behaves here: no public sign-up until e-legitimation comes, and our own addresses."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People are added by their organisation or by the authority, never by themselves."""
        return False
