/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How often to repeat what only shows in the long run, and which of many files to look at: fewer
 * with the address sanitizer, which finds at once what is left behind, and takes its time. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define TEST_REPEATS(n) ((n) / 10)
#define TEST_FILE_STEP 7u
#endif
#endif
#ifndef TEST_REPEATS
#define TEST_REPEATS(n) (n)
#define TEST_FILE_STEP 1u
#endif
