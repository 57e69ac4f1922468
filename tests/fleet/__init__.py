"""The portal as a municipality runs it: production mode, several processes, worked on from outside.

`make soak` and `make scale` are run by a person, a short soak by the suite (tests/prosesstotte/test_soak.py).
"""
