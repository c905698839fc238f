// SPDX-License-Identifier: Apache-2.0

package tui

var english = words{
	Ask: "What would you like to do?", Find: "Find by reference", Drafts: "Unfinished forms",
	Sync: "Synchronisation", Language: "Language", SignOut: "Sign out",
	NotAllowed: "your role does not allow this", NoForms: "Nothing is offered at the moment.",

	Reference: "Reference", ReferenceHint: "12 digits; spaces and dashes may be left out",
	NotFound: "Nothing is known under this reference.",
	Tasks:    "To be completed", NoTasks: "Nothing waits to be completed.",
	Open: "Continue this form", NoDrafts: "There are no unfinished forms.", Updated: "last changed {0}",

	SyncOff: "This device keeps its records; no centre is configured.",
	Waiting: "Waiting to be sent: {0}", LastSync: "Last sent: {0}", Never: "never",
	Reached: "The centre was reached.", NotReached: "The centre can't be reached at the moment. Work goes on; nothing is lost.",

	Queue: "queue {0}", Last: "last sync {0}", Ref: "ref {0}",

	Saved: "Saved. Reference {0}", Filter: "Filter", NoMatch: "No line matches.", Required: "an answer is needed",
	Add: "add", Edit: "change", Remove: "remove", ConfirmRemove: "Press d again to remove line {0}, any other key to keep it.",
	NoRows: "Nothing here yet.",
	Failed: "That did not work. Try again; what was answered is kept.", More: "more below",

	Next: "next", Back: "back", Choose: "choose", Field: "field", Save: "save", Help: "help",
	Leave: "sign out", Toggle: "tick", Done: "go on", Clear: "clear",

	GuideTitle: "Keys",
	GuideMove:  "Enter: next question, then next page. Tab, Shift-Tab: another question. Esc: back.",
	GuideList:  "Lists: the number of a line, or the arrows and Enter. Backspace clears the answer.",
	GuideLong:  "Long lists: type a part of the name, or / and then anything. Esc shows all again.",
	GuideCheck: "Several answers: the numbers or the space bar tick, Enter goes on.",
	GuideText:  "Text: Ctrl-A beginning, Ctrl-E end, Ctrl-W rubs out a letter with its marks, Ctrl-U all.",
	GuideTable: "Tables: a adds, e changes, d removes a line, Enter goes on.",
	GuideSaved: "Every answer is saved as it is given. Ctrl-S or F2: stop here. Ctrl-Q or F10: sign out.",
	GuideClose: "Any key closes this page.",

	Goodbye: "You are signed out. What was answered is saved.", Stopping: "The server is stopping. What was answered is saved; sign in again later.",
	Full:  "Too many people are signed in. Try again in a few minutes.",
	Hello: "Signed in as {0}.", PressEnter: "Press Enter to go on.", ChooseNumber: "Type the number of a line.",
}

var swahili = words{
	Ask: "Ungependa kufanya nini?", Find: "Tafuta kwa namba ya kumbukumbu", Drafts: "Fomu ambazo hazijakamilika",
	Sync: "Usawazishaji", Language: "Lugha", SignOut: "Ondoka",
	NotAllowed: "wadhifa wako hauruhusu hili", NoForms: "Hakuna huduma kwa sasa.",

	Reference: "Namba ya kumbukumbu", ReferenceHint: "tarakimu 12; nafasi na vistari si lazima",
	NotFound: "Hakuna kinachojulikana kwa namba hii.",
	Tasks:    "Za kukamilisha", NoTasks: "Hakuna kinachosubiri kukamilishwa.",
	Open: "Endelea na fomu hii", NoDrafts: "Hakuna fomu ambazo hazijakamilika.", Updated: "ilibadilishwa {0}",

	SyncOff: "Kifaa hiki kinatunza rekodi zake; hakuna kituo kilichowekwa.",
	Waiting: "Zinazosubiri kutumwa: {0}", LastSync: "Mara ya mwisho kutuma: {0}", Never: "bado",
	Reached: "Kituo kilipatikana.", NotReached: "Kituo hakipatikani kwa sasa. Kazi inaendelea; hakuna kinachopotea.",

	Queue: "foleni {0}", Last: "ilitumwa {0}", Ref: "kumb. {0}",

	Saved: "Imehifadhiwa. Namba ya kumbukumbu {0}", Filter: "Chuja", NoMatch: "Hakuna mstari unaolingana.", Required: "jibu linahitajika",
	Add: "ongeza", Edit: "badilisha", Remove: "ondoa", ConfirmRemove: "Bonyeza d tena kuondoa mstari {0}, kitufe kingine kuuacha.",
	NoRows: "Bado hakuna kitu hapa.",
	Failed: "Haikufaulu. Jaribu tena; majibu yamehifadhiwa.", More: "zaidi chini",

	Next: "mbele", Back: "nyuma", Choose: "chagua", Field: "swali", Save: "hifadhi", Help: "msaada",
	Leave: "ondoka", Toggle: "weka alama", Done: "endelea", Clear: "futa",

	GuideTitle: "Vitufe",
	GuideMove:  "Enter: swali linalofuata, kisha ukurasa unaofuata. Tab, Shift-Tab: swali jingine. Esc: nyuma.",
	GuideList:  "Orodha: namba ya mstari, au mishale na Enter. Backspace hufuta jibu.",
	GuideLong:  "Orodha ndefu: andika sehemu ya jina, au / kisha chochote. Esc huonyesha yote tena.",
	GuideCheck: "Majibu kadhaa: namba au nafasi huweka alama, Enter huendelea.",
	GuideText:  "Maandishi: Ctrl-A mwanzo, Ctrl-E mwisho, Ctrl-W hufuta herufi, Ctrl-U hufuta yote.",
	GuideTable: "Jedwali: a huongeza, e hubadilisha, d huondoa mstari, Enter huendelea.",
	GuideSaved: "Kila jibu huhifadhiwa mara moja. Ctrl-S au F2: simama hapa. Ctrl-Q au F10: ondoka.",
	GuideClose: "Kitufe chochote hufunga ukurasa huu.",

	Goodbye: "Umeondoka. Majibu yamehifadhiwa.", Stopping: "Seva inazimwa. Majibu yamehifadhiwa; ingia tena baadaye.",
	Full:  "Watu wengi wameingia. Jaribu tena baada ya dakika chache.",
	Hello: "Umeingia kama {0}.", PressEnter: "Bonyeza Enter kuendelea.", ChooseNumber: "Andika namba ya mstari.",
}
