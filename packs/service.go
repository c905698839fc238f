// SPDX-License-Identifier: Apache-2.0

package packs

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/dialform/dialform/forms"
)

// serviceFile is service.yaml.
type serviceFile struct {
	Service     string            `yaml:"service"`
	Name        map[string]string `yaml:"name"`
	Zone        string            `yaml:"zone"`
	AskLanguage bool              `yaml:"ask_language"`
	Languages   []struct {
		Tag  string `yaml:"tag"`
		Name string `yaml:"name"`
	} `yaml:"languages"`
	Start string     `yaml:"start"`
	Nudge *nudgeFile `yaml:"nudge"`
	Menu  []itemFile `yaml:"menu"`
}

// itemFile is a line of the menu in service.yaml.
type itemFile struct {
	ID      string            `yaml:"id"`
	Kind    string            `yaml:"kind"`
	Label   map[string]string `yaml:"label"`
	Form    string            `yaml:"form"`
	Purpose string            `yaml:"purpose"`
	Resume  string            `yaml:"resume"`

	ResumeWithin string      `yaml:"resume_within"` // after it, resume: continue asks
	Expires      string      `yaml:"expires"`       // drafts are closed after it, 30d if not given
	Protect      protectFile `yaml:"protect"`

	Review  *bool `yaml:"review"`
	Receipt *bool `yaml:"receipt"`
}

// readService parses service.yaml strictly: an unknown key is a mistake of the
// author, not a wish to be ignored.
func readService(file string, data []byte) (*serviceFile, forms.Findings) {
	var s serviceFile
	if err := yaml.UnmarshalWithOptions(data, &s, yaml.Strict()); err != nil {
		return nil, forms.Findings{yamlFinding(file, err)}
	}
	return &s, nil
}

// yamlFinding says where a YAML file is wrong.
func yamlFinding(file string, err error) forms.Finding {
	f := forms.Finding{
		Severity: forms.Error, Pos: forms.Position{File: file},
		Msg: "is not valid", Hint: "compare it with the service.yaml of the demonstration pack",
	}
	var at yaml.Error
	if errors.As(err, &at) {
		f.Msg = at.GetMessage()
		if tok := at.GetToken(); tok != nil && tok.Position != nil {
			f.Pos.Row = tok.Position.Line
		}
		return f
	}
	f.Msg = strings.SplitN(err.Error(), "\n", 2)[0]
	return f
}

func serviceError(file, hint, format string, args ...any) forms.Finding {
	return forms.Finding{
		Severity: forms.Error, Pos: forms.Position{File: file}, Msg: fmt.Sprintf(format, args...), Hint: hint,
	}
}
