#!/usr/bin/env python3
"""Makes tables in Markdown of what bench/workers.sh measured: workerstable.py FILE. The label of a line is "LOAD WORKERS"."""

import sys

from table import head, median, read, row


def per_message(results, key):
    return median(results, key) * 1e6 / median(results, "sent")


def main():
    rounds = read(sys.argv[1])
    counts = list(dict.fromkeys(count for counts in rounds.values() for count in sorted(counts, key=int)))
    names = [f"{count} worker" + ("" if count == "1" else "s") for count in counts]
    for title, key in (("Deliveries per second of the server's CPU time (thousands)", "deliveries_per_cpu_second"),
                       ("Deliveries per second by the clock (thousands)", "deliveries_per_second")):
        print(f"{title}\n")
        head("load", *names)
        for load, results in rounds.items():
            row([load] + [f"{median(results[count], key) / 1000:,.0f}" if count in results else "" for count in counts])
        print()
    print("CPU time a message, microseconds: hub + workers (one worker lives in the hub's thread)\n")
    head("load", *names)
    for load, results in rounds.items():
        row([load] + [f"{per_message(results[count], 'hub_cpu_seconds'):.2f} + {per_message(results[count], 'worker_cpu_seconds'):.2f}"
                      if count in results else "" for count in counts])
    print("\nMedian latency / 99 %, milliseconds\n")
    head("load", *names)
    for load, results in rounds.items():
        row([load] + [f"{median(results[count], 'p50_ms'):.2f} / {median(results[count], 'p99_ms'):.2f}" if count in results else ""
                      for count in counts])


if __name__ == "__main__":
    main()
