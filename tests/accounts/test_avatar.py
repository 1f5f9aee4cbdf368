"""/profile/avatar/ and what serves the pictures: who may change one, who may see it, and when a file goes."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from accounts.models import AuditEntry, User
from tests.accounts import images

CHANGE, REMOVE = "/profile/avatar/", "/profile/avatar/remove/"
JSON = {"Accept": "application/json"}


def upload(client, content=None, name="me.png", **options):
    content = images.plain() if content is None else content
    return client.post(CHANGE, {"avatar": SimpleUploadedFile(name, content)}, **options)


def files():
    return set(default_storage.listdir("avatars")[1]) if default_storage.exists("avatars") else set()


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def picture_of(person):
    return User.objects.get(pk=person.pk).picture


@pytest.mark.django_db(transaction=True)
class TestChanging:
    def test_a_script_is_told_and_gets_the_frames(self, client_of, ada):
        response = upload(client_of(ada), headers=JSON)
        assert response.json()["message"] == "Picture saved."
        frames = {frame["topic"]: frame.get("patches") for frame in response.json()["frames"]}
        assert picture_of(ada) in frames[ada.profile_topic][0]["html"]
        assert picture_of(ada) in frames["people"][0]["html"]

    def test_a_plain_form_comes_back_to_the_page(self, client_of, ada):
        response = upload(client_of(ada), follow=True)
        assert response.redirect_chain == [("/profile/", 302)]
        assert "Picture saved." in response.content.decode()
        assert f'src="{picture_of(ada)}"' in response.content.decode()

    def test_what_is_refused_is_said_and_changes_nothing(self, client_of, ada):
        client = client_of(ada)
        upload(client)
        before = picture_of(ada), files()
        told = upload(client, b"<svg/>", headers=JSON)
        assert (told.status_code, told.json()["error"]["code"]) == (422, "unusable")
        assert "Choose a JPEG" in told.json()["error"]["message"]
        page = upload(client, b"<svg/>")
        assert page.status_code == 422
        assert "Choose a JPEG" in page.content.decode()
        assert (picture_of(ada), files()) == before

    @pytest.mark.parametrize("headers", [JSON, {}])
    def test_nothing_chosen_is_said(self, client_of, ada, headers):
        response = client_of(ada).post(CHANGE, headers=headers)
        assert response.status_code == 422
        assert "Choose a picture first." in response.content.decode()

    def test_more_than_ten_megabytes_are_refused(self, client_of, ada):
        response = upload(client_of(ada), bytes(10 * 1024 * 1024 + 1), headers=JSON)
        assert "larger than 10 MB" in response.json()["error"]["message"]

    @pytest.mark.parametrize("name", ["../../../etc/cron.d/me", "a/b\\c.webp", "x" * 200 + ".png", "me.php\0.png", "…"])
    def test_the_name_of_the_file_counts_for_nothing(self, client_of, ada, name):
        assert upload(client_of(ada), name=name).status_code == 302
        (file,) = files()
        assert file.endswith(".webp")
        assert len(file) == 37

    def test_the_old_file_goes(self, client_of, ada):
        client = client_of(ada)
        upload(client)
        (first,) = files()
        upload(client)
        (second,) = files()
        assert first != second
        client.post(REMOVE)
        assert not files()
        assert picture_of(ada) == ""

    def test_a_change_that_fails_leaves_the_old_file_and_not_the_new_one(self, client_of, ada):
        upload(client_of(ada))
        before = files()
        ada.refresh_from_db()
        with transaction.atomic():
            ada.change_picture(None)
            transaction.set_rollback(True)
        assert files() == before
        User.objects.filter(pk=ada.pk).delete()
        with pytest.raises(User.DoesNotExist):
            ada.change_picture(SimpleUploadedFile("a.webp", b"x"))
        assert not files()

    def test_the_file_goes_with_its_person(self, client_of, ada, grace):
        upload(client_of(ada))
        upload(client_of(grace))
        assert len(files()) == 2
        User.objects.filter(pk=grace.pk).delete()
        assert len(files()) == 1
        with transaction.atomic():
            ada.delete()
            assert len(files()) == 1
        assert not files()

    def test_two_uploads_at_once_leave_one_file(self, client_of, ada):
        def one(client):
            try:
                return upload(client, headers=JSON).status_code
            finally:
                connection.close()

        clients = [client_of(ada) for _ in range(4)]
        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(one, clients)) == [200] * 4
        assert len(files()) == 1

    def test_it_is_written_down(self, client_of, ada):
        upload(client_of(ada))
        assert AuditEntry.objects.filter(actor=ada, action="profile.changed", fields=["avatar"]).count() == 1

    def test_an_operator_removes_one_that_should_not_be_there(self, client_of, ada, grace):
        upload(client_of(grace))
        upload(client_of(ada))
        client_of(ada).post("/admin/accounts/user/", {"action": "remove_pictures", "_selected_action": [grace.pk]})
        assert (picture_of(grace), bool(picture_of(ada)), len(files())) == ("", True, 1)

    def test_nobody_changes_a_picture(self, client, db):
        assert upload(client).url.startswith("/accounts/login/")
        assert upload(client, headers={"HX-Request": "true"}).status_code == 401


@pytest.mark.django_db(transaction=True)
class TestServing:
    @pytest.fixture
    def picture(self, client_of, ada):
        upload(client_of(ada))
        return picture_of(ada)

    @pytest.mark.parametrize("name", ["ada", "grace", "eve"])
    def test_whoever_is_signed_in_and_knows_its_name_sees_it(self, client_of, picture, request, name):
        response = client_of(request.getfixturevalue(name)).get(picture)
        assert response.status_code == 200
        assert response.content[8:12] == b"WEBP"
        assert dict(response.headers) | {
            "Content-Type": "image/webp",
            "Content-Disposition": "inline",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        } == dict(response.headers)
        assert set(response["Cache-Control"].split(", ")) == {"private", "immutable", "max-age=31536000"}

    def test_nobody_sees_it(self, client, picture):
        assert client.get(picture).status_code == 401

    def test_who_is_deactivated_sees_it_no_more(self, client_of, grace, picture):
        client = client_of(grace)
        User.objects.filter(pk=grace.pk).update(is_active=False)
        assert client.get(picture).status_code == 401

    def test_an_old_name_another_person_and_another_file_are_all_the_same_nothing(self, client_of, ada, grace, picture):
        client = client_of(ada)
        name = picture.rpartition("/")[2]
        wrong = [f"/people/{grace.pk}/avatar/{name}", f"/people/{ada.pk}/avatar/{'0' * 32}.webp", f"/people/999/avatar/{name}"]
        wrong += [f"/people/{ada.pk}/avatar/..%2f..%2fsecrets.json", f"/people/{ada.pk}/avatar/%2e%2e.webp"]
        wrong += [f"/people/{ada.pk}/avatar/../../../secrets.json", f"/people/{ada.pk}/avatar/", f"/people/{ada.pk}/avatar/.webp"]
        assert [client.get(address).status_code for address in wrong] == [404] * len(wrong)
        client.post(REMOVE)
        response = client.get(picture)
        assert response.status_code == 404
        assert "immutable" not in response.get("Cache-Control", "")

    def test_a_file_that_is_gone_is_not_found(self, client_of, ada, picture):
        default_storage.delete(User.objects.get(pk=ada.pk).avatar.name)
        assert client_of(ada).get(picture).status_code == 404

    @pytest.mark.once
    def test_it_costs_one_query_beside_the_session(self, client_of, grace, picture, django_assert_max_num_queries):
        client = client_of(grace)
        client.get(picture)  # Once in five minutes it is noted that she was here.
        with django_assert_max_num_queries(3):
            client.get(picture)


def test_pages_show_the_picture_and_the_initials_below_it(client_of, ada):
    User.objects.filter(pk=ada.pk).update(avatar="avatars/abc.webp")
    shown = f'AL<img src="/people/{ada.pk}/avatar/abc.webp" alt="" width="256" height="256"'
    client = client_of(ada)
    for path in ("/profile/badge/", "/profile/picture/", "/people/list/"):
        assert shown in client.get(path).content.decode(), path
