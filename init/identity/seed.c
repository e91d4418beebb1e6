/* SPDX-License-Identifier: MIT */
#include "seed.h"

#include "cleanup.h"
#include "file.h"
#include "io.h"
#include "secure-boot.h"
#include "seed-text.h"
#include "smbios.h"
#include "volume.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/statfs.h>
#include <time.h>
#include <unistd.h>

#define FW_CFG "/sys/firmware/qemu_fw_cfg/by_name/opt/org.whit/seed/raw"
#define SMBIOS "/sys/firmware/dmi/tables/DMI"
#define FIRST_LINE "# whit-seed"
#define TAKEN "/data/system/seed.conf" /* the last one that was taken */
#define KEPT_SECRETS "/data/system/secrets"

enum {
	SEED_MAX = 64 * 1024,
	LOOK_EVERY = 250, /* ms, for a seed that is waited for */
};

struct text {
	char bytes[SEED_MAX + 1];
	ssize_t length; /* -1 = there is no seed, 0 = where one should be is none */
};

static ssize_t read_smbios(char *text)
{
	static char tables[SEED_MAX];
	ssize_t whole = io_read_file(SMBIOS, tables, sizeof(tables));
	const char *found;
	size_t size;

	if (whole <= 0)
		return -1;
	found = smbios_oem_string(tables, (size_t)whole, FIRST_LINE, &size);
	if (found == NULL)
		return -1;
	memcpy(text, found, size);
	text[size] = '\0';
	return (ssize_t)size;
}

/* Looks at each place once. Returns which has a seed, or NULL. */
static const char *look(struct text *text)
{
	text->length = io_read_file(FW_CFG, text->bytes, SEED_MAX);
	if (text->length != -1)
		return "fw_cfg";
	if (errno != ENOENT)
		fprintf(stderr, "seed: fw_cfg: %s\n", strerror(errno));
	text->length = read_smbios(text->bytes);
	if (text->length != -1)
		return "SMBIOS";
	text->length = volume_read(text->bytes, SEED_MAX);
	return "the volume WHITSEED";
}

static const char *find(struct text *text, uint64_t wait)
{
	const struct timespec pause = { .tv_nsec = LOOK_EVERY * 1000000L };
	const char *from = look(text);

	for (uint64_t waited = 0; text->length == -1 && waited < wait; waited += LOOK_EVERY) {
		nanosleep(&pause, NULL);
		from = look(text);
	}
	if (text->length == -1 && wait > 0)
		printf("no seed has come in %llu s\n", (unsigned long long)wait / 1000);
	return from;
}

/* Does /data outlive this boot? */
static bool is_kept(void)
{
	struct statfs data;

	return statfs("/data", &data) == 0 && data.f_type == EXT4_SUPER_MAGIC;
}

static void flush(void)
{
	autoclose int fd = open("/data", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd == -1 || syncfs(fd) == -1)
		fprintf(stderr, "seed: /data: %s\n", strerror(errno));
}

/* From now on it is in force, and when /data keeps it, on later boots too. The text comes last: after a
 * power cut before it all is taken again. */
static void take(const struct text *text, bool keeps)
{
	volume_copy_secrets(keeps ? KEPT_SECRETS : SEED_SECRETS);
	if (!keeps)
		return;
	flush();
	if (file_replace(TAKEN, text->bytes, 0600) == -1)
		fprintf(stderr, "seed: " TAKEN ": %s\n", strerror(errno));
	flush();
}

/* Is there one, and without mistakes? Else it is empty. */
static bool parse(struct site *seed, const char *name, const struct text *text,
    struct problems *problems)
{
	*seed = (struct site){ 0 };
	return text->length > 0 &&
	    seed_text_parse(seed, name, text->bytes, (size_t)text->length, problems);
}

static void refuse(const char *from, bool is_there)
{
	if (is_there)
		printf("the seed of %s is refused: Secure Boot is on, and it is not signed\n",
		    from);
}

/* With Secure Boot on only what the machine's owner has signed counts, and there is no way yet to sign a seed: says
 * which there are. No volume is mounted, no text is parsed. */
static void refuse_all(void)
{
	static char text[SEED_MAX + 1];

	refuse("fw_cfg", access(FW_CFG, F_OK) == 0);
	refuse("SMBIOS", read_smbios(text) != -1);
	refuse("the volume WHITSEED", volume_is_there());
	refuse("an earlier start", is_kept() && access(TAKEN, F_OK) == 0);
}

void seed_read(struct site *seed, uint64_t wait, struct problems *problems)
{
	static struct text found, taken;
	const char *from;
	const char *instance;
	bool keeps = is_kept();
	struct site new;

	if (secure_boot_is_on()) {
		refuse_all();
		return;
	}
	from = find(&found, wait);
	taken.length = keeps ? io_read_file(TAKEN, taken.bytes, SEED_MAX) : -1;
	parse(seed, "seed taken before", &taken, problems);
	if (parse(&new, "seed", &found, problems) &&
	    (*(instance = seed_text_instance(&new)) == '\0' ||
	        strcmp(instance, seed_text_instance(seed)) != 0)) {
		site_free(seed);
		*seed = new;
		take(&found, keeps && *instance != '\0');
		printf("the seed of %s is taken (instance %s)\n", from,
		    *instance == '\0' ? "none" : instance);
	} else {
		site_free(&new);
		if (seed->section_count > 0)
			printf("the seed taken before is in force (instance %s)\n",
			    seed_text_instance(seed));
	}
	volume_leave();
}
