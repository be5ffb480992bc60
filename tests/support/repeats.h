/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How often to repeat what only shows in the long run: a tenth of it with the address sanitizer,
 * which finds at once what is left behind, and takes its time. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define TEST_REPEATS(n) ((n) / 10)
#endif
#endif
#ifndef TEST_REPEATS
#define TEST_REPEATS(n) (n)
#endif
