"""Files that the demo's tickets carry: a picture of a screen, a listing, a small PDF."""

import io

from PIL import Image, ImageDraw

from agents.demo.pdf import document

COMPANIES = [("GNP", "$ 8,412.00"), ("Quálitas", "$ 8,655.50"), ("ATLAS", "Sin respuesta"), ("HDI", "$ 9,020.75")]


def screen(title: str) -> bytes:
    """A PNG that looks like the quoting page."""
    image = Image.new("RGB", (1200, 720), "#eef2f5")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 1200, 64), fill="#16324f")
    draw.text((32, 16), f"segupoliza · {title}", fill="white", font_size=28)
    for row, (company, premium) in enumerate(COMPANIES):
        top = 110 + row * 130
        draw.rounded_rectangle((40, top, 1160, top + 104), radius=10, fill="white", outline="#c9d3dc")
        draw.text((72, top + 34), company, fill="#1d2430", font_size=30)
        draw.text((880, top + 34), premium, fill="#b42318" if premium[0] != "$" else "#1e7a45", font_size=30)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def listing() -> bytes:
    """A CSV of offices and logins."""
    return "oficina,nombre,correo\nQuerétaro,Rosa Núñez,rosa@bajio.example\nQuerétaro,Iván Paz,ivan@bajio.example\n".encode()


def quote(text: str) -> bytes:
    """A one-page PDF with one line of ASCII text."""
    return document(612, 792, f"BT /F1 18 Tf 72 720 Td ({text}) Tj ET".encode("ascii"))
