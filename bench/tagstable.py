#!/usr/bin/env python3
"""Makes a table in Markdown of what bench/tags.sh measured: tagstable.py FILE. The label of a line is "LOAD plain|tags"."""

import sys

from table import head, median, read, row


def main():
    head("load", "deliveries per CPU second (thousands), plain", "with tags", "ratio", "bytes a delivery, plain", "with tags")
    for load, kinds in read(sys.argv[1]).items():
        plain, tags = (median(kinds[kind], "deliveries_per_cpu_second") for kind in ("plain", "tags"))
        bytes_each = [median(kinds[kind], "bytes_per_delivery") for kind in ("plain", "tags")]
        row([load, f"{plain / 1000:,.0f}", f"{tags / 1000:,.0f}", f"{tags / plain:.2f}", *(f"{each:.0f}" for each in bytes_each)])


if __name__ == "__main__":
    main()
