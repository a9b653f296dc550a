"""What pages share: the frame, the controls, the sections and the charts."""

import numpy  # noqa: F401  loaded before its threads are limited
from threadpoolctl import threadpool_limits

# A second thread would double the CPU of the small products of a page, and the other core has
# other visitors.
threadpool_limits(1, "blas")
