/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Frames of the counter link, read from a kiosk that may be anything. */
#include "config.h"

#include "counter-message.h"

#include "kiosk-double.h"
#include "schalter-error.h"

static SchalterCounterMessage *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  SchalterCounterMessage *message = schalter_counter_message_parse (text, strlen (text), &error);
  g_assert_no_error (error);
  return message;
}

static void
reads_a_welcome (void)
{
  g_autoptr (SchalterCounterMessage) plain =
      parse ("{\"type\":\"welcome\",\"kiosk\":\"k\",\"name\":\"\",\"municipality\":0}");
  g_assert_cmpint (plain->type, ==, SCHALTER_COUNTER_WELCOME);
  g_assert_null (plain->credential);
  g_assert_cmpstr (plain->name, ==, "");

  g_autoptr (SchalterCounterMessage) pairing =
      parse ("{\"credential\":\"c\",\"type\":\"welcome\",\"kiosk\":\"k\",\"name\":\"Zürich\","
             "\"municipality\":261}");
  g_assert_cmpstr (pairing->credential, ==, "c");
  g_assert_cmpstr (pairing->name, ==, "Zürich");
  g_assert_cmpuint (pairing->municipality_bfs, ==, 261);
}

static void
reads_a_state (void)
{
  g_autoptr (SchalterCounterMessage) state = parse (KIOSK_DOUBLE_NO_PAPER);
  g_assert_cmpint (state->type, ==, SCHALTER_COUNTER_STATE);
  g_assert_cmpstr (state->network, ==, "offline");
  g_assert_cmpstr (state->reasons[0], ==, "media-empty-error");
  g_assert_null (state->reasons[1]);
  g_assert_cmpuint (state->n_waiting, ==, 3);
  g_assert_cmpuint (state->catalogue, ==, 42);
}

static void
reads_a_refusal (void)
{
  g_autoptr (SchalterCounterMessage) refused =
      parse ("{\"type\":\"refused\",\"reason\":\"unknown\"}");
  g_assert_cmpint (refused->type, ==, SCHALTER_COUNTER_REFUSED);
  g_assert_cmpstr (refused->reason, ==, "unknown");
}

#define STATE(network, printer, reasons)                                                           \
  "{\"type\":\"state\",\"network\":" network ",\"printer\":" printer ",\"reasons\":" reasons       \
  ",\"catalogue\":1,\"outbox\":0,\"attention\":0,\"sessions\":0}"

static void
refuses_anything_else (void)
{
  const char *texts[] = {
    "",
    " ",
    "null",
    "\"welcome\"",
    "[{\"type\":\"welcome\"}]",
    "{\"type\":\"hello\",\"token\":\"x\",\"counter\":\"x\"}",
    "{\"type\":\"Welcome\",\"kiosk\":\"k\",\"name\":\"\",\"municipality\":0}",
    "{\"type\":[\"welcome\"],\"kiosk\":\"k\",\"name\":\"\",\"municipality\":0}",
    "{\"type\":\"welcome\",\"kiosk\":\"k\",\"name\":\"\",\"municipality\":-1}",
    "{\"type\":\"welcome\",\"kiosk\":\"k\",\"name\":\"\",\"municipality\":\"1\"}",
    "{\"type\":\"welcome\",\"kiosk\":\"k\",\"name\":null,\"municipality\":1}",
    "{\"type\":\"welcome\",\"kiosk\":\"\",\"name\":\"n\",\"municipality\":1}",
    "{\"type\":\"welcome\",\"kiosk\":\"k\",\"name\":\"\\u202eevil\",\"municipality\":1}",
    "{\"type\":\"welcome\",\"kiosk\":\"k\",\"name\":\"\",\"municipality\":0,\"x\":1}",
    STATE ("\"on\"", "\"ready\"", "[]"),
    STATE ("\"online\"", "\"burning\"", "[]"),
    STATE ("\"online\"", "\"ready\"", "{}"),
    STATE ("\"online\"", "\"ready\"", "[1]"),
    STATE ("\"online\"", "\"ready\"", "[null]"),
    STATE ("\"online\"", "\"ready\"", "[[]]"),
    STATE ("\"online\"", "\"ready\"", "[\"a\\nb\"]"),
    STATE ("\"online\"", "\"ready\"", "null"),
    "{\"type\":\"call\",\"id\":\"\",\"reason\":\"help\",\"since_us\":1}",
    "{\"type\":\"call\",\"id\":\"1\",\"reason\":\"help\",\"since_us\":9223372036854775807}",
    "{\"type\":\"call\",\"id\":\"1\",\"reason\":\"help\",\"since_us\":1.5}",
    "{\"type\":\"answered\",\"id\":\"1\",\"counter\":{}}",
    "{\"type\":\"refused\"}",
  };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    g_test_message ("%s", texts[i]);
    g_assert_null (schalter_counter_message_parse (texts[i], strlen (texts[i]), &error));
    g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
  }
}

static void
refuses_too_many_reasons (void)
{
  GString *reasons = g_string_new ("[\"a\"");
  for (guint i = 0; i < 100; i++)
    g_string_append (reasons, ",\"a\"");
  g_string_append (reasons, "]");
  g_autofree char *list = g_string_free (reasons, FALSE);
  g_autofree char *text = g_strdup_printf (STATE ("\"online\"", "\"ready\"", "%s"), list);
  g_assert_null (schalter_counter_message_parse (text, strlen (text), NULL));
}

/* Every beginning of a frame, and every frame with one byte changed, is read or refused. */
static void
survives_damage (void)
{
  gsize length = strlen (KIOSK_DOUBLE_NO_PAPER);
  for (gsize i = 0; i < length; i++) {
    g_assert_null (schalter_counter_message_parse (KIOSK_DOUBLE_NO_PAPER, i, NULL));
    g_autofree char *damaged = g_strdup (KIOSK_DOUBLE_NO_PAPER);
    for (int byte = 0; byte < 256; byte++) {
      damaged[i] = (char)byte;
      g_autoptr (SchalterCounterMessage) message =
          schalter_counter_message_parse (damaged, length, NULL);
      g_assert_true (message == NULL || message->type == SCHALTER_COUNTER_STATE);
    }
  }
}

static void
writes_what_a_kiosk_reads (void)
{
  g_autofree char *first = schalter_counter_message_hello ("t", NULL, "Desk \"3\"");
  g_autofree char *later = schalter_counter_message_hello (NULL, "c", "Desk");
  g_autofree char *answer = schalter_counter_message_answer ("1");
  g_assert_cmpstr (
      first, ==, "{\"type\":\"hello\",\"token\":\"t\",\"counter\":\"Desk \\\"3\\\"\"}");
  g_assert_cmpstr (later, ==, "{\"type\":\"hello\",\"credential\":\"c\",\"counter\":\"Desk\"}");
  g_assert_cmpstr (answer, ==, "{\"type\":\"answer\",\"id\":\"1\"}");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/counter/message/reads-a-welcome", reads_a_welcome);
  g_test_add_func ("/counter/message/reads-a-state", reads_a_state);
  g_test_add_func ("/counter/message/reads-a-refusal", reads_a_refusal);
  g_test_add_func ("/counter/message/refuses-anything-else", refuses_anything_else);
  g_test_add_func ("/counter/message/refuses-too-many-reasons", refuses_too_many_reasons);
  g_test_add_func ("/counter/message/survives-damage", survives_damage);
  g_test_add_func ("/counter/message/writes-what-a-kiosk-reads", writes_what_a_kiosk_reads);
  return g_test_run ();
}
