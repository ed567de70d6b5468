"""Go's string literals: how they are quoted and what they stand for."""

from __future__ import annotations

_SIMPLE = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\"}
_NAMED = {"\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v", "\\": "\\\\"}
_HEX = {"x": 2, "u": 4, "U": 8}


class BadLiteral(ValueError):
    """The text is no literal of Go's."""


def to_bytes(text: str) -> bytes:
    """UTF-8 of the text; bytes that were no UTF-8 come back as they were."""
    return text.encode("utf-8", "surrogateescape")


def from_bytes(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def is_print(char: str) -> bool:
    """Go's unicode.IsPrint: letters, marks, numbers, punctuation, symbols and the ASCII space."""
    return char.isprintable()


def _escape(char: str, ascii_only: bool) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if char == "�" and ascii_only:
        return "\\ufffd"
    if is_print(char) and (code < 0x80 or not ascii_only):
        return char
    if code < 0x20 or code == 0x7F:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def quote(text: str, ascii_only: bool = False, mark: str = '"') -> str:
    """The text as a Go literal (strconv.Quote)."""
    if text.isprintable() and not (ascii_only and not text.isascii()):
        return mark + text.replace("\\", "\\\\").replace(mark, "\\" + mark) + mark
    return mark + "".join("\\" + c if c == mark else _NAMED.get(c) or _escape(c, ascii_only) for c in text) + mark


def _numeric(body: str, at: int) -> tuple[bytes, int]:
    """One \\x, \\u, \\U or octal escape whose letter is at ``at`` -> its bytes, the place after it."""
    letter = body[at]
    width = _HEX.get(letter)
    digits, base, start = (body[at + 1 : at + 1 + width], 16, at + 1) if width else (body[at : at + 3], 8, at)
    if len(digits) != (width or 3) or not all(c in "0123456789abcdefABCDEF"[: 22 if width else 8] for c in digits):
        raise BadLiteral("invalid syntax")
    code = int(digits, base)
    if letter in "uU":
        if code > 0x10FFFF or 0xD800 <= code < 0xE000:
            raise BadLiteral("invalid syntax")
        return chr(code).encode(), start + len(digits)
    if code > 255:
        raise BadLiteral("invalid syntax")
    return bytes([code]), start + len(digits)


def _one(body: str, at: int, mark: str) -> tuple[bytes, int]:
    """The character or escape at ``at`` -> its bytes, the place after it."""
    char = body[at]
    if char == mark or char == "\n":
        raise BadLiteral("invalid syntax")
    if char != "\\":
        return to_bytes(char), at + 1
    if at + 1 >= len(body):
        raise BadLiteral("invalid syntax")
    letter = body[at + 1]
    if letter == mark:
        return mark.encode(), at + 2
    if letter in _SIMPLE:
        return _SIMPLE[letter].encode(), at + 2
    if letter in _HEX or letter in "01234567":
        return _numeric(body, at + 1)
    raise BadLiteral("invalid syntax")


def unquote(literal: str) -> str:
    """The string that a quoted or raw literal stands for; BadLiteral if it is none."""
    if literal.startswith("`"):
        return literal[1:-1].replace("\r", "")
    body, at, parts = literal[1:-1], 0, []
    while at < len(body):
        part, at = _one(body, at, '"')
        parts.append(part)
    return from_bytes(b"".join(parts))


def unquote_char(literal: str) -> int:
    """The code point (or the byte of \\x and octal escapes) of a literal such as ``'x'``."""
    body = literal[1:]
    if len(body) < 2 or body[0] == "'":
        raise BadLiteral("invalid syntax")
    data, at = _one(body, 0, "'")
    if body[at:] != "'":
        raise BadLiteral(f"malformed character constant: {literal}")
    if body[0] == "\\" and body[1] in "x01234567":
        return data[0]
    return ord(from_bytes(data))
