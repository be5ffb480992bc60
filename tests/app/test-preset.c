/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "support/pktmon.h"
#include "support/temp-folder.h"

/* "pktmon preset" as its users run it, with a folder of their own for each test. */

typedef struct {
  TestFolder *folder;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = test_folder_new();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  test_folder_free (self->folder);
}

/* Runs a script, in which "preset" is "pktmon preset", and $1 the folder. */
static TestProgramResult *
run (Fixture *self, const char *script)
{
  g_autofree char *whole = g_strconcat ("cd \"$1\" && export XDG_CONFIG_HOME=\"$1/config\" && "
                                        "preset() { \"$pktmon\" preset \"$@\"; }; ",
                                        script, NULL);

  return test_pktmon_run_script (whole, self->folder->path, NULL);
}

static void
check (Fixture *self, const char *script, int status, const char *output, const char *message)
{
  g_autoptr (TestProgramResult) result = run (self, script);

  test_pktmon_check_result (result, status, output, message);
}

static char *
evaluate (Fixture *self, const char *script, const char *expression)
{
  g_autoptr (TestProgramResult) result = run (self, script);

  test_pktmon_check_result (result, 0, NULL, "");
  return test_python (expression, result->output);
}

static void
test_list (Fixture *self, gconstpointer data)
{
  g_autofree char *names = NULL, *some = NULL;

  names = evaluate (self, "preset save mine && preset list --json",
                    "[(p['name'], p['built_in']) for p in json.loads(text)][:3]");
  g_assert_cmpstr (names, ==,
                   "[('mine', False), ('ARP and neighbor discovery', True),"
                   " ('Broadcast and multicast', True)]");
  some = evaluate (self, "preset list TLS http", "text");
  g_assert_cmpstr (some, ==,
                   "HTTP and TLS  built in, The web, encrypted or not, over TCP and QUIC.");
  check (self, "preset list no such thing", 0, "", NULL);
}

/* What is saved is shown, in words that can be given again. */
static void
test_save (Fixture *self, gconstpointer data)
{
  g_autofree char *json = NULL;

  check (self,
         "preset save web -s eth0 -s kind:veth -c 'port=443 proto=tcp' -c 'udp port 53' "
         "--snaplen 96 -f 'tcp' --columns number,info -d 'For the web'",
         0, "", NULL);
  check (self, "preset show web", 0,
         "Name: web\n"
         "Description: For the web\n"
         "Source: if:eth0\n"
         "Source: kind:veth\n"
         "Constraint: port=443 proto=tcp\n"
         "Constraint: bpf=\"udp port 53\"\n"
         "Bytes kept of a packet: 96\n"
         "View filter: tcp\n"
         "Columns: number, info\n",
         NULL);
  json = evaluate (self, "preset show web --json",
                   "(lambda p: (p['name'], p['sources'], p['constraints'], p['snap_length'],"
                   " p['filter'], p['columns'], p['available'], p['last']))(json.loads(text))");
  g_assert_cmpstr (json, ==,
                   "('web', ['if:eth0', 'kind:veth'], ['port=443 proto=tcp',"
                   " 'bpf=\"udp port 53\"'], 96, 'tcp', ['number', 'info'], True, False)");
  check (self, "preset save web", 2, "", "There is a preset “web” already.");
  check (self, "preset save web --replace && preset show web", 0, "Name: web\n", NULL);
}

static void
test_names (Fixture *self, gconstpointer data)
{
  check (self,
         "for name in ../x -- '🦆 $(touch bad)' .; do preset save -- \"$name\" || exit; done; "
         "preset delete ../x '🦆 $(touch bad)' . && ls; ls config/packet-monitor/presets",
         0, "config\n--.preset\n", NULL);
  check (self, "preset save ' '", 2, "", "The preset has no name.");
  check (self, "preset save \"$(printf 'a\\n\\033b')\" && preset list a b | head -n 1", 0,
         "a\\n\\x1bb\n", NULL);
}

static void
test_change (Fixture *self, gconstpointer data)
{
  check (self, "preset copy dns", 0, "", "The preset is called “DNS (copy)”.");
  check (self, "preset copy dns mine && preset rename mine yours && preset show yours | tail -n 1",
         0, "Constraint: port=5353 proto=udp\n", NULL);
  check (self, "preset show mine", 1, "", "There is no preset “mine”.");
  check (self, "preset show your", 1, "", "Did you mean “yours”?");
  check (self, "preset rename yours 'DNS (copy)'", 2, "", "already");
  check (self, "preset delete dns", 2, "", "came with the program");
  check (self, "preset delete none yours", 1, "", "There is no preset “none”.");
  check (self, "preset show yours", 1, "", "There is no preset “yours”.");
}

static void
test_files (Fixture *self, gconstpointer data)
{
  check (self,
         "preset save a -c port=1 && preset export a a.preset && preset export a - | cmp - "
         "a.preset && cat a.preset",
         0, "[Preset]\nversion=1\nname=a\n\n[Constraint 1]\nport=1\n", NULL);
  check (self, "preset import a.preset", 0, "", "The preset is called “a (copy)”.");
  check (self, "preset show 'a (copy)'", 0, "Name: a (copy)\nConstraint: port=1\n", NULL);
  check (self, "echo hello >b; preset import b", 1, "", "no preset, or a damaged one");
  check (self, "preset import nowhere", 1, "", "“nowhere” could not be read");
  check (self, "preset export a nowhere/x", 1, "", "“nowhere/x” could not be written");
}

/* What cannot be used is listed with the reason, and stays as it is. */
static void
test_damaged (Fixture *self, gconstpointer data)
{
  check (self,
         "mkdir -p config/packet-monitor/presets && cd config/packet-monitor/presets && "
         "printf '[Preset]\\nversion=2\\nname=new' >new.preset && echo x >bad.preset && "
         "preset list unusable; preset list new; preset list bad; preset show bad",
         0,
         "new  unusable: The preset is of a newer version of Packet Monitor. Use it with that "
         "version, or make another one here.\n"
         "bad  unusable: The file is no preset, or a damaged one. Correct the file in a text "
         "editor, or delete the preset.\n"
         "Name: bad\n"
         "State: unusable: The file is no preset, or a damaged one. Correct the file in a text "
         "editor, or delete the preset.\n",
         NULL);
  check (self, "preset save new", 2, "", "already");
  check (self, "preset export new -", 1, "", "newer version");
  check (self, "\"$pktmon\" start --preset new", 1, "", "newer version");
  check (self, "\"$pktmon\" start --preset bad", 2, "", "damaged");
  check (self, "cat config/packet-monitor/presets/*.preset", 0, "x\n[Preset]\nversion=2\nname=new",
         NULL);
}

/* "pktmon start" takes sources and constraints of a preset. */
static void
test_start (Fixture *self, gconstpointer data)
{
  g_autofree char *last = NULL;

  check (self, "\"$pktmon\" start --preset nothing", 1, "", "There is no preset “nothing”.");
  check (self, "preset save gone -s nowhere0 && \"$pktmon\" start --preset gone", 1, "",
         "There is no data source “if:nowhere0”.");
  check (self, "preset save kind -s kind:nothing && \"$pktmon\" start --preset kind", 1, "",
         "No interface is “kind:nothing” and up.");
  last =
      evaluate (self, "preset list --json", "[p['name'] for p in json.loads(text) if p['last']]");
  g_assert_cmpstr (last, ==, "['kind']");
}

static void
test_translated (Fixture *self, gconstpointer data)
{
  check (self,
         "export PKTMON_LOCALE_DIR=$TEST_LOCALE_DIR LC_ALL=C.UTF-8 LANGUAGE=de; "
         "preset list handshake; preset show 'Nur Kopfdaten'; preset show 'Headers only'; "
         "preset show headers | head -n 1",
         0,
         "TCP-Verbindungsaufbau und -abbruch  mitgeliefert, Verbindungen, die erbeten, angenommen, "
         "abgelehnt oder abgebrochen werden.\n"
         "Name: Nur Kopfdaten\n"
         "Beschreibung: Alle Pakete, aber von jedem nur die ersten 128 Byte.\n"
         "Behaltene Byte je Paket: 128\n"
         "Name: Nur Kopfdaten\n"
         "Beschreibung: Alle Pakete, aber von jedem nur die ersten 128 Byte.\n"
         "Behaltene Byte je Paket: 128\n"
         "Name: Nur Kopfdaten\n",
         NULL);
}

static void
test_wrong_use (Fixture *self, gconstpointer data)
{
  static const struct {
    const char *script, *message;
  } cases[] = {
    { "preset", "needs ACTION…" },
    { "preset shwo", "“shwo” is nothing that can be done with presets." },
    { "preset show", "“pktmon preset show” needs NAME." },
    { "preset show a b", "“b” is one argument too many." },
    { "preset save a --json", "“save” prints nothing that could be JSON." },
    { "preset show a -s eth0", "Only “save” takes what a preset says." },
    { "preset save a --snaplen 0", "--snaplen takes a number" },
    { "preset save a -c port=x", "Column 6" },
    { "preset save a -s x:y", "“x:y” names no data source." },
    { "preset save a --columns 'A b'", "“A b” is no column." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    check (self, cases[i].script, 2, "", cases[i].message);
  check (self, "ls", 0, "", NULL);
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_setenv ("PKTMON_PRESET_DIR", TEST_SOURCE_ROOT "/data/presets", TRUE);
  g_test_init (&argc, &argv, NULL);
  add ("/preset/list", test_list);
  add ("/preset/save", test_save);
  add ("/preset/names", test_names);
  add ("/preset/change", test_change);
  add ("/preset/files", test_files);
  add ("/preset/damaged", test_damaged);
  add ("/preset/start", test_start);
  add ("/preset/translated", test_translated);
  add ("/preset/wrong-use", test_wrong_use);
  return g_test_run();
}
