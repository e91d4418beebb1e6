/* SPDX-License-Identifier: MIT */
/*
 * self-made - a certificate signed by its own key, for hosts that were given none. It encrypts, and
 * proves nothing: browsers warn. Its fingerprint is logged, so that whoever sees the
 * console can compare.
 *
 * It has no end (RFC 5280 4.1.2.5: 99991231235959Z) and a start long past: machines without a
 * clock are machines too, and nobody is there to renew it.
 */

#include "certificate.h"
#include "text-values.h"

#include <errno.h>
#include <fcntl.h>
#include <mbedtls/ecp.h>
#include <mbedtls/sha256.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAMES_MAX = 256, PEM_MAX = 64 * 1024 };

/* Is there a pair whose certificate has all the names? A list of none is had by any. */
static bool fits(const char *certificate_path, const char *key_path, const char *names)
{
	static unsigned char text[PEM_MAX];
	ssize_t size = certificate_read(certificate_path, text, sizeof(text));
	char word[TEXT_WORD_MAX];
	mbedtls_x509_crt certificate;
	bool good = true;

	if (size == -1 || access(key_path, R_OK) == -1)
		return false;
	mbedtls_x509_crt_init(&certificate);
	if (mbedtls_x509_crt_parse(&certificate, text, (size_t)size))
		good = false;
	while (good && text_next_word(&names, word, sizeof(word)) == 1)
		good = certificate_has_name(&certificate, word);
	mbedtls_x509_crt_free(&certificate);
	return good;
}

/* Written to PATH.new and renamed: a power cut leaves the old pair or the new certificate's key
 * without it, and then both are made again. */
static int write_pem(const char *path, const unsigned char *pem, mode_t mode)
{
	char new[PATH_MAX + 8];
	size_t length = strlen((const char *)pem);
	int fd;
	bool good;

	snprintf(new, sizeof(new), "%s.new", path);
	unlink(new);
	fd = open(new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	if (fd == -1)
		return -1;
	good = write(fd, pem, length) == (ssize_t)length && fsync(fd) == 0;
	close(fd);
	return good ? rename(new, path) : -1;
}

/* The names as the list that the library writes; words and nodes live in arrays of this function. */
static mbedtls_x509_san_list *list_names(const char *names)
{
	static mbedtls_x509_san_list nodes[NAMES_MAX];
	static char words[NAMES_MAX][256];
	size_t count = 0;

	while (count < NAMES_MAX && text_next_word(&names, words[count], sizeof(words[0])) == 1) {
		nodes[count] = (mbedtls_x509_san_list){ 0 };
		nodes[count].node.type = MBEDTLS_X509_SAN_DNS_NAME;
		nodes[count].node.san.unstructured_name.p = (unsigned char *)words[count];
		nodes[count].node.san.unstructured_name.len = strlen(words[count]);
		if (count > 0)
			nodes[count - 1].next = &nodes[count];
		count++;
	}
	return count > 0 ? nodes : NULL;
}

/* Fills pem with a certificate of key for the names. 0, or an error of the library. */
static int sign(mbedtls_pk_context *key, const char *names, unsigned char pem[PEM_MAX])
{
	mbedtls_x509write_cert made;
	mbedtls_x509_san_list *list = list_names(names);
	unsigned char serial[16];
	int error;

	mbedtls_x509write_crt_init(&made);
	mbedtls_x509write_crt_set_version(&made, MBEDTLS_X509_CRT_VERSION_3);
	mbedtls_x509write_crt_set_md_alg(&made, MBEDTLS_MD_SHA256);
	mbedtls_x509write_crt_set_subject_key(&made, key);
	mbedtls_x509write_crt_set_issuer_key(&made, key);
	error = certificate_random(NULL, serial, sizeof(serial));
	serial[0] = (serial[0] & 0x7f) | 1;
	if (!error)
		error = mbedtls_x509write_crt_set_serial_raw(&made, serial, sizeof(serial));
	if (!error)
		error = mbedtls_x509write_crt_set_subject_name(&made, "CN=self-made by Whit");
	if (!error)
		error = mbedtls_x509write_crt_set_issuer_name(&made, "CN=self-made by Whit");
	if (!error)
		error =
		    mbedtls_x509write_crt_set_validity(&made, "20200101000000", "99991231235959");
	if (!error)
		error = mbedtls_x509write_crt_set_basic_constraints(&made, 0, -1);
	if (!error && list)
		error = mbedtls_x509write_crt_set_subject_alternative_name(&made, list);
	if (!error)
		error = mbedtls_x509write_crt_pem(&made, pem, PEM_MAX, certificate_random, NULL);
	mbedtls_x509write_crt_free(&made);
	return error;
}

static void say_fingerprint(const unsigned char *pem, const char *names)
{
	mbedtls_x509_crt certificate;
	unsigned char hash[32];

	mbedtls_x509_crt_init(&certificate);
	if (mbedtls_x509_crt_parse(&certificate, pem, strlen((const char *)pem) + 1) == 0 &&
	    mbedtls_sha256(certificate.raw.p, certificate.raw.len, hash, 0) == 0) {
		fprintf(stderr,
		    "http: NO CERTIFICATE WAS GIVEN: made a self-signed one for %s; "
		    "browsers will warn. SHA-256 ",
		    *names ? names : "any name");
		for (size_t i = 0; i < sizeof(hash); i++)
			fprintf(stderr, "%02X%s", hash[i], i + 1 < sizeof(hash) ? ":" : "\n");
	}
	mbedtls_x509_crt_free(&certificate);
}

/* The key is renamed into place last: it is what fits() misses after a power cut. */
static int make(const char *certificate_path, const char *key_path, const char *names, bool quiet,
    char why[PROBLEM_TEXT_MAX])
{
	static unsigned char certificate[PEM_MAX], secret[PEM_MAX];
	mbedtls_pk_context key;
	int error;

	mbedtls_pk_init(&key);
	error = mbedtls_pk_setup(&key, mbedtls_pk_info_from_type(MBEDTLS_PK_ECKEY));
	if (!error)
		error = mbedtls_ecp_gen_key(MBEDTLS_ECP_DP_SECP256R1, mbedtls_pk_ec(key),
		    certificate_random, NULL);
	if (!error)
		error = sign(&key, names, certificate);
	if (!error)
		error = mbedtls_pk_write_key_pem(&key, secret, sizeof(secret));
	mbedtls_pk_free(&key);
	if (error) {
		snprintf(why, PROBLEM_TEXT_MAX, "cannot make a certificate: error -0x%04x", -error);
		return -1;
	}
	unlink(key_path);
	error = write_pem(certificate_path, certificate, 0644);
	if (error == 0)
		error = write_pem(key_path, secret, 0600);
	memset(secret, 0, sizeof(secret));
	if (error)
		snprintf(why, PROBLEM_TEXT_MAX, "cannot write self-made.crt and .key: %s",
		    strerror(errno));
	else if (!quiet)
		say_fingerprint(certificate, names);
	return error;
}

int self_made(const char *folder, const char *names, bool quiet, char why[PROBLEM_TEXT_MAX])
{
	char certificate[PATH_MAX], key[PATH_MAX];

	path_join(certificate, folder, "self-made.crt");
	path_join(key, folder, "self-made.key");
	if (fits(certificate, key, names))
		return 0;
	return make(certificate, key, names, quiet, why);
}
