"""Messages: an outbox written with the decision, delivered once per event and channel, with a ledger to look at."""
