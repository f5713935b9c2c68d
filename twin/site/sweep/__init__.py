"""The queue with which costs of ways spread over the nodes."""
