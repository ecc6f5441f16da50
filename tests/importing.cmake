# The options of an import, its report, what it reads and what it leaves out.
tidings_script_test(importing TIMEOUT 600)
