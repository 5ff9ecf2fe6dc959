/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What somebody may paste as a pairing line. */
#include "config.h"

#include "pairing-line.h"

#include "schalter-error.h"

#define PRINT "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define TOKEN "00112233445566778899aabbccddeeff"
#define END ":" PRINT ":" TOKEN

static void
says_where_the_kiosk_is (void)
{
  const struct {
    const char *line;
    const char *host;
    guint port;
  } cases[] = {
    { "schalter-pair:1:kiosk-1.office.example:8443" END, "kiosk-1.office.example", 8443 },
    { "schalter-pair:1:192.0.2.7:1" END, "192.0.2.7", 1 },
    { "schalter-pair:1:2001:db8::7:65535" END, "2001:db8::7", 65535 },
    { "schalter-pair:1:[2001:db8::7]:443" END, "2001:db8::7", 443 },
    { "schalter-pair:1:::1:443" END, "::1", 443 },
    { "\r\n  schalter-pair:1:kiosk:443" END "\t\n", "kiosk", 443 },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (SchalterKnownKiosk) kiosk = schalter_pairing_line_parse (cases[i].line, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (kiosk->host, ==, cases[i].host);
    g_assert_cmpuint (kiosk->port, ==, cases[i].port);
    g_assert_cmpstr (kiosk->fingerprint, ==, PRINT);
    g_assert_cmpstr (kiosk->token, ==, TOKEN);
    g_assert_null (kiosk->credential);
  }
}

static void
refuses_with_a_sentence (void)
{
  const struct {
    const char *line;
    const char *sentence;
  } cases[] = {
    { "", "Please paste the pairing line." },
    { "   \n", "Please paste the pairing line." },
    { "https://example.org", "This is not a pairing line. It begins with “schalter-pair:”." },
    { "schalter-pair:2:x", "The kiosk is newer than this program. Please ask IT for an update." },
    { "schalter-pair:1:", "The line is not complete. Please copy the whole line." },
    { "schalter-pair:1:kiosk:443", "The line is not complete. Please copy the whole line." },
    { "schalter-pair:1::443" END, "The kiosk’s address in this line cannot be right." },
    { "schalter-pair:1:a/b:443" END, "The kiosk’s address in this line cannot be right." },
    { "schalter-pair:1:a b:443" END, "The kiosk’s address in this line cannot be right." },
    { "schalter-pair:1:u@h:443" END, "The kiosk’s address in this line cannot be right." },
    { "schalter-pair:1:k:x:443" END, "The kiosk’s address in this line cannot be right." },
    { "schalter-pair:1:kiosk:0" END, "The port number in this line cannot be right." },
    { "schalter-pair:1:kiosk:65536" END, "The port number in this line cannot be right." },
    { "schalter-pair:1:kiosk:+1" END, "The port number in this line cannot be right." },
    { "schalter-pair:1:kiosk:443:" PRINT ":0011",
      "The line is damaged. Please copy the whole line once more." },
    { "schalter-pair:1:kiosk:443:0123:" TOKEN,
      "The line is damaged. Please copy the whole line once more." },
    { "schalter-pair:1:kiosk:443" END "\xff", "This is not a pairing line: it is too long." },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (schalter_pairing_line_parse (cases[i].line, &error));
    g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
    g_assert_cmpstr (error->message, ==, cases[i].sentence);
  }
}

static void
refuses_what_is_too_long (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_strnfill (100000, ':');
  g_assert_null (schalter_pairing_line_parse (line, &error));
  g_assert_error (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID);
}

/* A line with any one character cut out or changed is refused, or names another place; never does
 * another certificate pass for this one's. */
static void
survives_damage (void)
{
  const char *line = "schalter-pair:1:kiosk:443" END;
  for (gsize i = 0; i < strlen (line); i++) {
    g_autofree char *damaged = g_strdup (line);
    damaged[i] = damaged[i] == 'X' ? 'Y' : 'X';
    g_autoptr (SchalterKnownKiosk) kiosk = schalter_pairing_line_parse (damaged, NULL);
    g_assert_true (kiosk == NULL || !g_str_equal (kiosk->host, "kiosk"));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/counter/pairing-line/says-where-the-kiosk-is", says_where_the_kiosk_is);
  g_test_add_func ("/counter/pairing-line/refuses-with-a-sentence", refuses_with_a_sentence);
  g_test_add_func ("/counter/pairing-line/refuses-what-is-too-long", refuses_what_is_too_long);
  g_test_add_func ("/counter/pairing-line/survives-damage", survives_damage);
  return g_test_run ();
}
