/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "preset/built-in.h"
#include "preset/file-name.h"
#include "preset/folder.h"
#include "preset/preset.h"
#include "support/temp-folder.h"

/* One preset: what it may say, and the form of files. */

static GPtrArray *
make_constraints (const char *const *texts)
{
  GPtrArray *constraints =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pktmon_constraint_unref);

  for (; *texts != NULL; texts++) {
    g_autoptr (GError) error = NULL;

    g_ptr_array_add (constraints, pktmon_constraint_new (*texts, &error));
    g_assert_no_error (error);
  }
  return constraints;
}

static void
fill (PktmonPresetContents *contents)
{
  static const char *const texts[] = {
    "ip=10.0.0.0/8 port=443 proto=tcp name=\"Web; = [x]\"",
    "bpf=\"udp port 53 or tcp[0] = 3\" exclude",
    "vlan=5 disabled",
    NULL,
  };

  *contents = (PktmonPresetContents){
    .name = g_strdup ("All; of = it [äöü] \\ 🦆"),
    .description = g_strdup ("two\nlines"),
    .sources = g_strsplit ("if:eth0,ns:a;b/if:c d,kind:veth", ",", -1),
    .constraints = make_constraints (texts),
    .snap_length = 128,
    .filter = g_strdup ("tcp port 443"),
    .columns = g_strsplit ("number,time,info", ",", -1),
  };
}

static PktmonPreset *
load (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return pktmon_preset_new_bytes (bytes, "x.preset", FALSE);
}

static void
test_round_trip (void)
{
  g_auto (PktmonPresetContents) contents = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (PktmonPreset) preset = NULL;
  g_autoptr (PktmonPreset) again = NULL;
  g_autoptr (GBytes) saved = NULL;

  fill (&contents);
  preset = pktmon_preset_new (&contents, &error);
  g_assert_no_error (error);
  g_assert_true (pktmon_preset_contents_equal (pktmon_preset_get_contents (preset), &contents));
  again = pktmon_preset_new_bytes (pktmon_preset_get_bytes (preset), "x.preset", FALSE);
  g_assert_true (pktmon_preset_check (again, &error));
  g_assert_no_error (error);
  g_assert_true (pktmon_preset_contents_equal (pktmon_preset_get_contents (again), &contents));
  saved = pktmon_preset_contents_save (pktmon_preset_get_contents (again));
  g_assert_true (g_bytes_equal (saved, pktmon_preset_get_bytes (preset)));
}

/* Every part counts. */
static void
test_equal (void)
{
  g_auto (PktmonPresetContents) all = { 0 };

  fill (&all);
  for (guint i = 0; i < 7; i++) {
    g_auto (PktmonPresetContents) other = { 0 };

    pktmon_preset_contents_copy (&other, &all);
    g_assert_true (pktmon_preset_contents_equal (&all, &other));
    if (i == 0)
      other.name[0] = 'x';
    else if (i == 1)
      g_clear_pointer (&other.description, g_free);
    else if (i == 2)
      other.sources[0][0] = 'x';
    else if (i == 3)
      g_ptr_array_remove_index (other.constraints, 1);
    else if (i == 4)
      other.snap_length++;
    else if (i == 5)
      g_clear_pointer (&other.filter, g_free);
    else
      g_clear_pointer (&other.columns, g_strfreev);
    g_assert_false (pktmon_preset_contents_equal (&all, &other));
  }
}

/* What says nothing is not there. */
static void
test_nothing (void)
{
  PktmonPresetContents contents = { .name = g_strdup ("  e\u0301  "),
                                    .description = g_strdup (" \n"),
                                    .sources = g_new0 (char *, 1),
                                    .constraints = g_ptr_array_new(),
                                    .filter = g_strdup (""),
                                    .columns = g_new0 (char *, 1) };
  const PktmonPresetContents *found;
  g_autoptr (PktmonPreset) preset = pktmon_preset_new (&contents, NULL);

  g_assert_nonnull (preset);
  found = pktmon_preset_get_contents (preset);
  g_assert_cmpstr (found->name, ==, "\u00e9");
  g_assert_null (found->description);
  g_assert_null (found->sources);
  g_assert_null (found->constraints);
  g_assert_null (found->filter);
  g_assert_null (found->columns);
  pktmon_preset_contents_clear (&contents);
}

static void
assert_refused (const PktmonPresetContents *contents, const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (pktmon_preset_new (contents, &error));
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_INVALID);
  g_assert_nonnull (pktmon_error_get_advice (error));
  if (strstr (error->message, message) == NULL)
    g_assert_cmpstr (error->message, ==, message);
}

static void
test_refused (void)
{
  g_autofree char *long_name = g_strnfill (PKTMON_MAX_PRESET_NAME + 1, 'a');
  g_autofree char *long_filter = g_strnfill (PKTMON_MAX_FILTER_TEXT + 1, 'a');
  char *unknown[] = { (char *) "if:a", (char *) "eth0", NULL };
  char *bad_kind[] = { (char *) "kind:", NULL };
  char *bad_column[] = { (char *) "in fo", NULL };
  g_autoptr (GPtrArray) many = make_constraints ((const char *const[]){ NULL });
  const struct {
    PktmonPresetContents contents;
    const char *message;
  } cases[] = {
    { { 0 }, "has no name" },
    { { .name = (char *) " \t" }, "has no name" },
    { { .name = (char *) "\xff" }, "has no name" },
    { { .name = long_name }, "too long" },
    { { .name = (char *) "a", .description = (char *) "\xff" }, "not UTF-8" },
    { { .name = (char *) "a", .sources = unknown }, "“eth0” names no data source" },
    { { .name = (char *) "a", .sources = bad_kind }, "“kind:” names no data source" },
    { { .name = (char *) "a", .columns = bad_column }, "“in fo” is no column" },
    { { .name = (char *) "a", .filter = long_filter }, "longer than 4096 bytes" },
    { { .name = (char *) "a", .snap_length = PKTMON_MAX_SNAP_LENGTH + 1 }, "262144 bytes" },
    { { .name = (char *) "a", .constraints = many }, "more than 32 constraints" },
  };

  for (guint i = 0; i <= PKTMON_MAX_CONSTRAINTS; i++)
    g_ptr_array_add (many, pktmon_constraint_new ("port=1", NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_refused (&cases[i].contents, cases[i].message);
}

/* What is wrong in a file is said, and its name is there all the same. */
static void
test_damaged (void)
{
  static const struct {
    const char *text, *name, *message;
    PktmonError code;
  } cases[] = {
    { "", "x", "damaged", PKTMON_ERROR_INVALID },
    { "[Other]\nname=A\n", "x", "damaged", PKTMON_ERROR_INVALID },
    { "[Preset\nname=A\n", "x", "damaged", PKTMON_ERROR_INVALID },
    { "[Preset]\nversion=1\nname=\xff\n", "x", "damaged", PKTMON_ERROR_INVALID },
    { "[Preset]\nname=A\n", "A", "of which version", PKTMON_ERROR_INVALID },
    { "[Preset]\nname=A\nversion=0\n", "A", "of which version", PKTMON_ERROR_INVALID },
    { "[Preset]\nname=A\nversion=x\n", "A", "“version”", PKTMON_ERROR_INVALID },
    { "[Preset]\nversion=2\nname=A\nnew=1\n", "A", "newer", PKTMON_ERROR_REVISION_MISMATCH },
    { "[Preset]\nversion=1\n", "x", "no name", PKTMON_ERROR_INVALID },
    { "[Preset]\nversion=1\nname=A\nold=1\n", "A", "no field “old”", PKTMON_ERROR_INVALID },
    { "[Preset]\nversion=1\nname=A\nsnap-length=-1\n", "A", "“snap-length”", PKTMON_ERROR_INVALID },
    { "[Preset]\nversion=1\nname=A\nsnap-length=262145\n", "A", "“snap-length”",
      PKTMON_ERROR_INVALID },
    { "[Preset]\nversion=1\nname=A\nsources=x;\n", "A", "“x”", PKTMON_ERROR_INVALID },
    { "[Preset]\nversion=1\nname=A\n[Part]\n", "A", "no part “Part”", PKTMON_ERROR_INVALID },
    { "[Preset]\nversion=1\nname=A\n[Constraint 1]\nport=x\n", "A", "x", PKTMON_ERROR_INVALID },
    { "[Preset]\nversion=1\nname=A\n[Constraint 1]\n", "A", "", PKTMON_ERROR_INVALID },
    { "[Preset]\nversion=1\nname=A\n[Constraint 1]\nwhat=1\n", "A", "“what”",
      PKTMON_ERROR_INVALID },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PktmonPreset) preset = load (cases[i].text);
    g_autoptr (GError) error = NULL;

    g_assert_false (pktmon_preset_check (preset, &error));
    g_assert_error (error, PKTMON_ERROR, (int) cases[i].code);
    if (strstr (error->message, cases[i].message) == NULL)
      g_assert_cmpstr (error->message, ==, cases[i].message);
    g_assert_cmpstr (pktmon_preset_get_name (preset), ==, cases[i].name);
    g_assert_null (pktmon_preset_get_contents (preset)->constraints);
    g_assert_cmpuint (g_bytes_get_size (pktmon_preset_get_bytes (preset)), ==,
                      strlen (cases[i].text));
  }
}

static void
test_too_large (void)
{
  g_autofree char *text = g_strnfill (PKTMON_MAX_PRESET_SIZE + 1, '\n');
  g_autoptr (PktmonPreset) preset = load (text);
  g_autoptr (GError) error = NULL;

  g_assert_false (pktmon_preset_check (preset, &error));
  g_assert_nonnull (strstr (error->message, "too large"));
}

/* Any part of a preset that is missing or different does no harm. */
static void
test_mutation (void)
{
  g_auto (PktmonPresetContents) contents = { 0 };
  g_autoptr (PktmonPreset) preset = NULL;
  gsize size;
  const char *text;
  guint usable = 0;

  fill (&contents);
  preset = pktmon_preset_new (&contents, NULL);
  text = g_bytes_get_data (pktmon_preset_get_bytes (preset), &size);
  for (gsize i = 0; i < 2 * size; i++) {
    g_autofree char *copy = g_strndup (text, size);
    g_autoptr (PktmonPreset) other = NULL;

    if (i < size)
      copy[i] = '\0';
    else
      copy[i - size] ^= (char) (1 << g_random_int_range (0, 7));
    other = load (copy);
    usable += pktmon_preset_check (other, NULL);
    g_assert_cmpstr (pktmon_preset_get_name (other), !=, "");
  }
  g_assert_cmpuint (usable, >, 10);
  g_assert_cmpuint (usable, <, 2 * size - 10);
}

/* --- Names of files --- */

static void
test_file_names (void)
{
  g_autofree char *long_name = g_strnfill (PKTMON_MAX_PRESET_NAME, '/');
  g_autofree char *other_long = g_strnfill (PKTMON_MAX_PRESET_NAME - 1, '/');
  const char *const names[] = {
    "a",     "..",   ".",  "a/b",     "../../etc/passwd", "%2F", "ä ö", "🦆",     "a\nb",
    "-rf *", "\x01", "a~", long_name, other_long,         "",    "CON", "a.preset",
  };
  g_autoptr (GHashTable) files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *file = pktmon_preset_file_name_new (names[i]);
    g_autofree char *back = pktmon_preset_file_name_dup_name (file);

    g_assert_cmpuint (strlen (file), <, 256);
    g_assert_null (strpbrk (file, "/\n\x01"));
    g_assert_true (file[0] != '.' || names[i][0] == '\0');
    if (names[i][0] != '\0' && strlen (names[i]) < 100)
      g_assert_cmpstr (back, ==, names[i]);
    g_assert_true (g_hash_table_add (files, g_steal_pointer (&file)));
  }
  g_assert_false (pktmon_preset_file_name_check (".preset"));
  g_assert_false (pktmon_preset_file_name_check (".a.preset"));
  g_assert_false (pktmon_preset_file_name_check ("a.txt"));
  g_assert_true (pktmon_preset_file_name_check ("a.preset"));
}

/* A long name is cut between two characters and escapes, wherever these are. */
static void
test_long_file_names (void)
{
  static const char *const parts[] = { "/", "ä", "🦆", "a/", "ä/", "aa🦆" };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    for (guint before = 0; before < 4; before++) {
      g_autoptr (GString) name = g_string_new (NULL);
      g_autofree char *file = NULL;
      g_autofree char *unescaped = NULL;

      for (guint n = 0; n < before; n++)
        g_string_append_c (name, 'x');
      while (g_utf8_strlen (name->str, -1) < PKTMON_MAX_PRESET_NAME)
        g_string_append (name, parts[i]);
      file = pktmon_preset_file_name_new (name->str);
      unescaped = g_uri_unescape_string (file, NULL);
      g_assert_cmpuint (strlen (file), <, 256);
      g_assert_nonnull (unescaped);
      g_assert_true (g_utf8_validate (unescaped, -1, NULL));
    }
}

/* --- Search --- */

static void
test_matches (void)
{
  g_auto (PktmonPresetContents) contents = { 0 };
  g_autoptr (PktmonPreset) preset = NULL;

  fill (&contents);
  preset = pktmon_preset_new (&contents, NULL);
  g_assert_true (pktmon_preset_matches (preset, ""));
  g_assert_true (pktmon_preset_matches (preset, "ALL"));
  g_assert_true (pktmon_preset_matches (preset, "ÄÖÜ"));
  g_assert_true (pktmon_preset_matches (preset, "lines 443"));
  g_assert_true (pktmon_preset_matches (preset, "KIND:veth  10.0.0.0"));
  g_assert_false (pktmon_preset_matches (preset, "lines 444"));
  g_assert_false (pktmon_preset_matches (preset, "\xff"));
}

/* --- Those that come with the program --- */

static gboolean
is_translatable (const char *text)
{
  return g_strv_contains (pktmon_built_in_texts, text);
}

static void
test_built_in (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) presets =
      pktmon_preset_folder_read (TEST_SOURCE_ROOT "/data/presets", FALSE, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (2 * presets->len, ==, g_strv_length ((char **) pktmon_built_in_texts));
  for (guint i = 0; i < presets->len; i++) {
    PktmonPreset *preset = g_ptr_array_index (presets, i);
    const PktmonPresetContents *contents = pktmon_preset_get_contents (preset);
    g_autoptr (GBytes) normal = NULL;

    pktmon_preset_check (preset, &error);
    g_assert_no_error (error);
    g_assert_true (is_translatable (contents->name));
    g_assert_true (is_translatable (contents->description));
    normal = pktmon_preset_contents_save (contents);
    g_assert_cmpmem (g_bytes_get_data (normal, NULL), g_bytes_get_size (normal),
                     g_bytes_get_data (pktmon_preset_get_bytes (preset), NULL),
                     g_bytes_get_size (pktmon_preset_get_bytes (preset)));
  }
}

/* The constraints of the one that leaves out the user's session, a line each. (transfer full) */
static char *
dup_session_constraints (void)
{
  g_autofree char *bytes = NULL;
  gsize size;
  g_autoptr (GBytes) file = NULL;
  g_autoptr (PktmonPreset) preset = NULL;
  GString *lines = g_string_new (NULL);

  g_assert_true (
      g_file_get_contents (TEST_SOURCE_ROOT "/data/presets/no-ssh.preset", &bytes, &size, NULL));
  file = g_bytes_new (bytes, size);
  preset = pktmon_preset_new_bytes (file, "no-ssh.preset", TRUE);
  for (guint i = 0; i < pktmon_preset_get_contents (preset)->constraints->len; i++) {
    g_autofree char *text = pktmon_constraint_dup_text (
        g_ptr_array_index (pktmon_preset_get_contents (preset)->constraints, i));

    g_string_append_printf (lines, "%s\n", text);
  }
  return g_string_free (lines, FALSE);
}

/* It leaves out just that session, where that is known, and else all that it may be. */
static void
test_session (void)
{
  static const struct {
    const char *connection, *display, *expected;
  } cases[] = {
    { NULL, NULL, "port=22 proto=tcp exclude\n" },
    { "nonsense", ":0", "port=22 proto=tcp exclude\n" },
    { "192.0.2.7 50022 198.51.100.1 2222", "localhost:10.0",
      "ip=192.0.2.7 ip2=198.51.100.1 port=50022 port2=2222 proto=tcp exclude "
      "name=\"My SSH session\"\n" },
    { NULL, "192.0.2.9:1",
      "port=22 proto=tcp exclude\n"
      "ip=192.0.2.9 port=6001 proto=tcp exclude name=\"My X11 session\"\n" },
  };

  g_unsetenv ("SSH_CLIENT");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *found = NULL;

    g_unsetenv ("SSH_CONNECTION");
    g_unsetenv ("DISPLAY");
    if (cases[i].connection != NULL)
      g_setenv ("SSH_CONNECTION", cases[i].connection, TRUE);
    if (cases[i].display != NULL)
      g_setenv ("DISPLAY", cases[i].display, TRUE);
    found = dup_session_constraints();
    g_assert_cmpstr (found, ==, cases[i].expected);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preset/round-trip", test_round_trip);
  g_test_add_func ("/preset/equal", test_equal);
  g_test_add_func ("/preset/nothing", test_nothing);
  g_test_add_func ("/preset/refused", test_refused);
  g_test_add_func ("/preset/damaged", test_damaged);
  g_test_add_func ("/preset/too-large", test_too_large);
  g_test_add_func ("/preset/mutation", test_mutation);
  g_test_add_func ("/preset/file-names", test_file_names);
  g_test_add_func ("/preset/long-file-names", test_long_file_names);
  g_test_add_func ("/preset/matches", test_matches);
  g_test_add_func ("/preset/built-in", test_built_in);
  g_test_add_func ("/preset/session", test_session);
  return g_test_run();
}
