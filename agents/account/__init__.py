"""How agents sign in, and what each prefers."""
