// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"errors"
	"net/netip"
	"os"
	"strings"

	"github.com/dialform/dialform/screens"
	"github.com/dialform/dialform/ussd"
	"github.com/dialform/dialform/ussd/gateway"
)

// channelConfig is a gateway.
type channelConfig struct {
	Name       string     `yaml:"name"`
	Dialect    string     `yaml:"dialect"` // a name, or the file of one's own
	SecretFile string     `yaml:"secret_file"`
	Septets    int        `yaml:"septets"`  // room on a screen, 160 if not given
	UCS2       int        `yaml:"ucs2"`     // room in UCS-2 units, 70 if not given
	Latin      bool       `yaml:"latin"`    // the channel can't carry UCS-2
	Receipts   string     `yaml:"receipts"` // message channel that sends receipts
	Keys       keysConfig `yaml:"keys"`
	Send       sendConfig `yaml:"send"`

	Code           string            `yaml:"code"`             // what people dial on this channel
	Parameters     map[string]string `yaml:"parameters"`       // of the dialect
	Allow          []string          `yaml:"allow"`            // networks that may call; none means any
	Credential     credentialConfig  `yaml:"credential"`       // what each request brings along
	SigningKeyFile string            `yaml:"signing_key_file"` // of a dialect that signs
	Push           pushConfig        `yaml:"push"`             // of an asynchronous dialect
	Connect        connectConfig     `yaml:"connect"`          // of a dialect whose gateway we connect to

	secret string // of the demonstration
}

// keysConfig are the navigation keys of a channel.
type keysConfig struct {
	Back string `yaml:"back"`
	Home string `yaml:"home"`
	More string `yaml:"more"`
	Skip string `yaml:"skip"`
}

// sendConfig is how a message channel sends.
type sendConfig struct {
	URL        string `yaml:"url"`
	Username   string `yaml:"username"`
	APIKeyFile string `yaml:"api_key_file"`
	From       string `yaml:"from"`
	// Caps are how many messages go to numbers with a prefix in an hour.
	Caps ussd.Caps `yaml:"caps"`
}

// credentialConfig is a password in a request: of a user (basic), in a header
// or in a parameter of the query. One of the three is given.
type credentialConfig struct {
	Basic      string `yaml:"basic"`
	Header     string `yaml:"header"`
	Query      string `yaml:"query"`
	SecretFile string `yaml:"secret_file"`
}

// pushConfig is where an asynchronous dialect takes its replies.
type pushConfig struct {
	URL        string `yaml:"url"`
	SecretFile string `yaml:"secret_file"`
}

// connectConfig is a gateway that we connect to.
type connectConfig struct {
	Address     string `yaml:"address"` // host:port
	Username    string `yaml:"username"`
	SecretFile  string `yaml:"secret_file"`
	Application string `yaml:"application"` // id that the network gave us
}

// limitsConfig is "off", or {per_second, burst}.
type limitsConfig struct {
	off       bool
	PerSecond float64
	Burst     int
}

// UnmarshalYAML reads limits.
func (l *limitsConfig) UnmarshalYAML(read func(any) error) error {
	var word string
	if read(&word) == nil {
		l.off = word == "off"
		if !l.off {
			return errors.New(`limits are off, or {per_second: 5, burst: 60}`)
		}
		return nil
	}
	var given struct {
		PerSecond float64 `yaml:"per_second"`
		Burst     int     `yaml:"burst"`
	}
	err := read(&given)
	l.PerSecond, l.Burst = given.PerSecond, given.Burst
	return err
}

// limits of each phone. The demonstration has none: it serves this machine
// only, and programs are its phones.
func (c *config) limits() (ussd.Limits, error) {
	l := c.Limits
	switch {
	case l.off || c.Demo:
		return ussd.Limits{}, nil
	case l == limitsConfig{}:
		return ussd.DefaultLimits, nil
	case l.PerSecond <= 0 || l.Burst <= 0:
		return ussd.Limits{}, c.errorf("limits: per_second and burst are more than 0; write off for none")
	default:
		return ussd.Limits{PerSecond: l.PerSecond, Burst: l.Burst}, nil
	}
}

// channels builds the gateways that may call.
func (c *config) channels() ([]ussd.Channel, error) {
	var out []ussd.Channel
	for _, cc := range c.Channels {
		if err := c.checkChannel(cc); err != nil {
			return nil, err
		}
		var ch ussd.Channel
		var err error
		if ch.Dialect, err = c.dialect(cc); err != nil {
			return nil, err
		}
		if err = c.checkRoom(cc, ch.Dialect.Messages()); err != nil {
			return nil, err
		}
		if ch.Dialect.Link() == "" {
			if ch.Secret, err = c.channelSecret(cc); err != nil {
				return nil, err
			}
		}
		if ch.Guard, err = c.guard(cc); err != nil {
			return nil, err
		}
		ch.Name, ch.Receipts = cc.Name, cc.Receipts
		ch.Messages = ch.Dialect.Messages()
		ch.Layout = cc.layout(ch.Dialect)
		out = append(out, ch)
	}
	return out, c.checkTogether(out)
}

// dialect is one that comes with the program, or is read from a file.
func (c *config) dialect(cc channelConfig) (*gateway.Dialect, error) {
	o := gateway.Options{Code: cc.Code, Parameters: cc.Parameters, PublicURL: c.PublicURL, PushURL: cc.Push.URL}
	for _, secret := range []struct {
		key, file string
		to        *string
	}{
		{"signing_key_file", cc.SigningKeyFile, &o.SigningKey},
		{"push: secret_file", cc.Push.SecretFile, &o.PushSecret},
	} {
		if secret.file == "" {
			continue
		}
		var err error
		if *secret.to, err = readSecret(secret.file); err != nil {
			return nil, c.errorf("channel %q: %s: %v", cc.Name, secret.key, err)
		}
	}
	var d *gateway.Dialect
	var err error
	if strings.HasSuffix(cc.Dialect, ".yaml") {
		var data []byte
		if data, err = os.ReadFile(cc.Dialect); err != nil {
			return nil, c.errorf("channel %q: dialect: %s: %v", cc.Name, cc.Dialect, cause(err))
		}
		d, err = gateway.Read(cc.Dialect, data, o)
	} else {
		d, err = gateway.New(cc.Dialect, o)
	}
	if err != nil {
		return nil, c.dialectError(cc.Name, err)
	}
	return d, nil
}

// guard is who may call a channel.
func (c *config) guard(cc channelConfig) (ussd.Guard, error) {
	var g ussd.Guard
	var err error
	if g.Allow, err = c.networks("channel "+cc.Name+": allow", cc.Allow); err != nil {
		return g, err
	}
	if g.Proxies, err = c.networks("proxies", c.Proxies); err != nil {
		return g, err
	}
	for place, name := range map[ussd.CredentialPlace]string{
		ussd.BasicAuth: cc.Credential.Basic, ussd.HeaderValue: cc.Credential.Header, ussd.QueryParameter: cc.Credential.Query,
	} {
		switch {
		case name == "":
		case g.Credential.In != ussd.NoCredential:
			return g, c.errorf("channel %q: credential: give one of basic, header, query", cc.Name)
		default:
			g.Credential.In, g.Credential.Name = place, name
		}
	}
	given := g.Credential.In != ussd.NoCredential
	if given != (cc.Credential.SecretFile != "") {
		return g, c.errorf("channel %q: credential: basic, header or query needs a secret_file, and the other way round", cc.Name)
	}
	if !given {
		return g, nil
	}
	if g.Credential.Secret, err = readSecret(cc.Credential.SecretFile); err != nil {
		return g, c.errorf("channel %q: credential: secret_file: %v", cc.Name, err)
	}
	if g.Credential.Secret == "" {
		return g, c.errorf("channel %q: credential: secret_file: is empty", cc.Name)
	}
	return g, nil
}

// networks reads addresses and networks such as 203.0.113.0/24.
func (c *config) networks(key string, list []string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, text := range list {
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			addr, err := netip.ParseAddr(text)
			if err != nil {
				return nil, c.errorf("%s: %q is no network; write 203.0.113.0/24", key, text)
			}
			prefix = netip.PrefixFrom(addr, addr.BitLen())
		}
		out = append(out, prefix.Masked())
	}
	return out, nil
}

// minSecret is 128 bits in hexadecimal.
const minSecret = 32

func (c *config) channelSecret(cc channelConfig) (string, error) {
	secret := cc.secret
	if cc.SecretFile != "" {
		var err error
		if secret, err = readSecret(cc.SecretFile); err != nil {
			return "", c.errorf("channel %q: secret_file: %v", cc.Name, err)
		}
	}
	switch {
	case secret == demoSecret && c.Demo:
	case secret == demoSecret:
		return "", c.errorf("channel %q: the secret of the demonstration is no secret; make one with: openssl rand -hex 16", cc.Name)
	case len(secret) < minSecret:
		return "", c.errorf("channel %q: the secret is missing or shorter than %d characters; make one with: openssl rand -hex 16", cc.Name, minSecret)
	}
	return secret, nil
}

// layout is what the configuration says, then what is known of the dialect,
// then what every USSD network carries (182 septets only where proven).
func (cc channelConfig) layout(d *gateway.Dialect) screens.Layout {
	known := d.Screen()
	return screens.Layout{
		Septets: cmp.Or(cc.Septets, known.Septets, 160), UCS2: cmp.Or(cc.UCS2, known.UCS2, 70),
		Latin: cc.Latin || known.Latin, Newline: d.Newline(), Keys: keysOf(cc.Keys.keys()),
	}
}

// keys are the moves that the configuration gives a key of its own.
func (k keysConfig) keys() screens.Keys {
	return screens.Keys{Back: k.Back, Home: k.Home, More: k.More, Skip: k.Skip}
}

// keysOf are the keys given, and the usual ones for the others.
func keysOf(given screens.Keys) screens.Keys {
	keys := screens.DefaultKeys
	keys.Back = cmp.Or(given.Back, keys.Back)
	keys.Home = cmp.Or(given.Home, keys.Home)
	keys.More = cmp.Or(given.More, keys.More)
	keys.Skip = cmp.Or(given.Skip, keys.Skip)
	return keys
}
