"""One step of a published model."""
