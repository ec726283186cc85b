"""Where a request comes from. X-Forwarded-For is believed only from TRUSTED_PROXIES."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The nearest address that is not a proxy of ours, or "" where the server knows none (a Unix socket).

    The header is read from the right: what stands left of the first stranger was written by the stranger.
    """
    address = request.META.get("REMOTE_ADDR", "")
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    while forwarded and _is_trusted(address):
        address = forwarded.pop()
    return address if _parsed(address) else ""


def client_network(request: HttpRequest) -> str:
    """What limits count by: the address; of IPv6 the /64, since one customer has all of it."""
    address = _parsed(client_address(request))
    if address is None:
        return ""
    return str(ip_network(f"{address}/64", strict=False)) if address.version == 6 else str(address)


def _is_trusted(address: str) -> bool:
    parsed = _parsed(address)
    return parsed is not None and any(parsed in network for network in settings.TRUSTED_PROXIES)


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(address)
    except ValueError:
        return None
