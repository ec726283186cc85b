"""What `manage.py demo` fills an empty desk with: people, catalogues and tickets of the insurance trade."""
