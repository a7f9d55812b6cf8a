#!/usr/bin/env python3
"""A name server that knows no name: nonames.py ADDRESS. For ircd-hybrid, which looks up the name of each address and cannot be told not to:
so that nobody waits for an answer, and no other machine is asked."""

import socket
import sys

PORT = 53
NO_SUCH_NAME = b"\x81\x83"  # an answer, recursion wanted and had, NXDOMAIN: RFC 1035, 4.1.1


def main():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind((sys.argv[1], PORT))
        print("ready", flush=True)
        while True:
            question, sender = server.recvfrom(512)
            if len(question) >= 12:
                server.sendto(question[:2] + NO_SUCH_NAME + question[4:], sender)


if __name__ == "__main__":
    main()
