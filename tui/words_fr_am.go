// SPDX-License-Identifier: Apache-2.0

package tui

var french = words{
	Ask: "Que voulez-vous faire ?", Find: "Chercher par référence", Drafts: "Formulaires inachevés",
	Sync: "Synchronisation", Language: "Langue", SignOut: "Se déconnecter",
	NotAllowed: "votre rôle ne le permet pas", NoForms: "Rien n'est proposé pour le moment.",

	Reference: "Référence", ReferenceHint: "12 chiffres ; espaces et tirets facultatifs",
	NotFound: "Rien n'est connu sous cette référence.",
	Tasks:    "À compléter", NoTasks: "Rien n’est à compléter.",
	Open: "Continuer ce formulaire", NoDrafts: "Il n'y a pas de formulaire inachevé.", Updated: "modifié {0}",

	SyncOff: "Ce poste garde ses dossiers ; aucun centre n'est configuré.",
	Waiting: "En attente d'envoi : {0}", LastSync: "Dernier envoi : {0}", Never: "jamais",
	Reached: "Le centre a été joint.", NotReached: "Le centre est injoignable pour le moment. Le travail continue ; rien n'est perdu.",

	Queue: "file {0}", Last: "dernier envoi {0}", Ref: "réf. {0}",

	Saved: "Enregistré. Référence {0}", Filter: "Filtre", NoMatch: "Aucune ligne ne correspond.", Required: "une réponse est nécessaire",
	Add: "ajouter", Edit: "modifier", Remove: "supprimer", ConfirmRemove: "Appuyez encore sur d pour supprimer la ligne {0}, sur une autre touche pour la garder.",
	NoRows: "Rien ici pour l'instant.",
	Failed: "Cela n'a pas marché. Réessayez ; les réponses sont gardées.", More: "suite plus bas",

	Next: "suivant", Back: "retour", Choose: "choisir", Field: "question", Save: "enregistrer", Help: "aide",
	Leave: "se déconnecter", Toggle: "cocher", Done: "continuer", Clear: "effacer",

	GuideTitle: "Touches",
	GuideMove:  "Entrée : question puis page suivante. Tab, Maj-Tab : autre question. Échap : retour.",
	GuideList:  "Listes : le numéro de la ligne, ou les flèches et Entrée. Retour arrière efface la réponse.",
	GuideLong:  "Longues listes : tapez une partie du nom, ou / puis le texte. Échap montre tout.",
	GuideCheck: "Plusieurs réponses : les numéros ou la barre d'espace cochent, Entrée continue.",
	GuideText:  "Texte : Ctrl-A début, Ctrl-E fin, Ctrl-W efface une lettre et ses signes, Ctrl-U tout.",
	GuideTable: "Tableaux : a ajoute, e modifie, d supprime une ligne, Entrée continue.",
	GuideSaved: "Chaque réponse est enregistrée aussitôt. Ctrl-S ou F2 : s'arrêter là. Ctrl-Q ou F10 : quitter.",
	GuideClose: "Une touche ferme cette page.",

	Goodbye: "Vous êtes déconnecté. Les réponses sont enregistrées.", Stopping: "Le serveur s'arrête. Les réponses sont enregistrées ; reconnectez-vous plus tard.",
	Full:  "Trop de personnes sont connectées. Réessayez dans quelques minutes.",
	Hello: "Connecté en tant que {0}.", PressEnter: "Appuyez sur Entrée pour continuer.", ChooseNumber: "Tapez le numéro d'une ligne.",
}

var amharic = words{
	Ask: "ምን ማድረግ ይፈልጋሉ?", Find: "በመለያ ቁጥር ፈልግ", Drafts: "ያልተጠናቀቁ ቅጾች",
	Sync: "ማመሳሰል", Language: "ቋንቋ", SignOut: "ውጣ",
	NotAllowed: "የሥራ ድርሻዎ ይህን አይፈቅድም", NoForms: "አሁን ምንም አገልግሎት የለም።",

	Reference: "መለያ ቁጥር", ReferenceHint: "12 አኃዞች፤ ክፍተትና ሰረዝ መተው ይቻላል",
	NotFound: "በዚህ መለያ ቁጥር የተመዘገበ ነገር የለም።",
	Tasks:    "የሚሟሉ", NoTasks: "የሚሟላ ነገር የለም።",
	Open: "ይህን ቅጽ ቀጥል", NoDrafts: "ያልተጠናቀቁ ቅጾች የሉም።", Updated: "የተቀየረው {0}",

	SyncOff: "ይህ መሣሪያ መዝገቦቹን ራሱ ይይዛል፤ ማዕከል አልተዘጋጀም።",
	Waiting: "ለመላክ የሚጠብቁ፦ {0}", LastSync: "መጨረሻ የተላከው፦ {0}", Never: "ገና",
	Reached: "ማዕከሉ ተገኝቷል።", NotReached: "ማዕከሉን አሁን ማግኘት አልተቻለም። ሥራው ይቀጥላል፤ የሚጠፋ ነገር የለም።",

	Queue: "ወረፋ {0}", Last: "የተላከው {0}", Ref: "መለያ {0}",

	Saved: "ተቀምጧል። መለያ ቁጥር {0}", Filter: "አጣራ", NoMatch: "የሚዛመድ መስመር የለም።", Required: "መልስ ያስፈልጋል",
	Add: "ጨምር", Edit: "ቀይር", Remove: "አስወግድ", ConfirmRemove: "መስመር {0} ለማስወገድ d እንደገና ይጫኑ፤ ለማቆየት ሌላ ቁልፍ።",
	NoRows: "እስካሁን ምንም የለም።",
	Failed: "አልተሳካም። እንደገና ይሞክሩ፤ መልሶቹ ተቀምጠዋል።", More: "ከታች ተጨማሪ አለ",

	Next: "ቀጣይ", Back: "ተመለስ", Choose: "ምረጥ", Field: "ጥያቄ", Save: "አስቀምጥ", Help: "እገዛ",
	Leave: "ውጣ", Toggle: "ምልክት አድርግ", Done: "ቀጥል", Clear: "አጥፋ",

	GuideTitle: "ቁልፎች",
	GuideMove:  "Enter፦ ቀጣይ ጥያቄ፣ ከዚያ ቀጣይ ገጽ። Tab, Shift-Tab፦ ሌላ ጥያቄ። Esc፦ ተመለስ።",
	GuideList:  "ዝርዝር፦ የመስመሩ ቁጥር፣ ወይም ቀስቶችና Enter። Backspace መልሱን ያጠፋል።",
	GuideLong:  "ረጅም ዝርዝር፦ የስሙን ክፍል ይጻፉ፣ ወይም / ከዚያ ማንኛውንም። Esc ሁሉንም ያሳያል።",
	GuideCheck: "ብዙ መልሶች፦ ቁጥሮች ወይም ክፍተት ምልክት ያደርጋሉ፣ Enter ይቀጥላል።",
	GuideText:  "ጽሑፍ፦ Ctrl-A መጀመሪያ፣ Ctrl-E መጨረሻ፣ Ctrl-W ፊደል ያጠፋል፣ Ctrl-U ሁሉንም።",
	GuideTable: "ሠንጠረዥ፦ a ይጨምራል፣ e ይቀይራል፣ d መስመር ያስወግዳል፣ Enter ይቀጥላል።",
	GuideSaved: "እያንዳንዱ መልስ ወዲያውኑ ይቀመጣል። Ctrl-S ወይም F2፦ እዚህ አቁም። Ctrl-Q ወይም F10፦ ውጣ።",
	GuideClose: "ማንኛውም ቁልፍ ይህን ገጽ ይዘጋል።",

	Goodbye: "ወጥተዋል። መልሶቹ ተቀምጠዋል።", Stopping: "አገልጋዩ እየቆመ ነው። መልሶቹ ተቀምጠዋል፤ በኋላ ይግቡ።",
	Full:  "ብዙ ሰዎች ገብተዋል። ከጥቂት ደቂቃዎች በኋላ ይሞክሩ።",
	Hello: "የገቡት እንደ {0} ነው።", PressEnter: "ለመቀጠል Enter ይጫኑ።", ChooseNumber: "የመስመሩን ቁጥር ይጻፉ።",
}
