/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * QR codes (ISO/IEC 18004) at error correction level Q, which stands 15 % of stains on paper. */
#include "config.h"

#include "document.h"

#include <qrencode.h>

guint8 *
schalter_qr_encode (const char *text, guint *n_modules_out)
{
  g_return_val_if_fail (text != NULL && n_modules_out != NULL, NULL);
  QRcode *code = QRcode_encodeString (text, 0, QR_ECLEVEL_Q, QR_MODE_8, 1);
  if (code == NULL)
    return NULL;
  guint n_modules = (guint)code->width;
  guint8 *modules = g_new (guint8, n_modules * n_modules);
  for (guint i = 0; i < n_modules * n_modules; i++)
    modules[i] = code->data[i] & 1;
  QRcode_free (code);
  *n_modules_out = n_modules;
  return modules;
}
