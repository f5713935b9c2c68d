"""The pool: everybody who could come, each under a home id, and who of them comes on which day.

People come in parties that stay together for life, and each persona has its parties numbered from
0: a larger pool changes nobody. What somebody is and how often they come are draws of day 0; each
day draws anew, at the address of the party's first member, whether the party comes. People who
change trains are left out, for no count says how many of them set foot on the estate.
"""
