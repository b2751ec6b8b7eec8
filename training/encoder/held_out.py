"""The batches that the encoder is never trained on."""

import re

HELD_OUT = re.compile(r"^(alder-04|birch-04|cedar-04|damson-04|fir-02|hazel-02|.*-12|elder-04)$")
"""About one written unit in nine, of every writer: calibration and the weighing of rules against
the encoder use them."""
