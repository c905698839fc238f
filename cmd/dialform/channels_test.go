// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestChannelMistakes: a node does not start on a channel that is not safe or
// not understood, and says which key is wrong.
func TestChannelMistakes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, channel, rest, want string
	}{
		{"no secret", "dialect: nalo", "", `channel "c": the secret is missing or shorter than 32 characters`},
		{"a dialect that there is not", "dialect: telepathy", "", `channel "c": unknown dialect "telepathy"; there are advanta,`},
		{"a file that there is not", "dialect: absent.yaml", "", `channel "c": dialect: absent.yaml: no such file or directory`},
		{"a file with a mistake", "dialect: own.yaml", "", `channel "c": own.yaml: about: is missing`},
		{"a parameter that is missing", "dialect: vodacom", "", `channel "c": vodacom.yaml: parameter "callback" is missing`},
		{"a signature without a key", "dialect: twilio", "", `channel "c": twilio.yaml: the gateway signs its requests; a signing key is missing; give the file that holds it, signing_key_file: FILE`},
		{"a push without an address", "dialect: mtn-parlayx", "", `channel "c": mtn-parlayx.yaml: replies are pushed; the address they go to is missing; give push: {url: https://..., secret_file: FILE}`},
		{"a link without an address", "dialect: mtn-nigeria", "", `channel "c": connect: address or secret_file is missing`},
		{"messages that go nowhere", "dialect: kannel, secret_file: secret", "", `channel "c": send: url: the address that takes messages is missing or not valid`},
		{"no network", "dialect: nalo, secret_file: secret, allow: [everyone]", "", `channel c: allow: "everyone" is no network; write 203.0.113.0/24`},
		{"no proxy", "dialect: nalo, secret_file: secret", "proxies: [10.0.0.0/99]", `proxies: "10.0.0.0/99" is no network`},
		{"two credentials", "dialect: nalo, secret_file: secret, credential: {basic: u, header: X-Key, secret_file: secret}", "", `channel "c": credential: give one of basic, header, query`},
		{"half a credential", "dialect: nalo, secret_file: secret, credential: {basic: u}", "", `channel "c": credential: basic, header or query needs a secret_file`},
		{"no dialect", "secret_file: secret", "", `channel "c": dialect: is missing`},
		{"a code that nobody can dial", "dialect: nalo, secret_file: secret, code: 384", "", `channel "c": code: "384" is no short code; write it as it is dialled, "*384*96#"`},
		{"too little room", "dialect: nalo, secret_file: secret, septets: 20", "", `channel "c": septets: 20 is no room on a screen`},
		{"too much room", "dialect: nalo, secret_file: secret, ucs2: 160", "", `channel "c": ucs2: 160 is no room on a screen`},
		{"room that is a word", "dialect: nalo, secret_file: secret, septets: many", "", `dialform.yaml:6: "many" is not what this key takes, a whole number; docs/gateways.md lists the keys`},
		{"a key that there is not", "dialect: nalo, secretfile: secret", "", `dialform.yaml:6: unknown field "secretfile"; docs/gateways.md lists the keys`},
		{"two moves with one key", "dialect: nalo, secret_file: secret, keys: {back: '00'}", "", `channel "c": keys: two moves have the same key`},
		{"an address that is none", "dialect: mtn-parlayx, secret_file: secret, push: {url: 'sdp.example.org:8310/x'}", "", `channel "c": push: url: is no address; write https://HOST/PATH`},
		{"receipts that nobody sends", "dialect: nalo, secret_file: secret, receipts: sms", "", `channel "c": receipts: "sms" is no channel of messages`},
		{"receipts on a screen", "dialect: nalo, secret_file: secret, receipts: c", "", `channel "c": receipts: "c" is no channel of messages`},
		{"the same name twice", "dialect: nalo, secret_file: secret}\n  - {name: c, dialect: airtel, secret_file: secret", "", `channel "c" stands twice`},
		{"a cap that is none", "dialect: kannel, secret_file: secret, send: {caps: {'254': 5}}", "", `channel "c": send: caps: "254": 5 is no cap; write "+2547": 1000`},
		{"limits of nothing", "dialect: nalo, secret_file: secret", "limits: {per_second: 5}", `limits: per_second and burst are more than 0; write off for none`},
		{"limits that are a word", "dialect: nalo, secret_file: secret", "limits: none", `limits are off, or {per_second: 5, burst: 60}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			pack, err := filepath.Abs(filepath.Join("..", "..", "packs", "demo"))
			require.NoError(t, err)
			for name, text := range map[string]string{
				"secret":        strings.Repeat("5f", 16),
				"own.yaml":      "name: own\n",
				"dialform.yaml": "pack: " + pack + "\ndata: data\nhttp: 127.0.0.1:0\nssh: 127.0.0.1:0\nchannels:\n  - {name: c, " + tt.channel + "}\n" + tt.rest + "\n",
			} {
				require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
			}
			command := exec.Command("dialform", "serve", "--config", "dialform.yaml")
			command.Dir = dir
			out, err := command.CombinedOutput()
			require.Error(t, err)
			require.Contains(t, string(out), tt.want)
			require.Contains(t, string(out), "dialform.yaml")
		})
	}
}
