"""What pages share: the frame, the controls, the sections and the charts."""

import os

# Set before NumPy is loaded: a second thread would double the CPU of the small products of a page,
# and the other core has other visitors.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
