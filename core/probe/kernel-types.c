/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "probe/kernel-types.h"

#include <bpf/btf.h>
#include <stdlib.h>

/* Borrowed, for ever; NULL: not known. */
static struct btf *
get_types (void)
{
  static gsize loaded;
  static struct btf *types;

  if (g_once_init_enter (&loaded)) {
    const char *path = secure_getenv ("PKTMON_KERNEL_TYPES");

    types = path != NULL ? btf__parse (path, NULL) : btf__load_vmlinux_btf();
    g_once_init_leave (&loaded, 1);
  }
  return types;
}

gboolean
pktmon_kernel_types_are_known (void)
{
  return get_types() != NULL;
}

void
pktmon_kernel_types_foreach_value (const char *enumeration, PktmonKernelTypesFunc func,
                                   gpointer user_data)
{
  struct btf *types = get_types();
  int id = types != NULL ? btf__find_by_name_kind (types, enumeration, BTF_KIND_ENUM) : -1;
  const struct btf_type *type;
  const struct btf_enum *value;

  if (id < 0)
    return;
  type = btf__type_by_id (types, (guint32) id);
  value = btf_enum (type);
  for (guint i = 0; i < btf_vlen (type); i++, value++)
    func (btf__name_by_offset (types, value->name_off), (guint32) value->val, user_data);
}

static void
find_link_cb (const char *name, guint32 value, gpointer user_data)
{
  gboolean *found = user_data;

  *found = *found || g_str_equal (name, "BPF_LINK_TYPE_NETFILTER");
}

gboolean
pktmon_kernel_types_have_hooks (void)
{
  gboolean found = FALSE;

  pktmon_kernel_types_foreach_value ("bpf_link_type", find_link_cb, &found);
  return found && btf__find_by_name_kind (get_types(), "bpf_nf_ctx", BTF_KIND_STRUCT) > 0;
}

gboolean
pktmon_kernel_types_have_casts (void)
{
  return get_types() != NULL &&
         btf__find_by_name_kind (get_types(), "bpf_rdonly_cast", BTF_KIND_FUNC) > 0 &&
         btf__find_by_name_kind (get_types(), "in6_addr", BTF_KIND_STRUCT) > 0;
}

/* btf_trace_NAME is a pointer to a function whose first parameter is the program's own. */
guint
pktmon_kernel_types_count_parameters (const char *tracepoint)
{
  g_autofree char *name = g_strconcat ("btf_trace_", tracepoint, NULL);
  struct btf *types = get_types();
  int id = types != NULL ? btf__find_by_name_kind (types, name, BTF_KIND_TYPEDEF) : -1;
  const struct btf_type *type;

  if (id < 0)
    return 0;
  type = btf__type_by_id (types, btf__type_by_id (types, (guint32) id)->type);
  type = btf_is_ptr (type) ? btf__type_by_id (types, type->type) : type;
  return btf_is_func_proto (type) && btf_vlen (type) > 0 ? btf_vlen (type) - 1u : 0;
}
