"""What a failed attempt means: for this mail, and for the way out."""

import smtplib
from enum import Enum

from anymail.exceptions import AnymailAPIError, AnymailConfigurationError

from tickets.folding import one_line

SIGN_IN = (454, 530, 534, 535, 538)  # about us and not about the mail
SERVICE_CLOSES = 421
TOO_MANY = 429


class Verdict(Enum):
    LATER = "this mail cannot leave now"
    NEVER = "this mail will not be taken"
    SHUT = "the way out itself is shut, or was shut under our hands"


def judge(error: Exception) -> tuple[Verdict, str]:
    """The verdict and the server's words, in one line."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        return _of_smtp(code), _said(code, words)
    if isinstance(error, smtplib.SMTPResponseException):
        return _of_smtp(error.smtp_code), _said(error.smtp_code, error.smtp_error)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Verdict.NEVER, one_line(str(error), 500)
    if isinstance(error, AnymailConfigurationError):
        return Verdict.SHUT, one_line(str(error), 500)
    if isinstance(error, AnymailAPIError):
        return _of_service(error.status_code), one_line(str(error), 500)
    if isinstance(error, OSError):
        return Verdict.SHUT, one_line(f"{type(error).__name__}: {error}", 500)
    return Verdict.NEVER, one_line(f"{type(error).__name__}: {error}", 500)


def _of_smtp(code: int) -> Verdict:
    if code == SERVICE_CLOSES or code in SIGN_IN or not 400 <= code < 600:
        return Verdict.SHUT
    return Verdict.LATER if code < 500 else Verdict.NEVER


def _of_service(status: int | None) -> Verdict:
    if status is None or status in (401, 403):
        return Verdict.SHUT
    return Verdict.LATER if status == TOO_MANY or status >= 500 else Verdict.NEVER


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return one_line(f"{code} {text}", 500)
