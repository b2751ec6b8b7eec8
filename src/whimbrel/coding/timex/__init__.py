"""The grammar behind `whimbrel.coding.times`: TIMEX3 values of time expressions."""
