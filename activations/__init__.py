"""Activation functions, their statistics and small networks, in NumPy."""

from . import functions as functions  # fills the registry
from .activation import ACTIVATIONS as ACTIVATIONS
from .activation import Activation as Activation
from .activation import Parameter as Parameter
from .expression import parse as parse
from .gaussian import Undefined as Undefined

__version__ = "1.3"
