"""What each action of the audit log is called on pages. A test finds actions that are recorded and have no words."""

WORDS = {
    "account.deleted": "Account deleted",
    "admin.acted": "Action run in the admin",
    "admin.added": "Added in the admin",
    "admin.changed": "Changed in the admin",
    "admin.deleted": "Deleted in the admin",
    "data.exported": "Data downloaded",
}


def words_for(action):
    """The words; for an action of a version that is gone, its name."""
    return WORDS.get(action, action.replace(".", " ").replace("_", " ").capitalize())
