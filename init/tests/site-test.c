/* SPDX-License-Identifier: MIT */
/* What site.h promises: sections, entries, lines; and every bad line reported with its number. */

#include "site.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The lines of all problems, blank separated: "3 7". Frees them. */
static const char *lines_of(struct problems *problems)
{
	static char lines[256];

	lines[0] = '\0';
	problems_sort(problems);
	for (size_t i = 0; i < problems->count; i++)
		snprintf(lines + strlen(lines), sizeof(lines) - strlen(lines), "%s%u", i ? " " : "",
		    problems->list[i].line);
	problems_free(problems);
	return lines;
}

static struct site parse(const char *text, const char *wanted_problem_lines)
{
	struct problems problems = { 0 };
	struct site site;

	assert_int_equal(site_parse(&site, "f", text, strlen(text), &problems), 0);
	assert_string_equal(lines_of(&problems), wanted_problem_lines);
	return site;
}

static const char *value(const struct site *site, const char *title, const char *key)
{
	return site_value(site, site_section(site, title), key, "(none)");
}

static void entries_stand_in_their_sections(void **state)
{
	struct site site = parse("[site]\nhostname = demo\n\n[dns]\n[dns.example.net]\n"
	                         "from=192.0.2.1\nkey =  a b \n",
	    "");
	const struct site_section *zone = site_section(&site, "dns.example.net");

	assert_int_equal(site.section_count, 3);
	assert_int_equal(site.entry_count, 3);
	assert_string_equal(value(&site, "site", "hostname"), "demo");
	assert_string_equal(value(&site, "dns", "from"), "(none)");
	assert_string_equal(value(&site, "dns.example.net", "from"), "192.0.2.1");
	assert_string_equal(value(&site, "dns.example.net", "key"), "a b");
	assert_string_equal(value(&site, "nowhere", "key"), "(none)");
	assert_string_equal(zone->role, "dns");
	assert_string_equal(zone->name, "example.net");
	assert_int_equal(zone->line, 5);
	assert_int_equal(site_line(&site, zone, "key"), 7);
	assert_int_equal(site_line(&site, zone, "nothing"), 5);
	assert_int_equal(site_line(&site, NULL, "nothing"), 0);
	site_free(&site);
	(void)state;
}

static void comments_are_no_values(void **state)
{
	struct site site = parse("# one\n; two\n  # three\n[a] ; four\n[b] # five\n"
	                         "k = v   ; six\nl = v;w\nm = v # kept\nn = ; all\no =\n",
	    "");

	assert_string_equal(value(&site, "b", "k"), "v");
	assert_string_equal(value(&site, "b", "l"), "v;w");
	assert_string_equal(value(&site, "b", "m"), "v # kept");
	assert_string_equal(value(&site, "b", "n"), "");
	assert_string_equal(value(&site, "b", "o"), "");
	site_free(&site);
	(void)state;
}

static void walks_go_in_the_order_of_the_file(void **state)
{
	struct site site = parse("[dns.b]\n[http]\n[dns]\n[dns.a]\nk = 1\nx = 2\nk = 3\n", "");
	const struct site_section *section = NULL;
	const struct site_entry *entry = NULL;

	section = site_next_section(&site, "dns", section);
	assert_string_equal(section->name, "b");
	section = site_next_section(&site, "dns", section);
	assert_string_equal(section->name, "a");
	entry = site_next_entry(&site, section, "k", entry);
	assert_string_equal(entry->value, "1");
	entry = site_next_entry(&site, section, "k", entry);
	assert_string_equal(entry->value, "3");
	assert_null(site_next_entry(&site, section, "k", entry));
	assert_null(site_next_section(&site, "dns", section));
	assert_null(site_next_section(&site, "http", NULL));
	site_free(&site);
	(void)state;
}

static void typed_look_ups_fall_back(void **state)
{
	struct site site = parse("[a]\nb = yes\ni = 42\nd = 2s\ns = 4K\nbad = x\n", "");
	const struct site_section *section = site_section(&site, "a");

	assert_true(site_bool(&site, section, "b", false));
	assert_true(site_bool(&site, section, "bad", true));
	assert_int_equal(site_integer(&site, section, "i", 7), 42);
	assert_int_equal(site_integer(&site, section, "bad", 7), 7);
	assert_int_equal(site_duration(&site, section, "d", 7), 2000);
	assert_int_equal(site_size(&site, section, "s", 7), 4096);
	assert_int_equal(site_size(&site, NULL, "s", 7), 7);
	site_free(&site);
	(void)state;
}

static void every_bad_line_is_reported(void **state)
{
	struct site site =
	    parse("k = before\n[a]\nnothing\n= no key\nUpper = 1\nkey: 1\nok = 1\n"
	          "a b = 1\n[open\nof the bad = 1\nx = 1\n[]\n[.x]\n[x.]\n[ x ]\n[y] z\n[a]\n",
	        "1 3 4 5 6 8 9 10 12 13 14 15 16 17");

	assert_string_equal(value(&site, "a", "ok"), "1");
	assert_string_equal(value(&site, "a", "x"), "(none)");
	site_free(&site);
	(void)state;
}

static void line_ends_do_not_matter(void **state)
{
	struct site site = parse("\xef\xbb\xbf[a]\r\nk = v\r\n\r\n[b]\r\nk = w", "");

	assert_string_equal(value(&site, "a", "k"), "v");
	assert_string_equal(value(&site, "b", "k"), "w");
	assert_int_equal(site_section(&site, "b")->line, 4);
	site_free(&site);
	(void)state;
}

static void odd_bytes_are_refused_line_by_line(void **state)
{
	static const char text[] =
	    "[a]\nk = \0v\nl = \xff\nm = \x1b[2J\nn = \xc3\xa9\no\rp = 1\nq = 1\n";
	struct problems problems = { 0 };
	struct site site;

	assert_int_equal(site_parse(&site, "f", text, sizeof(text) - 1, &problems), 0);
	assert_string_equal(lines_of(&problems), "2 3 4 6");
	assert_string_equal(value(&site, "a", "n"), "\xc3\xa9");
	assert_string_equal(value(&site, "a", "q"), "1");
	site_free(&site);
	(void)state;
}

/* inih itself cuts section names at 49 bytes and lines at its buffer. */
static void long_names_and_lines_are_kept_whole(void **state)
{
	static char text[3 * SITE_LINE_MAX], name[300];
	struct site site;
	const char *kept;

	memset(name, 'n', sizeof(name) - 1);
	snprintf(text, sizeof(text), "[dns.%s]\nk = %0*d\n%s = 1\n", name, SITE_LINE_MAX - 4, 7,
	    name);
	site = parse(text, "");
	assert_string_equal(site.sections[0].name, name);
	kept = site.entries[0].value;
	assert_int_equal(strlen(kept), SITE_LINE_MAX - 4);
	assert_string_equal(kept + strlen(kept) - 2, "07");
	assert_string_equal(site.entries[1].key, name);
	site_free(&site);

	snprintf(text, sizeof(text), "[a]\nk = %0*d\nl = 1\n", SITE_LINE_MAX, 7);
	site = parse(text, "2");
	assert_string_equal(value(&site, "a", "l"), "1");
	site_free(&site);
	(void)state;
}

static void nothing_is_a_site_too(void **state)
{
	struct site site = parse("", "");

	assert_int_equal(site.section_count, 0);
	assert_null(site_section(&site, "site"));
	assert_null(site_next_section(&site, "dns", NULL));
	site_free(&site);
	(void)state;
}

static void a_file_has_a_limit(void **state)
{
	char *text = calloc(1, SITE_FILE_MAX + 1);
	struct problems problems = { 0 };
	struct site site;

	memset(text, '\n', SITE_FILE_MAX + 1);
	assert_int_equal(site_parse(&site, "f", text, SITE_FILE_MAX, &problems), 0);
	assert_int_equal(problems.errors, 0);
	site_free(&site);
	assert_int_equal(site_parse(&site, "f", text, SITE_FILE_MAX + 1, &problems), 0);
	assert_int_equal(problems.errors, 1);
	site_free(&site);
	problems_free(&problems);
	free(text);
	(void)state;
}

static void what_is_no_file_is_reported(void **state)
{
	static const char *const files[] = { "no-such-file", ".", "null/x" };

	for (size_t i = 0; i < 3; i++) {
		struct problems problems = { 0 };
		struct site site;

		assert_int_equal(site_load(&site, "/dev", files[i], &problems), 0);
		assert_int_equal(problems.errors, 1);
		assert_int_equal(site.section_count, 0);
		site_free(&site);
		problems_free(&problems);
	}
	(void)state;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entries_stand_in_their_sections),
		cmocka_unit_test(comments_are_no_values),
		cmocka_unit_test(walks_go_in_the_order_of_the_file),
		cmocka_unit_test(typed_look_ups_fall_back),
		cmocka_unit_test(every_bad_line_is_reported),
		cmocka_unit_test(line_ends_do_not_matter),
		cmocka_unit_test(odd_bytes_are_refused_line_by_line),
		cmocka_unit_test(long_names_and_lines_are_kept_whole),
		cmocka_unit_test(nothing_is_a_site_too),
		cmocka_unit_test(a_file_has_a_limit),
		cmocka_unit_test(what_is_no_file_is_reported),
	};

	return cmocka_run_group_tests_name("site", tests, NULL, NULL);
}
