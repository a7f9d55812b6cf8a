#!/usr/bin/env python3
"""Makes tables in Markdown of what bench/windows.sh measured: windowstable.py FILE."""

import sys

from table import head, read_lines, row


def three(figures):
    return " / ".join(f"{each:.1f}" for each in figures)


def stalls(name, figures):
    row([name, three(figures["cpu"]), three(figures["own"]), three(figures["wall"]), " / ".join(str(figures[key]) for key in ("over50cpu", "over50own", "over50"))])


def main():
    results = read_lines(sys.argv[1])
    for result in results:
        print(f"\n{result['label']}: milliseconds between two turns of the event loop, median / 99 % / longest\n")
        head("what is done", "in its own CPU time", "without waiting for a processor", "by the clock", "over 50, each way")
        for name, figures in result["stalls"]["acts"].items():
            stalls(name, figures)
        stalls("all", result["stalls"])
    print("\nMemory (MiB, at the beginning and after each quarter) and CPU time\n")
    head("window", "messages", "rows held", "memory", "CPU seconds: the thread / the process", "of")
    for result in results:
        memory = " / ".join(f"{each:.0f}" for each in result["memory MiB"])
        cpu = f"{result['cpu of the thread']:.1f} / {result['cpu of the process']:.1f}"
        row([result["label"], f"{result.get('messages', result.get('lines')):,}", f"{result['rows']:,}", memory, cpu, result["seconds"]])


if __name__ == "__main__":
    main()
