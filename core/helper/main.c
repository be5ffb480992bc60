/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "helper/privilege.h"
#include "helper/server.h"

/* pktmon-helper: captures packets for the program at the other end of its standard input. */

static gboolean
is_socket (int descriptor)
{
  int domain;
  socklen_t size = sizeof domain;

  return getsockopt (descriptor, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 && domain == AF_UNIX;
}

/* A terminal's signals are for the program, which then says what it wants. */
static void
leave_terminal (void)
{
  static const int ignored[] = { SIGPIPE, SIGXFSZ, SIGINT, SIGHUP, SIGQUIT, SIGTSTP };

  setsid();
  for (gsize i = 0; i < G_N_ELEMENTS (ignored); i++)
    signal (ignored[i], SIG_IGN);
}

/* Translations are read when they are first needed; later no file can be opened. */
static void
load_texts (void)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  g_debug ("%s %s", _ ("Start the capture again."), g_strerror (EPERM));
}

/* Takes the socket away from standard input, and closes everything that was inherited. */
static int
take_socket (void)
{
  int descriptor = fcntl (STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
  int nowhere = open ("/dev/null", O_RDWR | O_CLOEXEC);

  if (descriptor < 0 || nowhere < 0)
    return -1;
  dup2 (nowhere, STDIN_FILENO);
  dup2 (nowhere, STDOUT_FILENO);
  close (nowhere);
  close_range ((guint) descriptor + 1, G_MAXUINT, 0);
  return descriptor;
}

int
main (void)
{
  g_autoptr (GError) error = NULL;
  int descriptor;

  if (!is_socket (STDIN_FILENO)) {
    g_printerr ("pktmon-helper: %s\n", _ ("Packet Monitor starts this program to capture packets; "
                                          "it does nothing by itself."));
    return 2;
  }
  load_texts();
  leave_terminal();
  descriptor = pktmon_privilege_begin (&error) ? take_socket() : -1;
  if (descriptor < 0) {
    g_printerr ("pktmon-helper: %s\n", error != NULL ? error->message : g_strerror (errno));
    return EXIT_FAILURE;
  }
  return pktmon_server_run (descriptor);
}
