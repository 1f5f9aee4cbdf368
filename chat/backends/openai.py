"""OpenAI, and whatever speaks its chat completions: most servers of models do, Ollama among them.

https://platform.openai.com/docs/api-reference/chat-streaming/streaming
"""

from functools import partial

from chat.backends import Piece, connections, refusals, turns_of
from settings_sync.providers import events

ENDED = {"length": "length", "content_filter": "filter"}  # whatever else a server calls it, it came to its end
OTHER_NAME = {"max_tokens": "max_completion_tokens", "max_completion_tokens": "max_tokens"}
OWN_HOST = "https://api.openai.com"


@refusals.in_words
async def stream(question, credential):
    sdk = await connections.sdk("openai")
    client = connections.kept(("openai", question.address), partial(_client, sdk, question.address))
    ask, wanted = client.chat.completions.with_streaming_response.create, _wanted(question)
    named = {"model": question.model, "messages": [], "stream": True}
    said, headers, left = {"messages": _messages(question)}, _headers(sdk, credential), set()
    while True:
        try:
            async with ask(**named, extra_body=said | wanted, extra_headers=headers) as response:
                if request_id := response.headers.get("x-request-id"):
                    yield Piece(request_id=request_id)
                async for piece in _read(response.iter_bytes(), question, credential):
                    yield piece
            return
        except sdk.BadRequestError as error:
            if not _give_way(wanted, left, error):
                raise


def _client(sdk, address):
    """It stays; the key goes along with each call alone."""
    return sdk.AsyncOpenAI(api_key="none", base_url=address, max_retries=0, http_client=connections.client())


def _headers(sdk, credential):
    """Nothing of the environment goes along, and without a key nothing that looks like one."""
    key = f"Bearer {credential}" if credential else sdk.Omit()
    left_out = {name: sdk.Omit() for name in ("OpenAI-Organization", "OpenAI-Project")}
    return {"Accept-Encoding": "identity", "Authorization": key, **left_out}


def _messages(question):
    """They go past the SDK, as all but what it insists on: it compares each with its own types, at 0.1 ms each."""
    system = [{"role": "system", "content": question.system}] if question.system.strip() else []
    return system + turns_of(question)


def _wanted(question):
    # OpenAI's newer models know only the new name of this limit, most other servers only the old one.
    limit = "max_completion_tokens" if question.address.startswith(OWN_HOST) else "max_tokens"
    return {
        "temperature": question.temperature,
        limit: question.max_tokens,
        "stream_options": {"include_usage": True},
    }


def _give_way(wanted, left, error):
    """Leave out what this model does not take, named in its refusal: before it said anything, so it cost nothing.

    The limit is never left out, only called by its other name: what is held for the reply counts on it. `left` is what was
    refused so far.
    """
    named = getattr(error, "param", None)
    if named not in (*OTHER_NAME, "temperature", "stream_options") or named not in wanted or OTHER_NAME.get(named) in left:
        return False
    left.add(named)
    value = wanted.pop(named)
    if named in OTHER_NAME:
        wanted[OTHER_NAME[named]] = value
    return True


async def _read(parts, question, key):
    """One piece for everything that came at once. An end that nobody announced is a connection that broke."""
    has_ended = False
    async for found in events.read(parts):
        text, reasoning, rest, error = [], [], {}, None
        for event in filter(None, found):
            if error := event.get("error"):
                break
            _take(event, text, reasoning, rest)
        has_ended = has_ended or "ended" in rest or None in found
        yield Piece("".join(text), "".join(reasoning), **rest)
        if error:
            raise refusals.by_event(error, question, key)
        if None in found:
            return
    if not has_ended:
        raise refusals.broken(question)


def _take(event, text, reasoning, rest):
    if named := event.get("id"):
        rest["request_id"] = str(named)
    for choice in (event.get("choices") or [])[:1]:
        delta = choice.get("delta") or {}
        text.append(_text(delta.get("content")))
        reasoning.append(_text(delta.get("reasoning_content") or delta.get("reasoning")))
        if ended := choice.get("finish_reason"):
            rest["ended"] = ENDED.get(ended, "stop")
    if (usage := event.get("usage")) and isinstance(usage, dict):
        rest["tokens_in"], rest["tokens_out"] = usage.get("prompt_tokens"), usage.get("completion_tokens")


def _text(content):
    """Most send text, some a list of typed parts."""
    if isinstance(content, list):
        return "".join(part.get("text") or "" for part in content if isinstance(part, dict))
    return content if isinstance(content, str) else ""
