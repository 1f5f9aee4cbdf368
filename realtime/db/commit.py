from realtime.notes import Note, announcement, raise_versions


class RaisesVersions:
    """Raises the versions of all noted topics as the last thing before COMMIT.

    Late, because a raised version is a locked row: raised at the call, a hot topic would queue all its
    writers for as long as their transactions last.
    """

    def commit(self):
        notes = [hook for _, hook, _ in self.run_on_commit if isinstance(hook, Note)]
        if notes:
            versions = raise_versions(self, {note.topic for note in notes})
        super().commit()
        if notes:
            kept = [entry for entry in self.run_on_commit if not isinstance(entry[1], Note)]
            kept.sort(key=_waits_for_pages)
            at = sum(not _waits_for_pages(entry) for entry in kept)
            self.run_on_commit = [*kept[:at], (set(), announcement(notes, versions, self.alias), True), *kept[at:]]


def _waits_for_pages(entry):
    """Pages are told before any other hook runs, but for one with `hurries`: what it does is to happen beside that elsewhere."""
    return not getattr(entry[1], "hurries", False)
