#!/usr/bin/env python3
"""Makes tables in Markdown of what bench/history.sh measured.

historytable.py FILE           lines of ircload, whose label is "LOAD DURABILITY"
historytable.py --calls FILE   lines of strace: how often a message that is kept is brought to the disk before its echo goes out
"""

import collections
import re
import sys

from table import head, median, read, row

DURABILITIES = ("none", "process", "power")


def comparison(loads, key):
    """Thousands of each, and what the two that keep have of what "none" has."""
    for load, by_durability in loads.items():
        if load == "lone":
            continue
        values = [median(by_durability[each], key) if each in by_durability else None for each in DURABILITIES]
        ratios = [f"{value / values[0]:.2f}" if value and values[0] else "" for value in values[1:]]
        row([load] + [f"{value / 1000:,.0f}" if value else "" for value in values] + ratios)


def calls(path):
    """Between the moment when a message is read and the one when it is first written to somebody."""
    syncs_before = []
    syncs, all_syncs, waiting = 0, 0, False
    with open(path, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if re.search(r"\brecvfrom\(|<\.\.\. recvfrom", line) and "PRIVMSG" in line:
                waiting, syncs = True, 0
            elif re.search(r"\bf(data)?sync\(", line):
                syncs += 1
                all_syncs += 1
            elif waiting and re.search(r"\bsend(msg|to)\(", line) and "PRIVMSG" in line:
                waiting = False
                syncs_before.append(syncs)
    counted = ", ".join(f"{count} times {syncs}" for syncs, count in sorted(collections.Counter(syncs_before).items()))
    print(f"Of {len(syncs_before)} lone messages, calls of fsync or fdatasync between reading one and its echo: {counted}.")
    print(f"In all there were {all_syncs}, with those of the start, of people's coming and of the upkeep.")


def main():
    if sys.argv[1] == "--calls":
        return calls(sys.argv[2])
    loads = read(sys.argv[1])
    names = (*DURABILITIES, "process to none", "power to none")

    print("Deliveries per second of the server's CPU time (thousands), with what it puts off until it is quiet\n")
    head("load", *names)
    comparison(loads, "deliveries_per_cpu_second_with_later")

    print("\nThe same without what it puts off: while the load runs\n")
    head("load", *names)
    comparison(loads, "deliveries_per_cpu_second")

    print("\nCPU time a message (microseconds): while the load runs + put off\n")
    head("load", *DURABILITIES)
    for load, by_durability in loads.items():
        cells = []
        for each in DURABILITIES:
            keys = ("cpu_us_per_message", "cpu_us_per_message_later")
            cells.append(" + ".join(f"{median(by_durability[each], key):.1f}" for key in keys) if each in by_durability else "")
        row([load] + cells)

    print("\nDeliveries per second by the clock (thousands)\n")
    head("load", *names)
    comparison(loads, "deliveries_per_second")

    print("\nLatency, milliseconds: median / 99 % / longest\n")
    head("load", *DURABILITIES)
    for load, by_durability in loads.items():
        cells = []
        for each in DURABILITIES:
            results = by_durability.get(each)
            cells.append(" / ".join(f"{median(results, key):.2f}" for key in ("p50_ms", "p99_ms", "max_ms")) if results else "")
        row([load] + cells)

    unsound = [r for by in loads.values() for results in by.values() for r in results if r["lost"] or r["repeated"] or r["out_of_order"]]
    print("\nEvery delivery was counted: none was lost, none came twice, none out of order." if not unsound else "\nNot sound:\n")
    for r in unsound:
        print(f"- {r['label']}: {r['lost']} lost, {r['repeated']} repeated, {r['out_of_order']} out of order")


if __name__ == "__main__":
    main()
