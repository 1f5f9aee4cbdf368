"""A WebSocket client with nothing to it, so that a thousand of them are not what is measured."""

import asyncio
import base64
import json
import os
import time

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


class Connection(asyncio.Protocol):
    """One tab: says its hello, answers pings, and hands every text to `on_text(connection, text, when)`."""

    __slots__ = ("_buffer", "_open", "_request", "close_code", "ended", "name", "on_text", "transport", "upgraded")

    def __init__(self, name, request, on_text):
        self.name, self._request, self.on_text = name, request, on_text
        self._buffer, self._open, self.close_code = b"", False, None
        self.upgraded = asyncio.get_running_loop().create_future()
        self.ended = asyncio.Event()

    def connection_made(self, transport):
        self.transport = transport
        transport.write(self._request)

    def connection_lost(self, error):
        self.ended.set()
        if not self.upgraded.done():
            self.upgraded.set_exception(ConnectionError(f"{self.name}: refused ({error or 'closed'})"))

    def data_received(self, data):
        now = time.monotonic()
        data = self._buffer + data if self._buffer else data
        if not self._open:
            data = self._shake_hands(data)
        while (frame := _frame(data)) is not None:
            opcode, payload, data = frame
            self._take(opcode, payload, now)
        self._buffer = data

    def send(self, message):
        self._write(TEXT, json.dumps(message).encode())

    def abort(self):
        self.transport.abort()

    def _shake_hands(self, data):
        head, complete, rest = data.partition(b"\r\n\r\n")
        if not complete:
            return data
        if b" 101 " not in head[:20] or self.upgraded.done():
            self.transport.abort()
            return b""
        self._open = True
        self.upgraded.set_result(None)
        return rest

    def _take(self, opcode, payload, now):
        if opcode == TEXT:
            self.on_text(self, payload, now)
        elif opcode == PING:
            self._write(PONG, payload)
        elif opcode == CLOSE:
            self.close_code = int.from_bytes(payload[:2], "big")
            self.transport.close()

    def _write(self, opcode, payload):
        # Clients must mask; a mask of zeros is one, and costs nothing.
        size = len(payload)
        length = bytes([0x80 | size]) if size < 126 else b"\xfe" + size.to_bytes(2, "big")
        self.transport.write(bytes([0x80 | opcode]) + length + b"\0\0\0\0" + payload)


def _frame(data):
    """(opcode, payload, rest) of the first whole frame, or None. Servers do not mask and ours do not fragment."""
    if len(data) < 2:
        return None
    size, start = data[1], 2
    if size == 126:
        size, start = int.from_bytes(data[2:4], "big"), 4
    elif size == 127:
        size, start = int.from_bytes(data[2:10], "big"), 10
    if len(data) < start + size or len(data) < start:
        return None
    return data[0] & 15, data[start : start + size], data[start + size :]


async def connect(port, path, name, on_text, cookie=""):
    """An open connection; its hello is still to be said. Raises ConnectionError when it is refused."""
    request = (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nCookie: {cookie}\r\n"
        f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}\r\n\r\n"
    ).encode()
    loop = asyncio.get_running_loop()
    _, connection = await loop.create_connection(lambda: Connection(name, request, on_text), "127.0.0.1", port)
    await connection.upgraded
    return connection
