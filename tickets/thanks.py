"""Replies that only say thanks. The guide reopens "si consideras que no te resolvimos"; in doubt, it reopens."""

import re
import unicodedata

MOST_WORDS = 8
WORDS = frozenset(
    """gracias mil mucho mucha muchas muchisimas muy amable amables ok okey oka okay okis vale listo lista perfecto perfecta
    excelente quedo quedaron resuelto solucionado enterado enterada recibido recibida de acuerdo todo bien saludos si
    ya buen buena dia tarde tardes dias noche noches buenas buenos agradezco agradecemos agradecido agradecida te les se
    lo la los su tu apoyo ayuda atencion por el super genial y e equipo un abrazo hola pronta rapida respuesta bendiciones
    excelentes servicio""".split()
)
# At least one of these: «ya», «si», «todo bien», «su respuesta» alone could begin a complaint.
THANKS = frozenset(
    """gracias ok okey oka okay okis vale listo lista perfecto perfecta excelente quedo quedaron resuelto solucionado
    enterado enterada recibido recibida agradezco agradecemos agradecido agradecida genial acuerdo amable amables""".split()
)
SMILES = "👍👌🙏🙌😊😀😁😃😄🙂☺❤💯🤝✅🎉👏"
# What may follow one of them: skin tones, the picture selector.
MODIFIERS = "\ufe0f🏻🏼🏽🏾🏿"


def is_only_thanks(body: str) -> bool:
    """At most eight words, all of a closed list, no question, digit or negation; or nothing but a 👍.

    Files are the caller's to check.
    """
    folded = unicodedata.normalize("NFD", body.lower())
    folded = "".join(c for c in folded if not unicodedata.combining(c) and c not in MODIFIERS)
    if not re.fullmatch(rf"[a-z\s.,;:!¡()~'\"*{SMILES}-]*", folded):
        return False
    words = re.findall(r"[a-z]+", folded)
    if not words:
        return any(smile in folded for smile in SMILES)
    return len(words) <= MOST_WORDS and WORDS.issuperset(words) and not THANKS.isdisjoint(words)
