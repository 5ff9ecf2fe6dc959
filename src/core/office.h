/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "text.h"

G_BEGIN_DECLS

/**
 * SchalterOffice:
 * @id: stable id, for example "4045-einwohnerdienste" or "ag-passamt"
 * @bfs: the municipality the office belongs to, or 0 for a regional, cantonal or other office
 * @hours: opening hours, a line each
 * @is_demonstration: address, phone and hours are made up for demonstration and said to be so
 *
 * The office that answers for a service. A record: read only after it is made.
 */
typedef struct {
  char *id;
  guint bfs;
  SchalterText name;
  char *street;
  char *postcode_and_place;
  char *phone;
  char *email;
  char *website;
  SchalterText hours;
  gboolean is_demonstration;
} SchalterOffice;

void schalter_office_free (SchalterOffice *office);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchalterOffice, schalter_office_free)

G_END_DECLS
