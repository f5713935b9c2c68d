"""What rays of a camera meet first."""
