"""CAMEO's codes over what is coded with PLOVER, as data files beside this one."""
