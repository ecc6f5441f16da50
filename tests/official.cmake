# Statements from the JSON of governments.
tidings_script_test(official)
