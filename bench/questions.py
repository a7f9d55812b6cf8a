#!/usr/bin/env python3
"""Asks a server for its history over the wire and prints how long the first pages take, as a table in Markdown.

questions.py PORT ROOM [ROOM...]    rooms that bench/ircload filled with talk (--mode grow); with several, searches look in all

Each question is asked 20 times; a time is from sending to the last line of the answer. Searches for words that were not asked before
come first, so that "longest" is what the first one to ask waits.
"""

import collections
import re
import socket
import statistics
import sys
import time

TIMES = 20
CONSONANTS, VOWELS = "bdfgklmnprstvz", "aeiou"
SYLLABLES = [c + v for c in CONSONANTS for v in VOWELS]


def word(rank):
    """As bench/ircload/talk.cpp makes them, the most common first."""
    left, made = rank + 1, ""
    while left > 0:
        made += SYLLABLES[(left - 1) % len(SYLLABLES)]
        left = (left - 1) // len(SYLLABLES)
    return made


class Person:
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rest = b""
        self.lines = collections.deque()
        self.send("CAP REQ :batch draft/chathistory labeled-response message-tags server-time soju.im/search")
        self.send("NICK asker")
        self.send("USER asker 0 * :asker")
        self.send("CAP END")
        self.until(lambda line: b" 001 " in line)

    def send(self, line):
        self.socket.sendall(line.encode() + b"\r\n")

    def until(self, is_last):
        """All lines up to that one; those behind it are left for the next."""
        seen = []
        while True:
            while self.lines:
                line = self.lines.popleft()
                if line.startswith(b"PING"):
                    self.send("PONG" + line.decode()[4:])
                    continue
                if b" FAIL " in line:
                    raise SystemExit("questions.py: " + line.decode(errors="replace"))
                seen.append(line)
                if is_last(line):
                    return seen
            got = self.socket.recv(1 << 20)
            if not got:
                raise SystemExit("questions.py: the server closed the connection")
            whole, _, self.rest = (self.rest + got).rpartition(b"\r\n")
            self.lines.extend(whole.split(b"\r\n") if whole else [])

    def join(self, room):
        self.send("JOIN " + room)
        self.until(lambda line: b" 366 " in line)

    def ask(self, question):
        """Milliseconds, and the messages of the answer."""
        begin = time.perf_counter()
        self.send("@label=q " + question)
        lines = self.until(lambda line: b"BATCH -" in line)
        return (time.perf_counter() - begin) * 1000, [line for line in lines if b" PRIVMSG " in line]


def tag(name, line):
    return re.search(rf"[@;]{name}=([^; ]+)".encode(), line).group(1).decode()


def main():
    port, rooms = int(sys.argv[1]), sys.argv[2:]
    person = Person(port)
    for room in rooms:
        person.join(room)
    where = f"in={rooms[0]};" if len(rooms) == 1 else ""
    a, b = word(3), word(50)
    questions = [
        ("search: the most common word", f"SEARCH {where}text={word(0)}"),
        ("search: a word of the middle", f"SEARCH {where}text={word(500)}"),
        ("search: a rare word", f"SEARCH {where}text={word(19000)}"),
        ("search: a word that nobody said", f"SEARCH {where}text=xylophone"),
        ("search: a rare and the most common word", f"SEARCH {where}text={word(18000)}\\s{word(0)}"),
        ("search: a phrase of two common words", f'SEARCH {where}text="{a}\\s{b}"'),
        ("search: a phrase of two rare words", f'SEARCH {where}text="{word(9000)}\\s{word(9001)}"'),
        ("search: a beginning of many words", f"SEARCH {where}text={word(20)}*"),
        ("search: a beginning of some rare words", f"SEARCH {where}text={word(6000)[:4]}*"),
        ("search: one person and a common word", f"SEARCH {where}from=load1;text={word(10)}"),
        ("search: one person and a rare word", f"SEARCH {where}from=load1;text={word(17000)}"),
        ("search: one person, no word", f"SEARCH {where}from=load1"),
        ("search: a common word before the middle", None),
    ]
    room = rooms[0]
    first = person.ask(f"CHATHISTORY AFTER {room} timestamp=2000-01-01T00:00:00.000Z 1")[1][0]
    last = person.ask(f"CHATHISTORY LATEST {room} * 1")[1][0]
    moments = [tag("time", line) for line in (first, last)]
    seconds = [time.mktime(time.strptime(moment[:19], "%Y-%m-%dT%H:%M:%S")) for moment in moments]
    middle = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.localtime(sum(seconds) / 2))
    deep = person.ask(f"CHATHISTORY AROUND {room} timestamp={middle} 1")[1][0]
    questions[-1] = ("search: a common word before the middle", f"SEARCH {where}before={middle};text={word(10)}")
    for limit in (100, 1000):
        questions += [
            (f"history: the latest {limit}", f"CHATHISTORY LATEST {room} * {limit}"),
            (f"history: {limit} before the middle", f"CHATHISTORY BEFORE {room} msgid={tag('msgid', deep)} {limit}"),
            (f"history: {limit} around the middle", f"CHATHISTORY AROUND {room} msgid={tag('msgid', deep)} {limit}"),
            (f"history: {limit} after the first", f"CHATHISTORY AFTER {room} msgid={tag('msgid', first)} {limit}"),
        ]
    print("| question | messages | first, ms | median, ms | longest, ms |\n| --- | ---: | ---: | ---: | ---: |")
    for name, question in questions:
        answers = [person.ask(question) for _ in range(TIMES)]
        times = [answer[0] for answer in answers]
        print(f"| {name} | {len(answers[0][1])} | {times[0]:.1f} | {statistics.median(times):.1f} | {max(times):.1f} |")


if __name__ == "__main__":
    main()
