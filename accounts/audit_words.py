"""What each action of the audit log is called on pages. A test finds actions that are recorded and have no words."""

WORDS = {
    "account.deleted": "Account deleted",
    "admin.acted": "Action run in the admin",
    "admin.added": "Added in the admin",
    "admin.changed": "Changed in the admin",
    "admin.deleted": "Deleted in the admin",
    "credits.granted": "Credits granted",
    "credits.reversed": "Movement of credits taken back",
    "data.exported": "Data downloaded",
    "email.added": "Email address added",
    "email.changed": "Primary email address changed",
    "email.confirmed": "Email address confirmed",
    "email.removed": "Email address removed",
    "image.hidden": "Image taken out of the gallery",
    "image.shown": "Image put back into the gallery",
    "hold.released": "Credits released that a call held",
    "key.removed": "API key removed",
    "key.saved": "API key saved",
    "mfa.code_spent": "Recovery code used",
    "mfa.codes_made": "New recovery codes made",
    "mfa.turned_off": "Two-step sign-in turned off",
    "mfa.turned_on": "Two-step sign-in turned on",
    "password.changed": "Password changed",
    "password.reset": "Password reset",
    "profile.changed": "Profile changed",
    "purchase.refunded": "Purchase paid back",
    "purchase.removed": "Purchase taken out of the books",
    "purchase.restored": "Purchase put back into the books",
    "session.began": "Signed in",
    "session.ended": "Signed out",
    "session.refused": "Sign-in refused",
    "session.revoked": "Signed out on another device",
}


def words_for(action):
    """The words; for an action of a version that is gone, its name."""
    return WORDS.get(action, action.replace(".", " ").replace("_", " ").capitalize())
