"""Draws small charts above each other as one SVG, for the scripts beside it."""

import math
from dataclasses import dataclass, field

WIDTH, LEFT, RIGHT = 760, 84, 132
TOP, HEIGHT, GAP, BOTTOM = 72, 150, 62, 56
LABEL = 24  # the line below a chart that says what its axis is
NAME = 15  # height of a line's name
GROUND, TEXT, FAINT, GRID = "#ffffff", "#1f2933", "#5b6875", "#e3e8ee"


@dataclass
class Line:
    name: str
    colour: str
    values: list


@dataclass
class Chart:
    title: str
    unit: str
    xs: list
    lines: list
    x_label: str = ""  # empty: that of the chart below
    is_logarithmic: bool = False
    x_ticks: list = field(default_factory=list)  # empty: round steps from zero

    def __post_init__(self):
        self.x_ticks = self.x_ticks or ticks(self.xs[-1], 5)

    def at_x(self, value):
        """Where a value stands between left and right, from 0 to 1."""
        if not self.is_logarithmic:
            return value / self.x_ticks[-1]
        return math.log(value / self.x_ticks[0]) / math.log(self.x_ticks[-1] / self.x_ticks[0])


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


def name_heights(wanted, lowest):
    """Where the names of lines stand, from the upper one down: beside their ends, but not over each other nor below the axis."""
    heights = []
    for y in wanted:
        heights.append(max(y, heights[-1] + NAME) if heights else y)
    for i in reversed(range(len(heights))):
        heights[i] = min(heights[i], lowest)
        lowest = heights[i] - NAME
    return heights


def draw_chart(chart, top):
    y_ticks = ticks(max(max(line.values) for line in chart.lines) * 1.04)
    right = WIDTH - RIGHT

    def at_x(value):
        return LEFT + (right - LEFT) * chart.at_x(value)

    def at_y(value):
        return top + HEIGHT * (1 - value / y_ticks[-1])

    parts = [text(LEFT, top - 14, chart.title, 14, weight="600")]
    for tick in y_ticks:
        y = at_y(tick)
        parts.append(f'<line x1="{LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}" stroke="{FAINT if tick == 0 else GRID}"/>')
        parts.append(text(LEFT - 10, y + 4.5, number(tick), 12, FAINT, "end"))
    parts.append(text(LEFT - 10, top - 14, chart.unit, 12, FAINT, "end"))
    for tick in chart.x_ticks:
        parts.append(f'<line x1="{at_x(tick):.1f}" x2="{at_x(tick):.1f}" y1="{top + HEIGHT}" y2="{top + HEIGHT + 5}" stroke="{FAINT}"/>')
        parts.append(text(at_x(tick), top + HEIGHT + 20, number(tick), 12, FAINT, "middle"))
    lines = sorted(chart.lines, key=lambda line: -line.values[-1])
    for line, name_y in zip(lines, name_heights([at_y(line.values[-1]) + 4.5 for line in lines], top + HEIGHT - 2)):
        points = list(zip(map(at_x, chart.xs), map(at_y, line.values)))
        way = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{way}" fill="none" stroke="{line.colour}" stroke-width="2" stroke-linejoin="round"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.4" fill="{line.colour}"/>' for x, y in points]
        parts.append(text(at_x(chart.xs[-1]) + 10, name_y, line.name, 12.5, line.colour, weight="600"))
    return parts


def draw(path, title, charts):
    tops, top = [], TOP
    for chart in charts:
        tops.append(top)
        top += HEIGHT + GAP + (LABEL if chart.x_label and chart is not charts[-1] else 0)
    height = top - GAP + BOTTOM
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        'font-family="Noto Sans, DejaVu Sans, Helvetica, Arial, sans-serif">',
        f"<title>{title}</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="{GROUND}"/>',
        text(LEFT, 26, title, 16, weight="600"),
    ]
    for chart, top in zip(charts, tops):
        parts += draw_chart(chart, top)
        if chart.x_label:
            parts.append(text((LEFT + WIDTH - RIGHT) / 2, top + HEIGHT + 42, chart.x_label, 12.5, FAINT, "middle"))
    parts.append("</svg>")
    with open(path, "w", encoding="utf-8") as out:
        out.write("\n".join(parts) + "\n")
