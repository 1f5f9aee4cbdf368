"""Work in the background: operators look, and can stop replies; nobody writes rows."""

ADMIN = {
    "chat.reply": "view",
    "chat.conversation": "view",
    "usage.usagelog": "view",
    "jobs.worker": "view",
}
