"""What is hostile, in every place of a conversation: nothing runs, nothing is fetched, htmx asks for nothing."""

from playwright.sync_api import expect

from tests.chat.test_markdown import HOSTILE

TEXT = "\n\n".join(HOSTILE)
SPY = """
globalThis.ran = []
for (const name of ["alert", "confirm", "prompt"]) globalThis[name] = (words) => ran.push(words)
addEventListener("securitypolicyviolation", ({ blockedURI }) => ran.push("the policy refused " + blockedURI))
document.addEventListener("htmx:configRequest", () => ran.push("htmx"))
"""


def test_nothing_hostile_runs_or_is_fetched_while_it_is_written_or_after(open_tab, provider, ada):
    provider.chat.says = [TEXT[at : at + 7] for at in range(0, len(TEXT), 7)]
    provider.chat.thinks, provider.chat.pace = [TEXT], 0.005
    tab, asked = open_tab(), []
    tab.page.add_init_script(SPY)
    tab.page.reload()
    tab.page.on("request", lambda request: asked.append(request.url))
    tab.say(TEXT)
    tab.expect_state("done")
    tab.replies.get_by_text("Reasoning").click()
    for link in tab.replies.locator("a").all():
        assert link.get_attribute("href").startswith(("http:", "https:", "mailto:"))
        assert "noopener" in link.get_attribute("rel")
    tab.page.reload()
    expect(tab.replies.locator(".block").first).to_be_visible()
    assert tab.page.evaluate("ran") == []
    assert not [url for url in asked if "evil" in url or "/x" in url.partition("//")[2].partition("/")[2][:2]]
    assert {url.split("/")[2] for url in asked} == {tab.page.url.split("/")[2]}


def test_neither_titles_nor_errors_of_a_provider_run(open_tab, provider, conversation):
    provider.chat.trouble = "stumbles"
    conversation.change(title="<img src=x onerror=alert(1)>\"'</title><script>alert(2)</script>")
    tab = open_tab()
    tab.page.add_init_script(SPY)
    tab.page.reload()
    tab.say("<svg onload=alert(3)>")
    tab.expect_state("failed")
    conversation.messages.get(role="assistant").reply.__class__.objects.update(error="<img src=x onerror=alert(4)>")
    tab.page.reload()
    expect(tab.replies).to_contain_text("<img src=x onerror=alert(4)>")
    assert tab.page.evaluate("ran") == []
