// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/dialform/dialform/forms"
)

// WriteJSON writes the report as one line of JSON.
func (r *Report) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	if err := e.Encode(r); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

// MarshalJSON writes a finding flat, its position as file, sheet, row and column
// and as people write it.
func (f Finding) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Rule     Rule   `json:"rule"`
		Severity string `json:"severity"`
		Channel  string `json:"channel,omitempty"`
		Language string `json:"language,omitempty"`
		File     string `json:"file"`
		Sheet    string `json:"sheet,omitempty"`
		Row      int    `json:"row,omitempty"`
		Column   int    `json:"column,omitempty"`
		Position string `json:"position"`
		Message  string `json:"message"`
		Hint     string `json:"hint,omitempty"`
	}{f.Rule, severity(f.Severity), f.Channel, f.Language, f.Pos.File, f.Pos.Sheet, f.Pos.Row, f.Pos.Col, f.Pos.String(), f.Msg, f.Hint})
}

func severity(s forms.Severity) string {
	if s == forms.Error {
		return "error"
	}
	return "warning"
}
