"""How static files are served in production: under names that hold a hash of their content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

# Django's own patterns want a semicolon after each import, and read the scripts of others too, comments included.
MODULE_IMPORT = r"""(?P<matched>(?P<before>\b(?:from|import)\s*\(?\s*)["'](?P<url>\.{1,2}/[^"']+\.js)["'])"""


class HashedStatic(CompressedManifestStaticFilesStorage):
    """Hashed names also inside CSS and our ES modules, so that a browser may keep every file for ever."""

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", ((MODULE_IMPORT, '%(before)s"%(url)s"'),)))
    # One pass a step of the longest chain of imports; the default of 5 is too few for modules.
    max_post_process_passes = 20
