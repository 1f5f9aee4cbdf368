"""How mail is sent: through a server, or into the log."""

SMTP = {"smtp", "smtps", "smtp+tls", "smtp+ssl"}
FORM = f"smtp+tls://user:password@host:587 ({', '.join(sorted(SMTP))}), or empty: what would be mailed goes to the log."


def configuration(env):
    """The settings `EMAIL_…`; `EMAIL_URL` is empty where nobody is sent anything."""
    url = env.address("EMAIL_URL", FORM, SMTP, hostless=set(env.EMAIL_SCHEMES) - SMTP)
    return {"EMAIL_URL": url, **env.email_url_config(url or "consolemail://")}
