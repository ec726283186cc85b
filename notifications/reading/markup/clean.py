"""Mail HTML made fit to show: nothing runs, nothing is fetched, nothing poses as ours."""

from html import escape

import nh3

from notifications.reading.markup.bounds import flat_text, is_bounded
from tickets.folding import storable

_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "center", "code", "dd", "del", "div", "dl", "dt", "em", "font", "h1",
    "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "li", "ol", "p", "pre", "q", "s", "small", "span", "strike",
    "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "align", "valign"},
    "th": {"colspan", "rowspan", "align", "valign"},
    "ol": {"start", "type"},
    "font": {"color"},
    "p": {"align"},
    "div": {"align"},
}


_MOST_REFERENCES = 40_000  # «&nbsp;» and the like, read or written: the cleaner's time grows with their square


def clean_html(html: str, cid_urls: dict[str, str]) -> str:
    """HTML with the tags of ordinary writing only; images only those of `cid_urls` (content id → our URL).

    What is too deep or too large for a tree comes back as its plain words.
    """
    html = storable(html)
    if not is_bounded(html) or html.count("&") + html.count("\u00a0") > _MOST_REFERENCES:
        return "<p>" + escape(flat_text(html).strip()).replace("\n", "<br>\n") + "</p>"
    allowed = {content_id.strip("<>").lower(): url for content_id, url in cid_urls.items()}

    def keep(tag: str, attribute: str, value: str) -> str | None:
        if tag == "img" and attribute == "src":
            scheme, _, content_id = value.strip().partition(":")
            return allowed.get(content_id.strip("<>").lower()) if scheme.lower() == "cid" else None
        if attribute in ("width", "height", "colspan", "rowspan", "start"):
            return value if value.isascii() and value.isdigit() and len(value) < 5 else None
        return value

    return nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags={
            "script",
            "style",
            "title",
            "noscript",
            "template",
            "svg",
            "math",
            "object",
            "iframe",
            "head",
        },
        attributes=_ATTRIBUTES,
        attribute_filter=keep,
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )
