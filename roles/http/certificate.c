/* SPDX-License-Identifier: MIT */
/*
 * certificate - are a host's certificate and key good, and do they belong together?
 *
 * nginx's own check would say some of this too, but in OpenSSL's words. Keys of kinds that this
 * library does not know (Ed25519) are left to nginx.
 */

#include "certificate.h"
#include "cleanup.h"
#include "text-values.h"

#include <errno.h>
#include <mbedtls/error.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>
#include <time.h>

int certificate_random(void *context, unsigned char *out, size_t size)
{
	(void)context;
	while (size > 0) {
		ssize_t got = getrandom(out, size, 0);

		if (got == -1 && errno != EINTR)
			return -1;
		if (got > 0) {
			out += got;
			size -= (size_t)got;
		}
	}
	return 0;
}

/* Reads a PEM file with its NUL, as the library wants it. Returns the size with NUL, or -1. */
ssize_t certificate_read(const char *path, unsigned char *buffer, size_t size)
{
	FILE *in = fopen(path, "re");
	size_t length;

	if (!in)
		return -1;
	length = fread(buffer, 1, size - 1, in);
	if (ferror(in) || !feof(in)) {
		fclose(in);
		errno = EFBIG;
		return -1;
	}
	fclose(in);
	buffer[length] = '\0';
	return (ssize_t)length + 1;
}

/* Does the certificate's name match a host's, "*." in the left-most place counting as one label? */
static bool name_matches(const char *pattern, size_t length, const char *name)
{
	if (strlen(name) == length && strncasecmp(pattern, name, length) == 0)
		return true;
	if (length < 3 || pattern[0] != '*' || pattern[1] != '.')
		return false;
	name = strchr(name, '.');
	return name && strlen(name) == length - 1 &&
	    strncasecmp(pattern + 1, name, length - 1) == 0;
}

bool certificate_has_name(const mbedtls_x509_crt *certificate, const char *name)
{
	const mbedtls_x509_sequence *entry = &certificate->subject_alt_names;

	for (; entry && entry->buf.p; entry = entry->next) {
		bool dns =
		    (entry->buf.tag & MBEDTLS_ASN1_TAG_VALUE_MASK) == MBEDTLS_X509_SAN_DNS_NAME;

		if (dns && name_matches((const char *)entry->buf.p, entry->buf.len, name))
			return true;
	}
	return false;
}

/* Good perhaps, but of a kind this library was not built for: nginx will tell. */
static bool is_unknown_kind(int error)
{
	return error == MBEDTLS_ERR_PK_UNKNOWN_PK_ALG ||
	    error == MBEDTLS_ERR_PK_FEATURE_UNAVAILABLE ||
	    error == MBEDTLS_ERR_PK_UNKNOWN_NAMED_CURVE ||
	    error == MBEDTLS_ERR_X509_UNKNOWN_SIG_ALG ||
	    error == MBEDTLS_ERR_X509_FEATURE_UNAVAILABLE;
}

/* What is wrong with the key file, or NULL. *known: its kind is one this library can judge. */
static const char *read_key(mbedtls_pk_context *key, const char *path, bool *known)
{
	static unsigned char text[CERTIFICATE_TEXT_MAX];
	ssize_t size = certificate_read(path, text, sizeof(text));
	int error;

	*known = false;
	if (size == -1)
		return strerror(errno);
	if (strstr((char *)text, "ENCRYPTED"))
		return "is encrypted, and nobody is there to type its pass phrase: store it "
		       "decrypted";
	if (!strstr((char *)text, "PRIVATE KEY-----"))
		return "holds no private key in PEM form";
	error = mbedtls_pk_parse_key(key, text, (size_t)size, NULL, 0, certificate_random, NULL);
	memset(text, 0, sizeof(text));
	if (is_unknown_kind(error))
		return NULL;
	if (error)
		return "holds no private key that can be read";
	*known = true;
	return NULL;
}

static void judge_dates(const struct http *http, const struct site_entry *entry,
    const mbedtls_x509_crt *certificate, struct problems *problems)
{
	const mbedtls_x509_time *end = &certificate->valid_to, *start = &certificate->valid_from;

	/* On the machine the clock may not be set yet. */
	if (!http->folders->host)
		return;
	if (mbedtls_x509_time_is_past(end))
		problem_warn(problems, http->site->file, entry->line, "certificate",
		    "expired on %04d-%02d-%02d", end->year, end->mon, end->day);
	else if (mbedtls_x509_time_is_future(start))
		problem_warn(problems, http->site->file, entry->line, "certificate",
		    "is not valid before %04d-%02d-%02d", start->year, start->mon, start->day);
}

static void judge_names(const struct http *http, const struct host *host,
    const struct site_entry *entry, const mbedtls_x509_crt *certificate, struct problems *problems)
{
	const struct site_entry *names = NULL;
	char word[TEXT_WORD_MAX];
	bool any = false;

	while ((names = site_next_entry(http->site, host->section, "names", names))) {
		const char *rest = names->value;

		any = true;
		while (text_next_word(&rest, word, sizeof(word)) == 1)
			if (!certificate_has_name(certificate, word))
				problem_warn(problems, http->site->file, entry->line, "certificate",
				    "is not made for the name %s", word);
	}
	if (!any && *host->label && !certificate_has_name(certificate, host->label))
		problem_warn(problems, http->site->file, entry->line, "certificate",
		    "is not made for the name %s", host->label);
}

static void judge_pair(const struct http *http, const struct host *host,
    const struct site_entry *entry, mbedtls_x509_crt *certificate, struct problems *problems)
{
	const struct site_entry *key_entry = place_entry(&host->place, "key");
	mbedtls_pk_context key;
	bool known;
	const char *why;

	mbedtls_pk_init(&key);
	why = read_key(&key, host->key, &known);
	if (why) {
		problem_add(problems, http->site->file, key_entry->line, "key", "%s %s",
		    key_entry->value, why);
	} else if (known && mbedtls_pk_get_type(&certificate->pk) != MBEDTLS_PK_NONE &&
	    mbedtls_pk_check_pair(&certificate->pk, &key, certificate_random, NULL)) {
		problem_add(problems, http->site->file, entry->line, "certificate",
		    "%s does not match its key %s", entry->value, key_entry->value);
	}
	mbedtls_pk_free(&key);
}

void certificate_check(const struct http *http, const struct host *host, struct problems *problems)
{
	static unsigned char text[CERTIFICATE_TEXT_MAX];
	const struct site_entry *entry = place_entry(&host->place, "certificate");
	ssize_t size = certificate_read(host->certificate, text, sizeof(text));
	mbedtls_x509_crt certificate;
	int error;

	if (size == -1)
		return; /* schema_check_files() has said that it is not there */
	mbedtls_x509_crt_init(&certificate);
	error = strstr((char *)text, "BEGIN CERTIFICATE-----")
	    ? mbedtls_x509_crt_parse(&certificate, text, (size_t)size)
	    : MBEDTLS_ERR_X509_INVALID_FORMAT;
	if (error < 0 && !is_unknown_kind(error)) {
		problem_add(problems, http->site->file, entry->line, "certificate",
		    "%s is no certificate in PEM form", entry->value);
	} else if (error == 0) {
		judge_dates(http, entry, &certificate, problems);
		judge_names(http, host, entry, &certificate, problems);
		if (*host->key)
			judge_pair(http, host, entry, &certificate, problems);
	}
	mbedtls_x509_crt_free(&certificate);
}
