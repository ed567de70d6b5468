"""The detach keys: their spelling (`ctrl-p,ctrl-q`) and finding them in what is typed."""

from __future__ import annotations

DEFAULT = bytes([16, 17])
_CONTROL = ["@", *"abcdefghijklmnopqrstuvwxyz", "[", "\\", "]", "^", "_"]
_NAMED = {f"ctrl-{name}": bytes([code]) for code, name in enumerate(_CONTROL)} | {"DEL": b"\x7f"}


def parse_keys(text: str) -> bytes:
    """`ctrl-p,ctrl-q` -> the bytes of the keys; ValueError in docker's words (moby/term's ToBytes)."""
    codes = b""
    for name in text.split(","):
        key = name.encode()
        if len(key) != 1:
            if name not in _NAMED:
                raise ValueError(f"Unknown character: '{name}'")
            key = _NAMED[name]
        codes += key
    return codes


def keys_or_default(text: str) -> bytes:
    """The keys of a spelling; docker's own where there is none or none that is understood."""
    try:
        return parse_keys(text) if text else DEFAULT
    except ValueError:
        return DEFAULT


class DetachKeys:
    """Finds the keys in a stream of bytes cut anywhere; the beginning of a match is held until it is decided."""

    def __init__(self, keys: bytes = DEFAULT) -> None:
        self._keys = keys
        self._matched = 0

    def feed(self, data: bytes) -> tuple[bytes, bool]:
        """-> (what goes to the container, whether the keys were typed; what follows them is dropped)."""
        stream = self._keys[: self._matched] + data
        at = stream.find(self._keys)
        if at >= 0:
            self._matched = 0
            return stream[:at], True
        self._matched = self._longest_beginning(stream)
        return stream[: len(stream) - self._matched], False

    def _longest_beginning(self, stream: bytes) -> int:
        """How many of the stream's last bytes may be the beginning of the keys."""
        for length in range(min(len(self._keys) - 1, len(stream)), 0, -1):
            if stream.endswith(self._keys[:length]):
                return length
        return 0
