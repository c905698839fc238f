// SPDX-License-Identifier: Apache-2.0

package lint_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xlsform"
	"github.com/dialform/dialform/lint"
	"github.com/dialform/dialform/packs"
)

var now = time.Date(2026, 11, 20, 10, 30, 0, 0, time.UTC)

// household has one of everything that a channel stumbles over.
const household = `| survey |
| | type | name | label::English (en) | label::French (fr) | hint::English (en) | relevant | constraint | constraint_message::English (en) | repeat_count |
| | text | who | Your name? | Votre nom ? | As on your card | | regex(., '[A-Z]{2}[0-9]{5}') | Two letters and five digits | |
| | select_one sex | sex | Sex | Sexe | | | | | |
| | integer | age | How old are you? | Quel âge avez-vous ? | | ${sex} = 'f' | . < 120 | | |
| | text | guardian | Who cares for you, ${who}? | | | ${age} < 18 | | | |
| | note | welcome | Welcome Œuvre “x” ọmọ → y | Bienvenue | | | | | |
| | image | photo | Take a picture | Prenez une photo | | | | | |
| | integer | size | How many are you? | Combien êtes-vous ? | | | | | |
| | begin_repeat | member | Member | Membre | | | | | ${size} |
| | text | given | Given name | Prénom | | | | | |
| | end_repeat | | | | | | | | |
| | begin_repeat | animal | Animal | Animal | | | | | |
| | select_one kind | kind | Kind | Espèce | | | | | |
| | end_repeat | | | | | | | | |
| choices |
| | list_name | name | label::English (en) | label::French (fr) |
| | sex | f | 2. Woman | Femme |
| | sex | m | Man | Homme |
| | sex | 98 | 98 Don't know | |
| | kind | goat | Goat | Chèvre |
| | kind | cow | Cow | Vache |
`

const menu = `service: "*123#"
name: {en: Registry, fr: Registre}
ask_language: true
languages: [{tag: en, name: English}, {tag: fr, name: Francais}]
menu:
  - {id: register, form: forms/household.md, label: {en: Register, fr: Inscrire}}
  - {id: status, kind: status, label: {en: Status, fr: Statut}}
`

func service(t *testing.T, change ...string) *packs.Pack {
	t.Helper()
	edit := strings.NewReplacer(change...)
	pack, found := packs.Load(fstest.MapFS{
		"service.yaml":       {Data: []byte(edit.Replace(menu))},
		"forms/household.md": {Data: []byte(edit.Replace(household))},
	})
	require.False(t, found.HasErrors(), "%v", found)
	return pack
}

func check(t *testing.T, pack *packs.Pack, channels string) *lint.Report {
	t.Helper()
	on, err := lint.Channels(channels, 0, false)
	require.NoError(t, err)
	return checkOn(t, pack, on)
}

func checkOn(t *testing.T, pack *packs.Pack, on []lint.Channel) *lint.Report {
	t.Helper()
	r, err := lint.Check(pack, lint.Options{
		Channels: on, Now: now, Price: 0.5, Columns: func(file string) lint.Columns {
			for _, s := range pack.Sources {
				if s.Name == file {
					return xlsform.TextColumns(s.Name, s.Data)
				}
			}
			return nil
		},
	})
	require.NoError(t, err)
	return r
}

// lines are the findings of a rule as people read them.
func lines(r *lint.Report, rule lint.Rule) []string {
	out := []string{}
	for _, f := range r.Findings {
		if f.Rule == rule {
			out = append(out, strings.Join(strings.Fields(f.Language+" "+f.Channel+" "+f.String()), " "))
		}
	}
	return out
}

func TestFindings(t *testing.T) {
	t.Parallel()
	r := check(t, service(t), "ussd,sms,plain")
	require.False(t, r.HasErrors())
	tests := []struct {
		name string
		rule lint.Rule
		want []string
	}{
		{"what can't be typed", lint.RuleCannotAsk, []string{
			"forms/household.md: survey!B7: photo wants a picture, which can't be typed, it becomes a task with a reference, for a kiosk or a desk",
		}},
		{"missing translations name their cell", lint.RuleUntranslated, []string{
			"fr forms/household.md: survey!2: the hint of who is missing in French (fr), translate it; another language is shown until then",
			"fr forms/household.md: survey!2: the constraint message of who is missing in French (fr), translate it; another language is shown until then",
			"fr forms/household.md: survey!D5: the label of guardian is missing in French (fr), translate it; another language is shown until then",
			"fr forms/household.md: choices!D4: the label of sex: 98 is missing in French (fr), translate it; another language is shown until then",
		}},
		{"the word that breaks the alphabet", lint.RuleBeyondGSM7, []string{
			`en forms/household.md: survey!C6: "ọmọ" is outside the alphabet of phones, spell it otherwise to keep 160 characters on its screen instead of 70`,
		}},
		{"codes that are keys", lint.RuleCodeIsKey, []string{
			`forms/household.md: choices!B4: the code 98 of list sex is the key for "More", people choose by position; tell those who know the codes`,
		}},
		{"labels with another number", lint.RuleNumbered, []string{
			`en forms/household.md: choices!C2: "2. Woman" is chosen with 1, take the number out of the label, screens number the choices`,
		}},
		{"the system's words", lint.RuleSystemWords, []string{}},
		{"nothing is too long", lint.RuleLongText, []string{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, lines(r, tt.rule))
		})
	}
}

// TestWalk holds the numbers of the longest registration: the branches that only
// one sex and only children are asked, the constraint that no guess keeps, the
// counted repeat and the one that people fill.
func TestWalk(t *testing.T) {
	t.Parallel()
	r := check(t, service(t), "ussd,sms,plain")
	runs := map[string]lint.Run{}
	for _, run := range r.Forms[0].Runs {
		runs[run.Channel+" "+run.Language] = run
	}
	require.Len(t, runs, 6)
	ussd := runs["ussd en"]
	// who, sex, age, guardian, size, four members, four animals; the picture is
	// no question here and the note is none anywhere.
	require.Equal(t, 13, ussd.Questions)
	require.Empty(t, ussd.PastConstraints)
	require.Empty(t, ussd.StoppedAt)
	// The languages, the menu, the note, five times the animals' menu, the review
	// and the closing screen.
	require.GreaterOrEqual(t, ussd.Screens, 13+10)
	require.Equal(t, 1, ussd.Messages)
	require.InDelta(t, 0.5, ussd.Cost, 1e-9)
	require.Greater(t, ussd.Sessions, 1)
	sms := runs["sms en"]
	require.Equal(t, ussd.Screens, sms.Screens)
	require.Equal(t, sms.Screens, sms.Messages)
	require.InDelta(t, 0.5*float64(sms.Messages), sms.Cost, 1e-9)
	require.Equal(t, 1, sms.Sessions)
	plain := runs["plain en"]
	require.Equal(t, 13, plain.Questions)
	require.Zero(t, plain.Messages)
	require.Less(t, plain.Seconds, ussd.Seconds)
}

// TestWorstCase measures a question that one person is never asked together
// with another, after an answer that was refused.
func TestWorstCase(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("word ", 30) + "end"
	pack := service(t, "Two letters and five digits", long, "Who cares for you, ${who}?", "Who, "+long+", ${who}, cares?", "| Cow |", "| "+strings.Repeat("Cow of the valley ", 9)+"|")
	r := check(t, pack, "ussd,plain")
	at := func(question, channel string) lint.Screen {
		i := slices.IndexFunc(r.Forms[0].Screens, func(s lint.Screen) bool {
			return s.Question == question && s.Channel == channel && s.Language == "en"
		})
		require.GreaterOrEqual(t, i, 0)
		return r.Forms[0].Screens[i]
	}
	require.Equal(t, 1, at("who", "ussd").Pages)
	require.Equal(t, 2, at("who", "ussd").Refused)
	require.Equal(t, 2, at("guardian", "ussd").Pages)
	require.Equal(t, 2, at("kind", "ussd").Pages)
	require.Zero(t, at("kind", "plain").Limit)
	for _, s := range r.Forms[0].Screens {
		require.True(t, s.Limit == 0 || s.Size <= s.Limit, "%+v", s)
	}
	require.Equal(t, "ucs2", at("welcome", "ussd").Unit)
	require.Len(t, lines(r, lint.RuleLongText), 2, "guardian, in the only language it has, shown in both")
}

func TestLanguages(t *testing.T) {
	t.Parallel()
	languages := "languages: [{tag: en, name: English}, {tag: fr, name: Francais}, {tag: so, name: Somali}]"
	pack := service(t, "languages: [{tag: en, name: English}, {tag: fr, name: Francais}]", languages, "en: Register, ", "en: Register, so: S, ", "en: Status, ", "en: Status, so: S, ",
		"English (en)", "English (en)", "French (fr)", "Mooré")
	r := check(t, pack, "ussd")
	require.Equal(t, []string{"forms/household.md: the language \"Mooré\" can't be offered without a tag, write its tag behind it, e.g. Mooré (mos)"}, lines(r, lint.RuleNoTag))
	require.Len(t, lines(r, lint.RuleSystemWords), 1)
	require.Contains(t, lines(r, lint.RuleSystemWords)[0], "messages/so.yaml")
	require.Len(t, lines(r, lint.RuleUntranslated), 2, "the form has neither fr nor so")
}

// TestScripts: a language in letters of its own is no list of broken words, and
// a channel of Latin letters refuses it.
func TestScripts(t *testing.T) {
	t.Parallel()
	pack, found := packs.Demo()
	require.False(t, found.HasErrors())
	scripts := []string{"am", "ar", "hi"} // that have letters of their own
	r := check(t, pack, "ussd")
	for _, line := range lines(r, lint.RuleBeyondGSM7) {
		require.NotContains(t, scripts, line[:2], line)
	}
	require.False(t, r.HasErrors(), "%v", r.Findings)
	latin, err := lint.Channels("ussd,sms", 0, true)
	require.NoError(t, err)
	r = checkOn(t, pack, latin)
	require.True(t, r.HasErrors())
	require.NotEmpty(t, lines(r, lint.RuleNotLatin))
	for _, line := range lines(r, lint.RuleNotLatin) {
		require.Contains(t, scripts, line[:2], line)
		require.Equal(t, " ussd ", line[2:8], line)
	}
}

// TestDraftsThatAreGivenUp: a form longer than a session that begins anew on
// each dial can't be finished at all.
func TestDraftsThatAreGivenUp(t *testing.T) {
	t.Parallel()
	r := check(t, service(t, "id: register,", "id: register, resume: start,"), "ussd,sms")
	require.True(t, r.HasErrors())
	require.Contains(t, lines(r, lint.RuleSessionTime)[0], "register begins anew on each dial")
}

func TestChannels(t *testing.T) {
	t.Parallel()
	_, err := lint.Channels("ussd,fax", 0, false)
	require.ErrorIs(t, err, lint.ErrChannel)
	require.ErrorContains(t, err, `"fax"`)
	on, err := lint.Channels(" ussd, sms ", 182, false)
	require.NoError(t, err)
	require.Equal(t, 182, on[0].Layout.Septets)
	require.Equal(t, 79, on[1].Layout.UCS2)
}

func TestReports(t *testing.T) {
	t.Parallel()
	r := check(t, service(t), "ussd")
	var human, asJSON, sarif bytes.Buffer
	require.NoError(t, r.Write(&human, true))
	golden(t, "report.txt", human.Bytes())
	require.NoError(t, r.WriteJSON(&asJSON))
	var back struct {
		Forms    []map[string]any
		Findings []map[string]any
	}
	require.NoError(t, json.Unmarshal(asJSON.Bytes(), &back))
	require.Len(t, back.Findings, len(r.Findings))
	require.Equal(t, "survey!2", strings.TrimPrefix(back.Findings[slices.IndexFunc(r.Findings, func(f lint.Finding) bool { return f.Rule == lint.RuleUntranslated })]["position"].(string), "forms/household.md: "))
	read := forms.Findings{{Severity: forms.Error, Pos: forms.Position{File: "forms/other form.xlsx", Sheet: "survey", Row: 3, Col: 2}, Msg: "is wrong"}}
	r.Findings = append(lint.Read(read), r.Findings...)
	require.NoError(t, r.WriteSARIF(&sarif))
	golden(t, "report.sarif", sarif.Bytes())
}

// TestRealForms: real workbooks are played to their end, and no page is over.
func TestRealForms(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("DIALFORM_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared", "data")
	}
	dir = filepath.Join(dir, "xlsform")
	for _, name := range []string{
		"web-forms__packages__common__src__fixtures__preview-service__xlsforms__socio-economic-survey-v20240515.xlsx",
		"bohemia__misc__forms_external__openhds_modified__xlsx__baseline.xlsx",
		"bohemia__forms__recon__recon.xls",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(filepath.Join(dir, name))
			if os.IsNotExist(err) {
				t.Skipf("%s is not here; set DIALFORM_DATA to the folder that holds the real forms", name)
			}
			require.NoError(t, err)
			pack, found := packs.Single(name, data, os.DirFS(dir))
			require.False(t, found.HasErrors(), "%v", found)
			r := check(t, pack, "ussd,plain")
			for _, run := range r.Forms[0].Runs {
				require.Empty(t, run.StoppedAt)
				require.Greater(t, run.Screens, run.Questions)
			}
			for _, s := range r.Forms[0].Screens {
				require.True(t, s.Limit == 0 || s.Size <= s.Limit, "%+v", s)
			}
		})
	}
}

// TestRepeatsToCome: the answer that opens a repeat leads to more questions than
// the one that asks why there is nothing to add.
func TestRepeatsToCome(t *testing.T) {
	t.Parallel()
	pack, found := packs.Demo()
	require.False(t, found.HasErrors())
	r := check(t, pack, "ussd")
	require.Equal(t, "register", r.Forms[0].ID)
	// Four members with four questions each, and those about the household.
	require.Greater(t, r.Forms[0].Runs[0].Questions, 4*4+10)
}
