"""Where text comes from: files, folders, globs and standard input, as documents."""
