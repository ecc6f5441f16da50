# The engine with real workers: what a hostile plugin costs, and that isolation changes nothing.
tidings_test(test-engine SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/engine/test_engine.c LIBS tidings-engine LABELS integration)
tidings_test(test-hosts SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/engine/test_hosts.c LIBS tidings-engine)
tidings_test(test-schedule SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/engine/test_schedule.c LIBS tidings-engine)
tidings_test(test-identity SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/engine/test_identity.c LIBS tidings-engine)
tidings_test(test-pages SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/engine/test_pages.c LIBS tidings-engine)
tidings_test(test-private SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/engine/test_private.c LIBS tidings-engine)
tidings_test(test-lead SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/engine/test_lead.c LIBS tidings-engine)
