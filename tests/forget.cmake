# Records are deleted with every trace of them, and do not come back.
tidings_script_test(forget SCRIPT forget.py TIMEOUT 600)
