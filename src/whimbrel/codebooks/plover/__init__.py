"""The PLOVER codebook (2021 scheme), as data files beside this one."""
