/* SPDX-License-Identifier: MIT */
/* Who listens, as the kernel's tables have it. */

#include "listening.h"
#include "test.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#define HEAD \
	"  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  " \
	"timeout inode\n"
#define HTTP \
	"   0: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000   200       " \
	" 0 9 1\n"
#define DNS \
	" 1270: 0100007F:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000   201      " \
	"  0 9 2\n"
#define HTTP6 \
	"   0: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A " \
	"00000000:00000000 00:00000000 00000000   200        0 9 1\n"
#define PEER \
	"   1: 0100007F:1F90 0100007F:0050 01 00000000:00000000 00:00000000 00000000   200       " \
	" 0 9 1\n"

static void who_waits_is_found(void **state)
{
	(void)state;
	assert_true(listening_in(HEAD HTTP, LISTENING_TCP, 80, 200));
	assert_true(listening_in(HEAD HTTP6, LISTENING_TCP, 80, 200));
	assert_true(listening_in(HEAD PEER DNS, LISTENING_UDP, 53, 201));
	assert_true(listening_in(HTTP, LISTENING_TCP, 80, 200));
}

static void nobody_else_is(void **state)
{
	static const char head[] = HEAD;
	static const char *const texts[] = { "", "\n", "\n\n", head, "x", " 0: 0:0050",
		"   0: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000  " };

	(void)state;
	assert_false(listening_in(HEAD HTTP, LISTENING_TCP, 81, 200));
	assert_false(listening_in(HEAD HTTP, LISTENING_TCP, 80, 201)); /* another role's */
	assert_false(listening_in(HEAD HTTP, LISTENING_UDP, 80, 200));
	assert_false(listening_in(HEAD PEER, LISTENING_TCP, 8080, 200)); /* a connection */
	assert_false(listening_in(HEAD PEER, LISTENING_TCP, 80, 200));
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_false(listening_in(texts[i], LISTENING_TCP, 80, 200));
}

/* Sockets of our own, and so many others before them that the table is read in parts. */
static void the_kernel_is_asked(void **state)
{
	enum { OTHERS = 200 };
	struct sockaddr_in6 address = { .sin6_family = AF_INET6, .sin6_addr = in6addr_loopback };
	socklen_t length = sizeof(address);
	int others[OTHERS];
	int fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	(void)state;
	if (fd == -1 || bind(fd, (struct sockaddr *)&address, length) == -1 ||
	    getsockname(fd, (struct sockaddr *)&address, &length) == -1)
		skip(); /* a machine without IPv6 */
	for (size_t i = 0; i < OTHERS; i++) {
		struct sockaddr_in6 other = { .sin6_family = AF_INET6,
			.sin6_addr = in6addr_loopback };

		others[i] = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
		assert_int_equal(bind(others[i], (struct sockaddr *)&other, sizeof(other)), 0);
		length = sizeof(other);
		assert_int_equal(getsockname(others[i], (struct sockaddr *)&other, &length), 0);
		assert_true(listening(getpid(), LISTENING_UDP, ntohs(other.sin6_port), getuid()));
	}
	assert_true(listening(getpid(), LISTENING_UDP, ntohs(address.sin6_port), getuid()));
	assert_false(listening(getpid(), LISTENING_TCP, ntohs(address.sin6_port), getuid()));
	for (size_t i = 0; i < OTHERS; i++)
		close(others[i]);
	close(fd);
	assert_false(listening(getpid(), LISTENING_UDP, ntohs(address.sin6_port), getuid()));
	assert_false(listening(-1, LISTENING_UDP, ntohs(address.sin6_port), getuid()));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_waits_is_found),
		cmocka_unit_test(nobody_else_is),
		cmocka_unit_test(the_kernel_is_asked),
	};

	return cmocka_run_group_tests_name("listening", tests, NULL, NULL);
}
