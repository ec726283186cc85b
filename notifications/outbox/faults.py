"""What a failed attempt means: for this mail, and for the connection."""

import re
import smtplib
from enum import Enum

from anymail.exceptions import AnymailAPIError, AnymailConfigurationError

from tickets.folding import one_line

SIGN_IN = (454, 530, 534, 535, 538)  # about us and not about the mail
SERVICE_CLOSES = 421
TOO_MANY = 429

_FULL = re.compile(
    r"\b[45]\.2\.2\b|mailbox[^.]{0,20} full|quota|storage allocation|buz[oó]n[^.]{0,20} lleno|cuota", re.I
)
_TOO_LARGE = re.compile(
    r"\b5\.(?:3\.4|2\.3)\b|(?:message|mail|e-?mail|payload|entity|file|attachments?)\b[^.]{0,40}too (?:large|big|long)"
    r"|(?:exceeds?|exceeded|over|larger than|bigger than)\b[^.]{0,40}\bsize|size[^.]{0,20}\b(?:exceeds?|exceeded|limit|too)"
    r"|(?:excede|supera|sobrepasa|rebasa)[^.]{0,40}tama[nñ]o|tama[nñ]o[^.]{0,30}(?:excede|supera|excedido)|demasiado (?:grande|pesado)",
    re.I,
)


class Fault(Enum):
    TEMPORARY = "this mail cannot leave now"
    PERMANENT = "this mail will not be taken"
    CONNECTION = "no mail can leave: the server cannot be reached, hung up, or refuses us"


def classify(error: Exception) -> tuple[Fault, str]:
    """The fault and the server's words, in one line."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        return _of_smtp(code), _words_of(code, words)
    if isinstance(error, smtplib.SMTPResponseException):
        return _of_smtp(error.smtp_code), _words_of(error.smtp_code, error.smtp_error)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Fault.PERMANENT, one_line(str(error), 500)
    if isinstance(error, AnymailConfigurationError):
        return Fault.CONNECTION, one_line(str(error), 500)
    if isinstance(error, AnymailAPIError):
        return _of_service(error.status_code), one_line(str(error), 500)
    if isinstance(error, OSError):
        return Fault.CONNECTION, one_line(f"{type(error).__name__}: {error}", 500)
    return Fault.PERMANENT, one_line(f"{type(error).__name__}: {error}", 500)


def is_too_large(words: str) -> bool:
    """Whether a server refused the mail for its size, by the code of RFC 3463 or in words; a full mailbox is another matter."""
    return bool(_TOO_LARGE.search(words)) and not _FULL.search(words)


def _of_smtp(code: int) -> Fault:
    if code == SERVICE_CLOSES or code in SIGN_IN or not 400 <= code < 600:
        return Fault.CONNECTION
    return Fault.TEMPORARY if code < 500 else Fault.PERMANENT


def _of_service(status: int | None) -> Fault:
    if status is None or status in (401, 403):
        return Fault.CONNECTION
    return Fault.TEMPORARY if status == TOO_MANY or status >= 500 else Fault.PERMANENT


def _words_of(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return one_line(f"{code} {text}", 500)
