// SPDX-License-Identifier: Apache-2.0

package forms

import "github.com/dialform/dialform/forms/xpath"

// Definition is a form as its author wrote it: what readers produce and
// [Compile] checks. Nothing in it has been evaluated.
type Definition struct {
	ID        string
	Version   string
	Title     string
	RootName  string // element name of the primary instance; "" is "data"
	Namespace string // XML namespace of the primary instance; "" is none

	DefaultLanguage string     // Language.Name; "" when the author named none: the first one counts
	Languages       []Language // in the order of the file; empty for one unnamed language

	Relevant     Source            // of everything
	ReadOnly     Source            // of everything
	InstanceName Source            // title of a submission, calculated; becomes meta/instanceName
	Style        string            // "pages", "theme-grid", ...
	Settings     map[string]string // every other setting, verbatim
	Namespaces   map[string]string // prefix to namespace, for attributes and expressions

	// Root holds the top nodes in document order. Unless it has a group
	// named "meta", Compile adds one with instanceID and, where there is an
	// InstanceName, instanceName.
	Root []*NodeDef

	// Outline is the order in which questions are shown, and in which groups,
	// where that is not how the nodes stand; nil where it is. Every question and
	// repeat is in it once. Data and expressions keep the order of Root.
	Outline []*OutlineDef

	Lists    map[string]*ListDef    // choice lists by name; instance('name') in expressions
	Datasets map[string]*DatasetDef // secondary instances by id

	// Documents are secondary instances that are no tables, by id.
	Documents map[string]*xpath.Document
	Texts     map[string]Text // by the id that jr:itext() names them with
	Actions   []ActionDef

	// Functions are expressions in other languages, by the name that
	// expressions call them with.
	Functions map[string]Foreign

	Hash   [32]byte // SHA-256 of the source file
	File   string   // name of the source file, for findings
	Origin Origin
}

// Origin is the format a form was written in.
type Origin uint8

// Origins.
const (
	OriginNative Origin = iota
	OriginXLSForm
	OriginXForm
	OriginFormio
)

// Language is one language of a form.
type Language struct {
	Name string // as written: "English (en)"
	Tag  string // BCP 47: "en"; "" when not known
}

// Source is an expression as written, with ${name}; empty Text is no expression.
type Source struct {
	Text string
	Pos  Position
}

// Piece is one part of a text: a literal or the value of an expression.
// "Hello ${name}" is a literal and an output.
type Piece struct {
	Literal string
	Output  Source
}

// TextForm is one text in one language.
type TextForm struct {
	Long     []Piece           // the text
	Short    []Piece           // for small screens; empty when the author gave none
	Guidance []Piece           // for training and print
	Media    map[string]string // "image", "audio", "video", "big-image" to file
}

// Text is a text in every language it was written in, by [Language].Name.
// The key "" is the untranslated text of a form; it serves every language
// that has none of its own.
type Text map[string]TextForm

// Kind says what a node is.
type Kind uint8

// Kinds.
const (
	Group    Kind = iota // holds other nodes
	Repeat               // holds other nodes, any number of times
	Question             // asked from the person: has a control
	Value                // never shown: calculation, hidden value, preload, metadata
)

// DataType is the type of a node's value.
type DataType uint8

// Data types. The comment gives the canonical text of a value.
const (
	String   DataType = iota
	Int               // 32 bits: -12
	Decimal           // 3.5
	Boolean           // true, false, 1, 0
	Date              // 2026-11-20
	Time              // 14:30:00, optionally with fraction and offset
	DateTime          // 2026-11-20T14:30:00.000+03:00
	Geopoint          // latitude longitude altitude accuracy, from 2 to 4 numbers
	Geotrace          // geopoints separated by ";"
	Geoshape          // geopoints separated by ";", the last equal to the first
	Binary            // name of an attached file
	Barcode           // text
)

// Control says how a question is asked.
type Control uint8

// Controls.
const (
	NoControl Control = iota // groups, repeats, values
	Input                    // text, number, date, place, barcode
	Note                     // only shown
	Select1                  // one choice
	Select                   // any number of choices, separated by spaces in the value
	Rank                     // all choices, ordered
	Range                    // a number from Params "start", "end", "step"
	Trigger                  // acknowledged with "OK"
	Upload                   // a file
)

// NodeDef is one node of a form.
type NodeDef struct {
	Name    string
	Kind    Kind
	Type    DataType
	Control Control

	Label, Hint                Text
	ConstraintMsg, RequiredMsg Text
	NoAppMsg                   Text // shown where the app that would answer is missing

	Relevant   Source
	Required   Source // an expression: "true()", not "yes"
	ReadOnly   Source // an expression
	Constraint Source // "." is the candidate

	// Rule is what an answer that the constraint refuses has to be, in forms whose
	// constraints are functions; nil where the constraint itself tells.
	Rule func(in *Instance, at At) Rule

	Calculate Source
	Count     Source // number of instances of a repeat

	// Default is the first value: plain text, or an expression when
	// DynamicDefault is set (evaluated when the instance, or the repeat
	// instance the node is in, is created).
	Default        Source
	DynamicDefault bool

	// Trigger names questions (without "${}"); when the value of one of them
	// changes, Calculate is evaluated once and set (XForms setvalue at
	// xforms-value-changed), and at no other time. An empty Calculate clears.
	Trigger []string

	// Sensor is what a Value is read from in place of an expression: when the
	// form is first opened, or each time the Trigger fires.
	Sensor Sensor

	NoAddRemove bool // a repeat that the person cannot grow or shrink

	// Given are the instances that a repeat begins with; nil is one, with the
	// defaults of its nodes. Of a repeat with a Count they are the first ones.
	Given []GivenDef

	Choices    *ChoicesDef
	Places     *ChoicesDef       // what the map of a geographic question shows (Answers names a repeat), or the tags of an OSM upload
	Appearance string            // words separated by spaces
	Params     map[string]string // parameters column: "start", "end", "step", ...
	SaveTo     string            // entity property

	// Preload and PreloadParams are jr:preload and jr:preloadParams:
	// timestamp start|end, date today, property deviceid|username|
	// phonenumber|email, uid.
	Preload       string
	PreloadParams string

	// Bind, Body and Attrs are extra attributes of the bind, the control and
	// the instance element, verbatim: column bind::df:ask is Bind["df:ask"].
	// Bind["type"] is the type as the author spelled it, "" for none at all.
	Bind, Body, Attrs map[string]string

	// Children of groups and repeats. A Value whose name begins with "@" is an
	// attribute of the node it is in, which need not be a group.
	Children []*NodeDef
	Pos      Position // of the node's name, or of its row
}

// Sensor is a part of the device that fills in a value by itself. On a channel
// without one the value stays empty.
type Sensor uint8

// Sensors.
const (
	NoSensor   Sensor = iota
	Location          // where the device is
	Microphone        // a recording of the whole interview
)

// GivenDef is one repeat instance that a form begins with. A node without an
// entry in Values is empty.
type GivenDef struct {
	Values  map[string]string     // by path below the repeat: "group/age"
	Repeats map[string][]GivenDef // the instances of repeats in it, by path
}

// ActionDef sets values when something happens (ODK XForms, "Actions" and
// "Events").
type ActionDef struct {
	Events Event
	Holder string // path of the question or repeat whose events these are; "" is the form
	Target Source // location path of the nodes that are set, from the Holder
	Value  Source // evaluated at each node that is set; empty clears it
	Pos    Position
}

// Event is a set of things that happen to a form.
type Event uint8

// Events.
const (
	FirstLoad Event = 1 << iota // a new instance of the form
	Load                        // a new instance, or one that is opened again
	NewRepeat                   // a repeat instance is added
	Changed                     // a question gets another answer
)

// ChoicesDef says what a select or rank offers: a List, a Dataset, its own
// Items, or Nodes.
type ChoicesDef struct {
	List    string // name of a choice list
	Dataset string // id of a dataset

	ValueCol  string // column of the value; "" is "name"
	LabelCol  string // column of the label in a dataset; "" is "label"
	Filter    Source // evaluated at each item; names are its columns, ${name} are questions
	Randomize bool
	Seed      Source // of Randomize; without one the order is fixed per session

	Items []ItemDef // offered as they stand here, in place of a List

	// Answers names the question whose answers are offered, in place of a List,
	// as the author wrote it; Nodes says the same as a path, Filter included.
	Answers string

	Made *MadeDef // offered as a function makes them; Items are then what it makes without answers

	// Nodes is an expression for the items, in place of a List, for what is no
	// table; Value and Label are evaluated at each item.
	Nodes, Value, Label Source
}

// ListDef is a choice list.
type ListDef struct {
	Name     string
	Items    []ItemDef
	Columns  []string // extra columns, in the order of the file
	External bool     // kept beside the form, in itemsets.csv
	Pos      Position
}

// ItemDef is one choice of a list.
type ItemDef struct {
	Value   string
	Label   Text
	Columns map[string]string // extra columns, for filters
	Pos     Position
}

// DatasetDef is a table beside the form: a csv file, entities, external
// choices. One whose file is missing has no rows (and the reader warns).
type DatasetDef struct {
	ID      string
	Src     string // as written: jr://file-csv/places.csv
	Columns []string
	Rows    [][]string // a short row has empty last columns
	Places  Places     // of a table of places; nil for others
	Pos     Position
}
