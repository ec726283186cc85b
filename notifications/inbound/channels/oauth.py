"""Signing in to a mailbox without a password (XOAUTH2): a refresh token becomes an access token, each time anew.

The first refresh token of a mailbox stands in its MAILBOX_URL. Providers hand out newer ones; the newest is kept in the
database, until another first one stands in the environment.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.error import HTTPError
from urllib.parse import parse_qs, unquote, urlencode, urlsplit
from urllib.request import Request, urlopen

import msal
from django.utils import timezone
from msal.exceptions import MsalError

from notifications.models import MailboxGrant

TIMEOUT = 30.0  # seconds of silence of the token endpoint
LONGEST_ANSWER = 1_000_000  # bytes
MICROSOFT, GOOGLE = "https://login.microsoftonline.com", "https://oauth2.googleapis.com/token"
SAID = ("error", "error_description")  # what is read of a refusal
MICROSOFT_SCOPES = ["https://outlook.office.com/IMAP.AccessAsUser.All"]


class SignInRefused(Exception):
    """The provider gave no access token; the text is for people, in the provider's words, without any secret."""


@dataclass(frozen=True, slots=True)
class Account:
    """What a MAILBOX_URL says of one: imaps+microsoft:// or imaps+google://, the client and its secret in the query."""

    provider: str
    first_token: str = field(repr=False)
    client: str
    secret: str = field(repr=False)
    tenant: str
    issuer: str  # other than the provider's own: a national cloud

    @classmethod
    def of(cls, url: str) -> "Account | None":
        """None for a mailbox that takes a password."""
        parts = urlsplit(url)
        _, _, provider = parts.scheme.partition("+")
        if not provider:
            return None
        named = {name: values[0] for name, values in parse_qs(parts.query).items()}
        return cls(
            provider, unquote(parts.password or ""), named.get("cliente", ""), named.get("secreto", ""),
            named.get("inquilino", "common"), named.get("emisor", ""),
        )  # fmt: skip

    @property
    def first_named(self) -> str:
        """Names the first token without telling it."""
        return hashlib.sha256(self.first_token.encode()).hexdigest()


def access_token(account: Account, mailbox: str) -> str:
    """A fresh one; a newer refresh token that came with it is kept. Raises SignInRefused, and OSError of the network."""
    refresh_token = MailboxGrant.objects.newest(mailbox, account.first_named) or account.first_token
    answer = PROVIDERS[account.provider](account, refresh_token)
    if not answer.get("access_token"):
        why = f"{answer.get('error', '')} {answer.get('error_description', '')}".strip() or "sin explicación"
        raise SignInRefused(masked(why, [refresh_token, account.first_token, account.secret]))
    if newer := answer.get("refresh_token"):
        MailboxGrant.objects.keep(mailbox, account.first_named, newer, timezone.now())
    return answer["access_token"]


def masked(text: str, secrets: list[str]) -> str:
    """A server may echo what it was given."""
    for secret in filter(None, secrets):
        text = text.replace(secret, "***")
    return text


def _ask_microsoft(account: Account, refresh_token: str) -> dict:
    authority = f"{account.issuer or MICROSOFT}/{account.tenant}"
    application = msal.ConfidentialClientApplication if account.secret else msal.PublicClientApplication
    secret = {"client_credential": account.secret} if account.secret else {}
    try:
        client = application(
            account.client, authority=authority, timeout=TIMEOUT, instance_discovery=not account.issuer, **secret
        )
        return client.acquire_token_by_refresh_token(refresh_token, MICROSOFT_SCOPES)
    except (MsalError, ValueError) as error:  # its server failed, or the authority is none
        raise SignInRefused(masked(str(error), [refresh_token, account.secret])) from None


def _ask_google(account: Account, refresh_token: str) -> dict:
    form = {
        "grant_type": "refresh_token", "refresh_token": refresh_token, "client_id": account.client,
        "client_secret": account.secret,
    }  # fmt: skip
    request = Request(account.issuer or GOOGLE, urlencode(form).encode())  # noqa: S310 - https of the settings
    try:
        with urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
            return json.loads(answer.read(LONGEST_ANSWER))
    except HTTPError as refusal:
        return _refusal(refusal)
    except ValueError as error:
        raise SignInRefused("La respuesta del proveedor no se entiende.") from error


def _refusal(refusal: HTTPError) -> dict:
    try:
        said = json.loads(refusal.read(LONGEST_ANSWER))
    except ValueError:
        said = None
    return {"error": f"HTTP {refusal.code}"} | (
        {name: said.get(name, "") for name in SAID} if isinstance(said, dict) else {}
    )


PROVIDERS: dict[str, Callable[[Account, str], dict]] = {"microsoft": _ask_microsoft, "google": _ask_google}
