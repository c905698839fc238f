// SPDX-License-Identifier: Apache-2.0

package phone

import (
	"strings"

	"github.com/dialform/dialform/internal/safetext"
)

// Screen is what the service showed.
type Screen struct {
	Text string // as it came; show it through String
	End  bool   // the service closed the session with it
	raw  string // the whole reply, for comparing a repeated one
}

// readScreen reads a reply of the Africa's Talking dialect: "CON " or "END ",
// then the text.
func readScreen(reply string) (Screen, error) {
	if text, ok := strings.CutPrefix(reply, "CON "); ok {
		return Screen{Text: text, raw: reply}, nil
	}
	if text, ok := strings.CutPrefix(reply, "END "); ok {
		return Screen{Text: text, End: true, raw: reply}, nil
	}
	return Screen{}, ErrNotAScreen
}

// Kind is the word before the text: CON goes on, END is the last screen.
func (s Screen) Kind() string {
	if s.End {
		return "END"
	}
	return "CON"
}

// Size measures the text against what one USSD screen carries.
func (s Screen) Size() Size { return measure(s.Text, screenSeptets, screenUnits) }

// String is the text in lines, safe for a terminal.
func (s Screen) String() string { return safetext.Text(s.Text).String() }

// Message is an SMS that came to the phone.
type Message struct {
	ID   int64  `json:"id"` // number within the network's inbox, rising
	From string `json:"from"`
	To   string `json:"to"`
	Text string `json:"text"`
}

// Size measures the text against one short message, or as many as it needs.
func (m Message) Size() Size {
	size := measure(m.Text, messageSeptets, messageUnits)
	if !size.Over() {
		return size
	}
	part := partSeptets
	if size.UCS2 {
		part = partUnits
	}
	size.Limit = (size.Used + part - 1) / part * part
	return size
}

// String is the text in lines, safe for a terminal.
func (m Message) String() string { return safetext.Text(m.Text).String() }
