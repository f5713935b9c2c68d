"""The columns of the arrays that walking kernels share."""
