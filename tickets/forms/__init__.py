"""What requesters fill in: every field has its limits and its sentence."""
