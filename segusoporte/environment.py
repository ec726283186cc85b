"""What stands in the environment, read by kind. A wrong value is refused with a sentence that says what to write."""

import re
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from urllib.parse import parse_qs, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from segusoporte.durations import parse_duration

env = environ.Env()
HOST = re.compile(
    r"\*|[a-z0-9.-]+|\[[a-f0-9:.]+\]", re.IGNORECASE
)  # what Django accepts of a Host, and its two patterns


def words(name: str, default: str = "") -> str:
    """What is written there; written empty, it is as good as absent."""
    return env.str(name, "").strip() or default


def listed(name: str) -> list[str]:
    """What is written there between commas, stripped; blanks are nothing."""
    return [part.strip() for part in words(name).split(",") if part.strip()]


def hosts(name: str) -> list[str]:
    """Host names without scheme or port; `.ejemplo.mx` is a domain with all beneath it, `*` any."""
    found = listed(name)
    for host in found:
        if not HOST.fullmatch(host):
            raise ImproperlyConfigured(
                f"{name}: {host!r} no es un nombre de servidor. Escribe sólo nombres, sin https:// ni puerto, "
                "separados por comas: soporte.ejemplo.mx, ayuda.ejemplo.mx."
            )
    return found


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    """IP addresses or networks; an address alone is the network of that one."""
    found = []
    for text in listed(name):
        try:
            found.append(_without_mapping(ip_network(text, strict=False)))
        except ValueError as error:
            raise ImproperlyConfigured(
                f"{name}: {text!r} no es una dirección IP ni una red. Escribe números, no nombres, "
                "separados por comas: 10.0.0.1, 10.0.2.0/24."
            ) from error
    return found


def _without_mapping(network: IPv4Network | IPv6Network) -> IPv4Network | IPv6Network:
    """IPv4 written within IPv6 (::ffff:10.0.0.0/104) as IPv4, as visitors' addresses are read."""
    if isinstance(network, IPv4Network) or network.prefixlen < 96 or network.network_address.ipv4_mapped is None:
        return network
    return IPv4Network((network.network_address.ipv4_mapped, network.prefixlen - 96))


def choice(name: str, default: str, options: set[str]) -> str:
    value = words(name, default)
    if value not in options:
        raise ImproperlyConfigured(f"{name}={value!r} no se conoce. Escribe uno de: {', '.join(sorted(options))}.")
    return value


def switch(name: str, default: bool) -> bool:
    value = words(name, str(default)).lower()
    if value not in {"true", "false", "1", "0", "on", "off", "yes", "no", "si", "sí"}:
        raise ImproperlyConfigured(f"{name}={value!r} no se entiende. Escribe true o false.")
    return value in {"true", "1", "on", "yes", "si", "sí"}


def duration(name: str, default: str) -> timedelta:
    return parse_duration(name, words(name, default))


def port(name: str, default: int) -> int:
    text = words(name, str(default))
    if not re.fullmatch(r"[0-9]{1,5}", text) or not 1 <= int(text) <= 65535:
        raise ImproperlyConfigured(f"{name}={text!r} no es un puerto. Escribe un número entre 1 y 65535.")
    return int(text)


def address(name: str, example: str) -> tuple[str, int] | None:
    """A host and a port to listen on, or nothing."""
    match = re.fullmatch(r"([0-9A-Za-z.:-]+):([0-9]{1,5})", words(name))
    if words(name) and (match is None or not 1 <= int(match[2]) <= 65535):
        raise ImproperlyConfigured(f"{name}={words(name)!r} no es una dirección. Escribe, por ejemplo, {example}.")
    return (match[1], int(match[2])) if match else None


def service_url(name: str, schemes: set[str], example: str) -> str:
    """An address of a service, or nothing; its text is never repeated, since it may hold a password."""
    text = words(name)
    if text and not _is_address_of(schemes, text):
        raise ImproperlyConfigured(f"{name} no se entiende. Escribe, por ejemplo, {example}.")
    return text


def service_urls(name: str, schemes: set[str], example: str) -> list[str]:
    """Addresses of services with their hosts, separated by spaces."""
    found = words(name).split()
    if not all(
        _is_address_of(schemes, text) and re.fullmatch(r"[\w.:-]+", urlsplit(text).hostname or "") for text in found
    ):
        raise ImproperlyConfigured(f"{name} no se entiende. Escribe, separados por espacios, por ejemplo, {example}.")
    return found


def mailbox_urls(name: str) -> list[str]:
    """Mailboxes over IMAP. One signed in with OAuth2 (+microsoft, +google) names its client and its first token."""
    schemes = {f"{scheme}{provider}" for scheme in ("imap", "imaps") for provider in ("", "+microsoft", "+google")}
    found = service_urls(name, schemes, "imaps://usuario:clave@imap.ejemplo.mx/INBOX")
    for url in found:
        parts = urlsplit(url)
        if "+" in parts.scheme and not (parts.password and parse_qs(parts.query).get("cliente")):
            raise ImproperlyConfigured(
                f"{name}: a un buzón con OAuth2 le falta su primer refresh token o su cliente. Escribe, por ejemplo, "
                "imaps+microsoft://usuario:token@outlook.office365.com/INBOX?cliente=…&inquilino=…."
            )
    return found


def _is_address_of(schemes: set[str], text: str) -> bool:
    try:
        return urlsplit(text).scheme in schemes and urlsplit(text).port != 0
    except ValueError:
        return False
