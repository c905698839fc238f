// SPDX-License-Identifier: Apache-2.0

package native_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/native"
	"github.com/dialform/dialform/forms/xlsform"
)

var docs = filepath.Join("..", "..", "docs")

// schema is the part of JSON Schema that docs/form.schema.json uses.
type schema struct {
	Ref                  string             `json:"$ref"`
	Defs                 map[string]*schema `json:"$defs"`
	Type                 any                `json:"type"` // a word or several
	Properties           properties         `json:"properties"`
	AdditionalProperties json.RawMessage    `json:"additionalProperties"` // false, or a schema
	Required             []string           `json:"required"`
	Items                *schema            `json:"items"`
	AnyOf                []*schema          `json:"anyOf"`
	Enum                 []string           `json:"enum"`
}

// properties keeps the order of the file.
type properties struct {
	keys []string
	of   map[string]*schema
}

func (p *properties) UnmarshalJSON(data []byte) error {
	var order yaml.MapSlice
	if err := yaml.UnmarshalWithOptions(data, &order, yaml.UseOrderedMap()); err != nil {
		return err
	}
	for _, item := range order {
		p.keys = append(p.keys, fmt.Sprint(item.Key))
	}
	return json.Unmarshal(data, &p.of)
}

func readSchema(t *testing.T) *schema {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(docs, "form.schema.json"))
	require.NoError(t, err)
	var s schema
	require.NoError(t, json.Unmarshal(data, &s))
	return &s
}

// TestSchemaHasTheKeysOfTheReader compares key by key and word by word.
func TestSchemaHasTheKeysOfTheReader(t *testing.T) {
	t.Parallel()
	s := readSchema(t)
	keys := native.Keys()
	for name, def := range s.Defs {
		require.Equal(t, keys[name], def.Properties.keys, name)
	}
	for name := range keys {
		require.Contains(t, s.Defs, name)
	}
	for place, words := range native.Words() {
		object, key, inside := strings.Cut(place, "/")
		def := s.Defs[object]
		if inside {
			def = def.Properties.of[key]
		}
		require.Equal(t, words, def.Enum, place)
	}
}

// TestSchemaHolds validates what is written by hand and what Write writes.
func TestSchemaHolds(t *testing.T) {
	t.Parallel()
	s := readSchema(t)
	valid := func(name string, data []byte) {
		var v any
		require.NoError(t, yaml.Unmarshal(data, &v), name)
		require.NoError(t, s.check(s, v, name))
	}
	example, err := os.ReadFile(filepath.Join(docs, "example-form.yaml"))
	require.NoError(t, err)
	valid("the example", example)

	demo, err := filepath.Glob(filepath.Join("..", "..", "packs", "demo", "forms", "*.xlsx"))
	require.NoError(t, err)
	require.NotEmpty(t, demo)
	for _, file := range demo {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		def, findings := xlsform.Read(filepath.Base(file), data, nil)
		require.Empty(t, findings)
		valid(file, write(t, file, def))
	}

	var every forms.Definition
	(&filler{}).fill(reflect.ValueOf(&every).Elem(), 0)
	every.Documents = nil
	valid("every field", write(t, "every field", &every))

	for _, wrong := range []string{
		"questions: [{name: a}]", "questions: [{name: a, type: txt}]", "questions: [{name: a, type: text, labl: b}]",
		"id: a", "questions: {}", "{id: a, questions: [], lists: {a: [{name: [b]}]}}",
	} {
		var v any
		require.NoError(t, yaml.Unmarshal([]byte(wrong), &v))
		require.Error(t, s.check(s, v, wrong))
	}
}

// check validates a value against s, a part of root.
func (s *schema) check(root *schema, v any, at string) error {
	if s.Ref != "" {
		def := root.Defs[strings.TrimPrefix(s.Ref, "#/$defs/")]
		if def == nil {
			return fmt.Errorf("%s: there is no %s", at, s.Ref)
		}
		if err := def.check(root, v, at); err != nil {
			return err
		}
	}
	if s.AnyOf != nil && !slices.ContainsFunc(s.AnyOf, func(one *schema) bool { return one.check(root, v, at) == nil }) {
		return fmt.Errorf("%s: none of %d schemas holds for %v", at, len(s.AnyOf), v)
	}
	if word, ok := v.(string); s.Enum != nil && (!ok || !slices.Contains(s.Enum, word)) {
		return fmt.Errorf("%s: %v is none of %v", at, v, s.Enum)
	}
	if s.Type != nil && !strings.Contains(fmt.Sprint(s.Type), typeOf(v)) {
		return fmt.Errorf("%s: %v is no %v", at, v, s.Type)
	}
	switch v := v.(type) {
	case []any:
		for i, item := range v {
			if s.Items != nil {
				if err := s.Items.check(root, item, fmt.Sprintf("%s/%d", at, i)); err != nil {
					return err
				}
			}
		}
	case map[string]any:
		return s.checkKeys(root, v, at)
	}
	return nil
}

func (s *schema) checkKeys(root *schema, v map[string]any, at string) error {
	for _, key := range s.Required {
		if _, ok := v[key]; !ok {
			return fmt.Errorf("%s: %s is missing", at, key)
		}
	}
	for key, item := range v {
		rule := s.Properties.of[key]
		if rule == nil && string(s.AdditionalProperties) == "false" {
			return fmt.Errorf("%s: %s is not known", at, key)
		}
		if rule == nil && s.AdditionalProperties != nil {
			rule = &schema{}
			if err := json.Unmarshal(s.AdditionalProperties, rule); err != nil {
				return err
			}
		}
		if rule != nil {
			if err := rule.check(root, item, at+"/"+key); err != nil {
				return err
			}
		}
	}
	return nil
}

func typeOf(v any) string {
	switch v.(type) {
	case string:
		return "string"
	case bool:
		return "boolean"
	case []any:
		return "array"
	case map[string]any:
		return "object"
	default:
		return "number"
	}
}
