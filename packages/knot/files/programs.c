/* SPDX-License-Identifier: MIT
 *
 * knotd, knotc, kzonecheck and keymgr as one program that does what its name says. They share nearly all their code, and
 * the machine's root is in RAM: four copies of Knot's libraries and GnuTLS would be 7 MB more of it.
 */
#include <stdio.h>
#include <string.h>

int knotd_main(int argc, char **argv);
int knotc_main(int argc, char **argv);
int kzonecheck_main(int argc, char **argv);
int keymgr_main(int argc, char **argv);

static const struct {
	const char *name;
	int (*main)(int argc, char **argv);
} programs[] = {
	{ "knotd", knotd_main },
	{ "knotc", knotc_main },
	{ "kzonecheck", kzonecheck_main },
	{ "keymgr", keymgr_main },
};

int main(int argc, char **argv)
{
	const char *slash = argc > 0 ? strrchr(argv[0], '/') : NULL;
	const char *name = slash ? slash + 1 : argc > 0 ? argv[0] : "";

	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++) {
		if (strcmp(name, programs[i].name) == 0)
			return programs[i].main(argc, argv);
	}
	fprintf(stderr, "%s: call me as knotd, knotc, kzonecheck or keymgr\n", name);
	return 1;
}
