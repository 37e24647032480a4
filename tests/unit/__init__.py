"""One file a module of the package, in its folders; fast, and in this process."""
