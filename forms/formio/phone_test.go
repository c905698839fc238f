// SPDX-License-Identifier: Apache-2.0

package formio_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio"
	"github.com/dialform/dialform/forms/formio/jsvalue"
)

// TestPhoneNumbers are checked by the country that is nearest: the component's, the
// person's, the service's.
func TestPhoneNumbers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, component, phone, typed string
		good                          bool
	}{
		{"of the zone", ``, "", "0712345678", true},
		{"too short for the zone", ``, "", "071234567", false},
		{"of another country, with its code", ``, "", "+47 912 34 567", true},
		{"no number of that country", ``, "", "+47 12", false},
		{"a word", ``, "", "Amina", false},
		{"of the person's country", ``, "4791234567", "912 34 567", true},
		{"of the zone only", ``, "4791234567", "0712345678", false},
		{"of the component's country", `, "defaultCountry": "no"`, "254712345678", "91234567", true},
		{"of another than the component's", `, "defaultCountry": "NO"`, "254712345678", "0712345678", false},
		{"a mask is enough", `, "inputMask": "999 99"`, "", "12345", true},
		{"not as the mask", `, "inputMask": "999 99"`, "", "1234", false},
		{"several", `, "multiple": true`, "", "0712345678, +4791234567", true},
		{"one of several", `, "multiple": true`, "", "0712345678, 12", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			in, findings := open(t, `{"type": "phoneNumber", "key": "p", "label": "P", "input": true`+tt.component+`}`, nil)
			require.Empty(t, findings)
			env := in.Env()
			env.PhoneNumber = tt.phone
			in.SetEnv(env)
			require.Equal(t, tt.good, in.Answer(at(t, in, "p"), tt.typed).OK())
		})
	}
}

func TestPhoneNumbersStayAsTyped(t *testing.T) {
	t.Parallel()
	in, _ := open(t, `{"type": "phoneNumber", "key": "p", "label": "P", "input": true}`, nil)
	require.True(t, in.Answer(at(t, in, "p"), "0712 345-678").OK())
	require.Equal(t, `{"p":"0712 345-678"}`, jsvalue.JSON(formio.Data(in)))
	env := in.Env()
	env.Now = env.Now.UTC() // a zone of no country
	in.SetEnv(env)
	require.True(t, in.Answer(at(t, in, "p"), "99 99 99").OK())
	require.Equal(t, forms.ViolationConstraint, in.Answer(at(t, in, "p"), "12").Kind)
}
