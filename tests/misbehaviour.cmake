# Servers that misbehave in forty ways, short form; more polls: tests/misbehaviour.py --tidings build/release/tidings --polls 12
tidings_script_test(misbehaviour)
