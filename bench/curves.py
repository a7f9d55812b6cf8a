#!/usr/bin/env python3
"""Makes a table in Markdown of what bench/curves.sh measured, and draws it where a second file is named: curves.py FILE.json [FILE.svg].
The label of a line is "CURVE-NUMBER chatroomd|floor"."""

import sys

from plot import Chart, Line, draw
from table import FLOOR, OURS, head, median, read, row

MILLIONS = "millions"
# name: title, unit, what the numbers are, whether their axis is logarithmic
CURVES = {
    "people": ("One room with more and more people", MILLIONS, "people in the room", True),
    "rooms": ("More and more rooms of ten, one message at a time", "thousands", "rooms that the same 1,000 people are in", True),
    "idle": ("Ten pairs beside more and more connections that are silent", "thousands", "silent connections", False),
}
COLOURS = {OURS: "#1d5fa8", FLOOR: "#8a94a0"}


def curves_of(rounds):
    """By curve: the numbers and, by server, the medians."""
    curves = {}
    for load, servers in rounds.items():
        name, x = load.split("-")
        if all(server in servers for server in COLOURS):
            curves.setdefault(name, []).append((int(x), servers))
    return {name: sorted(points, key=lambda point: point[0]) for name, points in curves.items()}


def print_table(curves):
    head("load", OURS, FLOOR, "to the floor", "lines that one read brings: " + OURS, FLOOR)
    for name, points in curves.items():
        for x, servers in points:
            ours, floor = (median(servers[s], "deliveries_per_cpu_second") for s in (OURS, FLOOR))
            reads = [f"{median(servers[s], 'deliveries_per_read'):.1f}" for s in (OURS, FLOOR)]
            row([f"{x:,} {CURVES[name][2]}", f"{ours / 1000:,.0f}", f"{floor / 1000:,.0f}", f"{ours / floor:.2f}", *reads])


def chart_of(name, points):
    title, unit, x_label, is_logarithmic = CURVES[name]
    scale = 1e6 if unit == MILLIONS else 1e3
    xs = [x for x, _ in points]
    lines = [Line(server, colour, [median(servers[server], "deliveries_per_cpu_second") / scale for _, servers in points])
             for server, colour in COLOURS.items()]
    return Chart(title, unit, xs, lines, x_label, is_logarithmic, xs if is_logarithmic else [])


def main():
    curves = curves_of(read(sys.argv[1]))
    print("Deliveries per second of the server's CPU time (thousands)\n")
    print_table(curves)
    if len(sys.argv) > 2:
        draw(sys.argv[2], "Deliveries for each second of the server's CPU time", [chart_of(*curve) for curve in curves.items()])


if __name__ == "__main__":
    main()
