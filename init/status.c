/* SPDX-License-Identifier: MIT */
#include "status.h"

#include "data.h"
#include "net.h"
#include "role.h"
#include "site.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct {
	char version[64];
	char platform[32];
	char line[128];
} build;

/* Where the text grows; what does not fit is cut. */
struct page {
	char *text;
	size_t size;
	size_t used;
};

static void put(struct page *page, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(struct page *page, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(page->text + page->used, page->size - page->used, format, arguments);
	va_end(arguments);
	if (length > 0)
		page->used += (size_t)length;
	if (page->used >= page->size)
		page->used = page->size - 1;
}

/* A JSON string, RFC 8259 section 7. All our texts are ASCII; anything else is masked. */
static void put_string(struct page *page, const char *text)
{
	put(page, "\"");
	for (; *text != '\0'; text++)
		put(page, "%s%c", *text == '"' || *text == '\\' ? "\\" : "",
		    *text >= ' ' && *text <= '~' ? *text : '?');
	put(page, "\"");
}

static void put_pair(struct page *page, const char *key, const char *value, const char *after)
{
	put(page, "\"%s\":", key);
	put_string(page, value);
	put(page, "%s", after);
}

static const char *last_exit(const struct service *service, char text[CHILD_STATUS])
{
	const struct restart_death *death = restart_last(&service->history);

	return death == NULL ? "" : child_status(death->status, text);
}

static unsigned restarts(const struct service *service)
{
	return service->starts > 0 ? service->starts - 1 : 0;
}

static long long seconds_since(int64_t time)
{
	return (long long)(loop_now() - time) / 1000;
}

/* JSON */

static void put_json_cards(struct page *page)
{
	char text[TEXT_PREFIX_MAX];
	const char *comma = "";

	for (size_t place = 0; place < NET_CARDS; place++) {
		const struct net_card *card = net_card_at(place);

		if (card == NULL)
			continue;
		put(page, "%s{", comma);
		put_pair(page, "name", card->name, ",");
		put_pair(page, "state", card->carrier ? "up" : "no-carrier", ",");
		put(page, "\"addresses\":[");
		for (size_t i = 0; i < card->address_count; i++)
			put(page, "%s\"%s\"", i == 0 ? "" : ",",
			    text_format_prefix(&card->addresses[i], text));
		put(page, "]}");
		comma = ",";
	}
}

static void put_json_service(struct page *page, const struct service *service)
{
	char text[CHILD_STATUS];

	put(page, "{");
	put_pair(page, "name", service->plan->name, ",");
	put_pair(page, "state", service_state_name(service->state), ",");
	put(page, "\"pid\":%d,\"restarts\":%u,\"since_seconds\":%lld,", (int)service->child.pid,
	    restarts(service), seconds_since(service->since));
	put_pair(page, "last_exit", last_exit(service, text), "}");
}

static void put_json_roles(struct page *page)
{
	for (size_t i = 0; i < role_count(); i++) {
		const struct role *role = role_at(i);

		put(page, "%s{", i == 0 ? "" : ",");
		put_pair(page, "name", role->manifest.name, ",");
		put_pair(page, "state", service_state_name(role_state(role)), ",");
		put(page, "\"services\":[");
		for (size_t j = 0; j < role->manifest.service_count; j++) {
			put(page, "%s", j == 0 ? "" : ",");
			put_json_service(page, &role->services[j]);
		}
		put(page, "]}");
	}
}

static void put_json(struct page *page, const char *hostname)
{
	put(page, "{");
	put_pair(page, "version", build.version, ",");
	put_pair(page, "hostname", hostname, ",");
	put(page, "\"uptime_seconds\":%lld,", seconds_since(0));
	put_pair(page, "platform", build.platform, ",");
	put(page, "\"data\":{");
	put_pair(page, "kind", data_kind(), ",");
	put(page, "\"persistent\":%s},\"network\":[", data_is_persistent() ? "true" : "false");
	put_json_cards(page);
	put(page, "],\"roles\":[");
	put_json_roles(page);
	put(page, "],\"ready\":%s}\n", roles_ready() ? "true" : "false");
}

/* Text */

static void put_text_service(struct page *page, const struct service *service)
{
	char text[CHILD_STATUS];

	put(page, "%-20s %-12s %6d %8u %7lld s  %s\n", service->name,
	    service_state_name(service->state), (int)service->child.pid, restarts(service),
	    seconds_since(service->since), last_exit(service, text));
}

static void put_text(struct page *page, const char *hostname)
{
	char text[TEXT_PREFIX_MAX];

	put(page, "%s: %s, up %lld s, %s\n", hostname, build.line, seconds_since(0),
	    roles_ready() ? "ready" : "not ready");
	put(page, "data: %s (%s)\n", data_kind(),
	    data_is_persistent() ? "kept" : "lost at the next boot");
	for (size_t place = 0; place < NET_CARDS; place++) {
		const struct net_card *card = net_card_at(place);

		if (card == NULL)
			continue;
		put(page, "net: %s: %s", card->name, card->carrier ? "up" : "no carrier");
		for (size_t i = 0; i < card->address_count; i++)
			put(page, " %s", text_format_prefix(&card->addresses[i], text));
		put(page, "\n");
	}
	put(page, "%-20s %-12s %6s %8s %9s  %s\n", "SERVICE", "STATE", "PID", "RESTARTS", "SINCE",
	    "LAST EXIT");
	for (size_t i = 0; i < role_count(); i++)
		for (size_t j = 0; j < role_at(i)->manifest.service_count; j++)
			put_text_service(page, &role_at(i)->services[j]);
}

size_t status_write(char *text, size_t size, bool json)
{
	struct page page = { text, size, 0 };
	char hostname[65] = "";

	gethostname(hostname, sizeof(hostname) - 1);
	if (json)
		put_json(&page, hostname);
	else
		put_text(&page, hostname);
	return page.used;
}

void status_open(void)
{
	struct problems problems = { 0 };
	const struct site_section *section;
	struct site file;

	site_load(&file, "/etc/whit", "build", &problems);
	section = site_section(&file, "build");
	snprintf(build.version, sizeof(build.version), "%s",
	    site_value(&file, section, "version", "unknown"));
	snprintf(build.platform, sizeof(build.platform), "%s",
	    site_value(&file, section, "platform", "unknown"));
	snprintf(build.line, sizeof(build.line), "whit %s (%s)", build.version, build.platform);
	site_free(&file);
	problems_free(&problems);
}

const char *status_version(void)
{
	return build.line;
}
