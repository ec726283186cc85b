"""How often one network or one e-mail address may do a thing: generous for an office, tight for a script.

The counters live in the cache; where that is away nothing is limited, so that no ticket is ever refused for it.
"""

from django.http import HttpRequest
from django_ratelimit.core import get_usage

from tickets.network import client_network

FORM_PER_NETWORK = "60/10m"
FORM_PER_EMAIL = "20/10m"
UPLOADS_PER_NETWORK = "200/10m"  # beyond this not even the body is read
KNOWN_PER_NETWORK = "10/m"  # whether an address is registered
LINKS_PER_NETWORK = "20/10m"
LINKS_PER_EMAIL = "5/h"
CORRECTIONS_PER_NETWORK = "20/h"
UNSENT_PER_NETWORK = "30/10m"  # texts of agents whose session ended


def too_often(request: HttpRequest, what: str, rate: str, *, email: str | None = None) -> bool:
    """Count one more `what` of the e-mail address, or else of the request's network; True once past `rate`."""
    who = email.lower() if email is not None else client_network(request)
    usage = get_usage(request, group=what, key=lambda _group, _request: who, rate=rate, increment=True)
    return usage is not None and usage["should_limit"]
