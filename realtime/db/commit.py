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
            first = [entry for entry in kept if _hurries(entry)]
            rest = [entry for entry in kept if not _hurries(entry)]
            self.run_on_commit = [*first, (set(), announcement(notes, versions, self.alias), True), *rest]


def _hurries(entry):
    """Whether this hook comes before pages are told, as no other does: somebody else begins to work by it meanwhile."""
    return getattr(entry[1], "hurries", False)
