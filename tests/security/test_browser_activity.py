"""A person's own part of the audit log, as they see it."""

import io
import zipfile

from playwright.sync_api import expect

from accounts.audit import record


def lines(page):
    return page.get_by_role("list", name="Activity").get_by_role("listitem")


def confirm(page, password):
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Confirm").click()


def test_what_happens_elsewhere_stands_there_at_once_newest_first(page_as, wait_live, grace):
    activity, profile = page_as(grace, path="/profile/activity/"), page_as(grace, path="/profile/")
    wait_live(activity)
    for status in ("At sea", "Ashore"):
        profile.get_by_label("Status").fill(status)
        profile.get_by_role("button", name="Save", exact=True).click()
        expect(lines(activity).first).to_contain_text("Profile changed (status)")
        expect(activity.get_by_text(status)).to_have_count(0)
    expect(lines(activity)).to_have_count(2)
    shown = lines(activity).evaluate_all("rows => rows.map(row => row.dataset.sort)")
    assert shown == sorted(shown)


def test_what_an_operator_did_has_no_address(page_as, rf, ada, grace):
    request = rf.get("/", REMOTE_ADDR="203.0.113.7", headers={"User-Agent": "Firefox/140.0"})
    request.user = ada
    record(request, "admin.changed", target=grace, fields=["Display name"])
    page = page_as(grace, path="/profile/activity/")
    expect(lines(page)).to_contain_text("Changed in the admin (Display name)")
    expect(lines(page)).to_contain_text("By an operator")
    expect(page.get_by_text("203.0.113.7")).to_have_count(0)


def test_grace_takes_her_data_with_her_and_ends_her_account(page_as, wait_live, grace, password, console):
    console.allow("401|422")
    page, elsewhere = page_as(grace, path="/profile/data/"), page_as(grace, path="/settings/")
    wait_live(elsewhere)
    page.get_by_role("button", name="Download my data").click()
    confirm(page, password)
    page.wait_for_url("**/profile/data/")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download my data").click()
    with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as zipped:
        assert {"README.txt", "profile/profile.json", "activity/activity.json"} <= set(zipped.namelist())
    page.get_by_role("link", name="Delete my account").click()
    page.get_by_role("button", name="Delete my account").click()
    expect(page.get_by_text("This field is required.")).to_be_visible()
    page.get_by_label("Username").fill("grace")
    page.get_by_role("button", name="Delete my account").click()
    expect(page.get_by_role("heading", name="Your account is deleted")).to_be_visible()
    expect(elsewhere.get_by_role("dialog", name="You were signed out")).to_be_visible()
