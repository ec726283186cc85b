"""The domain's one signal: something happened. What it starts is for the receivers to know."""

from django.dispatch import Signal

# Sent after the commit that appended an event (or a link request): a hint to look at the tables now.
# It carries nothing: whoever misses it finds the same rows in the next sweep.
something_happened = Signal()
