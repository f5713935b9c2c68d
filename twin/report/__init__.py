"""Report: the answers as a plan, a page, a table and sentences, each with its credits.

A report reads `answers.json`, the site and the tables of a run; it computes no number of its own
that stands in a sentence. Importing this package imports no drawing library.
"""
