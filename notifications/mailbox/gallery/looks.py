"""The same HTML as different mail programs show it: light, dark, and where styles are taken away."""

import re

DARK = "@media (prefers-color-scheme: dark)"
SCHEMES = "light dark"  # the content of the color-scheme marks
STYLES = re.compile(r'<style>.*?</style>|\s(?:style|class)="[^"]*"', re.S)


def light(html: str) -> str:
    """Whatever the browser prefers."""
    return html.replace(DARK, "@media not all").replace(f'content="{SCHEMES}"', 'content="only light"')


def dark(html: str) -> str:
    return html.replace(DARK, "@media all").replace(f'content="{SCHEMES}"', 'content="dark"')


def unstyled(html: str) -> str:
    """As the strictest programs do: no sheet, no attribute that styles; they show no images either, nor do we send any."""
    return light(STYLES.sub("", html))


LOOKS = {"claro": light, "oscuro": dark, "sin-estilos": unstyled}
