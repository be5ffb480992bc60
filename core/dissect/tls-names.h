/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the numbers of TLS stand for (https://www.iana.org/assignments/tls-parameters,
 * tls-extensiontype-values); static text, NULL for those that are not known. */
const char *pktmon_tls_version_get_name (guint16 version);
const char *pktmon_tls_handshake_get_name (guint8 type);
const char *pktmon_tls_alert_get_name (guint8 description);
const char *pktmon_tls_cipher_suite_get_name (guint16 suite);
const char *pktmon_tls_extension_get_name (guint16 type);
const char *pktmon_tls_group_get_name (guint16 group);
const char *pktmon_tls_signature_get_name (guint16 scheme);

G_END_DECLS
