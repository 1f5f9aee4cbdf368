"""The latest conversations on the home page."""


def test_home_lists_what_was_talked_about_last(client_of, ada, eve, conversation, say):
    assert "None yet" in client_of(ada).get("/chat/recent/").content.decode()
    say(conversation, "Engines that weave")
    page = client_of(ada).get("/").content.decode()
    assert "Engines that weave" in page
    assert conversation.get_absolute_url() in page
    assert "Engines that weave" not in client_of(eve).get("/").content.decode()


def test_it_follows_in_an_open_page(page_as, ada, client_of):
    home = page_as(ada, path="/")
    other = page_as(ada, path="/chat/")
    other.get_by_role("button", name="New conversation").first.click()
    other.wait_for_url("**/chat/*-*/")
    box = other.get_by_role("textbox", name="Message")
    box.fill("Seen at home")
    box.press("Enter")
    home.get_by_role("list", name="Recent conversations").get_by_text("Seen at home").wait_for()
