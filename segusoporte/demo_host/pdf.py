"""The cover of a policy, to be embedded in the host page: a rectangle of one colour and four lines."""

from agents.demo.pdf import document

WIDTH, HEIGHT = 420, 300  # points
COLOR = (242, 169, 59)  # RGB of its paper, found again in pictures of the screen
LINES = [
    (28, 252, 20, "Poliza 55120-7"),
    (28, 222, 12, "ATLAS - Cobertura amplia"),
    (28, 202, 12, "Prima neta 10,758.62   Prima total 12,480.00"),
    (28, 182, 12, "Vigencia 16/11/2026 - 16/11/2027"),
]


def cover_page() -> bytes:
    red, green, blue = (f"{part / 255:.4f}" for part in COLOR)
    drawn = [f"{red} {green} {blue} rg 0 0 {WIDTH} {HEIGHT} re f 0 g"]
    drawn += [f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET" for x, y, size, text in LINES]
    return document(WIDTH, HEIGHT, "\n".join(drawn).encode())
