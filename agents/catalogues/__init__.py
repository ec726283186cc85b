"""The catalogues in the admin's own screens, and the AdminSite that guards every page of the workspace."""
