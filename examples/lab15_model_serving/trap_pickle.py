"""A pickle that is not a model, and what happens when it is loaded: ``python trap_pickle.py FILE``. This one only prints a line."""

import pickle
import sys
from pathlib import Path


class Foreign:
    def __reduce__(self):
        """Tell pickle how to make this object again: call a function, any function, with these arguments."""
        return print, ("This line was printed by the pickle while it was loaded.",)


file = Path(sys.argv[1])
file.write_bytes(pickle.dumps(Foreign()))
pickle.loads(file.read_bytes())
