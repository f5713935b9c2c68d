"""What is seen of whom the scene leaves open."""
