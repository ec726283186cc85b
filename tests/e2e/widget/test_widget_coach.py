"""The browser's half of the coach against the vectors of the server's half."""

import json
from pathlib import Path

from tickets.subject_coach import rules

VECTORS = json.loads((Path(__file__).parents[2] / "widget" / "subject_vectors.json").read_text())
SCORES = """async ([address, rules, vectors]) => {
    const { score } = await import(address);
    return vectors.map(([subject]) => score(subject, rules).points);
}"""
SUGGESTIONS = """async ([address, rules, vectors]) => {
    const { suggest } = await import(address);
    return vectors.map((v) => suggest(v.subject, v.description, v.insurer, v.process, rules));
}"""


def test_python_and_the_browser_score_and_suggest_alike(visit, desk):
    page = visit(button=False)
    sent = rules() | {"insurers": VECTORS["catalogue"]["insurers"], "process_names": VECTORS["catalogue"]["processes"]}
    address = f"{desk.url}/w/v1/p/prueba/form.js"

    points = page.evaluate(SCORES, [address, sent, VECTORS["scores"]])
    suggestions = page.evaluate(SUGGESTIONS, [address, sent, VECTORS["suggestions"]])

    assert [[subject, got] for (subject, _), got in zip(VECTORS["scores"], points, strict=True)] == VECTORS["scores"]
    assert suggestions == [vector["suggestion"] for vector in VECTORS["suggestions"]]
