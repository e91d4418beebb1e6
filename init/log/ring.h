/* SPDX-License-Identifier: MIT */
/*
 * ring [pure] - the last lines of one source, in memory that outlives whoever writes it.
 *
 * A ring is a file of a tmpfs, mapped: when the log program is killed, its successor goes on
 * where it stopped, and has lost nothing. So a ring holds not only lines but also the bytes
 * that are read from the source and not yet made into lines (`pending`), and how far each
 * reader of lines has come (`cursor`).
 *
 * There is one writer. All that may change is in `state`, twice: the writer fills the one that
 * does not count, then says that it does, with one store. So there is no moment at which a kill
 * leaves a half-made change. Bytes are read straight into `pending`, zeroed before, with
 * `reading` set: a kill between the end of read(2) and the count of its bytes leaves bytes that
 * are not zero, and ring_recover() counts them.
 *
 * Offsets of records only grow; their place is the offset modulo the ring's size. Others may read
 * at any time: the state is good if `generation` is the same before and after (ring_snapshot()),
 * a record if its offset is still behind the tail after it was copied.
 */
#ifndef WHIT_RING_H
#define WHIT_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RING_FOLDER "/run/log"

enum {
	RING_TEXT = 1024,    /* bytes of a line; a longer one becomes several */
	RING_NAME = 72,      /* with its NUL */
	RING_PENDING = 8192, /* bytes read and not yet lines */
	RING_ROOM = 4096,    /* bytes that ring_room() offers at least */
	RING_MIN = 4096,     /* the smallest ring */
};

/* Who reads lines and keeps count in the ring. */
enum ring_reader {
	RING_SHOW,    /* the console */
	RING_FORWARD, /* the collector */
	RING_KEEP,    /* files on /data */
	RING_READERS,
};

/* What is special about a line: bits. */
enum {
	RING_SHOWN = 1,  /* the console has it already */
	RING_EXCESS = 2, /* one of too many: only kept here */
};

struct ring_line {
	uint64_t number; /* from 0 on, of all lines of the source */
	uint64_t
	    due; /* the same without those with RING_EXCESS, but with those that were told of */
	uint64_t time;    /* microseconds since the kernel started */
	uint32_t tells;   /* of so many lines with RING_EXCESS; 0: it is a line like others */
	uint8_t priority; /* facility * 8 + severity, RFC 5424 section 6.2.1 */
	uint8_t flags;
	uint16_t length;
	char text[RING_TEXT]; /* not ended by NUL */
};

struct ring_cursor {
	uint64_t at;     /* offset of the next record to read */
	uint64_t number; /* of the line expected there */
	uint64_t due;    /* the same */
};

struct ring_state {
	uint64_t tail;   /* offset of the oldest record */
	uint64_t head;   /* behind the newest */
	uint64_t number; /* of the next line */
	uint64_t due;    /* the same */
	struct ring_cursor cursor[RING_READERS];
	uint32_t taken;  /* bytes of pending that are lines already */
	uint32_t filled; /* bytes in pending */
	uint32_t reading;
	uint32_t excess; /* lines with RING_EXCESS of which no line tells */
};

struct ring {
	uint32_t magic;
	uint32_t generation; /* state[generation % 2] counts */
	uint64_t size;       /* of records */
	char name[RING_NAME];
	struct ring_state state[2];
	char pending[RING_PENDING];
	char records[];
};

/* Bytes of a ring whose records take size bytes, and the size that is really used for it. */
size_t ring_bytes(size_t size);
size_t ring_size(uint64_t wanted);

/* Makes a ring of zeroed memory of ring_bytes(size). */
void ring_make(struct ring *ring, const char *name, size_t size);

/* Is this memory of `bytes` bytes a ring? Nothing in it is believed before. */
bool ring_is_sound(const struct ring *ring, size_t bytes);

/* What counts now. */
const struct ring_state *ring_now(const struct ring *ring);

/* For a reader beside the writer: copies the state, false when it changed meanwhile. */
bool ring_snapshot(const struct ring *ring, struct ring_state *state);

/* For a new writer of an old ring: takes what its predecessor had read. */
void ring_recover(struct ring *ring);

/* Where read(2) may put bytes, and how many; then ring_got() says how many they were. */
char *ring_room(struct ring *ring, size_t *size);
void ring_got(struct ring *ring, size_t count);

/* The bytes that are not lines yet. */
const char *ring_waiting(const struct ring *ring, size_t *count);

/* Takes `count` of these bytes away and, in the same moment, adds a line; its number and due are given here.
 * The oldest lines make room for it. One without text is not kept. */
void ring_take(struct ring *ring, size_t count, const struct ring_line *line);

/* How many lines with RING_EXCESS there were, with or without text, of which no line tells. */
uint32_t ring_excess(const struct ring *ring);

/* Copies the record at *at, or the oldest when that is gone, and moves *at behind it. False at the
 * head. A record that makes no sense ends the reading: *at is then the head. */
bool ring_read(const struct ring *ring, const struct ring_state *state, uint64_t *at,
    struct ring_line *line);

/* The next line for a reader that does not want those with a flag of `skip`; the cursor stays at
 * it. *lost = how many lines are gone that it should have had, or should have been told of. False when
 * there is none. */
bool ring_peek(struct ring *ring, enum ring_reader reader, unsigned skip, struct ring_line *line,
    uint64_t *lost);

/* The reader has dealt with this line, or with the news of those that are lost before it. */
void ring_pass(struct ring *ring, enum ring_reader reader, const struct ring_line *line);
void ring_forget(struct ring *ring, enum ring_reader reader, const struct ring_line *line);

#endif
