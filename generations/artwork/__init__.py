"""The built-in artwork: procedural pictures, seeded by the prompt. It is not an AI model, and says so.

`understanding` reads a prompt into a scene and needs nothing; `rendering` draws it and needs NumPy, so only workers import it.
"""
