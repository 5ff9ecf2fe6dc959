/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TestPrintLab:
 *
 * A real scheduler and a real IPP Everywhere printer of a test's own: a private message bus (which
 * ippeveprinter wants), the printer on a free port, cupsd behind a Unix socket in a temporary
 * directory, configured by the kiosk's own files, and one queue. Works as root and as anyone.
 */
typedef struct _TestPrintLab TestPrintLab;

TestPrintLab *test_print_lab_new (void);
void test_print_lab_free (TestPrintLab *lab);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestPrintLab, test_print_lab_free)

const char *test_print_lab_get_socket (TestPrintLab *lab);
const char *test_print_lab_get_queue (TestPrintLab *lab);
/* ipp:// address of the printer itself; the same with ipps:// works too. */
const char *test_print_lab_get_device_uri (TestPrintLab *lab);

/* "ok", "slow 3", "jam", "door", "empty", "abort", "half"; see printer-command.sh. */
void test_print_lab_set_behaviour (TestPrintLab *lab, const char *behaviour);
/* Takes all paper out of the trays of the idle printer, or puts it back. */
void test_print_lab_set_paper (TestPrintLab *lab, gboolean has_paper);

/* The documents that reached the printer, oldest first; free with g_strfreev(). */
char **test_print_lab_list_documents (TestPrintLab *lab);
/* How many documents lie in the scheduler's spool. */
guint test_print_lab_count_spooled (TestPrintLab *lab);

void test_print_lab_stop_printer (TestPrintLab *lab);
void test_print_lab_start_printer (TestPrintLab *lab);
/* Stops without an end (SIGSTOP), as a hung process does, and lets go on. */
void test_print_lab_freeze_printer (TestPrintLab *lab, gboolean is_frozen);
void test_print_lab_freeze_scheduler (TestPrintLab *lab, gboolean is_frozen);
/* Kills the scheduler without warning and starts it anew, as the service does: with a wiped spool.
 */
void test_print_lab_crash_scheduler (TestPrintLab *lab);

G_END_DECLS
