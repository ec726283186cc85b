"""Our own addresses: where replies come back to, and which mail is our own."""

import re
from email.utils import formataddr, parseaddr
from functools import lru_cache

from django.conf import settings

from tickets.folding import one_line

PREFIX = "r-"  # of the local part, before the token
PLUS = "+r-"  # the same, where only SUPPORT_ADDRESS receives mail
TOKEN = r"([a-z2-7]{16,58})"  # noqa: S105 - a pattern


def support_address() -> str:
    """The bare address of SUPPORT_ADDRESS, lower case."""
    return _bare(settings.SUPPORT_ADDRESS)


@lru_cache(maxsize=8)
def _bare(address: str) -> str:
    return parseaddr(address)[1].lower()


def reply_address(token: str) -> str:
    """The address whose mail belongs to the ticket of this reply token."""
    if settings.REPLY_DOMAIN:
        return f"{PREFIX}{token}@{settings.REPLY_DOMAIN}"
    local, _, domain = support_address().rpartition("@")
    return f"{local}{PLUS}{token}@{domain}"


def token_in(address: str) -> str | None:
    """The reply token that an address carries, still unchecked; None when it is not one of our reply addresses."""
    local, _, domain = address.strip().rpartition("@")
    if settings.REPLY_DOMAIN and domain.lower() == settings.REPLY_DOMAIN.lower():
        found = re.fullmatch(rf"{PREFIX}{TOKEN}", local)
        return found[1] if found else None
    support_local, _, support_domain = support_address().rpartition("@")
    if domain.lower() != support_domain:
        return None
    found = re.fullmatch(rf"{re.escape(support_local)}{re.escape(PLUS)}{TOKEN}", local)
    return found[1] if found else None


def is_ours(address: str) -> bool:
    """Whether mail from this address is our own coming back."""
    address = address.strip().lower()
    return address == support_address() or token_in(address) is not None


def message_id_domain() -> str:
    """The right-hand side of the Message-IDs we mint."""
    return settings.REPLY_DOMAIN or support_address().rpartition("@")[2]


def with_name(name: str, address: str) -> str:
    """`Laura · Soporte <soporte@…>`, the name free of anything that could end the header."""
    return formataddr((one_line(name), address))
