/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/about.h"

#include <pcap/pcap.h>
#include <sys/utsname.h>

#include "base/i18n.h"

/* Not translated: it is for those who look into the problem. */
char *
pktmon_about_dup_debug_info (void)
{
  struct utsname system = { 0 };
  g_autofree char *distribution = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  GdkDisplay *display = gdk_display_get_default();

  uname (&system);
  return g_strdup_printf ("Packet Monitor %s\n"
                          "GLib %u.%u.%u\n"
                          "GTK %u.%u.%u, %s\n"
                          "libadwaita %u.%u.%u\n"
                          "%s\n"
                          "%s %s %s\n"
                          "%s\n",
                          PACKAGE_VERSION, glib_major_version, glib_minor_version,
                          glib_micro_version, gtk_get_major_version(), gtk_get_minor_version(),
                          gtk_get_micro_version(), G_OBJECT_TYPE_NAME (display),
                          adw_get_major_version(), adw_get_minor_version(), adw_get_micro_version(),
                          pcap_lib_version(), system.sysname, system.release, system.machine,
                          distribution != NULL ? distribution : "");
}

void
pktmon_about_show (GtkWindow *parent)
{
  const char *developers[] = { _ ("The developers of Packet Monitor"), NULL };
  g_autofree char *debug_info = pktmon_about_dup_debug_info();

  adw_show_about_window (parent, "application-name", _ ("Packet Monitor"), "application-icon",
                         APPLICATION_ID, "version", PACKAGE_VERSION, "comments",
                         _ ("Looks at network packets: opens captures of any size at once, says "
                            "what each packet is, finds and filters."),
                         "license-type", GTK_LICENSE_GPL_3_0, "developers", developers,
                         /* Translators: put your names here, a line each. */
                         "translator-credits", _ ("translator-credits"), "debug-info", debug_info,
                         "debug-info-filename", "packet-monitor.txt", NULL);
}
