"""How much we answer by ourselves: a public form must not be a way to mail strangers, nor a mailbox to talk to machines.

Counted per address and per ticket, over rows already written. What is over a limit is written as suprimido, with why.
"""

import re
from datetime import datetime, timedelta

from notifications.kinds import AutoSubmitted, MailKind
from notifications.models import Email
from notifications.rules import Notice
from tickets.facts import CustomerReplied, Submitted
from tickets.folding import fold
from tickets.models import Message, Requester, TicketEvent
from tickets.models.message import Channel, Kind

A_DAY = timedelta(days=1)
AN_HOUR = timedelta(hours=1)
MOST_UNPROVEN = 3  # acknowledgements a day to an address that nobody has proven to be theirs
MOST_BY_MAIL = 10  # automatic answers an hour to what one address mails
MOST_PER_TICKET = 5  # automatic answers a day on one ticket to what is mailed to it
COMPARED = 20  # mails of the same address, the latest, among which the same words are looked for
TOO_MANY_UNPROVEN = "Ya salieron 3 acuses en un día a esta dirección, que nadie ha comprobado."
TOO_MANY_BY_MAIL = (
    "Ya salieron 10 respuestas automáticas en una hora a esta dirección: parece un contestador automático."
)
TOO_MANY_ON_TICKET = (
    "Ya salieron 5 respuestas automáticas en un día en esta solicitud: parece un contestador automático."
)
SAME_WORDS = "Ya acusamos un correo suyo con estas mismas palabras: parece un contestador automático."
ASKED_NOT_TO = "Su correo pide no recibir respuestas automáticas, o llegó por una lista."


def why_no_word(address: str, now: datetime) -> str:
    """Why an address that wrote what nobody could read must not be told so; "" when it may. The limits are the same."""
    if Email.objects.automatic_answers_to(address).filter(created_at__gte=now - AN_HOUR).count() >= MOST_BY_MAIL:
        return TOO_MANY_BY_MAIL
    requester = Requester.objects.known_as(address)
    if requester and requester.proven_at:
        return ""
    too_many = Email.objects.acknowledgements_to(address, now - A_DAY).count() >= MOST_UNPROVEN
    return TOO_MANY_UNPROVEN if too_many else ""


def why_no_answer(event: TicketEvent, notice: Notice, now: datetime) -> str:
    """Why this automatic answer must not leave; "" for one that may, and for whatever is no automatic answer."""
    if notice.auto_submitted != AutoSubmitted.REPLIED:
        return ""
    facts = event.facts
    if isinstance(facts, Submitted | CustomerReplied) and facts.no_answer:
        return ASKED_NOT_TO
    # Locked, so that two workers cannot both find room for one more.
    requester = Requester.objects.select_for_update().get(pk=event.ticket.requester_id)
    strange = notice.kind == MailKind.ACKNOWLEDGEMENT and requester.proven_at is None
    if strange and Email.objects.acknowledgements_to(requester.email, now - A_DAY).count() >= MOST_UNPROVEN:
        return TOO_MANY_UNPROVEN
    message = event.message
    return _why_no_answer_by_mail(event, message, now) if message and message.channel == Channel.MAIL else ""


def _why_no_answer_by_mail(event: TicketEvent, message: Message, now: datetime) -> str:
    answers = Email.objects.automatic_answers_to(event.snapshot.email)
    if answers.filter(created_at__gte=now - AN_HOUR).count() >= MOST_BY_MAIL:
        return TOO_MANY_BY_MAIL
    if answers.filter(ticket=event.ticket_id, created_at__gte=now - A_DAY).count() >= MOST_PER_TICKET:
        return TOO_MANY_ON_TICKET
    may_be_an_echo = message.kind == Kind.REQUEST and event.ticket.requester.proven_at is None
    return SAME_WORDS if may_be_an_echo and _said_before(message) else ""


def _said_before(message: Message) -> bool:
    """Whether the same address opened another ticket by mail within a day with the same subject and the same words.

    So speaks a machine; a person who sends the same twice was acknowledged once. Numbers count: two policies are two
    requests. No words are equal to nothing.
    """
    earlier = Message.objects.filter(
        ticket__requester=message.ticket.requester_id, kind=Kind.REQUEST, channel=Channel.MAIL, pk__lt=message.pk,
        at__gt=message.at - A_DAY,
    ).order_by("-pk")  # fmt: skip
    words = _words(message.body)
    mine = (_words(message.ticket.original_subject), words)
    said = earlier.values_list("ticket__original_subject", "body")[:COMPARED]
    return bool(words) and any((_words(subject), _words(body)) == mine for subject, body in said)


def _words(text: str) -> str:
    return re.sub(r"[\W_]+", " ", fold(text[:5000])).strip()
