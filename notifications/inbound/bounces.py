"""Mail that came back: who did not get it, why, and which mail of ours it was."""

from .message import Bounce
from .parts import Part


def find_bounce(root: Part, raw: bytes, from_email: str, from_name: str, subject: str, text: str) -> Bounce | None:
    return None
