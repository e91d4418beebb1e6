#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: unit
# The list in which nfsdcld remembers clients (packages/nfs-utils/files/clients.c): after a restart exactly those that held state are
# told to the kernel, and no interrupted or damaged write makes others of them.
. "$(dirname "$0")/lib.sh"

"$top/scripts/fetch" nfs-utils
"$top/scripts/unpack" nfs-utils "$work/source"
cat >"$work/program.c" <<'PROGRAM'
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include "cld.h"
#include "cld-internal.h"
#include "sqlite.h"

uint64_t current_epoch, recovery_epoch;
int first_time, num_cltrack_records, num_legacy_records;
void xlog(int kind, const char *fmt, ...) { (void)kind, (void)fmt; fputs("said: problem\n", stdout); }

static int show(struct cld_client *client)
{
	struct cld_clntinfo *info = &client->cl_u.cl_msg_v2.cm_u.cm_clntinfo;

	printf("may recover %.*s %d\n", info->cc_name.cn_len, (char *)info->cc_name.cn_id, info->cc_princhash.cp_len);
	return 0;
}

/* FOLDER COMMAND...: +NAME it holds state, *NAME so does one with a principal, -NAME it has left, ?NAME did it?, start, over */
int main(int argc, char **argv)
{
	static struct cld_client client;
	unsigned char hash[SHA256_DIGEST_SIZE] = { 1 };

	if (argc < 2 || sqlite_prepare_dbh(argv[1]) != 0)
		return 1;
	for (int i = 2; i < argc; i++) {
		const unsigned char *name = (const unsigned char *)argv[i] + 1;
		size_t length = strlen(argv[i]) - 1;
		int result = 0;

		switch (argv[i][0]) {
		case '+': result = sqlite_insert_client(name, length); break;
		case '*': result = sqlite_insert_client_and_princhash(name, length, hash, sizeof(hash)); break;
		case '-': result = sqlite_remove_client(name, length); break;
		case '?': result = sqlite_check_client(name, length); break;
		case 'o': result = sqlite_grace_done(); break;
		case 's':
			result = sqlite_grace_start();
			if (result == 0)
				result = sqlite_iterate_recovery(show, &client);
		}
		if (result != 0)
			printf("%s failed\n", argv[i]);
	}
	return 0;
}
PROGRAM
nfs() { "$work/program" "$work/list" "$@" | sort | xargs; }
ok "the list compiles without a warning" gcc -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -fsanitize=address,undefined \
	-I"$work/source/support/include" -I"$work/source/utils/nfsdcld" -o "$work/program" \
	"$top/packages/nfs-utils/files/clients.c" "$work/program.c"

is "the first start knows nobody" "$(nfs start over)" ""
is "clients come and go" "$(nfs +anna +ben '*carl' -anna +ben)" ""
is "a start tells of those that were there" "$(nfs start)" "may recover ben 0 may recover carl 32"
is "one that is interrupted tells of them again" "$(nfs +ben start)" "may recover ben 0 may recover carl 32"
is "who was not there is refused, who was is not" "$(nfs '?ben' '?anna')" "?anna failed"
is "who did not come back in time is forgotten" "$(nfs over start)" "may recover ben 0"
name=$(printf 'a%.0s' $(seq 1024))
is "the longest name is kept" "$(nfs "+$name" over start | tr -d a)" "my recover  0"
is "a longer one is refused" "$(nfs "+a$name" | tr -d a)" "+ filed"
nfs over +odd >"$work/said"

cp "$work/list/clients" "$work/good"
head -c -4 "$work/good" >"$work/list/clients"
ok "a list that is cut short is not believed" has "$work/list/clients" 'epoch'
is "and that is said" "$(nfs start)" "said: problem"
ok "it is kept aside" test -s "$work/list/clients.bad"
cp "$work/good" "$work/list/clients"
echo rest >"$work/list/clients.new"
is "a write that was interrupted changes nothing" "$(nfs start)" "may recover odd 0"
mkdir "$work/list/clients.new"
is "a client that cannot be written down is refused" "$(nfs +new)" "+new failed said: problem"
rmdir "$work/list/clients.new"
is "and is not there" "$(nfs over start)" ""
done_testing
