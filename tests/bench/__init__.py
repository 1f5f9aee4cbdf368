"""`make bench`: what live updates cost, beside the bare fan-out of the same server in the same run."""
