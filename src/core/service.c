/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Services, and the names of their kinds, levels and ways of printing. */
#include "config.h"

#include "service.h"

static const char *const kinds[] = {
  [SCHALTER_SERVICE_CERTIFICATE] = "certificate",   [SCHALTER_SERVICE_PERMIT] = "permit",
  [SCHALTER_SERVICE_EXTENSION] = "extension",       [SCHALTER_SERVICE_APPLICATION] = "application",
  [SCHALTER_SERVICE_NOTIFICATION] = "notification",
};

static const char *const levels[] = {
  [SCHALTER_LEVEL_MUNICIPALITY] = "municipality",
  [SCHALTER_LEVEL_REGION] = "region",
  [SCHALTER_LEVEL_CANTON] = "canton",
  [SCHALTER_LEVEL_FEDERATION] = "federation",
  [SCHALTER_LEVEL_OTHER] = "other",
};

static const char *const printings[] = {
  [SCHALTER_PRINTING_CERTIFICATE] = "certificate",
  [SCHALTER_PRINTING_RECEIPT] = "receipt",
  [SCHALTER_PRINTING_IN_PERSON] = "in-person",
};

void
schalter_service_free (SchalterService *service)
{
  if (service == NULL)
    return;
  g_free (service->id);
  g_free (service->life_event_id);
  g_free (service->office_role);
  g_free (service->form_id);
  g_free (service->certificate_id);
  schalter_text_clear (&service->title);
  schalter_text_clear (&service->lead);
  schalter_text_clear (&service->verb);
  schalter_text_clear (&service->requirements);
  schalter_text_clear (&service->deadline);
  schalter_text_clear (&service->fee);
  schalter_text_clear (&service->not_here);
  g_clear_pointer (&service->steps, g_ptr_array_unref);
  g_clear_pointer (&service->documents, g_ptr_array_unref);
  g_free (service);
}

/* The index of @text in @names, or -1. */
static int
find_name (const char *const *names, guint n_names, const char *text)
{
  for (guint i = 0; text != NULL && i < n_names; i++) {
    if (g_str_equal (text, names[i]))
      return (int)i;
  }
  return -1;
}

gboolean
schalter_service_kind_from_string (const char *text, SchalterServiceKind *kind_out)
{
  int index = find_name (kinds, G_N_ELEMENTS (kinds), text);
  if (index >= 0)
    *kind_out = (SchalterServiceKind)index;
  return index >= 0;
}

gboolean
schalter_service_level_from_string (const char *text, SchalterServiceLevel *level_out)
{
  int index = find_name (levels, G_N_ELEMENTS (levels), text);
  if (index >= 0)
    *level_out = (SchalterServiceLevel)index;
  return index >= 0;
}

gboolean
schalter_service_printing_from_string (const char *text, SchalterServicePrinting *printing_out)
{
  int index = find_name (printings, G_N_ELEMENTS (printings), text);
  if (index >= 0)
    *printing_out = (SchalterServicePrinting)index;
  return index >= 0;
}

const char *
schalter_service_kind_to_string (SchalterServiceKind kind)
{
  g_return_val_if_fail ((guint)kind < G_N_ELEMENTS (kinds), "");
  return kinds[kind];
}

const char *
schalter_service_level_to_string (SchalterServiceLevel level)
{
  g_return_val_if_fail ((guint)level < G_N_ELEMENTS (levels), "");
  return levels[level];
}

const char *
schalter_service_printing_to_string (SchalterServicePrinting printing)
{
  g_return_val_if_fail ((guint)printing < G_N_ELEMENTS (printings), "");
  return printings[printing];
}
