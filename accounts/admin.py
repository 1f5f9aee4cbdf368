from allauth.account.models import EmailAddress
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.core.exceptions import ValidationError

from accounts import sign_in_admin  # noqa: F401 - registers its pages
from accounts.deletion import LAST, leaves_no_operator, operators
from accounts.models import AuditEntry, User
from accounts.read_only import ReadOnly
from jobs.kinds import end_all_of

GRANTS = ["is_staff", "is_superuser", "groups", "user_permissions"]
RIGHTS = ["kind", "is_active", *GRANTS]


class PersonForm(UserChangeForm):
    """A person as an operator changes them."""

    def clean(self):
        """Somebody has to be left who can run the site."""
        cleaned = super().clean()
        stays = all(cleaned.get(name, True) for name in ("is_active", "is_superuser"))
        if self.instance.pk and not stays and leaves_no_operator(operators(), [self.instance]):
            raise ValidationError(LAST)
        return cleaned


@admin.register(User)
class PersonAdmin(UserAdmin):
    """A name that is changed here shows at once in that person's tabs; a deactivation ends them."""

    form = PersonForm
    list_display = ["email", "username", "display_name", "kind", "is_staff", "is_active", "last_login"]
    list_filter = ["kind", "is_staff", "is_superuser", "is_active", "groups"]
    search_fields = ["email", "username", "display_name"]
    ordering = ["email"]
    actions = ["remove_pictures"]
    fieldsets = [
        (None, {"fields": ["email", "username", "password"]}),
        ("Profile", {"fields": ["display_name", "status", "bio", "time_zone"]}),
        ("Rights", {"fields": RIGHTS}),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": ["email", "username", "kind", "display_name", "usable_password", "password1", "password2"],
            },
        ),
    ]

    def get_readonly_fields(self, request, obj=None):
        """Rights in the admin are given by superusers: staff could make itself one."""
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else [*fields, *GRANTS]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and _has_power_over(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and _has_power_over(request.user, obj)

    @admin.action(description="Remove the pictures of selected people", permissions=["change"])
    def remove_pictures(self, request, queryset):
        people = [person for person in queryset if _has_power_over(request.user, person)]
        shown = [person for person in people if person.avatar]
        for person in shown:
            person.change_picture(None)
        if shown:
            messages.success(request, f"{len(shown)} {'picture' if len(shown) == 1 else 'pictures'} removed.")
        elif people:
            messages.info(request, "There was no picture to remove.")
        if left := len(queryset) - len(people):
            messages.warning(request, f"{left} left alone: only a superuser changes staff.")

    def save_model(self, request, obj, form, change):
        """An address that an operator replaced lets nobody in any more."""
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            EmailAddress.objects.filter(user=obj, email__iexact=form.initial["email"]).delete()

    def delete_view(self, request, object_id, extra_context=None):
        """What works for a person ends before they go: within the transaction in which Django deletes it would wait in circles."""
        person = self.get_object(request, object_id) if request.method == "POST" else None
        if person and self.has_delete_permission(request, person) and not leaves_no_operator(operators(), [person]):
            end_all_of(person)
        return super().delete_view(request, object_id, extra_context)

    def delete_queryset(self, request, queryset):
        for person in queryset:
            end_all_of(person)
        super().delete_queryset(request, queryset)

    def get_deleted_objects(self, objs, request):
        """The last operator cannot go: nobody would be left who can run the site."""
        deleted, counts, forbidden, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, forbidden, [*protected, LAST] if leaves_no_operator(operators(), objs) else protected


def _has_power_over(user, person):
    """Whoever sets the password of staff, or its address, is staff."""
    return user.is_superuser or person is None or not (person.is_staff or person.is_superuser)


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly, admin.ModelAdmin):
    """To read and to search; nobody writes here."""

    list_display = ["at", "words", "actor", "target", "field_names", "address", "device"]
    list_display_links = None
    list_filter = ["action", ("actor", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["actor"]
    search_fields = ["action", "target", "device", "actor__email", "actor__username", "address"]
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]

    @admin.display(description="fields")
    def field_names(self, entry):
        return ", ".join(entry.fields)
