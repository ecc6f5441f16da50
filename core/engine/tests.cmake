# The engine with real workers: what a hostile plugin costs, and that isolation changes nothing.
tidings_test(test-engine SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/engine/test_engine.c LIBS tidings-engine LABELS integration)
tidings_test(test-hosts SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/engine/test_hosts.c LIBS tidings-engine)
tidings_test(test-conduct SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/engine/test_conduct.c LIBS tidings-engine)
tidings_test(test-gate-known SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/engine/test_gate_known.c LIBS tidings-engine)
tidings_test(test-schedule SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/engine/test_schedule.c LIBS tidings-engine)
tidings_test(test-outcome SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/engine/test_outcome.c LIBS tidings-engine)
