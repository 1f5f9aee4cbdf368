"""Ollama: its OpenAI side, by which it is asked, and its own, by which it says how much a model reads at once.

https://github.com/ollama/ollama/blob/main/docs/openai.md and …/docs/api.md
"""

from contextlib import aclosing
from dataclasses import replace
from importlib import import_module

from chat.backends import connections, openai, refusals, turns_of
from chat.reading import room_in

SHORT = 4_000  # characters that every model reads, whatever its context


@refusals.in_words
async def stream(question, credential):
    """Raises Refused where the question is too long. Ollama itself would cut off its beginning, and say nothing."""
    address = question.address.rstrip("/")
    if (length := _length(question)) > SHORT:
        context = await _context(address, question.model, credential)
        if context and length > room_in(context, question.max_tokens):
            raise refusals.too_long(question)
    async with aclosing(openai.stream(replace(question, address=f"{address}/v1"), credential)) as pieces:
        async for piece in pieces:
            yield piece


def _length(question):
    return len(question.system) + sum(len(turn["content"]) for turn in turns_of(question))


async def _context(address, model, key):
    """Tokens; None where it does not tell. It tells for the models in its memory, so this one is loaded first, as it would be anyway."""
    httpx, headers = import_module("httpx2"), {"Authorization": f"Bearer {key}"} if key else {}
    client = connections.client()
    try:
        if not (context := await _loaded(client, address, model, headers)):
            await client.post(f"{address}/api/generate", json={"model": model, "stream": False}, headers=headers)
            context = await _loaded(client, address, model, headers)
    except httpx.HTTPError:
        return None  # to ask it will fail, too, and has the words for it
    return context


async def _loaded(client, address, model, headers):
    """The context of a model in memory; None where it is not there, or this Ollama is too old to tell."""
    answer = await client.get(f"{address}/api/ps", headers=headers)
    try:
        found = {each["name"]: each.get("context_length") for each in answer.json()["models"]}
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    context = found.get(model) or found.get(f"{model}:latest")
    return context if isinstance(context, int) else None
