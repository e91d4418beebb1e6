/* SPDX-License-Identifier: MIT */
/*
 * link - cards that are made of others: VLANs (IEEE 802.1Q) and bonds.
 *
 *	[network.office]     vlan = 10, card = eth0           tagged frames of a card
 *	[network.bond0]      bond = eth0 eth1, mode = ...     several cards as one
 *
 * The cards they are made of are meant by their names, or by the names of their sections. To
 * the rest of this program a card that was made so is a card like any other.
 */
#ifndef WHIT_LINK_H
#define WHIT_LINK_H

#include "card.h"

/* Makes the bonds, empty at first. */
void link_make_bonds(void);

/* Makes the VLANs of a card. */
void link_make_vlans(const struct card *card);

/* Puts the card into the bond that names it; false = none does, it is a card of its own. */
bool link_join_bond(const struct card *card);

#endif
