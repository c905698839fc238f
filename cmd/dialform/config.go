// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"flag"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/dialform/dialform/identity"
)

// config is dialform.yaml, overridden by the environment (DIALFORM_HTTP, ...)
// and that by flags.
type config struct {
	HTTP      string `yaml:"http"`       // address for gateways
	SSH       string `yaml:"ssh"`        // address for operators
	Hub       string `yaml:"hub"`        // address of the hub within this process, "off" for none
	DataDir   string `yaml:"data"`       // folder of the databases and keys
	Pack      string `yaml:"pack"`       // folder of the pack
	Form      string `yaml:"form"`       // one form instead of a pack
	Uplink    string `yaml:"uplink"`     // URL of the hub that submissions go to
	TokenFile string `yaml:"token_file"` // bearer token of this device, and what a hub here accepts
	KeyFile   string `yaml:"key_file"`   // key of this node
	Demo      bool   `yaml:"demo"`

	Channels  []channelConfig         `yaml:"channels"`
	Operators []identity.Registration `yaml:"operators"`
	Codes     codesConfig             `yaml:"codes"`

	PublicURL string       `yaml:"public_url"` // how gateways write our address, for signatures that include it
	Proxies   []string     `yaml:"proxies"`    // networks whose X-Forwarded-For is believed
	Limits    limitsConfig `yaml:"limits"`     // of each phone

	ready string // file that is written once all listeners are up
	file  string // where the configuration came from, for messages
}

// codesConfig is how one-time codes reach an operator.
type codesConfig struct {
	Command string `yaml:"command"` // program that delivers a code; see README
}

// demoSecret is the secret of the demonstration's channels. It is no secret,
// and no other mode takes it.
const demoSecret = "demo"

// errFlags: the flags were nonsense, or help was asked for; it is said already.
var errFlags = errors.New("flags")

// loadConfig reads the flags, the file they name and the environment.
func loadConfig(args []string, std stdio) (config, int, error) {
	var file string
	c := config{Hub: "off"}
	fs := flag.NewFlagSet("dialform serve", flag.ContinueOnError)
	fs.Usage = func() {
		fmt.Fprint(fs.Output(), "dialform serve runs a node: gateways of mobile networks call it, operators sign in to it.\nREADME.md and docs/gateways.md describe its configuration.\n\n")
		fs.PrintDefaults()
	}
	fs.StringVar(&file, "config", "", "read `FILE` (dialform.yaml); without one, this is the demonstration")
	over := map[string]*string{
		"pack":       fs.String("pack", "", "serve the pack in `DIR`"),
		"form":       fs.String("form", "", "serve one form, `FILE`"),
		"data":       fs.String("data", "", "keep databases and keys in `DIR`"),
		"http":       fs.String("http", "", "listen for gateways on `ADDR`"),
		"ssh":        fs.String("ssh", "", "listen for operators on `ADDR`"),
		"hub":        fs.String("hub", "", "run a hub in this process on `ADDR`, or off"),
		"uplink":     fs.String("uplink", "", "send submissions to the hub at `URL`"),
		"token-file": fs.String("token-file", "", "`FILE` with this device's token for the hub"),
		"key-file":   fs.String("key-file", "", "`FILE` with the key of this node; made when absent"),
	}
	demo := fs.Bool("demo", false, "demonstration: this machine only, no secrets, codes on the console")
	fs.StringVar(&c.ready, "ready-file", "", "write the addresses to `FILE` once everything listens")
	if code, ok := parseFlags(fs, args, std); !ok {
		return c, code, errFlags
	}
	if fs.NArg() > 0 {
		fmt.Fprintf(std.err, "dialform serve: %q is not understood; forms are given with --form\n", fs.Arg(0))
		return c, exitUsage, errFlags
	}
	if file == "" {
		file = os.Getenv("DIALFORM_CONFIG")
	}
	if file != "" {
		if err := c.read(file); err != nil {
			return c, exitFailure, err
		}
	}
	target := map[string]*string{
		"pack": &c.Pack, "form": &c.Form, "data": &c.DataDir, "http": &c.HTTP, "ssh": &c.SSH, "hub": &c.Hub,
		"uplink": &c.Uplink, "token-file": &c.TokenFile, "key-file": &c.KeyFile,
	}
	for name, field := range target {
		env := "DIALFORM_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
		if name == "data" {
			env += "_DIR"
		}
		if v := os.Getenv(env); v != "" {
			*field = v
		}
		if v := *over[name]; v != "" {
			*field = v
		}
	}
	c.Demo = c.Demo || *demo || file == ""
	hubGiven := *over["hub"] != "" || os.Getenv("DIALFORM_HUB") != "" || (file != "" && c.Hub != "off")
	c.defaults(hubGiven)
	return c, exitFailure, c.check()
}

// read reads dialform.yaml.
func (c *config) read(file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("%s: can't be read: %w", file, cause(err))
	}
	c.file = file
	if err := yaml.UnmarshalWithOptions(data, c, yaml.Strict()); err != nil {
		return misread(file, err)
	}
	return nil
}

// misread says where a configuration is wrong, and what stands there.
func misread(file string, err error) error {
	var at yaml.Error
	if !errors.As(err, &at) || at.GetToken() == nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	line, what := at.GetToken().Position.Line, at.GetMessage()
	var kind *yaml.TypeError
	if errors.As(err, &kind) {
		what = fmt.Sprintf("%q is not what this key takes, %s", at.GetToken().Value, kinds[kind.DstType.Kind()])
	}
	return fmt.Errorf("%s:%d: %s; docs/gateways.md lists the keys of channels, README the others", file, line, what)
}

// kinds are what keys take, by what they are read into.
var kinds = map[reflect.Kind]string{
	reflect.Int: "a whole number", reflect.Float64: "a number", reflect.Bool: "true or false", reflect.String: "a text",
	reflect.Slice: "a list", reflect.Map: "keys and values", reflect.Struct: "keys and values",
}

// defaults fills what was not given. The demonstration needs nothing given.
func (c *config) defaults(hubGiven bool) {
	set := func(field *string, value string) {
		if *field == "" {
			*field = value
		}
	}
	set(&c.HTTP, "127.0.0.1:8096")
	set(&c.SSH, "127.0.0.1:2296")
	if c.Demo {
		set(&c.DataDir, demoDir())
		if !hubGiven && c.Uplink == "" {
			c.Hub = "127.0.0.1:8097"
		}
		if len(c.Channels) == 0 {
			c.Channels = demoChannels()
		}
	}
	set(&c.KeyFile, filepath.Join(c.DataDir, "node.key"))
	set(&c.TokenFile, filepath.Join(c.DataDir, "device.token"))
}

// demoDir keeps the demonstration's records from one run to the next.
func demoDir() string {
	if dir, err := os.UserCacheDir(); err == nil {
		return filepath.Join(dir, "dialform-demo")
	}
	return filepath.Join(os.TempDir(), "dialform-demo")
}

func demoChannels() []channelConfig {
	return []channelConfig{
		{Name: "at", Dialect: "africastalking", secret: demoSecret, Receipts: "at-sms"},
		{Name: "at-sms", Dialect: "africastalking-sms", secret: demoSecret, Send: sendConfig{From: "96384"}},
	}
}

// check says what is wrong with the configuration as a whole.
func (c *config) check() error {
	switch {
	case c.Pack != "" && c.Form != "":
		return c.errorf("give a pack or a form, not both")
	case c.DataDir == "":
		return c.errorf("there is no folder for the data; give --data DIR, or data: in the configuration")
	case !c.Demo && c.Pack == "" && c.Form == "":
		return c.errorf("there is nothing to serve; give --pack DIR or --form FILE, or --demo")
	}
	if !c.Demo {
		return nil
	}
	for _, addr := range []string{c.HTTP, c.SSH, c.Hub} {
		if addr != "off" && !loopback(addr) {
			return c.errorf("the demonstration is for this machine only and does not listen on %s; give --config FILE to serve others", addr)
		}
	}
	return nil
}

func loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

func (c *config) errorf(format string, args ...any) error {
	where := c.file
	if where == "" {
		where = "dialform serve"
	}
	return fmt.Errorf("%s: %s", where, fmt.Sprintf(format, args...))
}

// readSecret reads a file that holds one secret. It returns an error that names
// the file and never its content.
func readSecret(file string) (string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("%s: %w", file, cause(err))
	}
	return strings.TrimSpace(string(data)), nil
}

// cause is the reason within an error of the file system, without the path.
func cause(err error) error {
	var p *os.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
