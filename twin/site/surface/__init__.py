"""What the ground is made of, node by node."""
