"""The batches that the encoder is never trained on."""

import re

HELD_OUT = re.compile(
    r"^(alder-04|birch-04|cedar-04|damson-04|fir-02|hazel-02|.*-12|elder-04"
    r"|(aspen|hawthorn|maple|poplar|spruce|willow)-05|cherry-03|linden-(03|21)|.*-53"
    r"|(acacia|bamboo|clover|daisy|fern|gentian)-64)$"
)
"""About one written unit in nine, of every writer: calibration and the weighing of rules against
the encoder use them."""
