"""The cover of a policy as a PDF of one page, written by hand: no library is worth one rectangle and four lines."""

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
    content = "\n".join(drawn).encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
        % (WIDTH, HEIGHT),
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    return _document(objects)


def _document(objects: list[bytes]) -> bytes:
    out, starts = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end
