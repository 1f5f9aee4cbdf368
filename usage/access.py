"""Who may see whose usage."""


def sees_everybody(user):
    """Everybody's figures are for staff."""
    return user.is_active and user.is_staff
