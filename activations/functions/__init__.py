"""Every activation function: its value and derivative side by side, in a form that never overflows.

Each function takes an array and its parameters and returns `(value, derivative)`. At a kink the
derivative follows PyTorch. `Activation.evaluate` adds the handling of NaN and silences the overflow
flags that the forms may raise on the way to a correct limit. The functions that networks are
trained with keep float32, and choose by sums of parts rather than by `np.where`, which is ten times
as slow where the signs of its inputs are mixed. The order of the modules and of the functions in
each is the teaching order, and fixes the colours.
"""

# isort: off
from .squashing import sigmoid as sigmoid
from .rectifiers import relu as relu, softplus as softplus
from . import gates as gates
from . import variants as variants
from . import recent as recent
