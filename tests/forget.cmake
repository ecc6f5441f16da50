# Records are deleted with every trace of them, and do not come back.
tidings_script_test(forget SCRIPT forget.py TIMEOUT 600)
# In whatever form they stand in captures and quarantined documents.
tidings_script_test(forget-forms SCRIPT forget_forms.py TIMEOUT 300)
# Beside a program that writes captures, and after a forget; rules that change no word.
tidings_script_test(replay-forgotten SCRIPT replay_forgotten.py TIMEOUT 300)
# What was read since leaves the quarantine.
tidings_script_test(quarantine-left SCRIPT quarantine_left.py TIMEOUT 300)
# A copy of the file under another name does not bring them back.
tidings_script_test(forget-copies SCRIPT forget_copies.py TIMEOUT 300)
