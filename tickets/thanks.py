"""Replies that only say thanks. The guide reopens "si consideras que no te resolvimos"; in doubt, it reopens."""

import re
import unicodedata

MOST_WORDS = 8
WORDS = frozenset(
    """gracias muchas mil mucho muy muchisimas amable amables ok oka okey vale listo lista perfecto perfecta excelente
    quedo quedaron resuelto solucionado enterado enterada recibido recibida de acuerdo todo bien saludos si ya buen
    buena dia tarde tardes dias buenas buenos agradezco agradecemos agradecido agradecida te les se lo la su tu apoyo
    ayuda atencion por el super genial y equipo""".split()
)
# At least one of these: «ya», «si», «todo bien» alone could begin a complaint.
THANKS = frozenset(
    """gracias ok oka okey vale listo lista perfecto perfecta excelente quedo quedaron resuelto solucionado enterado
    enterada recibido recibida agradezco agradecemos agradecido agradecida genial acuerdo""".split()
)


def is_only_thanks(body: str) -> bool:
    """At most eight words, all of a closed list, no question, digit or negation. Files are the caller's to check."""
    folded = unicodedata.normalize("NFKD", body.lower())
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    if re.search(r"[?¿\d]", folded) or not re.fullmatch(r"[\w\s.,;:!¡()~'\"*👍🙏😊🙂-]*", folded):
        return False
    words = re.findall(r"[^\W\d_]+", folded)
    return 0 < len(words) <= MOST_WORDS and WORDS.issuperset(words) and not THANKS.isdisjoint(words)
