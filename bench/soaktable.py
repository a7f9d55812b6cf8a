#!/usr/bin/env python3
"""Makes a table in Markdown of what bench/soak.sh measured, a line a minute: soaktable.py FILE GROWTH. Ends with status 1 when a minute is
not sound, or when memory grew by more than so many KiB after the first one."""

import sys

from table import head, read_lines, row


def main():
    minutes, most = read_lines(sys.argv[1]), int(sys.argv[2])
    head("minute", "messages", "heard", "came or moved", "CPU seconds", "median, ms", "99 %, ms", "memory, MiB", "lost", "twice", "disorder")
    for i, minute in enumerate(minutes, 1):
        row([i, f"{minute['sent']:,}", f"{minute['deliveries']:,}", f"{minute['arrivals']:,}", f"{minute['server_cpu_seconds']:.1f}",
             f"{minute['p50_ms']:.1f}", f"{minute['p99_ms']:.1f}", f"{minute['resident_after_kib'] / 1024:.2f}",
             minute["lost"], minute["repeated"], minute["out_of_order"]])
    if not minutes:
        sys.exit("soaktable.py: nothing was measured")
    resident = [minute["resident_after_kib"] for minute in minutes]
    growth = max(resident) - resident[0]
    print(f"\nMemory grew by {growth:,} KiB after the first minute; {most:,} are allowed.")
    if growth > most or any(minute[key] for minute in minutes for key in ("lost", "repeated", "out_of_order")):
        sys.exit(1)


if __name__ == "__main__":
    main()
