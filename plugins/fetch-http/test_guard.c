/* The guard: which addresses are out in the public internet. */
#include "http.h"
#include <tidings/kit/public_address.h>

#include <setjmp.h>
#include <stdarg.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <netinet/in.h>
#include <sys/socket.h>

static int is_public(const char *text) {
  struct sockaddr_in a4 = {.sin_family = AF_INET};
  struct sockaddr_in6 a6 = {.sin6_family = AF_INET6};
  if (inet_pton(AF_INET, text, &a4.sin_addr) == 1)
    return tdg_address_is_public((struct sockaddr *)&a4, sizeof a4);
  assert_int_equal(inet_pton(AF_INET6, text, &a6.sin6_addr), 1);
  return tdg_address_is_public((struct sockaddr *)&a6, sizeof a6);
}

static void special_addresses_are_not_public(void **s) {
  static const char *const special[] = {"0.0.0.0",
                                        "0.1.2.3",
                                        "10.0.0.1",
                                        "10.255.255.255",
                                        "100.64.0.1",
                                        "100.127.255.255",
                                        "127.0.0.1",
                                        "127.255.0.1",
                                        "169.254.169.254",
                                        "172.16.0.1",
                                        "172.31.255.255",
                                        "192.0.0.8",
                                        "192.0.2.1",
                                        "192.88.99.1",
                                        "192.168.0.1",
                                        "198.18.0.1",
                                        "198.19.255.255",
                                        "198.51.100.7",
                                        "203.0.113.9",
                                        "224.0.0.1",
                                        "239.255.255.250",
                                        "240.0.0.1",
                                        "255.255.255.255",
                                        "::",
                                        "::1",
                                        "fe80::1",
                                        "fec0::1",
                                        "fc00::1",
                                        "fd12::1",
                                        "ff02::1",
                                        "::ffff:127.0.0.1",
                                        "::ffff:10.0.0.1",
                                        "64:ff9b::7f00:1",
                                        "64:ff9b:1::1",
                                        "2002:7f00:1::1",
                                        "2002:808:808::1",
                                        "2001::1",
                                        "2001:db8::1",
                                        "2001:10::1",
                                        "3fff::1",
                                        "100::1",
                                        "::127.0.0.1",
                                        "5f00::1",
                                        "4000::1"};
  (void)s;
  for (size_t i = 0; i < sizeof special / sizeof special[0]; i++)
    if (is_public(special[i])) fail_msg("%s", special[i]);
}
static void the_neighbours_of_special_ranges_are_public(void **s) {
  static const char *const open[] = {
      "1.0.0.1",         "9.255.255.255",   "11.0.0.0",       "100.63.255.255",   "100.128.0.0",
      "126.255.255.255", "128.0.0.1",       "169.253.0.1",    "172.15.255.255",   "172.32.0.0",
      "192.0.1.1",       "192.167.255.255", "198.17.255.255", "198.20.0.0",       "223.255.255.255",
      "2606:2800::1",    "2a00:1450::1",    "2001:200::1",    "64:ff9b::808:808", "::ffff:8.8.8.8"};
  (void)s;
  for (size_t i = 0; i < sizeof open / sizeof open[0]; i++)
    if (!is_public(open[i])) fail_msg("%s", open[i]);
}
static void other_families_are_not_public(void **s) {
  struct sockaddr a = {.sa_family = AF_UNIX};
  struct sockaddr_in cut = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x08080808)};
  (void)s;
  assert_int_equal(tdg_address_is_public(&a, sizeof a), 0);
  assert_int_equal(tdg_address_is_public((struct sockaddr *)&cut, 4), 0);
}

static void a_name_that_begins_as_loopback_is_another_machine(void **s) {
  static const char *const here[] = {"localhost", "127.0.0.1", "127.1.2.3", "[::1]"},
                           *const elsewhere[] = {"127.example.org",
                                                 "127.0.0.1.example.org",
                                                 "localhost.example.org",
                                                 "128.0.0.1",
                                                 "[::2]",
                                                 ""};
  (void)s;
  for (size_t i = 0; i < sizeof here / sizeof here[0]; i++)
    assert_int_equal(tdg_host_is_loopback(tdg_str_of(here[i])), 1);
  for (size_t i = 0; i < sizeof elsewhere / sizeof elsewhere[0]; i++)
    assert_int_equal(tdg_host_is_loopback(tdg_str_of(elsewhere[i])), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(special_addresses_are_not_public),
      cmocka_unit_test(the_neighbours_of_special_ranges_are_public),
      cmocka_unit_test(other_families_are_not_public),
      cmocka_unit_test(a_name_that_begins_as_loopback_is_another_machine),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
