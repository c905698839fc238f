// SPDX-License-Identifier: Apache-2.0

package process

import (
	"strings"

	"github.com/dialform/dialform/forms/formio/jsvalue"
	"github.com/dialform/dialform/forms/formio/script"
)

// lengthRule compares a length of a text with a setting that is not 0.
func lengthRule(name string, measure func(string) int, broken func(length int, limit float64) bool) rule {
	return rule{
		name: name,
		applies: func(c *context, v Value) bool {
			s, ok := v.(string)
			if ok && s == "" || !ok && !isObject(v) {
				return false
			}
			limit, known := setting(c.component, name, jsvalue.ParseInt)
			return known && jsvalue.Truthy(limit)
		},
		check: func(c *context, v Value) (string, string, error) {
			limit, _ := setting(c.component, name, jsvalue.ParseInt)
			if s, ok := v.(string); ok && broken(measure(s), limit) {
				return name, name, nil
			}
			return "", "", nil
		},
	}
}

func words(s string) int {
	n := len(strings.FieldsFunc(s, func(r rune) bool { return jsvalue.Trim(string(r)) == "" }))
	return max(n, 1)
}

func tooLong(length int, limit float64) bool { return float64(length) > limit }

func tooShort(length int, limit float64) bool { return float64(length) < limit }

var (
	maxLengthRule = lengthRule("maxLength", jsvalue.Length, tooLong)
	minLengthRule = lengthRule("minLength", jsvalue.Length, tooShort)
	minWordsRule  = lengthRule("minWords", words, tooShort)
	maxWordsRule  = func() rule {
		r := lengthRule("maxWords", words, tooLong)
		applies := r.applies
		r.applies = func(c *context, v Value) bool { return v == "" && applies(c, "x") || applies(c, v) }
		return r
	}()
)

// mustCompile compiles a script of this file.
func mustCompile(source string) *script.Script {
	s, err := script.Compile(source, "value")
	if err != nil {
		panic(err)
	}
	return s
}

// What an address looks like, as Form.io has it: the expressions are those of
// JavaScript and are run as such. A URL is one with a top level domain, or one
// with a protocol; private networks are none, and neither is an e-mail address.
const (
	emailPattern = `/^(([^<>()[\]\\.,;:\s@"]+(\.[^<>()[\]\\.,;:\s@"]+)*)|(".+"))@((\[[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}])|(([a-zA-Z\-0-9]+\.)+[a-zA-Z]{2,}))$/`

	private = `(?!(?:10|127)(?:\.\d{1,3}){3})(?!(?:169\.254|192\.168)(?:\.\d{1,3}){2})(?!172\.(?:1[6-9]|2\d|3[0-1])(?:\.\d{1,3}){2})`
	ipv4    = `(?:[1-9]\d?|1\d\d|2[01]\d|22[0-3])(?:\.(?:1?\d{1,2}|2[0-4]\d|25[0-5])){2}(?:\.(?:[1-9]\d?|1\d\d|2[0-4]\d|25[0-4]))`
	label   = `(?:[a-z\u00a1-\uffff0-9]-*)*[a-z\u00a1-\uffff0-9]+`
	domain  = `(?:\.(?:[a-z\u00a1-\uffff]{2,}))`
	user    = `(?:\S+(?::\S*)?@)?`
	tail    = `(?::\d{2,5})?(?:[/?#]\S*)?$/i`
	host    = user + `(?:` + private + ipv4 + `|(?:` + label + `)(?:\.` + label + `)*`

	urlPattern   = `/^(?:(?:(?:https?|ftp):)?\/\/)?` + host + domain + `)` + tail
	localPattern = `/^(?:https?|ftp):\/\/` + host + domain + `?)` + tail
)

var (
	isEmail   = mustCompile("value = " + emailPattern + ".test(input)")
	isURL     = mustCompile("value = (" + urlPattern + ".test(input) || " + localPattern + ".test(input)) && !" + emailPattern + ".test(input)")
	isPattern = mustCompile("value = new RegExp('^' + item + '$').test(input)")
)

// holds runs one of the scripts of this file over a text. What cannot be judged
// in time does not hold.
func (c *context) holds(s *script.Script, input, pattern string) (bool, error) {
	session := c.open()
	session.Set("input", input)
	session.Set("item", pattern)
	v, err := session.Run(s)
	if err != nil {
		return false, err
	}
	return v == true, nil
}

// typed applies a rule to the values of one type of component that are there.
func typed(name string) func(*context, Value) bool {
	return func(c *context, v Value) bool { return text(c.component, "type") == name && jsvalue.Truthy(v) }
}

var emailRule = rule{
	name: "email", applies: typed("email"),
	check: func(c *context, v Value) (string, string, error) {
		s, ok := v.(string)
		if !ok {
			return "", "", nil
		}
		if ok, _ := c.holds(isEmail, s, ""); !ok {
			return "email", "invalid_email", nil
		}
		return "", "", nil
	},
}

var urlRule = rule{
	name: "url",
	applies: func(c *context, v Value) bool {
		return typed("url")(c, v) && !(is(c.component, "multiple") && isArray(v) && len(items(v)) == 0)
	},
	check: func(c *context, v Value) (string, string, error) {
		if s, ok := v.(string); ok {
			if ok, _ := c.holds(isURL, s, ""); ok {
				return "", "", nil
			}
		}
		return "url", "invalid_url", nil
	},
}

var patternRule = rule{
	name: "pattern",
	applies: func(c *context, v Value) bool {
		s, ok := v.(string)
		return ok && s != "" && jsvalue.Truthy(object(c.component, "validate").Get("pattern"))
	},
	check: func(c *context, v Value) (string, string, error) {
		settings := object(c.component, "validate")
		ok, err := c.holds(isPattern, v.(string), jsvalue.ToString(settings.Get("pattern")))
		if ok || err != nil {
			return "", "", err
		}
		if message := text(settings, "patternMessage"); message != "" {
			return "pattern", message, nil
		}
		return "pattern", "pattern", nil
	},
}

var maskRule = rule{
	name: "mask",
	applies: func(c *context, v Value) bool {
		o := c.component
		return text(o, "type") != "time" && (is(o, "inputMask") || !jsvalue.IsEmpty(o.Get("inputMasks"))) &&
			!is(object(o, "validate"), "skipMaskValidation") && jsvalue.Truthy(v)
	},
	check: func(c *context, v Value) (string, string, error) {
		mask, judged := text(c.component, "inputMask"), v
		if masks := list(c.component, "inputMasks"); is(c.component, "allowMultipleMasks") && len(masks) > 0 {
			name, _ := jsvalue.Get(v, "maskName").(string)
			value, _ := jsvalue.Get(v, "value").(string)
			mask = ""
			for _, m := range masks {
				if label, ok := jsvalue.Get(m, "label").(string); ok && label == name && name != "" && value != "" {
					mask, _ = jsvalue.Get(m, "mask").(string)
					break
				}
			}
			if value != "" {
				judged = value
			}
		}
		if mask == "" {
			return "", "", nil
		}
		ok := false
		if s, isText := v.(string); isText && text(c.component, "type") == "textfield" {
			pattern := maskPattern(mask)
			ok = pattern == nil || pattern.MatchString(s)
		} else {
			ok = matchesMask(judged, mask)
		}
		if ok {
			return "", "", nil
		}
		return "mask", "mask", nil
	},
}
