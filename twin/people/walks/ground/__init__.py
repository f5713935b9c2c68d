"""What a person has to do with the ground."""
