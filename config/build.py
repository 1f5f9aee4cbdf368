import hashlib


def digest(*folders):
    """A short hash of everything in the folders, to tell one build of the site from another: names and contents."""
    sha = hashlib.sha256()
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            sha.update(path.relative_to(folder).as_posix().encode())
            sha.update(path.read_bytes())
    return sha.hexdigest()[:12]
