"""What lies between the nodes of a grid."""
