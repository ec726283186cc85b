"""Opaque S/MIME: the message inside a signature. Reading it needs no key; the signature itself is not judged."""

from asn1crypto import cms

KINDS = {"application/pkcs7-mime", "application/x-pkcs7-mime"}


def message_inside(content: bytes) -> bytes | None:
    """The signed message; None for what is encrypted, or no such thing."""
    try:
        info = cms.ContentInfo.load(content)
        if info["content_type"].native != "signed_data":
            return None
        inside = info["content"]["encap_content_info"]["content"].native
    except Exception:  # the library raises several kinds on hostile bytes
        return None
    return inside if isinstance(inside, bytes) and inside.strip() else None
