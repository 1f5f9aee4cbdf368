"""How much of a conversation a model can read at once."""

import re

ROOM = 350_000  # characters where the model is not known: some 100,000 tokens of English
CHARACTERS_A_TOKEN = 3  # with care: code and most languages take more tokens than English prose
# (name, tokens of question and answer together), the first that fits. https://platform.openai.com/docs/models,
# https://docs.anthropic.com/en/docs/about-claude/models, https://ai.google.dev/gemini-api/docs/models
CONTEXTS = [
    (re.compile(pattern), tokens)
    for pattern, tokens in [
        (r"gpt-4\.1", 1_047_576),
        (r"gpt-5", 272_000),  # of its 400,000 the question may take so many
        (r"gpt-4o|gpt-4-turbo|chatgpt-4o|o1-(mini|preview)", 128_000),
        (r"gpt-4(-0613)?$", 8_192),
        (r"gpt-3\.5-turbo", 16_385),
        (r"\bo[134](-|$)", 200_000),
        (r"claude-", 200_000),
        (r"gemini-", 1_000_000),
    ]
]


def room_for(model, max_tokens, context=None):
    """Characters for the question to a model of this name, whose provider may have said how many tokens it reads at once."""
    known = context or next((tokens for pattern, tokens in CONTEXTS if pattern.search(model)), None)
    return room_in(known, max_tokens) if known else ROOM


def room_in(context, max_tokens):
    """Characters for a question, beside an answer of `max_tokens`, in a context of so many; at least half of it."""
    return max(context - max_tokens, context // 2) * CHARACTERS_A_TOKEN
