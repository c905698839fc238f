// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// parameters reads the parameters column: key=value pairs separated by spaces,
// commas or semicolons. Keys have no case; values keep theirs only where they
// name columns of a file.
func (r *reader) parameters(rec record, accepts []string) map[string]string {
	c := rec.cell(keyParameters)
	if c.text == "" {
		return nil
	}
	tokens := parameterTokens(c.text)
	params := map[string]string{}
	for i := 0; i < len(tokens); i += 3 {
		if i+2 >= len(tokens) || tokens[i] == "=" || tokens[i+1] != "=" || tokens[i+2] == "=" {
			r.fail(c.pos, fmt.Sprintf("the parameters %q cannot be read", c.text), `write them as "key=value key=value"`)
			return nil
		}
		key, value := strings.ToLower(tokens[i]), tokens[i+2]
		if key != "label" && key != "value" && !strings.HasPrefix(value, "${") {
			value = strings.ToLower(value)
		}
		params[key] = value
	}
	for _, key := range sortedKeys(params) {
		rule := parameterRules[key]
		switch {
		case len(accepts) > 0 && !slices.Contains(accepts, key):
			r.fail(c.pos, fmt.Sprintf("unknown parameter %q", key), "this type of question takes "+strings.Join(accepts, ", "))
		case key == "app" && !usesApp(rec.text(keyAppearance)):
			delete(params, key)
		case rule.holds != nil && !rule.holds(params[key]):
			r.fail(c.pos, fmt.Sprintf("the parameter %q cannot be %q", key, params[key]), "write "+rule.want)
		}
	}
	if params["seed"] != "" && params["randomize"] == "" {
		r.fail(c.pos, "the parameter \"seed\" needs randomize=true", "add it, or remove the seed")
	}
	return params
}

// parameterRule says what the value of a parameter can be.
type parameterRule struct {
	holds func(string) bool
	want  string
}

var (
	wholeNumber  = parameterRule{regexp.MustCompile(`^[+-]?\d+$`).MatchString, "a whole number"}
	age          = parameterRule{regexp.MustCompile(`^\+?\d+$`).MatchString, "a number of seconds"}
	plainNumber  = parameterRule{decimalNumber.MatchString, "a number"}
	trueOrFalse  = oneOf("true", "false")
	columnOfFile = parameterRule{isName, "the name of a column"}

	decimalNumber = regexp.MustCompile(`^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?$`)
	packageName   = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)+$`)
)

var parameterRules = map[string]parameterRule{
	"rows": wholeNumber, "max-pixels": wholeNumber,
	"capture-accuracy": plainNumber, "warning-accuracy": plainNumber,
	"start": plainNumber, "end": plainNumber, "step": plainNumber, "tick_interval": plainNumber, "placeholder": plainNumber,
	"allow-mock-accuracy": trueOrFalse, "randomize": trueOrFalse, "track-changes": trueOrFalse, "identify-user": trueOrFalse,
	"incremental": {yes, "incremental=true, or leave it out"},
	"seed": {
		func(s string) bool { return decimalNumber.MatchString(s) || onlyReference.MatchString(s) },
		"a number or a question such as ${seed}",
	},
	"quality":               oneOf("voice-only", "low", "normal", "external"),
	"track-changes-reasons": oneOf("on-form-edit"),
	"location-priority":     oneOf("no-power", "low-power", "balanced", "high-accuracy"),
	"location-min-interval": age, "location-max-age": age,
	"value": columnOfFile, "label": columnOfFile,
	"app": {packageName.MatchString, "the name of an Android package, such as org.example.camera"},
}

func oneOf(words ...string) parameterRule {
	return parameterRule{func(s string) bool { return slices.Contains(words, s) }, strings.Join(words, " or ")}
}

// usesApp tells whether a photo with this appearance opens another app.
func usesApp(appearance string) bool { return appearance == "" || appearance == "annotate" }

func parameterTokens(s string) []string {
	var tokens []string
	start := -1
	flush := func(end int) {
		if start >= 0 {
			tokens = append(tokens, s[start:end])
			start = -1
		}
	}
	for i, c := range s {
		switch c {
		case '=', ' ', '\t', '\n', ',', ';':
			flush(i)
			if c == '=' {
				tokens = append(tokens, "=")
			}
		default:
			if start < 0 {
				start = i
			}
		}
	}
	flush(len(s))
	return tokens
}
