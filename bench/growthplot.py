#!/usr/bin/env python3
"""Draws what bench/growth.sh measured: growthplot.py FILE.json FILE.svg. Three small charts above each other, over the messages so far."""

import sys

from plot import Chart, Line, draw
from table import read_lines


def main():
    steps = read_lines(sys.argv[1])
    xs = [step["messages_so_far"] / 1e6 for step in steps]

    def chart(title, unit, name, colour, values, x_label=""):
        return Chart(title, unit, xs, [Line(name, colour, values)], x_label)

    cpu = [step["cpu_us_per_message"] + step["cpu_us_per_message_later"] for step in steps]
    draw(sys.argv[2], "What a kept message costs while the history grows", [
        chart("The server's CPU time a message", "µs", "in all threads", "#1d5fa8", cpu),
        chart("Size of the database", "GB", "on the disk", "#2f7d4f", [step["file_bytes"] / 1e9 for step in steps]),
        chart("Memory of the server", "MiB", "resident", "#7a4fa3", [step["resident_after_kib"] / 1024 for step in steps],
              "messages in the history, millions"),
    ])


if __name__ == "__main__":
    main()
