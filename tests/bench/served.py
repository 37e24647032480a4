"""What uWSGI serves: the framework that BENCH names, without other rules."""

import os
import warnings

from tests.bench import peers

warnings.simplefilter("ignore")
application = getattr(peers, os.environ["BENCH"])(0)
