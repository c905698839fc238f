// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"regexp"
	"slices"
	"strings"

	"github.com/dialform/dialform/forms"
)

// questionType is what a word in the type column means.
type questionType struct {
	control    forms.Control // NoControl: a value that is never shown
	data       forms.DataType
	readOnly   bool
	preload    string // jr:preload and jr:preloadParams
	params     string
	constraint string // of the old percentage and day-count types
	hint       string
	accepts    []string // parameters column
	media      string   // of uploads
	sensor     forms.Sensor
	untyped    bool // the bind names no type
}

var (
	geoParams   = []string{"allow-mock-accuracy", "incremental", "reference-geometry"}
	pointParams = []string{"allow-mock-accuracy", "capture-accuracy", "reference-geometry", "warning-accuracy"}
	auditParams = []string{
		"identify-user", "location-max-age", "location-min-interval", "location-priority",
		"track-changes", "track-changes-reasons",
	}
	rangeParams    = []string{"end", "placeholder", "start", "step", "tick_interval", "tick_labelset"}
	selectParams   = []string{"randomize", "seed"}
	fromFileParams = []string{"label", "randomize", "seed", "value"}
)

func property(name string) questionType {
	return questionType{preload: "property", params: name}
}

func dayCount(days string) questionType {
	return questionType{
		control: forms.Input, data: forms.Int,
		constraint: "0 <= . and . <= " + days, hint: "Enter a number 0-" + days + ".",
	}
}

// questionTypes are the types of pyxform 4.5 (question_type_dictionary.py)
// without those that begin a select, a group or a repeat.
var questionTypes = map[string]questionType{
	"text":        {control: forms.Input, accepts: []string{"rows"}},
	"integer":     {control: forms.Input, data: forms.Int},
	"decimal":     {control: forms.Input, data: forms.Decimal},
	"date":        {control: forms.Input, data: forms.Date},
	"time":        {control: forms.Input, data: forms.Time},
	"datetime":    {control: forms.Input, data: forms.DateTime},
	"geopoint":    {control: forms.Input, data: forms.Geopoint, accepts: pointParams},
	"geotrace":    {control: forms.Input, data: forms.Geotrace, accepts: geoParams},
	"geoshape":    {control: forms.Input, data: forms.Geoshape, accepts: geoParams},
	"barcode":     {control: forms.Input, data: forms.Barcode},
	"note":        {control: forms.Note, readOnly: true},
	"acknowledge": {control: forms.Trigger},
	"trigger":     {control: forms.Trigger, untyped: true},
	"range":       {control: forms.Range, data: forms.Int, accepts: rangeParams},

	"photo": {control: forms.Upload, data: forms.Binary, media: "image/*", accepts: []string{"app", "max-pixels"}},
	"audio": {control: forms.Upload, data: forms.Binary, media: "audio/*", accepts: []string{"quality"}},
	"video": {control: forms.Upload, data: forms.Binary, media: "video/*"},
	"file":  {control: forms.Upload, data: forms.Binary, media: "application/*"},
	"osm":   {control: forms.Upload, data: forms.Binary, media: "osm/*"},

	"calculate":           {},
	"hidden":              {},
	"background-audio":    {data: forms.Binary, accepts: []string{"quality"}, sensor: forms.Microphone},
	"start-geopoint":      {data: forms.Geopoint, sensor: forms.Location},
	"background-geopoint": {data: forms.Geopoint, sensor: forms.Location},
	"audit":               {data: forms.Binary, accepts: auditParams},

	"start":            {data: forms.DateTime, preload: "timestamp", params: "start"},
	"end":              {data: forms.DateTime, preload: "timestamp", params: "end"},
	"today":            {data: forms.Date, preload: "date", params: "today"},
	"deviceid":         property("deviceid"),
	"subscriberid":     property("subscriberid"),
	"simserial":        property("simserial"),
	"phonenumber":      property("phonenumber"),
	"username":         property("username"),
	"email":            property("email"),
	"uri:deviceid":     property("uri:deviceid"),
	"uri:subscriberid": property("uri:subscriberid"),
	"uri:simserial":    property("uri:simserial"),
	"uri:phonenumber":  property("uri:phonenumber"),
	"uri:username":     property("uri:username"),
	"uri:email":        property("uri:email"),

	"phone number": {
		control: forms.Input, constraint: `regex(., '^\d*$')`, hint: "Enter numbers only.",
	},
	"percentage":                        {control: forms.Input, data: forms.Int, constraint: "0 <= . and . <= 100"},
	"number of days in last month":      dayCount("31"),
	"number of days in last six months": dayCount("183"),
	"number of days in last year":       dayCount("365"),
}

// typeAliases are other words for the same types, in lower case.
var typeAliases = map[string]string{
	"string": "text", "int": "integer", "date time": "datetime",
	"gps": "geopoint", "location": "geopoint",
	"image": "photo", "picture": "photo",
	"imei": "deviceid", "device id": "deviceid", "subscriber id": "subscriberid",
	"sim id": "simserial", "start time": "start", "end time": "end",
}

// typeNamed finds a question type by any of its names: "q date", "add date
// prompt" and "get today" are spellings of the first XLSForms.
func typeNamed(word string) (name string, qt questionType, ok bool) {
	name = strings.ToLower(word)
	if rest, found := strings.CutPrefix(name, "q "); found {
		name = rest
	} else if rest, found := strings.CutPrefix(name, "add "); found {
		name = strings.TrimSuffix(rest, " prompt")
	} else if rest, found := strings.CutPrefix(name, "get "); found && rest != "phone number" {
		name = rest
	} else if name == "get phone number" {
		name = "phonenumber"
	}
	if alias, found := typeAliases[name]; found {
		name = alias
	}
	qt, ok = questionTypes[name]
	return name, qt, ok
}

// selectCommands begin the type of a question with choices; a list name follows.
var selectCommands = map[string]forms.Control{
	"select_one": forms.Select1, "select one": forms.Select1, "select1": forms.Select1,
	"select one from": forms.Select1, "add select one prompt using": forms.Select1,
	"select_one_external": forms.Select1, "select_one_from_file": forms.Select1, "select one from file": forms.Select1,
	"select_multiple": forms.Select, "select all that apply": forms.Select,
	"select all that apply from": forms.Select, "add select multiple prompt using": forms.Select,
	"select_multiple_from_file": forms.Select, "select multiple from file": forms.Select,
	"rank": forms.Rank,
}

// selectType is a parsed select: "select_one yes_no or_other".
type selectType struct {
	control  forms.Control
	list     string
	external bool // external_choices
	fromFile bool
	orOther  bool
}

func parseSelect(word string) (selectType, bool) {
	s := selectType{}
	for _, suffix := range []string{" or specify other", " or_other", " or other"} {
		if rest, ok := strings.CutSuffix(word, suffix); ok {
			word, s.orOther = rest, true
			break
		}
	}
	space := strings.LastIndexByte(word, ' ')
	if space < 0 {
		return s, false
	}
	command := strings.ToLower(word[:space])
	control, ok := selectCommands[command]
	if !ok {
		return s, false
	}
	s.control, s.list = control, word[space+1:]
	s.external = command == "select_one_external"
	s.fromFile = strings.HasSuffix(command, "file")
	return s, true
}

// containerWords follow "begin" and "end".
var containerWords = map[string]string{
	"group": "group", "repeat": "repeat", "lgroup": "repeat", "looped group": "repeat", "loop": "loop",
}

// containerRow is a type such as "begin group", "end_repeat" or "begin loop over
// fruits". A word after a group or repeat means nothing.
var containerRow = regexp.MustCompile(`^(?i:(begin|end)[ _](group|repeat|lgroup|looped group|loop)(?: (?:over )?(\S+))?)$`)

// parseContainer reads the type of a row that begins or ends a group.
func parseContainer(word string) (begin, end bool, kind, list string) {
	m := containerRow.FindStringSubmatch(word)
	if m == nil {
		return false, false, "", ""
	}
	kind, end = containerWords[strings.ToLower(m[2])], strings.EqualFold(m[1], "end")
	if end && m[3] != "" {
		return false, false, "", ""
	}
	if kind == "loop" {
		list = m[3]
	}
	return !end, end, kind, list
}

// suggestType guesses what an unknown type meant.
func suggestType(word string) string {
	candidates := []string{"begin group", "end group", "begin repeat", "end repeat", "begin_group", "end_group", "begin_repeat", "end_repeat"}
	for name := range questionTypes {
		candidates = append(candidates, name)
	}
	for name := range typeAliases {
		candidates = append(candidates, name)
	}
	slices.Sort(candidates)
	if s := nearest(strings.ToLower(word), candidates); s != "" {
		return s
	}
	// A select: the first word is wrong, the list may be right.
	command, list, found := strings.Cut(word, " ")
	if !found {
		if command == "select_one" || command == "select_multiple" || command == "rank" {
			return command + " list_name"
		}
		return ""
	}
	if s := nearest(strings.ToLower(command), []string{"rank", "select_multiple", "select_multiple_from_file", "select_one", "select_one_external", "select_one_from_file"}); s != "" {
		return s + " " + list
	}
	return ""
}
