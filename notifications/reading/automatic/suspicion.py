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
BY_RETURN = "es como el informe de un correo devuelto"
BY_ADDRESS = "su dirección es la de un programa"


def suspected_reason(from_email: str, subject: str, said: str, *, is_like_a_report: bool) -> str:
    """Why a machine may have written what is `said` above all quotations, in Spanish; "" where nothing says so.

    `is_like_a_report`: it is worded like a bounce, from where a person may have written it.
    """
    subject, said = normalise(subject).strip(), normalise(said[:READ])
    if _MACHINE_ADDRESS.fullmatch(normalise(from_email)):
        return BY_ADDRESS
    if _asks(said):
        return ""
    if is_like_a_report or (_RETURNED_SUBJECT.match(subject) and not TRADE.search(said)):
        return BY_RETURN
    return _by_subject(subject, said) or _by_words(subject, said)


def _by_subject(subject: str, said: str) -> str:
    if RECEIPT_SUBJECT.match(subject) and RECEIPT_TEXT.search(said):
        return BY_RECEIPT
    if not ANNOUNCING.match(subject):
        return ""
    confirmed = AWAY.search(said) or RECEIPT.search(said)
    of_the_trade = TRADE.search(said) or INSURERS.search(said) or _NEEDS_MORE.match(subject)
    return BY_SUBJECT if confirmed or not of_the_trade else ""


def _by_words(subject: str, said: str) -> str:
    is_vague, of_the_trade = bool(VAGUE.match(subject)), bool(TRADE.search(said))
    if SAYS_AUTOMATIC.search(said) and not of_the_trade:
        return BY_ITSELF
    away = AWAY.search(said[:FIRST_SENTENCES]) or (is_vague and AWAY.match(subject))
    if not away or not SAYS_MORE.search(said):
        return ""
    if is_vague or (SURELY_AWAY.search(said) and DIRECTS.search(said)):
        return BY_WORDS
    alone = SURELY_AWAY.search(said) or OF_THE_MAIL.search(said)
    return BY_WORDS if alone and not of_the_trade else ""


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
