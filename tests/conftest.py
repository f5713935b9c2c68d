"""Settings for every test: the same examples on every machine, and no clock."""

from hypothesis import settings

# Compiling a kernel takes seconds on the first example, so no deadline; the same examples each
# time, so that a failure belongs to the change that caused it.
settings.register_profile("twin", deadline=None, derandomize=True)
settings.load_profile("twin")
