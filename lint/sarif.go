// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"path/filepath"

	"github.com/dialform/dialform/forms"
)

// The parts of SARIF 2.1.0 (OASIS) that a report needs.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool    sarifTool     `json:"tool"`
		Results []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name  string      `json:"name"`
		Rules []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID    string       `json:"id"`
		About sarifMessage `json:"shortDescription"`
	}
	sarifMessage struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		Rule       string            `json:"ruleId"`
		Index      int               `json:"ruleIndex"`
		Level      string            `json:"level"`
		Message    sarifMessage      `json:"message"`
		Locations  []sarifLocation   `json:"locations"`
		Properties map[string]string `json:"properties,omitempty"`
	}
	sarifLocation struct {
		Physical sarifPhysical  `json:"physicalLocation"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		Line   int `json:"startLine"`
		Column int `json:"startColumn,omitempty"`
	}
	sarifLogical struct {
		Name string `json:"fullyQualifiedName"`
		Kind string `json:"kind"`
	}
)

const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

// WriteSARIF writes the findings as SARIF 2.1.0, which code hosts show beside the
// changed file. A cell of a workbook is a logical location; its row and column
// stand for line and column too, for viewers that know no other.
func (r *Report) WriteSARIF(w io.Writer) error {
	driver := sarifDriver{Name: "dialform"}
	index := map[Rule]int{}
	for i, rule := range rules {
		index[rule.Rule] = i
		driver.Rules = append(driver.Rules, sarifRule{string(rule.Rule), sarifMessage{rule.About}})
	}
	run := sarifRun{Tool: sarifTool{driver}, Results: []sarifResult{}}
	for _, f := range r.Findings {
		result := sarifResult{
			Rule: string(f.Rule), Index: index[f.Rule], Level: severity(f.Severity),
			Message: sarifMessage{sentence(f)}, Locations: []sarifLocation{location(f.Pos)},
		}
		for name, value := range map[string]string{"channel": f.Channel, "language": f.Language} {
			if value != "" {
				if result.Properties == nil {
					result.Properties = map[string]string{}
				}
				result.Properties[name] = value
			}
		}
		run.Results = append(run.Results, result)
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	if err := e.Encode(sarifLog{sarifSchema, "2.1.0", []sarifRun{run}}); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

// sentence is a finding without its place.
func sentence(f Finding) string {
	f.Pos = forms.Position{}
	return f.String()
}

func location(pos forms.Position) sarifLocation {
	path := filepath.ToSlash(pos.File)
	l := sarifLocation{Physical: sarifPhysical{Artifact: sarifArtifact{(&url.URL{Path: path}).EscapedPath()}}}
	if pos.Row > 0 {
		l.Physical.Region = &sarifRegion{pos.Row, pos.Col}
	}
	if pos.Sheet != "" {
		pos.File = ""
		l.Logical = []sarifLogical{{pos.String(), "cell"}}
	}
	return l
}
