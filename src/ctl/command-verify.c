/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * schalterctl verify: whether a certificate's seal holds, without a network. It says everything the
 * seal vouches for, because a true seal on a doctored sheet is found only by comparing the two. */
#include "config.h"

#include "catalogue.h"
#include "code-reader.h"
#include "commands.h"
#include "key-list.h"
#include "random.h"
#include "schalter-error.h"
#include "seal-code.h"

#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <unistd.h>

#define MAX_INPUT_BYTES (33 * 1024 * 1024)
#define EXIT_NOT_VALID 1

typedef struct {
  char *catalogue_path;
  char *keys_path;
  SchalterCatalogue *catalogue; /* nullable */
  GPtrArray *keys;              /* (element-type SchalterSealPublicKey) */
} Trust;

static void
trust_clear (Trust *trust)
{
  g_free (trust->catalogue_path);
  g_free (trust->keys_path);
  g_clear_pointer (&trust->catalogue, schalter_catalogue_unref);
  g_clear_pointer (&trust->keys, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Trust, trust_clear)

/* Nothing has been said about the paper then: never the exit code of one that is not valid. */
static gboolean
set_usage_error (GError **error, const char *message)
{
  g_set_error_literal (error, SCHALTER_ERROR, SCHALTER_ERROR_INVALID, message);
  return FALSE;
}

static gboolean
load_trust (Trust *trust, GError **error)
{
  g_autoptr (GError) file_error = NULL;
  g_autofree char *json = NULL;
  gsize length = 0;
  if ((trust->catalogue_path == NULL) == (trust->keys_path == NULL))
    return set_usage_error (error, _ ("Give either --catalogue FILE or --keys FILE"));
  if (trust->catalogue_path != NULL) {
    trust->catalogue = schalter_catalogue_open (trust->catalogue_path, &file_error);
    if (trust->catalogue == NULL)
      return set_usage_error (error, file_error->message);
    trust->keys = schalter_catalogue_list_seal_keys (trust->catalogue);
    return TRUE;
  }
  if (!g_file_get_contents (trust->keys_path, &json, &length, &file_error))
    return set_usage_error (error, file_error->message);
  trust->keys = schalter_key_list_parse (json, length, error);
  return trust->keys != NULL;
}

/* Reads all of a stream, but not without end. */
static GBytes *
read_stream (GInputStream *stream, GError **error)
{
  g_autoptr (GError) read_error = NULL;
  g_autofree char *buffer = g_malloc (MAX_INPUT_BYTES);
  gsize n_read = 0;
  if (!g_input_stream_read_all (stream, buffer, MAX_INPUT_BYTES, &n_read, NULL, &read_error)) {
    set_usage_error (error, read_error->message);
    return NULL;
  }
  return g_bytes_new (buffer, n_read);
}

static GBytes *
read_input (const char *input, GError **error)
{
  if (g_str_equal (input, "-")) {
    g_autoptr (GInputStream) stream = g_unix_input_stream_new (STDIN_FILENO, FALSE);
    return read_stream (stream, error);
  }
  if (strchr (input, '#') != NULL && !g_file_test (input, G_FILE_TEST_EXISTS))
    return g_bytes_new (input, strlen (input));
  g_autoptr (GError) file_error = NULL;
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (input);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, &file_error);
  if (stream == NULL) {
    set_usage_error (error, file_error->message);
    return NULL;
  }
  return read_stream (G_INPUT_STREAM (stream), error);
}

static char *
get_municipality (const Trust *trust, guint bfs)
{
  g_autoptr (SchalterMunicipality) municipality =
      trust->catalogue != NULL ? schalter_catalogue_get_municipality (trust->catalogue, bfs) : NULL;
  if (municipality != NULL)
    return g_strdup_printf ("%s (%u)", municipality->name, bfs);
  return g_strdup_printf ("%u", bfs);
}

static void
print_json (const SchalterClaims *claims, const GError *reason)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  json_object_set_boolean_member (object, "valid", claims != NULL);
  if (claims != NULL)
    json_object_set_member (object, "claims", schalter_claims_to_json (claims));
  else
    json_object_set_string_member (object, "reason", reason->message);
  json_node_set_object (node, object);
  g_autofree char *text = json_to_string (node, FALSE);
  g_print ("%s\n", text);
}

static void
print_facts (GHashTable *facts)
{
  if (facts == NULL)
    return;
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (facts), (GCompareFunc)g_strcmp0);
  for (GList *at = names; at != NULL; at = at->next)
    g_print ("  %s: %s\n", (char *)at->data, (char *)g_hash_table_lookup (facts, at->data));
}

static void
print_claims (const Trust *trust, const SchalterClaims *claims)
{
  g_autofree char *municipality = get_municipality (trust, claims->bfs);
  const char *const rows[][2] = {
    { _ ("Number"), claims->number },           { _ ("Type"), claims->type },
    { _ ("Municipality"), municipality },       { _ ("Issued"), claims->issued },
    { _ ("Valid until"), claims->expires },     { _ ("Surname"), claims->surname },
    { _ ("Given names"), claims->given_names }, { _ ("Date of birth"), claims->birth_date },
    { _ ("Address"), claims->address },
  };
  g_print ("%s\n", _ ("Valid: the seal holds. Compare this with the paper:"));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_print ("  %s: %s\n", rows[i][0], rows[i][1]);
  print_facts (claims->facts);
}

static void
print_verdict (SchalterCtl *ctl,
               const Trust *trust,
               const SchalterClaims *claims,
               const GError *reason)
{
  if (schalter_ctl_wants_json (ctl))
    print_json (claims, reason);
  else if (claims != NULL)
    print_claims (trust, claims);
  else
    g_print (_ ("Not valid: %s\n"), reason->message);
}

static gboolean
parse_arguments (Trust *trust, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "catalogue", 0, 0, G_OPTION_ARG_FILENAME, &trust->catalogue_path, NULL, NULL },
    { "keys", 0, 0, G_OPTION_ARG_FILENAME, &trust->keys_path, NULL, NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (*argc == 2)
    return TRUE;
  return set_usage_error (error, _ ("Give one file, “-” for standard input, or a code’s text"));
}

gboolean
schalter_command_verify (SchalterCtl *ctl, int argc, char **argv, GError **error)
{
  g_auto (Trust) trust = { 0 };
  g_autoptr (GError) reason = NULL;
  g_autoptr (SchalterClaims) claims = NULL;
  schalter_crypto_init ();
  if (!parse_arguments (&trust, &argc, &argv, error) || !load_trust (&trust, error))
    return FALSE;
  g_autoptr (GBytes) content = read_input (argv[1], error);
  if (content == NULL)
    return FALSE;
  g_autofree char *code = schalter_code_reader_read (content, &reason);
  if (code != NULL)
    claims = schalter_seal_code_verify (code, trust.keys, g_get_real_time (), &reason);
  print_verdict (ctl, &trust, claims, reason);
  if (claims == NULL)
    schalter_ctl_set_exit_code (ctl, EXIT_NOT_VALID);
  return TRUE;
}
