/* SPDX-License-Identifier: MIT */
/* Any bytes as a question of Hyper-V's host, the rest as the network's facts: each text of the answer ends within its field. */

#include "answer.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const void *field, size_t size)
{
	if (memchr(field, '\0', size) == NULL)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* a short question: its head, and the first bytes of its body */
	enum { HEAD = 64 };
	static struct hv_kvp_msg message;
	struct answer_facts facts = { "name", "Whit", "1.2", "6.12", NULL };
	size_t head = size < HEAD ? size : HEAD;
	char *network = malloc(size - head + 1);

	memset(&message, size % 2 == 0 ? 0 : 0xff, sizeof(message));
	memcpy(&message, data, head);
	memcpy(network, data + head, size - head);
	network[size - head] = '\0';
	facts.network = network;
	facts.os_version = network;
	if (message.kvp_hdr.operation == KVP_OP_ENUMERATE) {
		answer_question(&message, &facts);
		if (message.error == HV_S_OK) {
			check(message.body.kvp_enum_data.data.key, HV_KVP_EXCHANGE_MAX_KEY_SIZE);
			check(message.body.kvp_enum_data.data.value,
			    HV_KVP_EXCHANGE_MAX_VALUE_SIZE);
		}
	} else {
		answer_question(&message, &facts);
		if (message.error == HV_S_OK) {
			check(message.body.kvp_ip_val.ip_addr, MAX_IP_ADDR_SIZE);
			check(message.body.kvp_ip_val.sub_net, MAX_IP_ADDR_SIZE);
			check(message.body.kvp_ip_val.gate_way, MAX_GATEWAY_SIZE);
			check(message.body.kvp_ip_val.dns_addr, MAX_IP_ADDR_SIZE);
		}
	}
	free(network);
	return 0;
}
