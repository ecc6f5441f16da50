# What other programs export: interfaces, readers of feeds, databases, tables that number their rows.
tidings_script_test(exports_of_others TIMEOUT 600)
