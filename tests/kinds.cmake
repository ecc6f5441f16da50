# A folder with a file of each kind, and each kind empty, cut off, huge, nested, hostile.
tidings_script_test(kinds TIMEOUT 600 MAY_SKIP)
