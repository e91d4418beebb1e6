/* SPDX-License-Identifier: MIT */
/* The pure parts of role share: names, NFS clients, users, numbers, capacity. */
#include "capacity.h"
#include "clients.h"
#include "ids.h"
#include "names.h"
#include "tests/test.h"
#include "users.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEX "8846f7eaee8fb117ad06bdd830b7586c" /* of "password" */
#define BASE64 "iEb36u6PsRetBr3YMLdYbA=="

static void names_are_good_for_both_protocols(void **state)
{
	static const char *const good[] = { "public", "Team-1", "a.b_c", "1", "share", NULL };
	static const char *const bad[] = { "", "-a", ".a", "a b", "a/b", "a$", "global", "GLOBAL",
		"homes", "ipc$", "\xc3\xa4", "a[b", "a;b",
		"0123456789012345678901234567890123456789012345678901234567890123", NULL };

	(void)state;
	for (size_t i = 0; good[i] != NULL; i++)
		assert_null(names_share(good[i]));
	for (size_t i = 0; bad[i] != NULL; i++)
		assert_non_null(names_share(bad[i]));
}

static void a_path_stays_below_the_folder_of_the_role(void **state)
{
	static const char *const good[] = { "a", "a/b/c", "x.y", "a+b", NULL };
	static const char *const bad[] = { "", "/", "/a", "a/", "a//b", "..", "a/..", "../a", ".",
		"a/.", ".ids", "a/.b", "a b", "a\"b", "a\\b", "\n", NULL };

	(void)state;
	for (size_t i = 0; good[i] != NULL; i++)
		assert_null(names_path(good[i]));
	for (size_t i = 0; bad[i] != NULL; i++)
		assert_non_null(names_path(bad[i]));
	assert_true(names_overlap("a", "a"));
	assert_true(names_overlap("a", "a/b"));
	assert_true(names_overlap("a/b/c", "a/b"));
	assert_false(names_overlap("a", "ab"));
	assert_false(names_overlap("a/b", "a/c"));
}

static void who_may_is_a_user_a_group_or_guest(void **state)
{
	char name[USER_NAME_MAX];

	(void)state;
	assert_null(names_who("anna"));
	assert_null(names_who("Anna.B-1"));
	assert_null(names_who("guest"));
	assert_null(names_who("@staff"));
	assert_null(names_who("@users"));
	assert_non_null(names_who("@"));
	assert_non_null(names_who("1st"));
	assert_non_null(names_who("root"));
	assert_non_null(names_who("Nobody"));
	assert_non_null(names_who("users"));
	assert_non_null(names_who("share-20001"));
	assert_non_null(names_who("a:b"));
	assert_non_null(names_user("guest"));
	assert_null(names_group("staff: anna ben"));
	assert_null(names_group("staff :anna"));
	assert_null(names_group("empty:"));
	assert_non_null(names_group("staff anna"));
	assert_non_null(names_group(": anna"));
	assert_non_null(names_group("users: anna"));
	assert_non_null(names_group("staff: anna @more"));
	assert_non_null(names_group("staff: guest"));
	assert_string_equal(names_split_group("staff : anna", name), " anna");
	assert_string_equal(name, "staff");
}

static void clients_are_networks_with_what_they_may(void **state)
{
	static const char *const bad[] = { "", "192.0.2.0/24", "192.0.2.0/24 rx", "192.0.2.1/24 rw",
		"host rw", "* rw", "192.0.2.0/24 rw,", ", 192.0.2.0/24 rw",
		"192.0.2.0/24 rw squash", "192.0.2.0/24 rw all_squash more",
		"192.0.2.0/24 rw 10.0.0.0/8 ro", "rw 192.0.2.0/24", NULL };
	struct clients clients = { 0 };
	const struct client *first = NULL;

	(void)state;
	assert_null(clients_read(
	    "192.0.2.0/24 rw, 10.0.0.0/8 ro root_squash,2001:db8::1 rw no_root_squash", &clients));
	assert_int_equal(clients.count, 3);
	assert_true(clients.list[0].write);
	assert_int_equal(clients.list[0].squash, SQUASH_ALL);
	assert_int_equal(clients.list[0].network.length, 24);
	assert_false(clients.list[1].write);
	assert_int_equal(clients.list[1].squash, SQUASH_ROOT);
	assert_int_equal(clients.list[2].network.length, 128);
	assert_int_equal(clients.list[2].squash, SQUASH_NONE);
	assert_null(clients_overlap(&clients, &first));
	assert_null(clients_read("10.1.0.0/16 rw", &clients)); /* adds */
	assert_ptr_equal(clients_overlap(&clients, &first), &clients.list[3]);
	assert_ptr_equal(first, &clients.list[1]);
	for (size_t i = 0; bad[i] != NULL; i++)
		assert_non_null(clients_check(bad[i]));
}

static void no_share_has_more_clients_than_there_is_room_for(void **state)
{
	struct clients clients = { 0 };

	(void)state;
	for (size_t i = 0; i < CLIENTS_MAX; i++)
		assert_null(clients_read("192.0.2.1 ro", &clients));
	assert_non_null(clients_read("192.0.2.1 ro", &clients));
	assert_int_equal(clients.count, CLIENTS_MAX);
}

static void a_hash_is_taken_in_each_form(void **state)
{
	static const char *const good[] = { "anna:" HEX, "anna:8846F7EAEE8FB117AD06BDD830B7586C",
		"anna:" BASE64, "  anna:" HEX,
		"anna:1000:XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX:" HEX ":[U          ]:LCT-5F4E1B2A:",
		NULL };
	struct user user;
	const char *why = NULL;

	(void)state;
	for (size_t i = 0; good[i] != NULL; i++) {
		assert_int_equal(users_read_line(good[i], &user, &why), 1);
		assert_string_equal(user.name, "anna");
		assert_string_equal(user.hash, BASE64);
	}
	assert_int_equal(users_read_line("", &user, &why), 0);
	assert_int_equal(users_read_line(" # anna:x", &user, &why), 0);
}

static void anything_else_is_no_user(void **state)
{
	static const char *const bad[] = { "anna", "anna:", ":" HEX, "anna:x", "anna:" HEX "0",
		"anna:" HEX ":",
		"anna:iEb36u6PsRetBr3YMLdYbB==", "anna:iEb36u6PsRetBr3YMLdYb===", "root:" HEX,
		"guest:" HEX, "an na:" HEX, "anna:1000:X:" HEX ":[UD         ]:LCT-5F4E1B2A:",
		"anna:1000:X:" HEX ":[NU         ]:LCT-5F4E1B2A:", "anna:1000:X:" HEX,
		"anna:1000:X:NO PASSWORDXXXXXXXXXXXXXXXXXXXXX:[U          ]:LCT-5F4E1B2A:", NULL };
	struct user user;
	const char *why;

	(void)state;
	for (size_t i = 0; bad[i] != NULL; i++) {
		why = NULL;
		assert_int_equal(users_read_line(bad[i], &user, &why), -1);
		assert_non_null(why);
	}
}

static void every_bad_line_of_the_users_is_told(void **state)
{
	static const char text[] =
	    "# who\r\nanna:" HEX "\r\nben\n\ncarla:" BASE64 "\nanna:" HEX "\nx:\n";
	struct users users = { 0 };
	struct problems problems = { 0 };

	(void)state;
	users_read(text, strlen(text), &users, "users", &problems);
	assert_int_equal(users.count, 2);
	assert_non_null(users_find(&users, "carla"));
	assert_null(users_find(&users, "ben"));
	assert_int_equal(problems.errors, 3);
	assert_int_equal(problems.list[0].line, 3);
	assert_int_equal(problems.list[1].line, 6);
	assert_int_equal(problems.list[2].line, 7);
	problems_free(&problems);
	users_free(&users);
	assert_null(users.list);
}

static void a_number_is_kept_for_ever(void **state)
{
	static const char text[] = "user anna 20001\nshare public 20005\nuser guest 20000\n";
	struct ids ids = { 0 };
	unsigned line;

	(void)state;
	assert_null(ids_read(text, strlen(text), &ids, &line));
	assert_int_equal(ids_number(&ids, IDS_USER, "anna"), 20001);
	assert_int_equal(ids_number(&ids, IDS_SHARE, "public"), 20005);
	assert_false(ids.changed);
	assert_int_equal(ids_number(&ids, IDS_SHARE, "anna"), 20006); /* a share is no user */
	assert_true(ids.changed);
	assert_int_equal(ids_number(&ids, IDS_USER, "ben"), 20007);
	assert_int_equal(ids_number(&ids, IDS_USER, "ben"), 20007);
	ids_free(&ids);
}

static void numbers_end_and_then_there_are_none(void **state)
{
	struct ids ids = { 0 };
	char name[16];

	(void)state;
	for (unsigned i = IDS_FIRST; i <= IDS_LAST; i++) {
		snprintf(name, sizeof(name), "u%u", i);
		assert_int_equal(ids_number(&ids, IDS_USER, name), i);
	}
	assert_int_equal(ids_number(&ids, IDS_USER, "more"), 0);
	assert_int_equal(ids_number(&ids, IDS_USER, "u20007"), 20007);
	ids_free(&ids);
}

static void a_table_that_is_none_is_refused(void **state)
{
	static const struct {
		const char *text;
		unsigned line;
	} bad[] = {
		{ "user anna 20001", 1 },
		{ "user anna\n", 1 },
		{ "user anna 20001 x\n", 1 },
		{ "user anna 0\n", 1 },
		{ "user anna 30000\n", 1 },
		{ "user an/na 20001\n", 1 },
		{ "group anna 20001\n", 1 },
		{ "user anna 20001\n\n", 2 },
		{ "user anna 20001\nuser anna 20002\n", 2 },
		{ "user anna 20001\nshare anna 20001\n", 2 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct ids ids = { 0 };
		unsigned line = 0;

		assert_non_null(ids_read(bad[i].text, strlen(bad[i].text), &ids, &line));
		assert_int_equal(line, bad[i].line);
		ids_free(&ids);
	}
}

static void what_is_served_follows_the_machine(void **state)
{
	const uint64_t mib = 1 << 20;
	struct capacity small = capacity_of(100 * mib, 1);
	struct capacity large = capacity_of(65536 * mib, 64);

	(void)state;
	assert_int_equal(small.nfs_threads, 8);
	assert_int_equal(small.smb_connections, 100);
	assert_int_equal(capacity_of(256 * mib, 16).nfs_threads, 32); /* memory, not processors */
	assert_int_equal(capacity_of(4096 * mib, 4).nfs_threads, 32);
	assert_int_equal(large.nfs_threads, 256);
	assert_int_equal(large.smb_connections, 16384);
	assert_true(small.smb_transfer < large.smb_transfer);
	assert_true(capacity_of(0, 0).nfs_threads > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_good_for_both_protocols),
		cmocka_unit_test(a_path_stays_below_the_folder_of_the_role),
		cmocka_unit_test(who_may_is_a_user_a_group_or_guest),
		cmocka_unit_test(clients_are_networks_with_what_they_may),
		cmocka_unit_test(no_share_has_more_clients_than_there_is_room_for),
		cmocka_unit_test(a_hash_is_taken_in_each_form),
		cmocka_unit_test(anything_else_is_no_user),
		cmocka_unit_test(every_bad_line_of_the_users_is_told),
		cmocka_unit_test(a_number_is_kept_for_ever),
		cmocka_unit_test(numbers_end_and_then_there_are_none),
		cmocka_unit_test(a_table_that_is_none_is_refused),
		cmocka_unit_test(what_is_served_follows_the_machine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
