"""What can be watched on the pages of the house itself."""

from realtime import room


@room("home")
def home(user):
    """Everybody who is signed in may see who is here."""
    return True
