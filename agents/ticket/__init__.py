"""One ticket's page and everything an agent does there, and the two ways an agent opens another. Views are thin."""
