"""Imports a module when something of it is first used, so that a window is there before."""

import importlib.util
import sys
from types import ModuleType


def import_later(name: str) -> ModuleType:
    """Return a module that is read from the disk at the first use of anything in it.

    Raises ModuleNotFoundError at once when there is none of that name.
    """
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.find_spec(name)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(name=name)
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
