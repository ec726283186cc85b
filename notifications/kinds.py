"""The kinds of mail we write, what each allows, and the two marks that every mail of ours carries.

Nothing but the standard library: the reader of received mail knows the marks too.
"""

from dataclasses import dataclass
from enum import StrEnum

LOOP_HEADER = "X-Segusoporte-Loop"  # whatever comes in with it is our own mail coming back
DELIMITER = "## Escribe tu respuesta arriba de esta línea ##"


class AutoSubmitted(StrEnum):
    """The values of that header (RFC 3834)."""

    REPLIED = "auto-replied"  # it answers by itself what somebody sent us, so it is limited (outbox/limits.py)
    GENERATED = "auto-generated"
    BY_A_PERSON = ""  # the header is left out


@dataclass(frozen=True, slots=True)
class _Traits:
    label: str  # for agents
    automatic: AutoSubmitted = AutoSubmitted.GENERATED
    is_copied: bool = False  # the ticket's participants get it too, without the buttons
    is_secret: bool = False  # its link signs in: it expires, and its words are erased once it was accepted


def _by_an_agent(label: str) -> _Traits:
    return _Traits(label, AutoSubmitted.BY_A_PERSON, is_copied=True)


class MailKind(StrEnum):
    """Each value names the mail's templates in templates/correo/ and stands in `Email.kind` and `Email.key`."""

    traits: _Traits

    # Every kind gives its traits; without the default, type checkers would refuse a look-up by value.
    def __new__(cls, value: str, traits: _Traits = _Traits("")) -> "MailKind":
        kind = str.__new__(cls, value)
        kind._value_, kind.traits = value, traits
        return kind

    ACKNOWLEDGEMENT = "acuse", _Traits("Acuse", AutoSubmitted.REPLIED)
    SPLIT = "separacion", _Traits("Aviso de separación")
    TAKEN = "atendiendo", _Traits("«Ya la estamos atendiendo»")
    REPLY = "respuesta", _by_an_agent("Respuesta")
    QUESTION = "mas_informacion", _by_an_agent("Petición de información")
    REMINDER = "recordatorio", _Traits("Recordatorio")
    NO_FOLLOW_UP = "sin_seguimiento", _Traits("Cierre por falta de seguimiento")
    NEW_DATE = "nueva_fecha", _Traits("Nueva fecha")
    CALL = "llamada", _by_an_agent("Resumen de la llamada")
    SOLUTION = "solucion", _by_an_agent("Solución")
    CLOSED = "cerrada", _by_an_agent("Aviso de cierre")
    REOPENED = "reabierta", _Traits("Aviso de reapertura")
    MERGED = "union", _Traits("Aviso de unión")
    SURVEY = "encuesta", _Traits("Encuesta")
    OWN_TICKETS_LINK = "enlace", _Traits("Enlace", AutoSubmitted.REPLIED, is_secret=True)
    UNREAD = "sin_leer", _Traits("Aviso de correo sin leer", AutoSubmitted.REPLIED)
    DIGEST = "interno", _Traits("Interno")  # to the team alone, of many tickets or none

    @property
    def label(self) -> str:
        return self.traits.label
