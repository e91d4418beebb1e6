/* SPDX-License-Identifier: MIT */
/* date [pure] - see date.h. */

#include "date.h"

#include <stdio.h>
#include <string.h>

enum { DAY = 86400 };

#define SECOND INT64_C(1000000)
#define LAST_SECOND INT64_C(253402300799) /* of the year 9999 */

/* Days since 1970 of a day of the Gregorian calendar, and back. A year begins in March here, so that
 * the leap day is its last; 400 years have 146097 days, and 719468 days lie between 0000-03-01
 * and 1970. */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
	int64_t of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;

	year -= month <= 2;
	return year * 365 + year / 4 - year / 100 + year / 400 + of_year - 719468;
}

static void date_of(int64_t days, int64_t *year, int64_t *month, int64_t *day)
{
	int64_t since = days + 719468;
	int64_t era = since / 146097;
	int64_t of_era = since % 146097;
	int64_t years = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * years + years / 4 - years / 100);
	int64_t march = (5 * of_year + 2) / 153;

	*day = of_year - (153 * march + 2) / 5 + 1;
	*month = march < 10 ? march + 3 : march - 9;
	*year = era * 400 + years + (*month <= 2);
}

const char *date_write(int64_t time, char text[DATE_TEXT])
{
	int64_t seconds = time < 0 ? 0 : time / SECOND;
	int64_t micros = time < 0 ? 0 : time % SECOND;
	int64_t year;
	int64_t month;
	int64_t day;

	if (seconds > LAST_SECOND)
		seconds = LAST_SECOND;
	date_of(seconds / DAY, &year, &month, &day);
	snprintf(text, DATE_TEXT, "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ", (int)year, (int)month,
	    (int)day, (int)(seconds % DAY / 3600), (int)(seconds % 3600 / 60), (int)(seconds % 60),
	    (int)micros);
	return text;
}

const char *date_read(const char *text, int64_t *time)
{
	static const char reason[] = "is not a time like 2026-11-22T19:03:55Z";
	int year, month, day, hour, minute;
	int second = 0;
	int used = 0;
	char between;

	if (sscanf(text, "%4d-%2d-%2d%c%2d:%2d%n", &year, &month, &day, &between, &hour, &minute,
	        &used) < 6 ||
	    (between != 'T' && between != ' '))
		return reason;
	text += used;
	if (*text == ':') {
		if (sscanf(text, ":%2d%n", &second, &used) < 1)
			return reason;
		text += used;
	}
	if (*text == '.')
		text += 1 + strspn(text + 1, "0123456789");
	if (*text == 'Z')
		text++;
	if (*text != '\0' || year < 1970 || month < 1 || month > 12 || day < 1 || day > 31 ||
	    hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
		return reason;
	*time = (days_of(year, month, day) * DAY + hour * INT64_C(3600) + minute * INT64_C(60) +
	            second) *
	    SECOND;
	return NULL;
}
