"""Who works at the host page: a short-lived JWT that the host's server signed. Nothing else is believed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import jwt
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from tickets.folding import one_line
from tickets.models import Site, SiteSecret
from tickets.models.requester import normal_address

ALGORITHM = "HS256"  # pinned: the token's own header chooses nothing but the key
LIVES_AT_MOST = timedelta(minutes=10)
SKEW = timedelta(seconds=60)  # between the host's clock and ours
LONGEST = 4096  # characters


@dataclass(frozen=True, slots=True)
class Signed:
    login: str
    email: str  # normal form
    name: str


class InvalidIdentity(Exception):
    """Altered, of another site, signed with an unknown or retired key, or lacking something."""


class ExpiredIdentity(InvalidIdentity):
    """Good, but its time has passed: the widget fetches another and tries once more."""


def verify(token: str, site: Site, now: datetime) -> Signed:
    """The identity that `token` proves to `site`. Raises ExpiredIdentity or InvalidIdentity."""
    if len(token) > LONGEST:
        raise InvalidIdentity("too long")
    try:
        claims = jwt.decode(
            token, _key(token, site), algorithms=[ALGORITHM], audience=site.public_key,
            options={"require": ["exp", "aud", "sub", "email"], "verify_exp": False, "verify_iat": False,
                     "verify_nbf": False, "strict_aud": True},
        )  # fmt: skip
    except (jwt.InvalidTokenError, ValueError, RecursionError) as error:
        raise InvalidIdentity(str(error)) from error
    _check_times(claims, now)
    return _signed(claims)


def _key(token: str, site: Site) -> str:
    kid = jwt.get_unverified_header(token).get("kid")
    if not isinstance(kid, str):
        raise InvalidIdentity("no kid")
    secret = SiteSecret.objects.filter(site=site, kid=kid.replace("\0", ""), retired_at=None).first()
    if secret is None:
        raise InvalidIdentity("unknown kid")
    return secret.secret


def _check_times(claims: dict, now: datetime) -> None:
    """Against `now` rather than the machine's clock."""
    expires, not_before = claims["exp"], claims.get("nbf", 0)
    if not all(isinstance(value, int | float) and abs(value) < 1e11 for value in (expires, not_before)):
        raise InvalidIdentity("exp is no time")
    at, skew = now.timestamp(), SKEW.total_seconds()
    if expires <= at - skew:
        raise ExpiredIdentity("expired")
    if expires > at + LIVES_AT_MOST.total_seconds() + skew:
        raise InvalidIdentity("lives too long")
    if not_before > at + skew:
        raise InvalidIdentity("not yet")


def _signed(claims: dict) -> Signed:
    login, email, name = claims["sub"], claims["email"], claims.get("name") or ""
    if not all(isinstance(text, str) for text in (login, email, name)):
        raise InvalidIdentity("sub, email and name are texts")
    email = normal_address(email)
    try:
        validate_email(email)
    except ValidationError as error:
        raise InvalidIdentity("email") from error
    if not one_line(login, 120):
        raise InvalidIdentity("sub")
    return Signed(one_line(login, 120), email, one_line(name, 120))
