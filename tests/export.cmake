# What `export` writes is read again.
tidings_script_test(export SCRIPT export.py TIMEOUT 180)
