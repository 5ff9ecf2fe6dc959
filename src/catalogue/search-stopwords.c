/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words that say nothing about what is wanted. They stand in folded form. They are left out of a
 * query only, never of the index, and only while other words are left. */
#include "config.h"

#include "search-text.h"

#include <string.h>

static const char *const stopwords[SCHALTER_N_LANGUAGES] = {
  [SCHALTER_LANGUAGE_DE] =
      " "
      "aber alle allem allen aller alles als also am an ander andere anderem anderen anderer "
      "anderes angeboten auch auf aus ausser beantrage beantragen beantragt bei beim bekomme "
      "bekommen bekommst bekommt benotige benotigen benotigt bereits bestellen bieten bietet "
      "bin bis bist bitte brauch brauche brauchen braucht brauchte da dabei dafur damit dann "
      "daran darf das dass dazu dein deine deinem deinen deiner dem den denn der des deshalb "
      "die dies diese diesem diesen dieser dieses doch dort du durch durfen eben ein eine "
      "einem einen einer eines einfach einige er erhalt erhalte erhalten es etwa etwas euch "
      "euer eure falls finde finden findet fur ganz gar gegen gehen geht gelten gern gerne "
      "gibt gilt hab habe haben hallo hat hatte hatten heisst hier hin hinter hole holen ich "
      "ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in indem ins irgendwo ist ja jede "
      "jedem jeden jeder jedes jemand jetzt kann kannst kein keine keinem keinen keiner konnen "
      "konnte konnten kriege kriegen lassen mache machen macht mal man manche mehr mein meine "
      "meinem meinen meiner meines mich mir mit mochte mochten mogen moglich mogliche muss "
      "mussen musste nach neben nein nennt nicht nichts noch nun nur ob obwohl oder ohne schon "
      "sehr sein seine seinem seinen seiner seit selber selbst sich sie sind so sogar solche "
      "soll sollen sollte sondern sonst sowie statt stellen stellt suche suchen tun uber um "
      "und uns unser unsere unserem unseren unserer unter versteht viel viele vom von vor "
      "wahrend wann war waren warum was weg wegen weil weiter welche welchem welchen welcher "
      "welches wem wen wenn wer werde werden weshalb wessen wie wieder wieso wieviel will "
      "willst wir wird wirst wissen wo wofur woher wohin wollen womit worum wunsche wurde "
      "wurden zu zum zur zwar zwischen"
      " ",
  [SCHALTER_LANGUAGE_FR] =
      " "
      "a ai aimerais alors apres as au aucun aussi autre autres aux avant avec avez avoir "
      "avons besoin c ca car ce ceci cela celle celui ces cet cette chez ci combien comme "
      "comment d dans de demande demander des deux dois doit donc dont du elle elles en encore "
      "entre es est et etaient etait etre eu faire fait faut il ils j je l la le les leur "
      "leurs lorsque lui m ma mais me meme mes moi mon n ne ni non nos notre nous obtenir "
      "obtiens on ont ou par parce pas pendant peu peut peux plus pour pourquoi pouvez puis qu "
      "quand que quel quelle quelles quels qui quoi recevoir s sa sans se ses si son sont "
      "souhaite sous sur t ta te tes toi ton tous tout toute toutes trop trouver tu un une va "
      "vers veux voir vos votre voudrais vous y"
      " ",
  [SCHALTER_LANGUAGE_IT] =
      " "
      "a ad agli ai al alla alle allo anche avere bisogno c che chi chiedere ci cio come con "
      "cosa cui da dagli dai dal dalla dalle dallo degli dei del della delle dello deve devo "
      "di dopo dove e ed era essere fa fare fra gli ha hai hanno ho i il in io l la le lei li "
      "lo loro lui ma me mi mia mie miei mio ne negli nei nel nella nelle nello no noi non "
      "nostra nostro o ogni ottenere per perche piu poi posso puo qual quale quali quando "
      "quanto quella quelle quelli quello questa queste questi questo qui ricevere richiedere "
      "richiesta se sei senza si sia sono sta su sua sugli sui sul sulla sulle suo suoi te ti "
      "tra trovare tu tua tuo tutti tutto un una uno vi voglio vorrei"
      " ",
  [SCHALTER_LANGUAGE_EN] =
      " "
      "a about after all also am an and any apply are as at be because been before being but "
      "by can could d did do doing don dos down find for from get getting had has have having "
      "he her here hers him his how i if in into is it its itself just let ll looking m may me "
      "might more most must my need no nor not now obtain of off on once only or other our "
      "ours out over own please re receive request s same she should so some such t than that "
      "the their them then there these they this those through to too under until up us ve "
      "very want wants was we were what when where which while who whom whose why will with "
      "would you your yours"
      " ",
};

gboolean
schalter_search_is_stopword (SchalterLanguage language, const char *folded_word)
{
  g_return_val_if_fail ((guint)language < SCHALTER_N_LANGUAGES, FALSE);
  gsize length = strlen (folded_word);
  if (length == 0)
    return FALSE;
  const char *place = stopwords[language];
  while ((place = strstr (place, folded_word)) != NULL) {
    if (place[-1] == ' ' && place[length] == ' ')
      return TRUE;
    place++;
  }
  return FALSE;
}
