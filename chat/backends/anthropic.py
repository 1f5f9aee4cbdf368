"""Anthropic's messages.

https://platform.claude.com/docs/en/build-with-claude/streaming
"""

from functools import partial

from chat.backends import Piece, connections, refusals, turns_of
from chat.counting import is_count
from settings_sync.providers import events

ENDED = {"max_tokens": "length", "model_context_window_exceeded": "length", "refusal": "filter"}
READ = ("input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens")


@refusals.in_words
async def stream(question, credential):
    sdk = await connections.sdk("anthropic")
    client = connections.kept(("anthropic", question.address), partial(_client, sdk, question.address))
    ask, wanted, messages = client.messages.with_streaming_response.create, _wanted(question), _messages(question)
    more = {"temperature": min(question.temperature, 1.0)}  # the SDK has no name for it any more, earlier models do take it
    while True:
        try:
            body, headers = {"messages": messages, **more}, {"Accept-Encoding": "identity", "X-Api-Key": credential}
            async with ask(**wanted, messages=[], extra_body=body, extra_headers=headers) as response:
                if named := response.headers.get("request-id"):
                    yield Piece(request_id=named)
                async for piece in _read(response.iter_bytes(), question, credential):
                    yield piece
            return
        except sdk.BadRequestError as error:
            # Later models take none. Said before they said anything, so it cost nothing.
            if "temperature" not in str(error.body).lower() or not more:
                raise
            more = {}


def _client(sdk, address):
    """It stays; the key goes along with each call alone."""
    return sdk.AsyncAnthropic(api_key="none", base_url=address, max_retries=0, http_client=connections.client())


def _messages(question):
    """They go past the SDK: it compares each message with its own types, at 0.1 ms each."""
    messages = turns_of(question)
    while messages and messages[0]["role"] != "user":
        messages.pop(0)
    return messages


def _wanted(question):
    system = {"system": question.system} if question.system.strip() else {}
    return {
        "model": question.model,
        "max_tokens": question.max_tokens,
        "stream": True,
        **system,
    }


async def _read(parts, question, key):
    """One piece for everything that came at once."""
    has_ended = False
    async for found in events.read(parts):
        text, reasoning, rest, error = [], [], {}, None
        for event in filter(None, found):
            if event.get("type") == "error":
                error = event
                break
            _take(event, text, reasoning, rest)
            has_ended = has_ended or event.get("type") == "message_stop"
        yield Piece("".join(text), "".join(reasoning), **rest)
        if error:
            raise refusals.by_event(error.get("error"), question, key)
    if not has_ended:
        raise refusals.broken(question)


def _take(event, text, reasoning, rest):
    delta = event.get("delta") or {}
    text.append(delta.get("text") or "")
    reasoning.append(delta.get("thinking") or "")
    if ended := delta.get("stop_reason"):
        rest["ended"] = ENDED.get(ended, "stop")
    message = event.get("message") or {}
    if message.get("id"):
        rest["request_id"] = str(message["id"])
    usage = event.get("usage") or message.get("usage")
    if usage and isinstance(usage, dict):
        _count(usage, rest)


def _count(usage, rest):
    """What stands in the provider's cache was read too."""
    read = [usage.get(name) or 0 for name in READ]
    if "input_tokens" in usage and all(map(is_count, read)):
        rest["tokens_in"] = sum(read)
    if "output_tokens" in usage:
        rest["tokens_out"] = usage["output_tokens"]
