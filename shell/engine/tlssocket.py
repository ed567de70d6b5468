"""TLS over memory buffers, so that one direction can end while the other goes on (RFC 8446 section 6.1)."""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress

from shell.engine.dial import Data, PlainSocket
from shell.engine.tls import explain
from shell.engine.tlscertificate import mistrust
from shell.errors import CannotConnect, TransportError
from shell.streams import PIECE

RECORD = 16384  # bytes of clear text, the most that one record holds


def secured(sock: socket.socket, context: ssl.SSLContext, host: str, request: str) -> TLSSocket:
    """Shake hands with `host` over `sock`; `request` is what the connection is for. Raises CannotConnect."""
    tls = TLSSocket(sock, context, host)
    try:
        tls.handshake()
    except ssl.SSLCertVerificationError as why:
        sentence = mistrust(sock, host) or explain(why, host)
        raise CannotConnect(f"error during connect: {request}: {sentence}") from None
    except ssl.SSLError as why:
        raise CannotConnect(f"error during connect: {request}: {explain(why, host)}") from None
    except TransportError as why:
        raise CannotConnect(f"error during connect: {request}: {why}") from None
    return tls


class TLSSocket:
    """TLS over memory buffers: the only form in which Python can end the sending side and go on reading.

    (`SSLSocket.shutdown` drops TLS, `SSLSocket.unwrap` refuses when data is on its way.)
    """

    def __init__(self, sock: socket.socket, context: ssl.SSLContext, name: str) -> None:
        self._plain = PlainSocket(sock)
        self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._in, self._out, server_hostname=name or None)
        self._ready = bytearray()  # read ahead by close_write
        self._unsent = b""  # ciphertext that did not fit into the socket
        self._ended = False

    def handshake(self) -> None:
        """Raises ssl.SSLError, OSError or TransportError."""
        while True:
            try:
                self._tls.do_handshake()
            except ssl.SSLWantReadError:
                self._flush()
                self._fill(wait=True)
            except ssl.SSLError:
                with suppress(TransportError):
                    self._flush()  # the alert that says why
                raise
            else:
                return self._flush()

    def recv(self, size: int) -> bytes:
        while (data := self._read(size)) is None:
            self._fill(wait=True)
        return data

    def take(self, size: int) -> bytes | None:
        while (data := self._read(size)) is None:
            if not self._fill(wait=False):
                return None
        return data

    def send(self, data: Data) -> None:
        with memoryview(data) as view:
            for at in range(0, len(view), 65536):
                self._write(view[at : at + 65536])
                self._flush()

    def offer(self, *parts: Data) -> int:
        if not self.flush():
            return 0
        record = bytearray()
        for part in parts:
            record += memoryview(part)[: RECORD - len(record)]
        self._write(memoryview(record))
        self.flush()
        return len(record)

    def close_write(self) -> None:
        """Send close_notify; what had come is set aside first, because unwrap refuses to see it."""
        while data := self._decrypt(65536):
            self._ready += data
        with suppress(ssl.SSLError):
            self._tls.unwrap()
        with suppress(TransportError):
            self._flush()

    def pending(self) -> int:
        return len(self._ready) + self._tls.pending() + self._in.pending

    def fileno(self) -> int:
        return self._plain.fileno()

    def settimeout(self, seconds: float | None) -> None:
        self._plain.settimeout(seconds)

    def abort(self) -> None:
        self._plain.abort()

    def close(self) -> None:
        self._plain.close()

    def _read(self, size: int) -> bytes | None:
        if self._ready:
            data = bytes(self._ready[:size])
            del self._ready[:size]
            return data
        return self._decrypt(size)

    def _decrypt(self, size: int) -> bytes | None:
        """Clear text, None when a record is not complete, b"" at the end."""
        if self._ended:
            return b""
        try:
            data = self._tls.read(size)
        except ssl.SSLWantReadError:
            self.flush()  # an answer to a key update
            return None
        except ssl.SSLZeroReturnError:
            data = b""
        except ssl.SSLError as why:
            raise TransportError(_reason(why)) from None
        self._ended = not data
        return data

    def _write(self, data: memoryview) -> None:
        try:
            self._tls.write(data)
        except ssl.SSLError as why:
            raise TransportError(_reason(why)) from None

    def _fill(self, wait: bool) -> bool:
        data = self._plain.recv(PIECE) if wait else self._plain.take(262144)
        if data is None:
            return False
        if data:
            self._in.write(data)
        else:
            self._in.write_eof()
        return True

    def _flush(self) -> None:
        data, self._unsent = self._unsent + self._out.read(), b""
        self._plain.send(data)

    def flush(self) -> bool:
        self._unsent += self._out.read()
        while self._unsent and (sent := self._plain.offer(self._unsent)):
            self._unsent = self._unsent[sent:]
        return not self._unsent


def _reason(why: ssl.SSLError) -> str:
    sentence = explain(why)
    return "unexpected EOF" if sentence == "EOF" else sentence
