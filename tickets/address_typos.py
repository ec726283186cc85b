"""Addresses that are probably mistyped: «gmial.com». Asked once, never corrected without a yes."""

COMMON = (
    "gmail.com", "hotmail.com", "outlook.com", "yahoo.com.mx", "yahoo.com", "icloud.com", "hotmail.es", "outlook.es",
    "prodigy.net.mx",
)  # fmt: skip
# One or two letters away from a common one, and real.
REAL = {
    "mail.com", "ymail.com", "email.com", "gmx.com", "hotmail.com.mx", "outlook.com.mx", "hotmail.com.ar",
    "yahoo.com.ar", "yahoo.com.co", "yahoo.com.br",
}  # fmt: skip
IN_MANY_COUNTRIES = {"hotmail", "outlook", "yahoo"}  # hotmail.fr is as real as hotmail.es
NEAR = 2  # edits; of a short domain only one


def suggestion(email: str) -> str | None:
    """The address it probably should be, or None."""
    local, _, domain = email.rpartition("@")
    domain = domain.lower().rstrip(".")
    if not local or domain in COMMON or domain in REAL or _is_national(domain):
        return None
    near = min(COMMON, key=lambda common: _edits(domain, common))
    return f"{local}@{near}" if _edits(domain, near) <= (NEAR if len(near) > len("gmail.com") else 1) else None


def _is_national(domain: str) -> bool:
    provider, _, country = domain.partition(".")
    return provider in IN_MANY_COUNTRIES and len(country) == 2 and country not in ("co", "cm", "om")


def _edits(a: str, b: str) -> int:
    """Insertions, deletions, substitutions and swaps of neighbours between two short words."""
    if abs(len(a) - len(b)) > NEAR:
        return NEAR + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y)))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                row[j] = min(row[j], last[j - 2] + 1)
    return row[-1]
