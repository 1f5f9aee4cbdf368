"""The live client in a real browser, against a server of our own that speaks the protocol and does exactly as told."""
