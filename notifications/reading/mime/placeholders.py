"""Text parts that say nothing but that the mail is HTML: «Este mensaje contiene HTML. Ábrelo en un programa compatible.»"""

import re

from notifications.reading.normalising import normalise

LONGEST = 400  # characters
_SAYS_SO = re.compile(
    r"\bhtml\b|\bcompatible|\bsoporta|\b(?:lector|cliente|programa|visor|gestor|aplicacion) de (?:correo|e-?mail|mensajes)"
    r"|\b(?:navegador|browser)\b|\bversion (?:web|en linea|de texto)\b|\bformato (?:enriquecido|grafico)\b"
    r"|\bno (?:puede|pudo|se puede|es posible) (?:mostrar|ver|visualizar|leer)|\b(?:e-?mail|mail) (?:client|reader|program)\b"
    r"|\bview (?:this|the) (?:e-?mail|message|mail)\b|\brich text\b"
)
_WORD = re.compile(r"[^\W_]{4,}|\d+")


def is_placeholder(plain: str) -> bool:
    """Whether it could be one: short, and about how mail is shown. The HTML beside it must still agree."""
    return len(plain.strip()) <= LONGEST and bool(_SAYS_SO.search(normalise(plain)))


def is_replaced(plain: str, shown: str) -> bool:
    """Whether the HTML has words, and hardly any of these: an alternative that is none."""
    words, known = set(_WORD.findall(normalise(plain))), set(_WORD.findall(normalise(shown[:200_000])))
    return len(known) > 1 and 3 * len(words & known) <= len(words)
