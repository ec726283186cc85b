"""The day an out-of-office says its writer returns."""


def returns_on(text, sent):
    return None
