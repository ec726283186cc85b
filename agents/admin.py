"""Where Django looks for what registers with an AdminSite. Ours is in `catalogues/`."""

from agents.catalogues import admin, host_sites  # noqa: F401  (they register)
