// SPDX-License-Identifier: Apache-2.0

package xlsform

import "strings"

// Sheets that mean something. All others are the author's notes.
const (
	sheetSurvey   = "survey"
	sheetChoices  = "choices"
	sheetSettings = "settings"
	sheetExternal = "external_choices"
	sheetEntities = "entities"
	sheetOSM      = "osm"
)

func wanted(sheet string) bool {
	switch strings.ToLower(strings.TrimSpace(sheet)) {
	case sheetSurvey, sheetChoices, sheetSettings, sheetExternal, sheetEntities, sheetOSM:
		return true
	}
	return false
}

// Column keys. A header such as "media::image::French (fr)" is the key
// "media/image" with the language "French (fr)"; "relevance" and
// "bind::relevant" are both "bind/relevant".
const (
	keyType          = "type"
	keyName          = "name"
	keyLabel         = "label"
	keyShort         = "short"
	keyHint          = "hint"
	keyGuidance      = "guidance_hint"
	keyDefault       = "default"
	keyParameters    = "parameters"
	keyChoiceFilter  = "choice_filter"
	keyTrigger       = "trigger"
	keyIntent        = "intent"
	keyDisabled      = "disabled"
	keyListName      = "list name"
	keyRelevant      = "bind/relevant"
	keyRequired      = "bind/required"
	keyReadOnly      = "bind/readonly"
	keyConstraint    = "bind/constraint"
	keyCalculate     = "bind/calculate"
	keyBindType      = "bind/type"
	keyPreload       = "bind/jr:preload"
	keyPreloadParams = "bind/jr:preloadParams"
	keyConstraintMsg = "bind/jr:constraintMsg"
	keyRequiredMsg   = "bind/jr:requiredMsg"
	keyNoAppMsg      = "bind/jr:noAppErrorString"
	keySaveTo        = "bind/entities:saveto"
	keyDataset       = "dataset"
	keyEntityID      = "entity_id"
	keyCreateIf      = "create_if"
	keyUpdateIf      = "update_if"
	keyAppearance    = "control/appearance"
	keyCount         = "control/jr:count"
	keyNoAddRemove   = "control/jr:noAddRemove"
	keyBegin         = "control/df:begin"
)

// dialect is what one sheet's headers may be called (pyxform 4.5, aliases.py).
type dialect struct {
	known    []string          // headers that mean themselves
	aliases  map[string]string // snake case first part -> key
	required []string
}

var surveyDialect = dialect{
	known: []string{
		keyType, keyName, keyLabel, keyShort, keyHint, keyGuidance, keyDefault, keyParameters,
		keyChoiceFilter, keyTrigger, keyIntent, keyDisabled, "media", "bind", "control", "instance",
		"query", "sms_field", "list_name",
	},
	aliases: map[string]string{
		"caption": keyLabel, "command": keyType, "tag": keyName, "value": keyName,
		"compact_tag": "instance/odk:tag",
		"read_only":   keyReadOnly, "readonly": keyReadOnly,
		"relevant": keyRelevant, "relevance": keyRelevant, "required": keyRequired,
		"constraint": keyConstraint, "constraining_message": keyConstraintMsg, "constraint_message": keyConstraintMsg,
		"calculation": keyCalculate, "calculate": keyCalculate,
		"requiredmsg": keyRequiredMsg, "required_message": keyRequiredMsg,
		"noapperrorstring": keyNoAppMsg, "no_app_error_string": keyNoAppMsg,
		"save_to": keySaveTo, "body": "control", "appearance": keyAppearance,
		"count": keyCount, "repeat_count": keyCount, "jr:count": keyCount,
		"autoplay": "control/autoplay", "rows": "control/rows",
		"image": "media/image", "big-image": "media/big-image", "audio": "media/audio", "video": "media/video",
	},
	required: []string{keyType},
}

var choicesDialect = dialect{
	known: []string{keyName, keyLabel, keyShort, "media", "sms_option"},
	aliases: map[string]string{
		"caption": keyLabel, "list_name": keyListName, "value": keyName,
		"image": "media/image", "big-image": "media/big-image", "audio": "media/audio", "video": "media/video",
	},
	required: []string{keyName},
}

var settingsDialect = dialect{
	known: []string{
		"title", "id_string", "version", "name", "default_language", "instance_name", "style", "namespaces",
		"public_key", "submission_url", "auto_send", "auto_delete", "client_editable", "allow_choice_duplicates", "allow_meta_groups",
		"instance_xmlns", "clean_text_values", "omit_instanceid", "prefix", "delimiter", "attribute", "instance_id",
		"sms_keyword", "sms_separator", "sms_allow_media", "sms_date_format", "sms_datetime_format", "sms_response",
		"add_none_option", "flat",
	},
	aliases: map[string]string{
		"form_title": "title", "set_form_title": "title", "form_id": "id_string", "set_form_id": "id_string",
	},
}

// column is one understood header.
type column struct {
	key    string // canonical name, parts joined by "/"
	lang   string // language as written, "" when none is named
	header string // as written
	index  int    // 0-based position in the row
}

// understand reads one header. doubled tells that the sheet separates parts by
// "::"; older forms use ":" alone, which also occurs inside names such as
// jr:count.
func (d *dialect) understand(header string, doubled bool) column {
	c := column{header: header}
	snake := snakeCase(header)
	if _, alias := d.aliases[snake]; !alias && d.knows(snake) {
		c.key = snake
		return c
	}
	sep := ":"
	if doubled || strings.Contains(header, "::") {
		sep = "::"
	}
	parts := strings.Split(header, sep)
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	if sep == ":" {
		parts = joinPrefix(parts)
	}
	first := snakeCase(parts[0])
	if key, ok := d.aliases[first]; ok {
		parts = append(strings.Split(key, "/"), parts[1:]...)
	} else if d.knows(first) {
		parts[0] = first
	} else {
		c.key = header // a column of the author's own: choice filters name it exactly so
		return c
	}
	c.key, c.lang = keyAndLanguage(parts)
	return c
}

func (d *dialect) knows(snake string) bool {
	for _, k := range d.known {
		if k == snake {
			return true
		}
	}
	return false
}

// joinPrefix mends names that ":" cut in two: bind:jr:constraintMsg.
func joinPrefix(parts []string) []string {
	for i := 0; i+1 < len(parts); i++ {
		if parts[i] == "jr" {
			return append(append(append([]string{}, parts[:i]...), "jr:"+parts[i+1]), parts[i+2:]...)
		}
	}
	return parts
}

// keyAndLanguage splits the parts of a header where its language begins.
func keyAndLanguage(parts []string) (key, lang string) {
	depth := 1
	switch parts[0] {
	case "media", "bind", "control", "instance", "attribute":
		depth = 2
	}
	if len(parts) <= depth {
		return strings.Join(parts, "/"), ""
	}
	return strings.Join(parts[:depth], "/"), strings.Join(parts[depth:], "::")
}

func snakeCase(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(s), "_"))
}
