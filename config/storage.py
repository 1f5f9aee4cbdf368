"""How static files are served in production: few, and under names that hold a hash of their content."""

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from config import bundles

# Django's own patterns want a semicolon after each import, and read the scripts of others too, comments included.
MODULE_IMPORT = r"""(?P<matched>(?P<before>\b(?:from|import)\s*\(?\s*)["'](?P<url>\.{1,2}/[^"']+\.js)["'])"""
OURS = ("css/", "js/")


class HashedStatic(CompressedManifestStaticFilesStorage):
    """Hashed names also inside CSS and our ES modules, so that a browser may keep every file for ever."""

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", ((MODULE_IMPORT, '%(before)s"%(url)s"'),)))
    # One pass a step of the longest chain of imports; the default of 5 is too few for modules.
    max_post_process_passes = 20

    def post_process(self, paths, dry_run=False, **options):
        """Our styles and scripts are bundled first."""
        if not dry_run:
            for name, content in bundles.made_of(_texts(paths)).items():
                self.delete(name)
                self._save(name, ContentFile(content.encode()))
                paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)


def _texts(paths):
    """{name: text} of our own styles and scripts, as they were written."""
    found = {}
    for name, (storage, path) in paths.items():
        if name.startswith(OURS) and name.endswith((".css", ".js")):
            with storage.open(path) as file:
                found[name] = file.read().decode()
    return found
