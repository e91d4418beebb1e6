/* SPDX-License-Identifier: MIT */
/* Sections into hosts and paths, and what they inherit. */

#include "http.h"
#include "tests/test.h"

#include <string.h>

static struct site site;
static struct problems problems;
static struct http http;

static void read_site(const char *text)
{
	memset(&problems, 0, sizeof(problems));
	memset(&http, 0, sizeof(http));
	http.site = &site;
	assert_int_equal(site_parse(&site, "site.conf", text, strlen(text), &problems), 0);
	assert_int_equal(hosts_read(&http, &problems), 0);
}

static int forget(void **state)
{
	(void)state;
	hosts_free(&http);
	site_free(&site);
	problems_free(&problems);
	return 0;
}

static void without_a_section_there_is_one_host(void **state)
{
	struct content content;

	(void)state;
	read_site("");
	assert_int_equal(http.host_count, 1);
	content = place_content(&http.hosts[0].place);
	assert_int_equal(content.kind, CONTENT_FILES);
	assert_string_equal(content.value, "http/www");
	assert_null(content.section);
}

static void sections_are_hosts_and_paths(void **state)
{
	(void)state;
	read_site("[http./a/]\n[http.b/c]\n[http.b]\n[http.b/*.d.e]\n");
	assert_int_equal(problems.errors, 0);
	assert_int_equal(http.host_count, 2);
	assert_int_equal(http.hosts[0].path_count, 1);
	assert_int_equal(http.hosts[0].paths[0].match, PATH_FOLDER);
	assert_string_equal(http.hosts[1].label, "b");
	assert_int_equal(http.hosts[1].path_count, 2);
	assert_int_equal(http.hosts[1].paths[0].match, PATH_EXACT);
	assert_string_equal(http.hosts[1].paths[0].path, "/c");
	assert_int_equal(http.hosts[1].paths[1].match, PATH_ENDING);
	assert_string_equal(http.hosts[1].paths[1].path, "*.d.e");
}

static void bad_paths_are_told(void **state)
{
	static const char *const bad[] = { "[http./]\n", "[http./a b]\n", "[http./a\"b]\n",
		"[http./a$b]\n", "[http./a;b]\n", "[http./a{b]\n", "[http./a//b]\n",
		"[http./../a]\n", "[http./*]\n", "[http./*.]\n", "[http./*.a/]\n",
		"[http./a/*.b]\n", "[http./%41]\n", "[http.nobody/a]\n" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		read_site(bad[i]);
		assert_int_equal(problems.errors, 1);
		assert_int_equal(http.hosts[0].path_count, 0);
		forget(NULL);
	}
	read_site("");
}

static void a_path_has_what_its_host_and_the_role_say(void **state)
{
	struct place place;

	(void)state;
	read_site("[http]\ncache = 1h\ngzip = no\n[http.a]\ncache = 2h\nauth = x\n"
	          "[http.a/b/]\nauth = no\n[http.a/*.c]\ngzip = yes\n");
	place = place_of_path(&http.hosts[1], NULL, &http.hosts[1].paths[0]);
	assert_string_equal(place_value(&place, "auth", ""), "no");
	assert_int_equal(place_seconds(&place, "cache", 0), 7200);
	assert_false(place_bool(&place, "gzip", true));
	place = place_of_path(&http.hosts[1], &http.hosts[1].paths[1], &http.hosts[1].paths[0]);
	assert_true(place_bool(&place, "gzip", false));
	assert_string_equal(place_value(&place, "auth", ""), "no");
	place = place_of_path(&http.hosts[1], &http.hosts[1].paths[1], NULL);
	assert_string_equal(place_value(&place, "auth", ""), "x");
}

static void what_is_shown_is_said_by_one_section(void **state)
{
	struct place place;
	struct content content;

	(void)state;
	read_site("[http]\nredirect = /x/\n[http.a]\nproxy = http://127.0.0.1\n[http.a/b/]\nroot = "
	          "http/b\n"
	          "[http.a/c/]\ncache = 1h\n[http.d]\nlog = off\n");
	place = place_of_path(&http.hosts[1], NULL, &http.hosts[1].paths[0]);
	content = place_content(&place);
	assert_int_equal(content.kind, CONTENT_FILES);
	assert_string_equal(content.value, "http/b");
	place = place_of_path(&http.hosts[1], NULL, &http.hosts[1].paths[1]);
	assert_int_equal(place_content(&place).kind, CONTENT_PROXY);
	assert_int_equal(place_content(&http.hosts[2].place).kind, CONTENT_REDIRECT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(without_a_section_there_is_one_host, forget),
		cmocka_unit_test_teardown(sections_are_hosts_and_paths, forget),
		cmocka_unit_test_teardown(bad_paths_are_told, forget),
		cmocka_unit_test_teardown(a_path_has_what_its_host_and_the_role_say, forget),
		cmocka_unit_test_teardown(what_is_shown_is_said_by_one_section, forget),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
