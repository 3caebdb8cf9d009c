"""A page of every kind of picture with invented places and figures, for the tests and for looking at (a fiction).

`python -m tests.web.demo [PORT]` serves it with the built scripts.
"""

from __future__ import annotations

import html
import json
import sys
from collections.abc import Sequence
from typing import Any

import uvicorn
from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from service.language import Language
from service.middleware import Outermost
from service.web.static import Static

TOWNS = ("架空市", "夢見町", "雲海村", "星野町", "月影市", "花笠町", "風待村")
PILLARS = {"ja": ("経済成長", "都市機能", "生活関連"), "en": ("growth", "urban functions", "daily life")}

BARS = [
    {"x": str(year), "y": (year - 2019) * 13_500_000 * (place + 1), "group": pillar}
    for year in range(2020, 2025)
    for place, pillar in enumerate(("A", "B", "C"))
]
LYING = [
    {"x": f"架空の取組その{number}、とても長い名前の事業推進協議会の設置", "y": amount}
    for number, amount in enumerate((820_000, 4_300_000, None, 12_000_000), 1)
]
TIMELINE = [
    {"label": "架空市・夢見町の連携協約", "start": "2016-03-30", "end": "2021-04-01", "group": "first text"},
    {"label": "架空市・夢見町の連携協約", "start": "2021-04-01", "end": "2026", "group": "amended text"},
    {"label": "架空市・雲海村の連携協約", "start": "2018-04", "group": "first text", "href": "/sparql"},
    {"label": "架空市・星野町の連携協約", "start": None, "group": "first text"},
]
MATRIX = [
    {"row": f"事業{row}", "column": town, "value": True}
    for row in range(1, 15)
    for place, town in enumerate(TOWNS)
    if (row * (place + 2)) % 3
]
NETWORK = {
    "nodes": [
        {"id": town, "label": town, "group": "core" if place == 0 else "partner"}
        for place, town in enumerate(TOWNS)
    ],
    "edges": [
        {"source": one, "target": other, "weight": 1 + (at * 7 + to * 3) % 9}
        for at, one in enumerate(TOWNS)
        for to, other in enumerate(TOWNS)
        if at < to
    ],
}
MAP = [
    {
        "lat": 33.1 + place * 0.07 % 0.3,
        "long": 131.2 + place * 0.11 % 0.4,
        "label": town,
        "group": "core" if place == 0 else "partner",
    }
    for place, town in enumerate(TOWNS)
] + [{"lat": None, "long": None, "label": "行方町", "group": "partner"}]
HEATMAP = [
    {"x": f"分野{column}", "y": area, "value": (column * 5 + row * 3) % 11}
    for row, area in enumerate(("架空圏", "夢見圏", "雲海圏"))
    for column in range(1, 10)
]
DOTS = [
    {"label": "架空の観光入込客数", "unit": "人", "baseline": 12_345, "current": 14_000, "target": 20_000},
    {"label": "架空の温室効果ガス排出量", "unit": "t", "baseline": 900.5, "target": 600},
    {"label": "架空の健診受診率", "unit": "%", "baseline": 50, "target": 50},
    {"label": "架空の満足度", "unit": "%", "baseline": None, "target": 70},
]
KINDS: tuple[tuple[str, str, Any, dict[str, Any]], ...] = (
    ("bars", "bars", BARS, {"unit": "yen"}),
    ("bars", "bars-grouped", BARS, {"unit": "yen", "stacked": False}),
    ("bars", "bars-lying", LYING, {"unit": "yen"}),
    ("timeline", "timeline", TIMELINE, {}),
    ("heatmap", "heatmap", HEATMAP, {}),
    ("dots", "dots", DOTS, {}),
    ("map", "map", MAP, {"groups": ["core", "partner"]}),
    ("network", "network", NETWORK, {"groups": ["core", "partner"]}),
    ("matrix", "matrix", MATRIX, {}),
)


def figure(kind: str, name: str, data: Any, options: dict[str, Any]) -> str:
    """One figure as the pages write it."""
    rows = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return (
        f'<figure class="chart" id="{name}" data-chart="{kind}" data-source="{name}-rows"'
        f' data-options="{html.escape(json.dumps(options))}"><figcaption>{name}</figcaption>'
        f'<script type="application/json" id="{name}-rows">{rows}</script></figure>'
    )


def table(rows: Sequence[tuple[str, str]]) -> str:
    """A sortable table."""
    body = "".join(f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in rows)
    return (
        '<div class="scroll"><table id="sorted" data-sortable><thead><tr><th>name</th><th>figure</th></tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def page(static: Static, language: Language, kind: str = "") -> str:
    """The page with every figure, or those of one kind."""
    rows = [(town, f"{(place * 1_234) % 5_000:,}円") for place, town in enumerate(TOWNS * 2)]
    figures = "".join(figure(*each) for each in KINDS if kind in ("", each[0]))
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>demo</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="icon" href="data:,"><link rel="stylesheet" href="{static.address("renkei.css")}">'
        f'<link rel="stylesheet" href="{static.find("enhance.css")}">'
        f'<script type="module" src="{static.find("main.js")}"></script>'
        f'<body><main class="wide">{figures}{table(rows)}</main></body></html>'
    )


def create_app() -> FastAPI:
    """The page in both languages, under the headers of the service."""
    app = FastAPI()
    static = Static()
    static.add_to(app)

    @app.get("/{language}", response_class=HTMLResponse)
    def answer(language: Language, kind: str = "") -> HTMLResponse:
        return HTMLResponse(page(static, language, kind))

    app.add_middleware(Outermost)
    return app


if __name__ == "__main__":
    uvicorn.run(create_app(), port=int(sys.argv[1]) if sys.argv[1:] else 8123)
