import json
import re
from io import StringIO

import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from django.test import override_settings

from config import bundles
from tests.servers import ROOT

pytestmark = pytest.mark.once
IMPORT = re.compile(r"""(?:^|[\n;])\s*(?:import|export)\b[^"';]*["'](\.{1,2}/[^"']+)["']|\bimport\(["'](\.{1,2}/[^"']+)["']\)""")
HASHED = re.compile(r"\.[0-9a-f]{12}\.(js|css)$")


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    folder = tmp_path_factory.mktemp("static")
    backend = {"staticfiles": {"BACKEND": "config.storage.HashedStatic", "OPTIONS": {"location": str(folder)}}}
    with override_settings(STATIC_ROOT=folder, STORAGES=backend):
        call_command("collectstatic", interactive=False, stdout=StringIO())
        yield folder
    storages._storages.clear()


def manifest(folder):
    return json.loads((folder / "staticfiles.json").read_text())["paths"]


def test_every_file_has_a_hashed_and_a_compressed_form(collected):
    paths = manifest(collected)
    assert {"js/app.js", "admin/css/base.css", "django_htmx/htmx-2.min.js"} <= paths.keys()
    assert all((collected / hashed).exists() for hashed in paths.values())
    assert (collected / f"{paths['js/app.js']}.gz").exists() or (collected / paths["js/app.js"]).stat().st_size < 500


def test_modules_import_each_other_by_hashed_names(collected):
    """A plain name would serve last week's module beside today's."""
    paths, seen = manifest(collected), 0
    for source in sorted((ROOT / "static" / "js").rglob("*.js")):
        file = collected / paths[str(source.relative_to(ROOT / "static"))]
        for name in filter(None, (match[1] or match[2] for match in IMPORT.finditer(file.read_text()))):
            seen += 1
            assert HASHED.search(name), f"{source.name} imports {name}"
            assert (file.parent / name).resolve().exists(), f"{source.name} imports {name}"
    assert seen


def test_stylesheets_import_each_other_by_hashed_names(collected):
    paths = manifest(collected)
    for source in sorted((ROOT / "static").rglob("*.css")):
        text = (collected / paths[str(source.relative_to(ROOT / "static"))]).read_text()
        for name in re.findall(r"""@import\s+(?:url\()?["']([^"']+)["']""", text):
            assert HASHED.search(name), f"{source.name} imports {name}"


def test_a_page_needs_one_file_of_styles_and_one_of_scripts(collected):
    paths = manifest(collected)
    assert "@import" not in (collected / paths["css/app.css"]).read_text()
    assert "@layer reset {" in (collected / paths["css/app.css"]).read_text()
    scripts = {str(path.relative_to(ROOT / "static")) for path in (ROOT / "static" / "js").rglob("*.js")}
    bundled = (collected / paths["js/bundle.js"]).read_text()
    assert {name for name in scripts if f"modules['{name}'] = " not in bundled} == set()
    assert all(len((collected / paths[name]).read_text()) < 200 for name in scripts)


def test_scripts_that_need_each_other_in_a_circle_could_not_be_bundled():
    needs = {}
    for source in (ROOT / "static" / "js").rglob("*.js"):
        found = re.findall(r'^import (?:.* from )?"([^"]+)"', source.read_text(), re.M)
        needs[source] = {(source.parent / name).resolve() for name in found}
    while free := [source for source, needed in needs.items() if not needed & needs.keys()]:
        for source in free:
            del needs[source]
    assert not needs


def test_a_way_to_import_that_is_not_known_is_refused():
    with pytest.raises(bundles.NotUnderstood):
        bundles.bundle({"js/a.js": 'import * as b from "./b.js"\n'})
