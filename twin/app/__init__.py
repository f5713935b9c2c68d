"""App: one page that asks, runs and shows; it knows nothing the command line does not.

The run itself is a child process, `python -m twin run SCENARIO --json`, so that a crash or a
cancelled run never takes the page with it.
"""
