/* SPDX-License-Identifier: MIT */
/*
 * state - what the network is now, in files for everybody in /run/net:
 *
 *	state        a fact a line, FACT KEY=VALUE...; `whit net` shows it
 *	resolv.conf  the name servers: the site's own, else those of the leases and routers
 *	online       is there while some card has an address
 *
 *	card card=eth0 state=up mac=52:54:00:12:34:56 mtu=1500
 *	address card=eth0 address=192.0.2.10/24 from=dhcp
 *	lease card=eth0 address=192.0.2.10/24 seconds=3600
 *	route card=eth0 to=0.0.0.0/0 via=192.0.2.1 metric=100
 *	dns server=192.0.2.53 from=eth0
 *	search domain=example.net from=site
 *	ntp server=192.0.2.123 from=eth0
 */
#ifndef WHIT_STATE_H
#define WHIT_STATE_H

/* Something has changed: the files are written anew, soon. */
void state_changed(void);

#endif
