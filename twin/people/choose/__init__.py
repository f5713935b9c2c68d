"""Which way a walker wishes to go."""
