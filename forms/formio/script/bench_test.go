// SPDX-License-Identifier: Apache-2.0

package script_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms/formio/script"
)

// BenchmarkScript is a condition over a household on a warm runtime: at most
// 10 µs a call.
func BenchmarkScript(b *testing.B) {
	pool := script.NewPool()
	defer pool.Close()
	s, err := script.Compile("show = data.consent === 'yes' && row.age >= 18 && _.get(data, 'head.sex') === 'f'", "show")
	require.NoError(b, err)
	session := pool.Open(script.Setting{Now: now(b), Library: true})
	defer session.Close()
	session.SetJSON("data", `{"consent": "yes", "head": {"sex": "f", "name": "Amina"}, "members": [{"age": 30}, {"age": 4}]}`)
	session.SetJSON("row", `{"age": 30}`)
	_, err = session.Run(s)
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		v, err := session.Run(s)
		if v != true || err != nil {
			b.Fatal(v, err)
		}
	}
}

// BenchmarkSession is a turn with a runtime: begun, told the answers, ended.
func BenchmarkSession(b *testing.B) {
	pool := script.NewPool()
	defer pool.Close()
	s, err := script.Compile("show = data.consent === 'yes'", "show")
	require.NoError(b, err)
	at := now(b)
	b.ReportAllocs()
	for b.Loop() {
		session := pool.Open(script.Setting{Now: at})
		session.SetJSON("data", `{"consent": "yes", "head": {"sex": "f", "name": "Amina"}, "members": [{"age": 30}, {"age": 4}]}`)
		if v, err := session.Run(s); v != true || err != nil {
			b.Fatal(v, err)
		}
		session.Close()
	}
}
