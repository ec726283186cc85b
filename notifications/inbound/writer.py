"""Who wrote a mail, where its From names a group, a form or ourselves: said by other fields, and proven by none."""

import re
from dataclasses import replace

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from notifications.addresses import is_ours, support_address
from notifications.reading.message import InboundMessage
from tickets.models.requester import normal_address
from tickets.team import agents

_NOBODY_READS = re.compile(
    r"(?:no|not|do[-_.]?not|never|nao)[-_.]?repl(?:y|ies)|no[-_.]?respond(?:er|as|a)?|no[-_.]?contest(?:ar|es|e)|noresponse|no[-_.]?reply[-_.+].*"
)
_BY_WAY_OF = re.compile(r"^(.{1,200}?) (?:via|vía|a través de|por medio de) .{1,200}$", re.I)
MOST_COPIED = 30  # people in copy of one mail
NOT_PROVEN = "lo reenvió un grupo o un formulario, y nada prueba quién lo escribió"


def identified(message: InboundMessage) -> InboundMessage:
    """The message as from whom it says wrote it; from nobody where programs disagree on that."""
    if message.only_its_list_forbids and any(map(_is_our_list, message.list_addresses)):
        message = replace(message, no_answer=False)  # our address is a group: its members are our own mailbox
    if message.own_loop or not _stands_for_another(message):
        return message
    for name, address in message.writers:
        if _is_a_person(address, message):
            name = name or _name_before_the_group(message.from_name)
            return replace(message, from_name=name.strip("'\" "), from_email=address, is_rewritten=True)
    return message


def copied(message: InboundMessage) -> tuple[tuple[str, str], ...]:
    """(name, address) of the people in copy: an agent sees them, and nothing is ever written to them by itself."""
    writer = normal_address(message.from_email)
    people = ((name, normal_address(address)) for name, address in message.copied[:MOST_COPIED])
    return tuple((name, one) for name, one in people if one != writer and not is_ours(one) and _is_an_address(one))


def passed_on_by_an_agent(message: InboundMessage) -> tuple[str, str]:
    """(name, address) of whose mail it is, where an active agent's address passes it on; ("", "") for any other mail.

    It proves nothing and moves nothing: the agent who opens the ticket is offered to give it to them.
    """
    name, address = message.forwarded_from
    address, writer = normal_address(address), normal_address(message.from_email)
    if not address or address == writer or is_ours(address) or not _is_an_address(address):
        return "", ""
    return (name, address) if agents().filter(email__iexact=writer).exists() else ("", "")


def _stands_for_another(message: InboundMessage) -> bool:
    """Whether From is an address that no person writes from: ours, its list's, a no-reply."""
    sender = normal_address(message.from_email)
    if not sender:
        return False
    return (
        is_ours(sender) or sender in message.list_addresses or bool(_NOBODY_READS.fullmatch(sender.partition("@")[0]))
    )


def _is_a_person(address: str, message: InboundMessage) -> bool:
    address = normal_address(address)
    if not _is_an_address(address):
        return False
    other = address != normal_address(message.from_email) and address not in message.list_addresses
    return other and not is_ours(address) and not _NOBODY_READS.fullmatch(address.partition("@")[0])


def _is_an_address(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True


def _name_before_the_group(name: str) -> str:
    """«'Lupita Arce' via Mesa» → «Lupita Arce»; "" where no name is said."""
    found = _BY_WAY_OF.match(name)
    return found[1] if found else ""


def _is_our_list(address: str) -> bool:
    return address in (support_address(), support_address().replace("@", "."))


def why_not_authentic(message: InboundMessage) -> str:
    """Why our mail server does not vouch for From; "" where it does, or where none is named in AUTHSERV_ID."""
    if not settings.AUTHSERV_ID:
        return ""
    said = _results(message)
    if said.get("dmarc") == "fail":
        return "no pasó la revisión DMARC"
    return "" if said.get("dmarc") == "pass" or "aligned" in said else "ni SPF ni DKIM prueban que venga de su dominio"


def is_authentic(message: InboundMessage) -> bool:
    """Whether our mail server says dmarc=pass for the very address it is from."""
    return bool(settings.AUTHSERV_ID) and not message.is_rewritten and _results(message).get("dmarc") == "pass"


def _results(message: InboundMessage) -> dict[str, str]:
    """What the topmost field of our own server says: of `dmarc` its result, and `aligned` for a pass of our sender's domain."""
    domain = normal_address(message.from_email).rpartition("@")[2]
    for value in message.authentication_results:
        value = _without_comments(value.lower())
        server, *results = value.split(";")
        if server.split()[:1] != [settings.AUTHSERV_ID.lower()]:
            continue
        said: dict[str, str] = {}
        for result in results:
            if found := re.match(r"\s*(dmarc|spf|dkim)\s*=\s*([a-z]+)(.*)", result, re.S):
                method, verdict, rest = found.groups()
                said.setdefault(method, verdict)
                if verdict == "pass" and method != "dmarc" and _is_aligned(rest, domain):
                    said["aligned"] = method
        return said
    return {}


def _without_comments(value: str) -> str:
    return re.sub(r"\([^()]{0,1000}\)", " ", value[:8_000])


def _is_aligned(properties: str, domain: str) -> bool:
    """Whether the domain that passed is the sender's, or one of the two is inside the other."""
    names = re.findall(
        r"(?:header\.d|header\.i|smtp\.mailfrom)\s*=\s*\"?(?:[^\s;@\"]{0,128}@)?([^\s;@\"]{1,255})", properties
    )
    return any(
        one == domain or (one.count(".") and (domain.endswith(f".{one}") or one.endswith(f".{domain}")))
        for one in names
    )
