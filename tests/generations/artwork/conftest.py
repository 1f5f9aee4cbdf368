import os

# As in a worker, and before NumPy is first imported: threads that wait for one another make small pictures slow.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
