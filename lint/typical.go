// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"strconv"
	"strings"

	"github.com/dialform/dialform/forms"
)

// typicalText stands for what people type as text: two names of 20 letters
// together, which nine of ten are below.
const typicalText = "Nyirahabimana Joseph"

// typical is a plausible answer to a question that is typed freely.
func typical(n *forms.Node) string {
	switch n.Type {
	case forms.Int, forms.Decimal:
		return orElse(n.Params["end"], "12345")
	case forms.Date:
		return "1990-03-15"
	case forms.Time:
		return "10:30:00"
	case forms.DateTime:
		return "1990-03-15T10:30:00"
	case forms.Geopoint:
		return "-1.292066 36.821945 0 0"
	case forms.Boolean:
		return "true"
	}
	if n.Control == forms.Trigger {
		return "OK"
	}
	if n.HasAppearance("numbers") {
		return "123456789012"
	}
	return typicalText
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// typed are the answers that a walk tries on a question that is typed freely,
// the plausible one first. What the form compares the answer with is among them:
// the question after "if age is at least 18" is reached with 18.
func (s *subject) typed(n *forms.Node) []string {
	out := []string{typical(n)}
	role := s.role(n)
	switch n.Type {
	case forms.Int, forms.Decimal, forms.Boolean:
		if role.counts {
			return []string{strconv.Itoa(s.o.Members), "3", "2", "1", "0"}
		}
		for _, c := range role.compared {
			if k, err := strconv.Atoi(c); err == nil {
				out = append(out, c, strconv.Itoa(k+1), strconv.Itoa(k-1), digits(k))
			}
		}
		return append(out, "30", "1", "0", "5", "70", "2020", "0.5", "100")
	case forms.Date:
		today := s.o.Now.Format("2006-01-02")
		soon := s.o.Now.AddDate(0, 6, 0).Format("2006-01-02")
		lately := s.o.Now.AddDate(-1, 0, 0).Format("2006-01-02")
		return append(out, today, soon, lately, "1950-06-30", "2030-01-01")
	case forms.Time:
		return append(out, "08:00:00", "20:00:00")
	case forms.DateTime:
		return append(out, s.o.Now.Format("2006-01-02T15:04:05"), s.o.Now.AddDate(0, 6, 0).Format("2006-01-02T15:04:05"))
	case forms.Geopoint:
		return append(out, "9.03 38.74 0 0")
	}
	for _, c := range role.compared {
		if k, err := strconv.Atoi(c); err == nil && k > 0 && k <= 40 {
			out = append(out, digits(k), "0"+digits(k-1), strings.Repeat("A", k), typicalText[:min(k, len(typicalText))])
			continue
		}
		if match := forms.Matching(c); match != "" {
			out = append(out, match)
		}
		out = append(out, c)
	}
	return append(out, "0712345678", "+254712345678", "12345678", "1", "30", "Amina", "amina@example.org", "AB123456")
}

func digits(n int) string {
	if n < 1 || n > 40 {
		return "0"
	}
	return strings.Repeat("123456789", 5)[:n]
}
