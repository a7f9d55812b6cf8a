#!/usr/bin/env python3
"""Draws what bench/growth.sh measured: plot.py FILE.json FILE.svg. Three small charts above each other, over the messages so far."""

import json
import math
import sys

WIDTH, LEFT, RIGHT = 760, 84, 132
TOP, HEIGHT, GAP, BOTTOM = 72, 150, 62, 56
GROUND, TEXT, FAINT, GRID = "#ffffff", "#1f2933", "#5b6875", "#e3e8ee"


class Chart:
    def __init__(self, title, unit, lines):
        self.title, self.unit, self.lines = title, unit, lines  # lines: (name, colour, values)


def ticks(most, count=4):
    """From zero to above `most` in round steps."""
    raw = max(most, 1e-9) / count
    power = 10 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= raw)
    return [step * i for i in range(math.ceil(most / step - 1e-9) + 1)]


def number(value):
    return f"{value:,.10g}"


def text(x, y, words, size=13, colour=TEXT, anchor="start", weight="normal"):
    return (f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}" text-anchor="{anchor}" '
            f'font-weight="{weight}">{words}</text>')


def draw_chart(chart, xs, x_ticks, top):
    y_ticks = ticks(max(max(values) for _, _, values in chart.lines) * 1.04)
    right = WIDTH - RIGHT

    def at_x(value):
        return LEFT + (right - LEFT) * value / x_ticks[-1]

    def at_y(value):
        return top + HEIGHT * (1 - value / y_ticks[-1])

    parts = [text(LEFT, top - 14, chart.title, 14, weight="600")]
    for tick in y_ticks:
        y = at_y(tick)
        parts.append(f'<line x1="{LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}" stroke="{FAINT if tick == 0 else GRID}"/>')
        parts.append(text(LEFT - 10, y + 4.5, number(tick), 12, FAINT, "end"))
    parts.append(text(LEFT - 10, top - 14, chart.unit, 12, FAINT, "end"))
    for tick in x_ticks:
        parts.append(f'<line x1="{at_x(tick):.1f}" x2="{at_x(tick):.1f}" y1="{top + HEIGHT}" y2="{top + HEIGHT + 5}" stroke="{FAINT}"/>')
        parts.append(text(at_x(tick), top + HEIGHT + 20, number(tick), 12, FAINT, "middle"))
    taken = []
    for name, colour, values in sorted(chart.lines, key=lambda line: -line[2][-1]):
        points = " ".join(f"{at_x(x):.1f},{at_y(y):.1f}" for x, y in zip(xs, values))
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2" stroke-linejoin="round"/>')
        parts += [f'<circle cx="{at_x(x):.1f}" cy="{at_y(y):.1f}" r="2.4" fill="{colour}"/>' for x, y in zip(xs, values)]
        y = at_y(values[-1]) + 4.5
        y = max([y] + [other + 15 for other in taken])  # names do not cover each other
        taken.append(y)
        parts.append(text(at_x(xs[-1]) + 10, y, name, 12.5, colour, weight="600"))
    return parts


def main():
    with open(sys.argv[1], encoding="utf-8") as lines:
        steps = [json.loads(line) for line in lines]
    xs = [step["messages_so_far"] / 1e6 for step in steps]
    cpu = [step["cpu_us_per_message"] + step["cpu_us_per_message_later"] for step in steps]
    charts = [
        Chart("The server's CPU time a message", "µs", [("in all threads", "#1d5fa8", cpu)]),
        Chart("Size of the database", "GB", [("on the disk", "#2f7d4f", [step["file_bytes"] / 1e9 for step in steps])]),
        Chart("Memory of the server", "MiB", [("resident", "#7a4fa3", [step["resident_after_kib"] / 1024 for step in steps])]),
    ]
    x_ticks = ticks(xs[-1], 5)
    height = TOP + len(charts) * (HEIGHT + GAP) - GAP + BOTTOM
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        'font-family="Noto Sans, DejaVu Sans, Helvetica, Arial, sans-serif">',
        "<title>What a kept message costs while the history grows</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="{GROUND}"/>',
        text(LEFT, 26, "What a kept message costs while the history grows", 16, weight="600"),
    ]
    for i, chart in enumerate(charts):
        parts += draw_chart(chart, xs, x_ticks, TOP + i * (HEIGHT + GAP))
    parts.append(text((LEFT + WIDTH - RIGHT) / 2, height - 14, "messages in the history, millions", 12.5, FAINT, "middle"))
    parts.append("</svg>")
    with open(sys.argv[2], "w", encoding="utf-8") as out:
        out.write("\n".join(parts) + "\n")


if __name__ == "__main__":
    main()
