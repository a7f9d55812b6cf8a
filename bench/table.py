#!/usr/bin/env python3
"""Makes tables in Markdown of what bench/run.sh measured: table.py FILE. A line's label is "LOAD SERVER [ROUND]". A line with "failed"
says that the run of that label was not sound: it counts nowhere, and is named at the end."""

import json
import statistics
import sys
from dataclasses import dataclass
from typing import Callable

OURS, FLOOR = "chatroomd", "floor"
SERVERS = [OURS, FLOOR, "ngircd", "inspircd", "ircd-hybrid"]
SLOW, NOBODY_SLOW = "slow", "slow-none"


def read_lines(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def read(path):
    """The results by load and server, in the order of the rounds."""
    lines = read_lines(path)
    failed = {line["label"] for line in lines if "failed" in line}
    rounds = {}
    for result in lines:
        load, server, *_ = result["label"].split()
        servers = rounds.setdefault(load, {})
        if result["label"] not in failed:
            servers.setdefault(server, []).append(result)
    return rounds


def median(results, key):
    return statistics.median(result[key] for result in results)


def row(cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |")


def head(*names):
    row(names)
    row(["---"] + ["---:"] * (len(names) - 1))


def deliveries_per_cpu_second(result):
    return result["deliveries_per_cpu_second"]


def cpu_seconds_per_thousand(result):
    return 1000 * result["server_cpu_seconds"] / result["arrivals"] if result["arrivals"] else None


def memory_per_connection(result):
    return result["kib_per_connection"]


@dataclass(frozen=True)
class Comparison:
    """A measure, and the loads that are compared by it: with our ratio to the best peer that is to be reached, or None."""

    title: str
    value: Callable
    form: Callable
    goals: dict
    is_less_better: bool = False

    def best(self, values):
        return (min if self.is_less_better else max)(values, default=None)

    def is_reached(self, ratio, goal):
        return ratio <= goal if self.is_less_better else ratio >= goal


COMPARISONS = (
    Comparison("Deliveries per second of the server's CPU time (thousands)", deliveries_per_cpu_second, lambda v: f"{v / 1000:,.0f}", {
        "fanout-1000": 2.2,
        "fanout-100": 1.8,
        "fanout-10": 1.7,
        "fanout-10-idle-4000": 1.6,
        "fanout-100-one": 1.0,
        "paced-200": 1.15,
        "pairs-100": 1.2,
        "pairs-10-idle-4000": 1.2,
        NOBODY_SLOW: None,
        SLOW: None,
        "fanout-100-tls": 1.0,
        "fanout-10-tls": 1.0,
        "pairs-100-tls": 1.0,
    }),
    Comparison("CPU seconds of the server for 1,000 arrivals (less is better)", cpu_seconds_per_thousand, lambda v: f"{v:.3f}", {
        "register-5000": 0.75,
        "churn-2000": 0.85,
        "register-1000-tls": 1.0,
    }, is_less_better=True),
    Comparison("Memory a connection (KiB of resident memory; less is better)", memory_per_connection, lambda v: f"{v:.2f}", {
        "idle-5000": 0.85,
        "fanout-1000": None,
        "idle-1000-tls": 1.0,
    }, is_less_better=True),
)
REGISTRATIONS_PER_SECOND = 10_000
NOTHING_TO_GATHER = ("fanout-100-one", "paced-200", "pairs-100", "pairs-10-idle-4000")
UNDISTURBED = 1.0  # throughput beside slow readers to that without


def median_of(results, value):
    values = [v for v in map(value, results) if v is not None]
    return statistics.median(values) if values else None


def peers_of(values):
    return [value for server, value in values.items() if server not in (OURS, FLOOR) and value]


def ratio(ours, other):
    return ours / other if ours and other else None


def medians(servers, value):
    return {server: median_of(results, value) for server, results in servers.items()}


def ratios_of_rounds(comparison, servers):
    """Ours to the best peer in each round, of the rounds in which both were measured."""
    rounds = {}
    for server, results in servers.items():
        for result in results:
            rounds.setdefault(result["label"].split()[-1], {})[server] = comparison.value(result)
    found = (ratio(values.get(OURS), comparison.best(peers_of(values))) for values in rounds.values())
    return [each for each in found if each]


def shown(value, form):
    return form(value) if value is not None else ""


def two_digits(value):
    return f"{value:.2f}"


def verdict(is_reached):
    return "yes" if is_reached else "**no**"


def comparison_row(comparison, load, servers):
    values = medians(servers, comparison.value)
    to_best = ratio(values.get(OURS), comparison.best(peers_of(values)))
    of_rounds = ratios_of_rounds(comparison, servers)
    goal = comparison.goals[load]
    row([
        load,
        *(shown(values.get(server), comparison.form) for server in SERVERS),
        shown(to_best, two_digits),
        f"{min(of_rounds):.2f} to {max(of_rounds):.2f}" if of_rounds else "",
        shown(goal, two_digits),
        verdict(comparison.is_reached(to_best, goal)) if to_best and goal else "",
        shown(ratio(values.get(OURS), values.get(FLOOR)), two_digits),
    ])


def print_comparison(comparison, rounds):
    loads = [load for load in comparison.goals if load in rounds]
    if not loads:
        return
    print(f"\n{comparison.title}\n")
    head("load", *SERVERS, "to the best peer", "of the rounds", "to reach", "reached", "to the floor")
    for load in loads:
        comparison_row(comparison, load, rounds[load])


def value_in(rounds, load, server, key):
    results = rounds.get(load, {}).get(server)
    return median(results, key) if results else None


def undisturbed(rounds, server):
    """What the others have of the throughput that they have when nobody is slow."""
    return ratio(*(value_in(rounds, load, server, "deliveries_per_second") for load in (SLOW, NOBODY_SLOW)))


def undisturbed_cell(rounds, server):
    """With that of the rounds."""
    of_rounds = [
        ratio(slow["deliveries_per_second"], usual["deliveries_per_second"])
        for slow, usual in zip(*(rounds.get(load, {}).get(server, []) for load in (SLOW, NOBODY_SLOW)))
    ]
    of_rounds = [each for each in of_rounds if each]
    return f"{undisturbed(rounds, server):.0%} ({min(of_rounds):.0%} to {max(of_rounds):.0%})" if of_rounds else ""


def print_slow(rounds):
    if SLOW not in rounds:
        return
    print("\nTen of 110 stop reading\n")
    head("", *SERVERS)
    row(["throughput of the others, to that without the ten", *(undisturbed_cell(rounds, server) for server in SERVERS)])
    for name, key, form in (
        ("connections that it closed, all of the ten", "closed", lambda v: f"{v:.0f}"),
        ("resident memory when all were there, MiB", "resident_filled_kib", lambda v: f"{v / 1024:.1f}"),
        ("its peak, MiB", "resident_peak_kib", lambda v: f"{v / 1024:.1f}"),
    ):
        row([name, *(shown(value_in(rounds, SLOW, server, key), form) for server in SERVERS)])


def print_other_goals(rounds):
    """What is not a ratio to the best peer: (goal, ours, to reach, is more better, form)."""
    goals = (
        ("register-5000: registrations a second by the clock", value_in(rounds, "register-5000", OURS, "arrivals_per_second"),
         REGISTRATIONS_PER_SECOND, True, lambda v: f"{v:,.0f}"),
        ("paced-200: 99 % wait less than this, ms; to reach: the floor's", value_in(rounds, "paced-200", OURS, "p99_ms"),
         value_in(rounds, "paced-200", FLOOR, "p99_ms"), False, two_digits),
        ("slow: throughput of the others", undisturbed(rounds, OURS), UNDISTURBED, True, lambda v: f"{v:.0%}"),
    )
    known = [goal for goal in goals if goal[1] is not None and goal[2] is not None]
    if not known:
        return
    print("\nBeside the ratios\n")
    head("goal", OURS, "to reach", "reached")
    for name, ours, target, is_more_better, form in known:
        row([name, form(ours), form(target), verdict(ours >= target if is_more_better else ours <= target)])


def kernel_alone(result):
    """The deliveries per second of what the kernel took for them: a server's that had no instruction of its own."""
    share = result["server_system_share"]
    return result["deliveries_per_cpu_second"] / share if share else None


def print_ceiling(rounds):
    """Where each read brings one message and each message takes one write, nobody can do with less than the floor's kernel time."""
    comparison = COMPARISONS[0]
    loads = [load for load in NOTHING_TO_GATHER if rounds.get(load, {}).get(FLOOR)]
    if not loads:
        return
    print("\nWhat is possible where nothing can be gathered, as ratios to the best peer\n")
    head("load", OURS, "to reach", FLOOR, "the floor's kernel time alone")
    for load in loads:
        values = medians(rounds[load], comparison.value)
        best = comparison.best(peers_of(values))
        row([
            load,
            shown(ratio(values.get(OURS), best), two_digits),
            two_digits(comparison.goals[load]),
            shown(ratio(values.get(FLOOR), best), two_digits),
            shown(ratio(median_of(rounds[load][FLOOR], kernel_alone), best), two_digits),
        ])


def print_table(title, rounds, loads, cell):
    loads = [load for load in rounds if load in loads]
    if not loads:
        return
    print(f"\n{title}\n")
    head("load", *SERVERS)
    for load in loads:
        row([load, *(cell(rounds[load][server]) if rounds[load].get(server) else "" for server in SERVERS)])


def reads_cell(results):
    return f"{median(results, 'deliveries_per_read'):,.1f}"


def latency_cell(results):
    return " / ".join(f"{median(results, key):.1f}" for key in ("p50_ms", "p99_ms", "max_ms"))


def clock_cell(results):
    return f"{median(results, 'deliveries_per_second') / 1000:,.0f}"


def memory_cell(results):
    return " / ".join(f"{median(results, f'resident_{key}_kib') / 1024:.1f}" for key in ("before", "filled", "peak"))


def print_soundness(path):
    lines = read_lines(path)
    failed = {line["label"]: line["failed"] for line in lines if "failed" in line}
    results = {line["label"]: line for line in lines if "failed" not in line}
    print("\nEvery delivery was counted: none was lost, none came twice, none out of order." if not failed else "\nNot sound:\n")
    for label, status in failed.items():
        told = results.get(label)
        what = f"{told['lost']} lost, {told['repeated']} repeated, {told['out_of_order']} out of order" if told else "no result"
        print(f"- {label}: {what} (status {status})")


def main():
    path = sys.argv[1]
    rounds = read(path)
    busy = COMPARISONS[0].goals
    for comparison in COMPARISONS:
        print_comparison(comparison, rounds)
    print_ceiling(rounds)
    print_slow(rounds)
    print_other_goals(rounds)
    print_table("Deliveries that one read brought to a client", rounds, busy, reads_cell)
    print_table("Deliveries per second by the clock (thousands)", rounds, busy, clock_cell)
    print_table("Latency, milliseconds: median / 99 % / longest", rounds, busy, latency_cell)
    print_table("Resident memory of the server, MiB: before / all there / its peak", rounds, rounds, memory_cell)
    print_soundness(path)


if __name__ == "__main__":
    main()
