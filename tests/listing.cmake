# Lists of statements read by selectors, and polled.
tidings_script_test(listing)
