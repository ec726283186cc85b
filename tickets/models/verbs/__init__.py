"""The verbs of Ticket, one mixin a kind of actor; `base` holds what they share."""
