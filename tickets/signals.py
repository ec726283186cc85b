"""What the domain tells the world: only that something happened. Who listens is not its business."""

from django.dispatch import Signal

# Sent after the commit that appended an event (or a link request): a hint to look at the tables now.
# It carries nothing: whoever misses it finds the same rows in the next sweep.
something_happened = Signal()
