"""Replies that only say thanks, and those that say what still fails. The guide reopens "si consideras que no te resolvimos"; in doubt, it reopens."""

import re
import unicodedata

from tickets.folding import fold

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
FEWEST_WORDS = 6  # beyond these, or a reopening gave no detail
_GREETING = frozenset(
    """gracias mil muchas muchisimas hola buen buena buenos buenas dia dias tarde tardes noche noches que tal estimado estimada
    estimados saludos cordial cordiales atentamente atte ok okey listo perfecto excelente vale pero equipo soporte""".split()
)
_STILL_FAILS = re.compile(
    r"\b(?:(?:ya )?(?:aun |todavia |sigue )?no (?:me )?(?:quedo|queda|quedaron|ha quedado|funciona|funciono|sirve|sirvio)|sigue (?:igual|fallando|sin quedar"
    r"|sin funcionar|el error|con el error)|(?:aun|todavia) no|lo mismo|(?:el )?mismo error|otra vez|no)\b"
)
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


def gives_detail(text: str) -> bool:
    """Whether it says what still fails: at least six words beyond thanks, a greeting, «no quedó» and «sigue igual».

    Files are the caller's to check.
    """
    beyond = _STILL_FAILS.sub(" ", fold(text[:20_000]))
    return len([word for word in re.findall(r"\w+", beyond) if word not in _GREETING]) >= FEWEST_WORDS
