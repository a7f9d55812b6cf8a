#!/usr/bin/env python3
"""Makes emoji.txt from Unicode's own tables: make-table.py EMOJI-TEST.TXT EN.XML >emoji.txt

On Debian they are in unicode-data (/usr/share/unicode/emoji/emoji-test.txt) and unicode-cldr-core
(/usr/share/unicode/cldr/common/annotations/en.xml). shortcodes.txt beside this file holds the names that people type
between colons.
"""
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

NEWEST = 14.0  # fonts of the systems we run on have these
SKIN_TONES = range(0x1F3FB, 0x1F400)
HEAD = """\
# The emoji that can be picked, made by make-table.py; see README.md for where they come from.
# "= name" begins a group; each other line is the emoji, its name, its short names and its keywords, parted by tabs.
"""


def annotations(path):
    words = {}
    for each in ElementTree.parse(path).getroot().iter("annotation"):
        if each.get("type") is None:
            words[each.get("cp").replace("\ufe0f", "")] = [word.strip() for word in (each.text or "").split("|")]
    return words


def shortcodes(path):
    names = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            emoji, *rest = line.split()
            names[emoji.replace("\ufe0f", "")] = rest
    return names


def main():
    keywords = annotations(sys.argv[2])
    short = shortcodes(pathlib.Path(__file__).with_name("shortcodes.txt"))
    sys.stdout.write(HEAD)
    group = ""
    for line in open(sys.argv[1], encoding="utf-8"):
        if line.startswith("# group: "):
            group = line[9:].strip()
            if group != "Component":
                print("=", group)
            continue
        row = re.match(r"([0-9A-F ]+?)\s*; fully-qualified\s*# \S+ E([0-9.]+) (.+)", line)
        if not row or group == "Component":
            continue
        points = [int(point, 16) for point in row[1].split()]
        if float(row[2]) > NEWEST or any(point in SKIN_TONES for point in points):
            continue
        emoji = "".join(map(chr, points))
        bare = emoji.replace("\ufe0f", "")
        words = [word for word in keywords.get(bare, []) if word != row[3]]
        print(emoji, row[3], " ".join(short.get(bare, [])), ", ".join(words), sep="\t")


main()
