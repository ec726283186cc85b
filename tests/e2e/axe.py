"""axe-core in a page of the browser tests: WCAG 2.0 to 2.2, A and AA."""

from pathlib import Path

from tests.processes import PATIENCE

AXE = (Path(__file__).parent.parent / "vendor" / "axe" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIEWS = [(width, scheme) for width in (1280, 360) for scheme in ("light", "dark")]


def violations(page) -> list[str]:
    """One line for every element that breaks a rule: the rule, what is asked, and where."""
    page.evaluate(AXE)  # by the debugger, which the page's Content-Security-Policy does not bind
    result = page.evaluate("tags => axe.run(document, {runOnly: tags})", RULES)
    assert result["passes"], "axe looked at nothing"
    return [
        f"{found['id']}: {found['help']}: {node['html'][:160]} {node['failureSummary'][:240]}"
        for found in result["violations"]
        for node in found["nodes"]
    ]


def overflow(page) -> int:
    """How many pixels the page scrolls sideways; 0 is reflow."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def open_page(browser, url: str, width: int = 1280, scheme: str = "light", **options):
    """A page of its own context at that width and colour scheme; the caller closes page.context."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, locale="es-MX", **options
    )
    context.set_default_timeout(1000 * PATIENCE)
    page = context.new_page()
    page.goto(url)
    return page
