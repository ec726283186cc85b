"""«No», with the sentence for the person who asked. Every refusal of the domain is one of these; nothing was changed.

A view shows the sentence where it was typed. Any other exception is a fault of ours, and may end in an error page.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tickets.models.message import Message
    from tickets.states import State


class Refusal(Exception):
    """Its text is for people. Its kinds stand here, TransitionNotAllowed with the table in tickets.states."""


class InvalidInput(Refusal):
    """What was typed cannot be: empty, past, unknown, no picture, no origin."""


class MergeRefused(Refusal):
    """The two tickets cannot be one."""


class StaleAnswer(Refusal):
    """The agent wrote against an older conversation; `messages` and `state` are what changed meanwhile."""

    def __init__(self, messages: "list[Message]", state: "State") -> None:
        self.messages, self.state = messages, state
        super().__init__("La solicitud cambió mientras escribías.")


class DraftFrozen(Refusal):
    """The draft waits to be sent: it must be undone before it is changed."""

    def __init__(self) -> None:
        super().__init__("Tu mensaje anterior ya va en camino. Deshazlo si quieres cambiarlo.")
