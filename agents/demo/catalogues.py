"""The platform's processes, and the insurers known in Mexico with the names people give them."""

from tickets.folding import fold
from tickets.models import Insurer, InsurerAlias, Process

# name, slug, whether the solution asks for the VoBo (the guide closes the last three without it)
PROCESSES = [
    ("Cotización", "cotizacion", True),
    ("Emisión", "emision", True),
    ("Cobranza", "cobranza", True),
    ("Renovación", "renovacion", True),
    ("Endosos", "endosos", True),
    ("Siniestros", "siniestros", True),
    ("Alta de usuarios", "alta-de-usuarios", False),
    ("Listados", "listados", False),
    ("Preguntas específicas", "preguntas-especificas", False),
]

# Aliases that are also words or names are only believed as written: «Ana no puede entrar», «en este momento».
INSURERS: dict[str, list[str]] = {
    "AIG": ["AIG Seguros"],
    "Afirme": ["Seguros Afirme"],
    "Allianz": ["Allianz México", "Alianz"],
    "ANA Seguros": ["A.N.A.", "ANA Compañía de Seguros"],
    "ATLAS": ["Seguros Atlas"],
    "AXA": ["AXA Seguros"],
    "Banorte": ["Seguros Banorte"],
    "BBVA": ["BBVA Seguros", "Seguros BBVA", "Bancomer"],
    "Berkley": ["Berkley International"],
    "Bupa": ["Bupa México"],
    "Chubb (ABA)": ["Chubb", "ABA", "ABA Seguros", "Chubb Seguros", "Chub"],
    "Citibanamex Seguros": ["Citibanamex", "Banamex"],
    "Crabi": ["Crabi Seguros"],
    "El Águila": ["Águila", "Seguros El Águila"],
    "El Potosí": ["Seguros El Potosí"],
    "General de Seguros": ["GDS"],
    "GMX": ["GMX Seguros", "Grupo Mexicano de Seguros"],
    "GNP": ["GNP Seguros", "Grupo Nacional Provincial"],
    "HDI": ["HDI Seguros"],
    "HIR Seguros": [],
    "HSBC Seguros": ["HSBC"],
    "Inbursa": ["Seguros Inbursa", "Inburza"],
    "La Latino": ["La Latinoamericana", "Latino Seguros"],
    "MAPFRE": ["MAPFRE México", "Mafre", "Mapfree"],
    "MetLife": ["Met Life", "MetLife México"],
    "Momento": ["Momento Seguros"],
    "Plan Seguro": [],
    "Primero Seguros": [],
    "Quálitas": ["Qualitas Seguros", "Cualitas"],
    "Seguros Monterrey New York Life": ["Seguros Monterrey", "SMNYL", "New York Life"],
    "Sisnova": [],
    "SURA": ["Seguros SURA", "Seguros Sura México"],
    "Tokio Marine": ["Tokio", "Tokyo Marine"],
    "Ve por Más": ["Bx+", "Seguros Ve por Más"],
    "Zurich": ["Zurich Santander", "Zurich Seguros", "Zúrich"],
}
ONLY_AS_WRITTEN: dict[str, list[str]] = {"ANA Seguros": ["ANA"], "Momento": ["MOMENTO"]}
NOT_AN_ALIAS = {"Momento", "Chubb (ABA)"}  # names that nobody writes so, or that are also a word


def make_catalogues() -> None:
    """Processes and insurers; what the back office has changed stays as it is."""
    for position, (name, slug, needs_approval) in enumerate(PROCESSES, start=1):
        Process.objects.get_or_create(
            slug=slug, defaults={"name": name, "needs_approval": needs_approval, "position": position * 10}
        )
    for name, aliases in INSURERS.items():
        insurer, made = Insurer.objects.get_or_create(name=name)
        if made:
            names = aliases if name in NOT_AN_ALIAS else [name, *aliases]
            _name(insurer, names, capitals_only=False)
            _name(insurer, ONLY_AS_WRITTEN.get(name, []), capitals_only=True)


def _name(insurer: Insurer, names: list[str], *, capitals_only: bool) -> None:
    for text in names:
        InsurerAlias.objects.get_or_create(
            folded=fold(text), defaults={"text": text, "insurer": insurer, "capitals_only": capitals_only}
        )
