"""`python -m tests.bench.tokens PORT`: a provider that says tokens at an exact pace, each of them the time at which it was sent.

OpenAI's protocol over asyncio, so that a hundred calls cost little. What is asked says how much: "id tokens per_second".
`GET /calls` gives when each call arrived, `GET /cpu` what this process used.
"""

import asyncio
import json
import sys
import time

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
calls = {}  # id → when it arrived


def stamp():
    """Microseconds of the clock that all processes read, as a word of ten digits."""
    return f"{int(time.monotonic() * 1e6) % 10**10:010}"


async def serve(reader, writer):
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        arrived = time.monotonic()
        if head.startswith(b"GET"):
            return _answer(writer, calls)
        size = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        body = json.loads(await reader.readexactly(size))
        name, tokens, pace = body["messages"][-1]["content"].split()
        calls[name] = arrived
        await speak(writer, int(tokens), float(pace))
    except (ConnectionError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


async def speak(writer, tokens, pace):
    writer.write(HEAD)
    begun = time.monotonic()
    for number in range(tokens):
        await asyncio.sleep(max(0, begun + number / pace - time.monotonic()))
        _event(writer, {"choices": [{"index": 0, "delta": {"content": f"{stamp()} "}, "finish_reason": None}]})
    _event(writer, {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
    _event(writer, {"choices": [], "usage": {"prompt_tokens": 9, "completion_tokens": tokens}})
    writer.write(b"e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n")
    await writer.drain()


def _event(writer, data):
    data |= {"id": "chatcmpl-AbCdEfGhIjKlMnOpQrStUvWx", "object": "chat.completion.chunk", "created": 1, "model": "bench"}
    text = b"data: " + json.dumps(data).encode() + b"\n\n"
    writer.write(b"%x\r\n%b\r\n" % (len(text), text))


def _answer(writer, data):
    body = json.dumps(data).encode()
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%b" % (len(body), body))


async def main(port):
    server = await asyncio.start_server(serve, "127.0.0.1", port, backlog=512)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
