# A worker that gets no processor is not blamed for it.
tidings_script_test(starved MAY_SKIP)
