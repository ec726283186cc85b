"""The catalogues in the admin's own screens. Who sees which comes with the group."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User

from agents.catalogues.site import site
from tickets.models import Holiday, Insurer, InsurerAlias, PersonChange, Process, Requester
from tickets.team import can_supervise


@admin.register(Process, site=site)
class ProcessAdmin(admin.ModelAdmin):
    list_display = ["name", "needs_approval", "active", "position"]
    list_filter = ["active", "needs_approval"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


class AliasInline(admin.StackedInline):
    model = InsurerAlias
    fields = [("text", "capitals_only")]
    extra = 1


@admin.register(Insurer, site=site)
class InsurerAdmin(admin.ModelAdmin):
    list_display = ["name", "active"]
    list_filter = ["active"]
    search_fields = ["name", "aliases__text"]
    inlines = [AliasInline]


@admin.register(Holiday, site=site)
class HolidayAdmin(admin.ModelAdmin):
    list_display = ["day", "name", "works"]
    date_hierarchy = "day"


class ChangesInline(admin.StackedInline):
    """Who has used the address: read only, recorded on a ticket's page."""

    model = PersonChange
    fields = readonly_fields = ("old_name", "new_name", "since", "sees_earlier", "recorded_by", "recorded_at")
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_view_permission(self, request, obj=None) -> bool:
        return site.has_permission(request)


@admin.register(Requester, site=site)
class RequesterAdmin(admin.ModelAdmin):
    """To be read: names and addresses change on a ticket's page, where the old links are revoked."""

    list_display = ["email", "name", "registered_at", "proven_at"]
    search_fields = ["email", "name"]
    fields = readonly_fields = ("email", "name", "registered_at", "proven_at", "visible_from")
    inlines = [ChangesInline]
    show_full_result_count = False

    def has_view_permission(self, request, obj=None) -> bool:
        return can_supervise(request.user)

    has_module_permission = has_view_permission

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(User, site=site)
class TeamAdmin(UserAdmin):
    """The team. A group says what each may do: no single permission, and no superuser, is given here."""

    list_display = ["username", "first_name", "last_name", "email", "is_active"]
    list_filter = ["is_active", "groups"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Persona", {"fields": ["first_name", "last_name", "email"]}),
        ("Acceso", {"fields": ["is_active", "groups"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "fields": [
                    "username",
                    "first_name",
                    "last_name",
                    "email",
                    "groups",
                    "usable_password",
                    "password1",
                    "password2",
                ]
            },
        )
    ]
    filter_horizontal = ()

    def get_queryset(self, request):
        """Superusers are made at the command line and are not to be taken over from here."""
        users = super().get_queryset(request)
        return users if request.user.is_superuser else users.filter(is_superuser=False)

    def has_delete_permission(self, request, obj=None) -> bool:
        """Nobody is deleted, since their name stands in the history: they are deactivated."""
        return False
