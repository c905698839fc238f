// SPDX-License-Identifier: Apache-2.0

package gateway_test

import (
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/internal/safetext"
	"github.com/dialform/dialform/sessions"
	"github.com/dialform/dialform/ussd/gateway"
)

// BenchmarkDialect reads a request and writes its reply.
func BenchmarkDialect(b *testing.B) {
	for name, body := range map[string]string{
		"africastalking": "sessionId=ATUid_abc123&serviceCode=%2A384%2A21478%23&phoneNumber=%2B254711000111&networkCode=63902&text=1*Amina*3*1990*2",
		"hubtel":         `{"Sequence":2,"Type":"response","Message":"1","ServiceCode":"711*2","Operator":"mtn","ClientState":"","Mobile":"233246912184","SessionId":"8d44"}`,
		"truroute":       "<ussd><msisdn>27829991234</msisdn><sessionid>S1</sessionid><type>2</type><msg>1</msg></ussd>",
	} {
		b.Run(name, func(b *testing.B) {
			d, err := gateway.New(name, gateway.Options{})
			require.NoError(b, err)
			reply := sessions.Reply{Text: safetext.Text("How many people live in your household?\n0 Back\n00 Home")}
			text := []byte(body)
			b.ReportAllocs()
			for b.Loop() {
				req, err := d.Decode(nil, "", text)
				if err != nil {
					b.Fatal(err)
				}
				w := httptest.NewRecorder()
				_ = d.Encode(w, req, reply) // a recorder takes everything
			}
		})
	}
}
