"""A host page to try the «Soporte» button on, as strict as the strictest host. Development only, from its own origin."""
