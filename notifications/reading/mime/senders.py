"""Who a mail says it is from, where that can be told: several programs read some forms of From differently.

What a person sees as the sender must be whom we take for it. A form that one program reads as another's address is
therefore nobody's.
"""

import re

from notifications.reading.mime.addresses import mailboxes
from notifications.reading.mime.decoding import decode
from notifications.reading.mime.headers import decode_words, field_text, raw_bytes
from notifications.reading.mime.tree import Part

# In the order in which they are believed; Reply-To is what a list or a form leaves.
_WRITERS = ("x-original-from", "x-original-sender", "reply-to")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.){0,4000}"')
_COMMENT = re.compile(r"\([^()]{0,4000}\)")
_FOLD = re.compile(r"\r?\n(?=[ \t])")
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f\x80-\x9f]")
_TURNED = re.compile("[\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")  # in a name they are only cleaned away
_ADDRESS = re.compile(r"[^\s<>()\[\]\",;:\\@]{1,128}@[^\s<>()\[\]\",;:\\@]{1,255}")
_ENCODED = re.compile(r"=\?[^?\s]{1,60}\?[bBqQ]\?")


def sender(root: Part) -> tuple[str, str]:
    """(name, address); the name alone where there is no address, or none that all programs agree on."""
    if is_ambiguous(root.fields("from")):
        return field_text(root.field("from"))[:200], ""
    for name in ("from", "sender", "resent-from"):
        for sender_name, address in mailboxes(root.field(name)):
            return sender_name, address
    return field_text(root.field("from"))[:200], ""


def named_writers(root: Part) -> tuple[tuple[str, str], ...]:
    """(name, address) of those whom a group or a form says it speaks for; ambiguous ones left out."""
    found: dict[tuple[str, str], None] = {}
    for field in _WRITERS:
        if not is_ambiguous(root.fields(field)):
            found.update(dict.fromkeys(mailboxes(root.field(field))[:1]))
    return tuple(found)


def list_addresses(root: Part) -> tuple[str, ...]:
    """The addresses of the mailing list or group by which it came, lower case; of a List-ID its dotted name."""
    values = root.fields("list-post") + root.fields("mailing-list") + root.fields("x-mailing-list")
    found = [address.lower() for value in values for address in _ADDRESS.findall(value[:2_000].replace("mailto:", ""))]
    found += [
        name.lower() for value in root.fields("list-id") for name in re.findall(r"<([^<>\s]{1,255})>", value[:2_000])
    ]
    return tuple(dict.fromkeys(found))


def is_ambiguous(values: list[str]) -> bool:
    """Whether programs may read several addresses, or different ones, in these fields of one name."""
    if not any("@" in decode_words(value[:8_000]) for value in values):
        return False
    if len({value.strip() for value in values}) > 1:
        return True
    value = _FOLD.sub("", values[0][:8_000]).strip()
    value = value if value.isascii() else decode(raw_bytes(value))
    if _CONTROL.search(value) or _TURNED.search(value[value.find("<") + 1 :]) or _hides_an_end(value):
        return True
    bare, comments = _without_comments(_QUOTED.sub(" ", value))
    found = _ADDRESS.findall(bare)
    if len(found) != 1 or bare.count("@") != 1 or any(one != found[0] for one in _ADDRESS.findall(comments)):
        return True
    before, opened, after = bare.partition("<")
    return not _stands_alone(before, opened, after, found[0])


def _without_comments(text: str) -> tuple[str, str]:
    comments: list[str] = []
    for _ in range(5):  # one inside the other; more are no person's
        comments += _COMMENT.findall(text)
        text = _COMMENT.sub(" ", text)
    return text, " ".join(comments)


def _stands_alone(before: str, opened: str, after: str, address: str) -> bool:
    """«name <address>» or the address alone, and nothing that ends, groups or quotes."""
    if any(one in before + after for one in '"()\\;') or ":" in before:
        return False
    if not opened:
        return before.strip() == address
    inside, closed, rest = after.partition(">")
    return bool(closed) and inside.strip().removeprefix("mailto:") == address and not set(rest) & set("<>,:@")


def _hides_an_end(value: str) -> bool:
    """An encoded word inside an address, or one that decodes to what would end the name."""
    if not _ENCODED.search(value):
        return False
    if _ENCODED.search(value[value.rfind("<") :] if "<" in value else "") or "@" not in value:
        return True
    name = decode_words(value.rpartition("<")[0])
    return bool(set(name) & set("<>"))
