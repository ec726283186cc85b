"""Mail that belongs to no ticket: what nobody could read, and what a machine wrote."""
