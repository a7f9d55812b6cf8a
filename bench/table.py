#!/usr/bin/env python3
"""Makes tables in Markdown of what ircload printed: table.py FILE. The label of a line is "LOAD SERVER"."""

import json
import statistics
import sys

OURS, FLOOR = "chatroomd", "floor"
SERVERS = [OURS, FLOOR, "ngircd", "inspircd"]
MEMORY = ("idle-5000", "fanout-1000")
ARRIVALS = ("register-5000", "churn-2000")


def read(path):
    rounds = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            result = json.loads(line)
            load, server = result["label"].split()
            rounds.setdefault(load, {}).setdefault(server, []).append(result)
    return rounds


def median(results, key):
    return statistics.median(result[key] for result in results)


def row(cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |")


def head(*names):
    row(names)
    row(["---"] + ["---:"] * (len(names) - 1))


def ratios(values, smaller_is_better=False):
    """Ours to the best peer, and to the floor."""
    ours = values.get(OURS)
    peers = [value for server, value in values.items() if server not in (OURS, FLOOR) and value]
    best = (min if smaller_is_better else max)(peers, default=None)
    return [f"{ours / other:.2f}" if ours and other else "" for other in (best, values.get(FLOOR))]


def values_of(rounds, load, key):
    return {server: median(results, key) for server, results in rounds[load].items()}


def comparison(rounds, loads, key, form, smaller_is_better=False):
    for load in loads:
        if load not in rounds:
            continue
        values = values_of(rounds, load, key)
        row([load] + [form(values[s]) if s in values else "" for s in SERVERS] + ratios(values, smaller_is_better))


def main():
    rounds = read(sys.argv[1])
    busy = [load for load in rounds if load not in ARRIVALS and load != "idle-5000"]

    print("Deliveries per second of the server's CPU time (thousands)\n")
    head("load", *SERVERS, "to the best peer", "to the floor")
    comparison(rounds, busy, "deliveries_per_cpu_second", lambda v: f"{v / 1000:,.0f}")

    print("\nArrivals per second of the server's CPU time\n")
    head("load", *SERVERS, "to the best peer", "to the floor")
    comparison(rounds, [load for load in ARRIVALS if load in rounds], "arrivals_per_cpu_second", lambda v: f"{v:,.0f}")

    print("\nMemory a connection (KiB of resident memory; less is better)\n")
    head("load", *SERVERS, "to the best peer", "to the floor")
    comparison(rounds, [load for load in MEMORY if load in rounds], "kib_per_connection", lambda v: f"{v:.2f}", True)

    print("\nLatency, milliseconds: median / 99 % / longest\n")
    head("load", *SERVERS)
    for load in busy:
        cells = []
        for server in SERVERS:
            results = rounds[load].get(server)
            cells.append(" / ".join(f"{median(results, k):.1f}" for k in ("p50_ms", "p99_ms", "max_ms")) if results else "")
        row([load] + cells)

    print("\nResident memory of the server, MiB: before / all there / after; and connections that it closed\n")
    head("load", *SERVERS)
    for load in rounds:
        cells = []
        for server in SERVERS:
            results = rounds[load].get(server)
            if not results:
                cells.append("")
                continue
            text = " / ".join(f"{median(results, f'resident_{k}_kib') / 1024:.1f}" for k in ("before", "filled", "after"))
            closed = median(results, "closed")
            cells.append(text + (f"; {closed:.0f}" if closed else ""))
        row([load] + cells)

    unsound = [r for servers in rounds.values() for results in servers.values() for r in results
               if r["lost"] or r["repeated"] or r["out_of_order"]]
    print("\nEvery delivery was counted: none was lost, none came twice, none out of order." if not unsound else
          "\nNot sound:\n")
    for r in unsound:
        print(f"- {r['label']}: {r['lost']} lost, {r['repeated']} repeated, {r['out_of_order']} out of order")


if __name__ == "__main__":
    main()
