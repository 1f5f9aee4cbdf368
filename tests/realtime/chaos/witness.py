"""Judges what pages went through by what the writers' commits made true."""

from collections import defaultdict


class Witness:
    """Knows for each version what was committed with it. A page that says v must show all of v, or newer."""

    def __init__(self, commits):
        self.made_true = sorted(
            (commit["versions"]["people"], int(row), number, shown)
            for commit in commits
            if "people" in commit["versions"]
            for row, (number, shown) in commit["rows"].items()
        )
        self.existed = {(row, number) for _, row, number, shown in self.made_true if shown}
        self.hidden = defaultdict(int)  # row → the newest number under which it was not shown
        for _, row, number, shown in self.made_true:
            if not shown:
                self.hidden[row] = max(number, self.hidden[row])

    def judge(self, states):
        """Raise at the first state that is older than it says, goes back, or shows what was never committed."""
        before, required, position = {}, {}, 0
        for versions, shown in states:
            assert all(versions[topic] >= before.get(topic, 0) for topic in versions), (before, versions)
            before = versions
            while position < len(self.made_true) and self.made_true[position][0] <= versions["people"]:
                _, row, number, _ = self.made_true[position]
                required[row], position = max(number, required.get(row, 0)), position + 1
            self._judge_rows(versions, required, shown)

    def _judge_rows(self, versions, required, shown):
        for row, number in required.items():
            if row in shown:
                assert shown[row] >= number, f"At {versions} row {row} shows {shown[row]}, not {number}"
            else:
                assert self.hidden[row] >= number, f"At {versions} row {row} is missing, {number} was committed"
        unknown = {(row, number) for row, number in shown.items() if number > 1} - self.existed
        assert not unknown, f"Never committed: {unknown}"
