"""Where a request comes from. X-Forwarded-For is believed only from TRUSTED_PROXIES."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

WITH_PORT = re.compile(r"\A(?:\[([^\[\]]*)\]|([0-9.]+))(?::[0-9]{1,5})?\Z")  # [2001:db8::1]:443, 198.51.100.7:443


def client_address(request: HttpRequest) -> str:
    """The nearest address that is not a proxy of ours, or "" where the server knows none (a Unix socket).

    The header is read from the right: what stands left of the first stranger was written by the stranger.
    """
    address = _parsed(request.META.get("REMOTE_ADDR", ""))
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    while forwarded and address is not None and _is_trusted(address):
        address = _parsed(forwarded.pop())
    return "" if address is None else str(address)


def client_network(request: HttpRequest) -> str:
    """What limits count by: the address; of IPv6 the /64, since one customer has all of it."""
    address = _parsed(client_address(request))
    if address is None:
        return ""
    return str(ip_network(f"{address}/64", strict=False)) if address.version == 6 else str(address)


def _is_trusted(address: IPv4Address | IPv6Address) -> bool:
    return any(address in network for network in settings.TRUSTED_PROXIES)


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    """As a server or a proxy writes it: also with a port, IPv6 in brackets, IPv4 within IPv6 (a socket for both)."""
    try:
        parsed = ip_address(re.sub(WITH_PORT, r"\1\2", address))
    except ValueError:
        return None
    mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return mapped or parsed
