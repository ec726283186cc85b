"""The queue: its saved views, filters and rows, and one change to many tickets."""
