"""The markup with which mail programs set the earlier message apart."""

import re
from enum import Enum

from selectolax.lexbor import LexborNode

from notifications.reading.normalising import normalise
from notifications.reading.quotes.header_blocks import label_of


class Mark(Enum):
    CITED = "cited"  # this element is the earlier message
    QUOTED = "quoted"  # so it seems; people indent what they cite in the same way
    HEADER = "header"  # this element introduces it
    CUT = "cut"  # all from this element on is the earlier message
    SIGNATURE = "signature"


_CUT_IDS = {
    "divrplyfwdmsg", "appendonsend", "stopspelling", "zwchr", "olk_src_body_section", "mail-editor-reference-message-container",
    "isforwardcontent", "isreplycontent", "reply-intro", "oriMsgHtmlSeperator".lower(), "divreplyfwdmsg", "replysplit",
    "mail-quote-header", "outlookmessageheader", "lnkmailseparator", "quoted-content-header", "ms-outlook-mobile-body-separator-line",
}  # fmt: skip
_CUT_CLASSES = {"outlookmessageheader", "zmail_extra_hr", "lotusnotesquote", "x_outlookmessageheader"}
_QUOTED_IDS = {"protonmail_quote", "tutanota_quote"}
_QUOTED_CLASSES = {
    "yahoo_quoted", "protonmail_quote", "tutanota_quote", "zmail_extra", "yahoo-quoted", "quoted_content", "freebirdquote",
    "iosymail", "airmail_quote", "edo_quote", "moz-forward-container-quote", "ox-quote", "mcntmcntquote", "hm-quote",
}  # fmt: skip
_HEADER_CLASSES = {
    "gmail_attr", "moz-cite-prefix", "moz-email-headers-quote", "airmail_on", "mailbox_signature_quote", "protonmail_quote_header",
    "tutanota_quote_header", "moz-citation-prefix",
}  # fmt: skip
_SIGNATURE_IDS = {
    "ms-outlook-mobile-signature",
    "applemailsignature",
    "ymail_android_signature",
    "protonmail_signature_block",
}
_SIGNATURE_CLASSES = {
    "gmail_signature", "moz-signature", "protonmail_signature_block", "yahoo-signature", "ms-outlook-ios-signature",
    "gmail_signature_prefix", "front-signature",
}  # fmt: skip
_PREFIX = re.compile(r"^(?:x_|ydp[0-9a-f]{1,12}(?=yahoo))")  # what Outlook on the web and Yahoo put before a name
_BORDER_LEFT = re.compile(r"border-left(?:-width|-style)?\s*:\s*(?!none|0)", re.I)
# Word's own rule above the earlier message: one such line, and fewer labels convince.
_WORD_RULE = re.compile(r"border-top\s*:\s*solid\s+#[0-9a-f]{6}\s+1\.0pt", re.I)


def mark_of(node: LexborNode) -> Mark | None:
    """What this element announces, or None."""
    attributes = node.attributes
    if not attributes:
        return None
    identifier = _PREFIX.sub("", (attributes.get("id") or "").lower())
    classes = {_PREFIX.sub("", name) for name in (attributes.get("class") or "").lower().split()}
    if identifier in _CUT_IDS or classes & _CUT_CLASSES:
        return Mark.CUT
    if identifier in _SIGNATURE_IDS or classes & _SIGNATURE_CLASSES:
        return Mark.SIGNATURE
    if classes & _HEADER_CLASSES:
        return Mark.HEADER
    if classes & _QUOTED_CLASSES or identifier in _QUOTED_IDS or identifier.startswith("yahoo_quoted"):
        return Mark.CITED
    if node.tag == "blockquote":
        return _blockquote(attributes, classes)
    style = attributes.get("style") or ""
    if "border-top" in style and _opens_with_header(node, least=1 if _WORD_RULE.search(style) else 3):
        return Mark.CUT
    if attributes.get("name") == "quote":  # GMX and web.de
        return Mark.QUOTED
    return None


def _blockquote(attributes: dict[str, str | None], classes: set[str]) -> Mark | None:
    """A bare blockquote is how people cite a manual; only a mail program's own is the earlier message."""
    if (attributes.get("type") or "").lower() == "cite" or "cite" in attributes or "cite" in classes:
        return Mark.CITED
    if "gmail_quote" in classes:
        return Mark.QUOTED
    style = attributes.get("style") or ""
    return Mark.QUOTED if _BORDER_LEFT.search(style) else None


def _opens_with_header(node: LexborNode, least: int) -> bool:
    """Word and Windows Mail rule a line above «De: … Enviado el: …»; forms and tables may do so too."""
    lines = normalise(_opening_words(node)).strip().split("\n")
    opening = label_of(lines[0])
    if opening is None:
        return False
    kinds = {label[0] for line in lines if (label := label_of(line))}
    if len(kinds) >= 3:
        return True
    return least == 1 and opening[0] == "from" and ("@" in "".join(lines)[:200] or "date" in kinds)


def _opening_words(node: LexborNode) -> str:
    """The first words below a node, without walking all of it."""
    words, steps = "", 0
    inside: list[LexborNode] = []  # the elements around this one
    current = node.child
    while current is not None and steps < 80 and len(words) < 400:
        steps += 1
        if current.tag == "-text":
            words += (current.text_content or "")[:400]
        elif current.tag in ("br", "p", "div", "tr") and words.strip():
            words += "\n"
        following = current.child
        if following is not None:
            inside.append(current)
        else:
            following = current.next
            while following is None and inside:
                following = inside.pop().next
        current = following
    return words
