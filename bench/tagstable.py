#!/usr/bin/env python3
"""Makes a table in Markdown of what bench/tags.sh measured: tagstable.py FILE. The label of a line is "LOAD plain|long|tags"."""

import sys

from table import head, median, read, row


KINDS = ("plain", "long", "tags")


def main():
    head("load", *(f"{kind}: deliveries per CPU second (thousands)" for kind in KINDS), "tags to plain", "tags to long", "bytes a delivery")
    for load, kinds in read(sys.argv[1]).items():
        plain, long, tags = (median(kinds[kind], "deliveries_per_cpu_second") for kind in KINDS)
        bytes_each = " / ".join(f"{median(kinds[kind], 'bytes_per_delivery'):.0f}" for kind in KINDS)
        row([load, *(f"{each / 1000:,.0f}" for each in (plain, long, tags)), f"{tags / plain:.2f}", f"{tags / long:.2f}", bytes_each])


if __name__ == "__main__":
    main()
