"""A list of people as a server would keep it: rows, a version, and the frames between versions."""

import json
from html import escape


class People:
    """`add`, `rename` and `remove` raise the version and return the frame."""

    topic = "people"

    end = ""  # the sort key up to which its list is loaded

    def __init__(self, stage, *names, version=12, mode=None):
        self.rows = dict(enumerate(names, 1))
        self.version = version
        self.extra = f' data-mode="{mode}"' if mode else ""
        stage.answer("/people/", lambda: (200, "text/html; charset=utf-8", self.region()))

    def add(self, pk, name):
        self.rows[pk] = name
        return self.frame({"op": "upsert", "into": "#people-list", "id": f"user-{pk}", "html": self.row(pk)})

    rename = add

    def remove(self, pk):
        del self.rows[pk]
        return self.frame({"op": "remove", "id": f"user-{pk}"})

    def silently(self, pk, name):
        """Changes a row; the frame says only that something did."""
        frame = self.rename(pk, name)
        del frame["patches"]
        return frame

    def frame(self, *patches):
        self.version += 1
        return {"type": "frame", "topic": self.topic, "from": self.version - 1, "to": self.version, "patches": list(patches)}

    def row(self, pk):
        name = escape(self.rows[pk])
        return (
            f'<li id="user-{pk}" data-sort="{name}"><span class="name">{name}</span>'
            f'<details id="more-{pk}"><summary>More</summary><input id="note-{pk}" aria-label="Note"></details></li>'
        )

    def region(self):
        rows = "".join(self.row(pk) for pk, _ in sorted(self.rows.items(), key=lambda row: row[1]))
        end = f' data-end="{escape(self.end)}"' if self.end else ""
        topics = escape(json.dumps({self.topic: self.version}))
        return (
            f'<live-region id="people" data-src="/people/" data-topics="{topics}"{self.extra}>'
            f'<ul id="people-list"{end}>{rows}</ul></live-region>'
        )

    @property
    def names(self):
        return sorted(self.rows.values())
