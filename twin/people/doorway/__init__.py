"""Who finds room to set out."""
