"""What agents fill in."""
