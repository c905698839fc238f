// SPDX-License-Identifier: Apache-2.0

package lint

// Rule names what a finding is about. Its text is stable: baselines and
// suppressions of a build refer to it.
type Rule string

// The rules.
const (
	RuleForm         Rule = "form" // what readers and the compiler say of a form
	RuleCannotAsk    Rule = "cannot-ask"
	RuleUntranslated Rule = "untranslated"
	RuleNoWords      Rule = "no-words"
	RuleNoTag        Rule = "no-tag"
	RuleSystemWords  Rule = "system-words"
	RuleBeyondGSM7   Rule = "beyond-gsm7"
	RuleNotLatin     Rule = "not-latin"
	RuleLanguageName Rule = "language-name"
	RuleCodeIsKey    Rule = "code-is-key"
	RuleNumbered     Rule = "numbered-label"
	RuleManyPages    Rule = "many-pages"
	RuleLongText     Rule = "long-text"
	RuleSessionTime  Rule = "session-time"
	RuleTooHeavy     Rule = "too-heavy"
)

// RuleText explains a rule.
type RuleText struct {
	Rule  Rule
	About string
}

var rules = []RuleText{
	{RuleForm, "Something is wrong with the form itself, on any channel."},
	{RuleCannotAsk, "A question that text can't answer (a picture, a line on a map) becomes a task for a kiosk."},
	{RuleUntranslated, "A text is missing in a language that the service offers; another language is shown."},
	{RuleNoWords, "A question has no label; people see its name."},
	{RuleNoTag, "A language without a tag can't be offered."},
	{RuleSystemWords, "The system's own words (Back, Next, what is wrong with an answer) are missing in a language."},
	{RuleBeyondGSM7, "One word outside the alphabet of phones cuts the room on a screen from 160 to 70."},
	{RuleNotLatin, "The channel carries Latin letters only, and the language is written in others."},
	{RuleLanguageName, "People choose their language by a name that not every phone can show."},
	{RuleCodeIsKey, "A choice has the code of a key: people who know the code from paper press the key."},
	{RuleNumbered, "A label begins with a number that is not the one to type."},
	{RuleManyPages, "A list takes many screens."},
	{RuleLongText, "A question without choices takes more than one screen."},
	{RuleSessionTime, "A registration takes longer than the network keeps a session."},
	{RuleTooHeavy, "The calculations after one answer take more steps than one answer may, and are cut off."},
}
