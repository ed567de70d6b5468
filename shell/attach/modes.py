"""What a program in a container switched on in the terminal and may not live to switch off (xterm's ctlseqs)."""

from __future__ import annotations

import re

# Modes that leave a terminal strange: cursor keys, columns, wrapping, cursor, mouse, focus, screens, paste.
_ON = (b"1", b"5", b"6", b"9", b"47", b"1000", b"1001", b"1002", b"1003", b"1004", b"1005", b"1006", b"1015", b"1047")
_STRANGE = frozenset((*_ON, b"1049", b"2004"))
_NORMAL_ON = frozenset((b"7", b"25"))
_SEQUENCE = re.compile(rb"\x1b(?:\[(\?)?([0-9;:]*)([hlm])|([=>])|(c))")
_UNFINISHED = re.compile(rb"\x1b(?:\[\??[0-9;:]{0,60})?\Z")


class Modes:
    """Reads the output that goes to a terminal; `undo` gives the bytes that bring it back."""

    def __init__(self) -> None:
        self._changed: set[bytes] = set()
        self._coloured = False
        self._keypad = False
        self._tail = b""

    def feed(self, data: bytes) -> None:
        """Output as it goes out, cut anywhere."""
        if b"\x1b" not in data and not self._tail:
            return
        data = self._tail + data
        for found in _SEQUENCE.finditer(data):
            self._note(found)
        tail = _UNFINISHED.search(data, max(0, len(data) - 64))
        self._tail = tail[0] if tail else b""

    def undo(self) -> bytes:
        """The bytes that switch everything back; none where nothing is left switched."""
        ended = b"".join(b"\x1b[?%b%b" % (mode, b"h" if mode in _NORMAL_ON else b"l") for mode in sorted(self._changed))
        if self._keypad:
            ended += b"\x1b>"
        if self._coloured:
            ended += b"\x1b[0m"
        self._changed.clear()
        self._coloured = self._keypad = False
        return ended

    def _note(self, found: re.Match[bytes]) -> None:
        private, numbers, final, keypad, reset = found.groups(b"")
        if reset:
            self._changed.clear()
            self._coloured = self._keypad = False
        elif keypad:
            self._keypad = keypad == b"="
        elif final == b"m" and not private:
            self._coloured = numbers.strip(b"0;") != b""
        elif private and final in (b"h", b"l"):
            for mode in numbers.split(b";"):
                self._switch(mode, final == b"h")

    def _switch(self, mode: bytes, on: bool) -> None:
        if (mode in _STRANGE and on) or (mode in _NORMAL_ON and not on):
            self._changed.add(mode)
        else:
            self._changed.discard(mode)
