"""What models cost when Lockstep was released: (provider, model, USD per million tokens read, and written).

From the providers' own pages as of 2026-11: https://platform.openai.com/docs/pricing and https://claude.com/pricing, standard
service, the lower step where the price rises with the length. Operators add rows in the admin when prices change.
"""

FROM = "2026-01-01T00:00:00+00:00"
PRICES = [
    ("openai", "gpt-6.1-sol", "2", "10"),
    ("openai", "gpt-6.1-terra", "1", "5"),
    ("openai", "gpt-6-astra", "10", "50"),
    ("openai", "gpt-6-sol", "2", "10"),
    ("openai", "gpt-6-luna", "0.1", "0.5"),
    ("openai", "gpt-5.6-sol", "5", "30"),
    ("openai", "gpt-5.5", "5", "30"),
    ("openai", "gpt-5.4", "2.5", "15"),
    ("openai", "gpt-5.4-mini", "0.75", "4.5"),
    ("openai", "gpt-5.4-nano", "0.2", "1.25"),
    ("openai", "gpt-5.2", "1.75", "14"),
    ("openai", "gpt-5.1", "1.25", "10"),
    ("openai", "gpt-5", "1.25", "10"),
    ("openai", "gpt-5-mini", "0.25", "2"),
    ("openai", "gpt-5-nano", "0.05", "0.4"),
    ("openai", "gpt-4.1", "2", "8"),
    ("openai", "gpt-4.1-mini", "0.4", "1.6"),
    ("openai", "gpt-4.1-nano", "0.1", "0.4"),
    ("openai", "gpt-4o", "2.5", "10"),
    ("openai", "gpt-4o-mini", "0.15", "0.6"),
    ("openai", "o3-mini", "1.1", "4.4"),
    ("openai", "o4-mini", "1.1", "4.4"),
    ("openai", "gpt-image-2", "5", "30"),
    ("openai", "gpt-image-1", "5", "40"),
    ("openai", "gpt-image-1-mini", "2", "8"),
    ("anthropic", "claude-opus-5-5", "4", "20"),
    ("anthropic", "claude-opus-5", "5", "25"),
    ("anthropic", "claude-opus-4-8", "5", "25"),
    ("anthropic", "claude-opus-4-7", "5", "25"),
    ("anthropic", "claude-opus-4-5", "5", "25"),
    ("anthropic", "claude-opus-4-1", "15", "75"),
    ("anthropic", "claude-sonnet-5-5", "2", "10"),
    ("anthropic", "claude-sonnet-5", "2", "10"),
    ("anthropic", "claude-sonnet-4-6", "3", "15"),
    ("anthropic", "claude-sonnet-4-5", "3", "15"),
    ("anthropic", "claude-haiku-5-5", "0.1", "0.5"),
    ("anthropic", "claude-haiku-4-5", "1", "5"),
    ("anthropic", "claude-fable-5-2", "8", "40"),
    ("anthropic", "claude-mythos-5-2", "8", "40"),
]
PACKAGES = [("Small", "5", 500), ("Medium", "20", 2000), ("Large", "100", 9500)]  # name, USD of credits, cents
