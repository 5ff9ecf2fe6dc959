/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SCHALTER_ERROR:
 *
 * The one error domain of the project. Errors of other libraries are mapped to it once, where the
 * library is wrapped, with the original text kept in the message.
 */
#define SCHALTER_ERROR (schalter_error_quark ())

/**
 * SchalterError:
 * @SCHALTER_ERROR_INVALID: The input is malformed or outside its limits: refuse it, say where.
 * @SCHALTER_ERROR_UNTRUSTED: A signature, seal or certificate does not hold: refuse and report.
 * @SCHALTER_ERROR_OUTDATED: Authentic, but older than what is here or expired: keep what is here.
 * @SCHALTER_ERROR_NOT_FOUND: There is no such thing.
 * @SCHALTER_ERROR_CONFLICT: The same id was used for something else: a person must look at it.
 * @SCHALTER_ERROR_REFUSED: The other side understood and said no: do not try again by itself.
 * @SCHALTER_ERROR_UNAVAILABLE: The other side is gone, slow or broken: try again later.
 * @SCHALTER_ERROR_NO_SPACE: No room on disk: close forms, keep what is acknowledged.
 * @SCHALTER_ERROR_CORRUPT: State on disk is damaged: keep the file, stop, say what to do.
 * @SCHALTER_ERROR_INTERNAL: A library failed in a way that has no better name.
 *
 * Each code is a different reaction of a caller.
 */
typedef enum {
  SCHALTER_ERROR_INVALID,
  SCHALTER_ERROR_UNTRUSTED,
  SCHALTER_ERROR_OUTDATED,
  SCHALTER_ERROR_NOT_FOUND,
  SCHALTER_ERROR_CONFLICT,
  SCHALTER_ERROR_REFUSED,
  SCHALTER_ERROR_UNAVAILABLE,
  SCHALTER_ERROR_NO_SPACE,
  SCHALTER_ERROR_CORRUPT,
  SCHALTER_ERROR_INTERNAL,
} SchalterError;

GQuark schalter_error_quark (void);

G_END_DECLS
