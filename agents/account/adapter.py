"""How agents sign in: accounts are made in the back office, so nobody signs up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from tickets.network import client_network


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """What the rate limits count by; X-Forwarded-For is believed only from TRUSTED_PROXIES."""
        return client_network(request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Failed attempts count per account *and* address: a stranger who fails on purpose locks out only himself."""
        account = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{client_network(request)} {account}"

    def add_message(self, *args, **kwargs) -> None:
        """No «has iniciado sesión»: the queue says it better."""
