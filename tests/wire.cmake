# What goes over the wire, with the real program.
tidings_script_test(wire)
