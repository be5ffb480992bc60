/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/request-check.h"

#include <net/if.h>
#include <string.h>

#include "base/error.h"
#include "base/i18n.h"
#include "helper/device.h"
#include "probe/point.h"

static gboolean
fail (GError **error, const char *what)
{
  pktmon_error_set (error, PKTMON_ERROR_INVALID, what,
                    _ ("Install the program and its capture helper in the same version."));
  return FALSE;
}

static gboolean
check_namespace (const PktmonAddSourceRequest *request, guint scope, GError **error)
{
  if (!request->in_namespace || scope & PKTMON_SCOPE_NAMESPACES)
    return TRUE;
  pktmon_error_set (error, PKTMON_ERROR_PERMISSION,
                    _ ("The capture helper may not enter other network namespaces."),
                    _ ("Start it as root, or give its file the capability CAP_SYS_ADMIN."));
  return FALSE;
}

static gboolean
check_interface (const PktmonAddSourceRequest *request, guint scope, GError **error)
{
  if (strlen (request->device) >= IFNAMSIZ || request->interface_index == 0)
    return fail (error, _ ("A network interface was asked for that cannot be one."));
  return check_namespace (request, scope, error);
}

static gboolean
check_device (const PktmonAddSourceRequest *request, guint scope, GError **error)
{
  if (!pktmon_device_is_known (request->device) || request->interface_index != 0 ||
      request->in_namespace)
    return fail (error, _ ("A device was asked for that the capture helper does not know."));
  if (scope & PKTMON_SCOPE_DEVICES)
    return TRUE;
  pktmon_error_set (error, PKTMON_ERROR_PERMISSION,
                    _ ("The capture helper has given up the right to open devices."),
                    _ ("Stop the capture, choose the device, and start it again."));
  return FALSE;
}

static gboolean
check_stack (const PktmonAddSourceRequest *request, guint scope, GError **error)
{
  if (pktmon_point_find (request->device) == PKTMON_N_POINTS || request->interface_index != 0)
    return fail (error, _ ("A stack point was asked for that the capture helper does not know."));
  if (scope & PKTMON_SCOPE_STACK)
    return check_namespace (request, scope, error);
  pktmon_error_set (
      error, PKTMON_ERROR_PERMISSION,
      _ ("The capture helper has no right to look into the network stack, or has given it up."),
      _ ("Choose stack points before the capture starts, and start the program as root, or give "
         "the helper the capabilities CAP_BPF, CAP_PERFMON and CAP_NET_ADMIN."));
  return FALSE;
}

gboolean
pktmon_request_check_source (PktmonAddSourceRequest *request, guint scope, GError **error)
{
  if (*request->device == '\0' || *request->id == '\0')
    return fail (error, _ ("A data source was asked for without a name."));
  if (request->snap_length > PKTMON_MAX_SNAP_LENGTH)
    return fail (error, _ ("More bytes of each packet were asked for than can be kept."));
  if (request->buffer_size > PKTMON_MAX_CAPTURE_BUFFER)
    return fail (error, _ ("A larger buffer was asked for than there can be."));
  if (request->snap_length == 0)
    request->snap_length = PKTMON_MAX_SNAP_LENGTH;
  switch (request->kind) {
  case PKTMON_CAPTURE_INTERFACE:
    return check_interface (request, scope, error);
  case PKTMON_CAPTURE_DEVICE:
    return check_device (request, scope, error);
  case PKTMON_CAPTURE_STACK:
    return check_stack (request, scope, error);
  default:
    return fail (error, _ ("A kind of data source was asked for that there is not."));
  }
}
