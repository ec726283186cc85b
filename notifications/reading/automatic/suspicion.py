"""What only reads like a machine's: words, a subject, an address. It decides nothing; an agent does.

A mark on an ordinary request is a fault too, so that whoever asks for something is not suspected.
"""

import re

from notifications.reading.automatic.away_words import (
    ANNOUNCING,
    ASKS,
    AWAY,
    AWAY_SUBJECT,
    DIRECTS,
    INSURERS,
    OF_THE_MAIL,
    RECEIPT,
    RECEIPT_SUBJECT,
    RECEIPT_TEXT,
    SAYS_AUTOMATIC,
    SAYS_MORE,
    SURELY_AWAY,
    TRADE,
    URGENT_QUESTION,
    VAGUE,
)
from notifications.reading.normalising import normalise

READ = 800  # characters of the text: what a responder says, it says first
FIRST_SENTENCES = 250  # characters in which it says that its person is away
_MACHINE_ADDRESS = re.compile(
    r"(?:mailer-?daemon|mail-?daemon|mdaemon|auto-?reply|auto-?responder|auto-?response|vacation|.*[-+_]bounces?)@.*"
)
# As mail servers put it, in their own language; the Spanish ones are also people's («No se puede entregar: falta la firma»).
_RETURNED_SUBJECT = re.compile(
    r"undelivered mail returned to sender|delivery status notification ?\(|mail delivery failed: returning|failure notice$|returned mail: "
    r"|mail system error - returned mail|delivery failure notification|automatically rejected mail"
)
BY_SUBJECT = "su asunto es el de una respuesta automática"
_NEEDS_MORE = re.compile(r"\W{0,3}(?:mensaje|correo|acuse|aviso|notificacion)\b")  # what people write about as well
BY_ITSELF = "dice que es un mensaje automático"
BY_WORDS = "dice que su autor está ausente"
BY_RECEIPT = "es como un acuse de lectura"
BY_RETURN = "su asunto es el de un correo devuelto"
BY_ADDRESS = "su dirección es la de un programa"


def suspected_reason(from_email: str, subject: str, text: str) -> str:
    """Why a machine may have written this, in Spanish; "" where nothing says so."""
    subject, said = normalise(subject).strip(), normalise(text[:READ])
    if _MACHINE_ADDRESS.fullmatch(normalise(from_email)):
        return BY_ADDRESS
    if _asks(said):
        return ""
    if RECEIPT_SUBJECT.match(subject) and RECEIPT_TEXT.search(said):
        return BY_RECEIPT
    if _RETURNED_SUBJECT.match(subject):
        return "" if TRADE.search(said) else BY_RETURN
    if ANNOUNCING.match(subject):
        confirmed = AWAY.search(said) or RECEIPT.search(said)
        of_the_trade = TRADE.search(said) or INSURERS.search(said) or _NEEDS_MORE.match(subject)
        return BY_SUBJECT if confirmed or not of_the_trade else ""
    if SAYS_AUTOMATIC.search(said) and not TRADE.search(said):
        return BY_ITSELF
    return _by_absence(subject, said)


def _by_absence(subject: str, said: str) -> str:
    is_vague = bool(VAGUE.match(subject))
    away = AWAY.search(said[:FIRST_SENTENCES]) or (is_vague and AWAY.match(subject))
    if not away or not SAYS_MORE.search(said):
        return ""
    if is_vague or (SURELY_AWAY.search(said) and (DIRECTS.search(said) or not TRADE.search(said))):
        return BY_WORDS
    return BY_WORDS if OF_THE_MAIL.search(said) and not TRADE.search(said) else ""


def _asks(said: str) -> bool:
    """Whether it asks for something; «¿Es urgente? Llame a…» does not."""
    if ASKS.search(said):
        return True
    questions = re.findall(r"([^.?!\n]*)\?", said)
    return any(not URGENT_QUESTION.search(question) for question in questions)


def says_away(subject: str, text: str) -> bool:
    """Whether a machine's answer says that its person is away, rather than, say, that a mail arrived."""
    normal = normalise(subject)
    return bool(AWAY_SUBJECT.search(normal) or VAGUE.match(normal) or AWAY.search(normalise(text[:2000])))
