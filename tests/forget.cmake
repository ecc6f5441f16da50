# Records are deleted with every trace of them, and do not come back.
tidings_script_test(forget SCRIPT forget.py TIMEOUT 600)
# In whatever form they stand in captures and quarantined documents.
tidings_script_test(forget-forms SCRIPT forget_forms.py TIMEOUT 300)
