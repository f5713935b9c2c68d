"""Ways to goals, looked up."""
