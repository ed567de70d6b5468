"""What goes out arrives whole and in order; what comes in is read to its end."""

from __future__ import annotations

import os
import threading

import pytest

from shell.streams import In, Out, Streams, tie


def test_two_streams_into_one_place_keep_the_order() -> None:
    seen: list[bytes] = []
    out, err = Out(seen.append), Out(seen.append)
    tie(out, err)
    out.line("1")
    err.line("2")
    out.line("3")
    out.line("4")
    err.line("5")
    err.flush()
    assert b"".join(seen) == b"1\n2\n3\n4\n5\n"


def test_text_is_utf8_and_bytes_pass_untouched() -> None:
    seen: list[bytes] = []
    out = Out(seen.append)
    out.write("é€")
    out.data(b"\xff\x00")
    out.write("\udcff")
    out.flush()
    assert b"".join(seen) == "é€".encode() + b"\xff\x00\xff"


def test_a_terminal_gets_everything_at_once() -> None:
    seen: list[bytes] = []
    Out(seen.append, isatty=True).write("x")
    assert seen == [b"x"]


def test_control_characters_are_visible_at_a_terminal_only() -> None:
    assert Out(lambda data: None, isatty=True).safe("a\x1b[31mb").count("\x1b") == 0
    assert Out(lambda data: None).safe("a\x1b[31mb") == "a\x1b[31mb"


def test_a_full_disk_is_an_error() -> None:
    with open("/dev/full", "wb") as full:
        out = Out(fd=full.fileno())
        out.line("lost")
        with pytest.raises(OSError, match="No space left"):
            out.flush()


def test_reading_a_line_leaves_the_next_one() -> None:
    reader, writer = os.pipe()
    os.write(writer, b"one\ntwo\n")
    os.close(writer)
    stdin = In(reader)
    assert (stdin.readline(), stdin.read(), stdin.readline()) == (b"one\n", b"two\n", b"")
    os.close(reader)


def test_descriptors_that_do_not_wait_lose_nothing() -> None:
    """A program that shares a terminal or a pipe with us may have made it so."""
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    os.set_blocking(writer, False)
    sent = os.urandom(1 << 20)  # more than a pipe holds

    def write() -> None:
        out = Out(fd=writer)
        out.data(sent)
        out.flush()
        os.close(writer)

    thread = threading.Thread(target=write)
    thread.start()
    assert In(reader).read() == sent
    thread.join()
    os.close(reader)


def test_captured_output_does_not_reach_the_old_place() -> None:
    seen: list[bytes] = []
    streams = Streams(In(), Out(seen.append), Out(seen.append))
    captured, parts = streams.captured()
    captured.out.line("x")
    captured.flush()
    assert (parts, seen) == ([b"x\n"], [])
