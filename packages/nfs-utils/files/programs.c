/* SPDX-License-Identifier: MIT
 *
 * nfsv4.exportd, exportfs and nfsdcld as one program that does what its name says: they share half of their code, and the
 * machine's root is in RAM.
 */
#include <stdio.h>
#include <string.h>

int exportd_main(int argc, char **argv);
int exportfs_main(int argc, char **argv);
int nfsdcld_main(int argc, char **argv);

static const struct {
	const char *name;
	int (*main)(int argc, char **argv);
} programs[] = {
	{ "nfsv4.exportd", exportd_main },
	{ "exportfs", exportfs_main },
	{ "nfsdcld", nfsdcld_main },
};

int main(int argc, char **argv)
{
	const char *slash = argc > 0 ? strrchr(argv[0], '/') : NULL;
	const char *name = slash ? slash + 1 : argc > 0 ? argv[0] : "";

	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++) {
		if (strcmp(name, programs[i].name) == 0)
			return programs[i].main(argc, argv);
	}
	fprintf(stderr, "%s: call me as nfsv4.exportd, exportfs or nfsdcld\n", name);
	return 1;
}
