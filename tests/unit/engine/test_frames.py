"""The multiplexed stream, cut at every place."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shell.engine.frames import MESSAGE_LIMIT, Demux
from shell.errors import TransportError


def frame(kind: int, data: bytes) -> bytes:
    return struct.pack(">BxxxI", kind, len(data)) + data


def joined(found: list[tuple[int, bytes]]) -> list[tuple[int, bytes]]:
    """Neighbours of one stream as one."""
    result: list[tuple[int, bytes]] = []
    for kind, data in found:
        if result and result[-1][0] == kind:
            result[-1] = (kind, result[-1][1] + data)
        else:
            result.append((kind, data))
    return result


def demuxed(data: bytes, size: int) -> list[tuple[int, bytes]]:
    demux, found = Demux(), []
    for at in range(0, len(data), size):
        found += demux.feed(data[at : at + size])
    demux.close()
    return joined(found)


WIRE = (
    frame(1, b"out one\n")
    + frame(1, b"out two\n")
    + frame(2, b"err\n")
    + frame(1, b"")
    + frame(0, b"in")
    + frame(1, b"!")
)


@pytest.mark.parametrize("size", range(1, len(WIRE) + 1))
def test_the_same_in_any_pieces(size: int) -> None:
    assert demuxed(WIRE, size) == [(1, b"out one\nout two\n"), (2, b"err\n"), (1, b"in!")]


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from([1, 2]), st.binary(min_size=1, max_size=30)), max_size=30), st.integers(1, 50)
)
def test_any_frames_in_any_pieces(frames: list[tuple[int, bytes]], size: int) -> None:
    wire = b"".join(frame(kind, data) for kind, data in frames)
    assert demuxed(wire, size) == joined(frames)


def test_neighbouring_frames_come_as_one() -> None:
    assert Demux().feed(WIRE)[0] == (1, b"out one\nout two\n")


@pytest.mark.parametrize("cut", list(range(1, 16)))
def test_an_end_inside_a_frame_is_an_error_after_what_came(cut: int) -> None:
    demux = Demux()
    found = demux.feed(frame(1, b"out one\n")[:cut])
    assert found == ([(1, b"out one\n"[: cut - 8])] if cut > 8 else [])
    with pytest.raises(TransportError, match="unexpected EOF"):
        demux.close()


def test_an_unknown_stream_fails_after_what_came() -> None:
    demux = Demux()
    assert demux.feed(frame(1, b"ok") + frame(9, b"no")) == [(1, b"ok")]
    assert str(demux.failure) == "Unrecognized input header: 9"
    with pytest.raises(TransportError):
        demux.feed(b"")


@pytest.mark.parametrize("size", [1, 5, 100])
def test_the_daemons_own_error_is_told(size: int) -> None:
    demux, wire, found = Demux(), frame(2, b"err") + frame(3, b"log driver gone"), []
    for at in range(0, len(wire), size):
        found += demux.feed(wire[at : at + size])
    assert joined(found) == [(2, b"err")]
    with pytest.raises(TransportError, match="^error from daemon in stream: log driver gone$"):
        demux.close()


def test_the_daemons_own_error_cut_is_told_as_far_as_it_came() -> None:
    demux = Demux()
    demux.feed(frame(3, b"log driver gone")[:14])
    with pytest.raises(TransportError, match="stream: log dr$"):
        demux.close()


def test_an_endless_error_is_capped() -> None:
    demux = Demux()
    demux.feed(struct.pack(">BxxxI", 3, 2**31) + b"e" * 2 * MESSAGE_LIMIT)
    assert len(str(demux.failure)) < MESSAGE_LIMIT + 100


def test_a_huge_frame_is_handed_on_as_it_comes() -> None:
    demux = Demux()
    assert demux.feed(struct.pack(">BxxxI", 1, 2**31 - 1) + b"abc") == [(1, b"abc")]
    assert demux.feed(b"def") == [(1, b"def")]
