"""The results: a table on the screen, the numbers as JSON, a plot as SVG."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from tests.bench.contestants import Kind
from tests.bench.figures import TARGETS, Figures

_HEAD = ("function", "kind", "ms", "x hello", "x rival", "CPU x hello", "CPU x rival", "MiB", "x rival", "met")


def table(results: Sequence[Figures]) -> str:
    rows = [_HEAD, *(_row(found) for found in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def _row(found: Figures) -> tuple[str, ...]:
    missed = [name for name, met in found.met.items() if not met]
    return (
        found.name,
        found.kind,
        f"{found.milliseconds.median:.0f}",
        str(found.by_hello),
        str(found.by_rival),
        f"{found.cpu_by_hello.median:.2f}",
        f"{found.cpu_by_rival.median:.2f}",
        f"{found.memory.median:.0f}",
        f"{found.memory_by_rival.median:.2f}",
        (f"no: {', '.join(missed)}" if missed else "yes") if found.met else "",
    )


def write(results: Sequence[Figures], rounds: int, environment: Mapping[str, str], out: Path) -> None:
    """`cold-start.json` and `cold-start.svg` in `out`."""
    out.mkdir(parents=True, exist_ok=True)
    document: dict[str, Any] = {
        "rounds": rounds,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cpus": os.cpu_count(),
        "live_store": environment["LIVE_STORE"],
        "targets": {kind: vars(target) for kind, target in TARGETS.items()},
        "results": [found.as_json() for found in results],
    }
    (out / "cold-start.json").write_text(json.dumps(document, indent=2) + "\n")
    (out / "cold-start.svg").write_text(plot(results))


_LEFT, _BAR, _GAP, _UNIT, _TOP = 190, 16, 8, 110, 64
_COLOURS = {
    Kind.HELLO: "#8a8f98",
    Kind.RIVAL: "#b4552d",
    Kind.ORDINARY: "#2f6f9f",
    Kind.CLIENT: "#3f8f6b",
    Kind.DOCUMENT: "#7a5aa6",
}


def plot(results: Sequence[Figures]) -> str:
    """A bar each, as a multiple of hello, with its quartiles and the limit of its kind."""
    longest = max(found.by_hello.high for found in results)
    width, height = int(_LEFT + _UNIT * (longest + 1)), _TOP + len(results) * (_BAR + _GAP) + 40
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif">',
        '<rect width="100%" height="100%" fill="white"/>',
        _text(
            16, 24, "Cold start to the first answer, as a multiple of a bare function (red: the most allowed)", size=15
        ),
        *_key(),
        *(_tick(step, height) for step in range(int(longest) + 2)),
        *(line for row, found in enumerate(results) for line in _bar(row, found)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _key() -> list[str]:
    return [
        part
        for place, (kind, colour) in enumerate(_COLOURS.items())
        for part in (
            f'<rect x="{16 + 150 * place}" y="36" width="10" height="10" fill="{colour}"/>',
            _text(31 + 150 * place, 45, kind, size=11),
        )
    ]


def _tick(step: int, height: int) -> str:
    x = _LEFT + _UNIT * step
    line = f'<line x1="{x}" x2="{x}" y1="{_TOP - 6}" y2="{height - 34}" stroke="#ddd"/>'
    return line + _text(x - 3, height - 18, str(step), size=11)


def _bar(row: int, found: Figures) -> list[str]:
    y, ratio = _TOP + row * (_BAR + _GAP), found.by_hello
    middle, end = y + _BAR / 2, _LEFT + _UNIT * ratio.median
    low, high = _LEFT + _UNIT * ratio.low, _LEFT + _UNIT * ratio.high
    parts = [
        _text(16, y + 12, found.name, size=12),
        f'<rect x="{_LEFT}" y="{y}" width="{end - _LEFT:.1f}" height="{_BAR}" fill="{_COLOURS[found.kind]}"/>',
        f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{middle}" y2="{middle}" stroke="black"/>',
        _text(high + 6, y + 12, f"{ratio.median:.2f}", size=11),
    ]
    if target := TARGETS.get(found.kind):
        limit = _LEFT + _UNIT * target.hello
        parts.append(
            f'<line x1="{limit}" x2="{limit}" y1="{y - 3}" y2="{y + _BAR + 3}" stroke="#c00" stroke-width="2"/>'
        )
    return parts


def _text(x: float, y: float, text: str, *, size: int) -> str:
    return f'<text x="{x:.1f}" y="{y}" font-size="{size}">{escape(text)}</text>'
