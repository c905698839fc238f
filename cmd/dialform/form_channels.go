// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xlsform"
	"github.com/dialform/dialform/internal/safetext"
	"github.com/dialform/dialform/lint"
	"github.com/dialform/dialform/packs"
)

// channelCheck is the part of form check that looks at channels.
type channelCheck struct {
	channels, sarif string
	septets         int
	members         int
	price           float64
	latin           bool
	screens         bool
	strict          bool
}

func (c *channelCheck) flags(fs *flag.FlagSet) {
	fs.StringVar(&c.channels, "channel", "", "say what a registration takes on `ussd,sms,plain`; FILE may be the folder of a pack")
	fs.StringVar(&c.sarif, "sarif", "", "write the findings to `FILE` as SARIF 2.1.0, too")
	fs.IntVar(&c.septets, "limit", 160, "`SEPTETS` on a screen")
	fs.BoolVar(&c.latin, "latin", false, "the USSD channel carries Latin letters only")
	fs.IntVar(&c.members, "members", 4, "`NUMBER` of people that are added to a repeat")
	fs.Float64Var(&c.price, "price", 0, "`PRICE` of one message, to add up costs")
	fs.BoolVar(&c.screens, "screens", false, "list every screen at its worst")
	fs.BoolVar(&c.strict, "strict", false, "end with 1 on warnings, too")
}

// asked reports whether channels are to be looked at.
func (c *channelCheck) asked() bool { return c.channels != "" || c.sarif != "" }

// run checks forms and packs and returns the exit code.
func (c *channelCheck) run(names []string, asJSON bool, std stdio) int {
	list := c.channels
	if list == "" {
		list = "ussd,sms,plain"
	}
	on, err := lint.Channels(list, c.septets, c.latin)
	if err != nil {
		fmt.Fprintf(std.err, "dialform form check: %v\n", err)
		return exitUsage
	}
	total := &lint.Report{Forms: []lint.Form{}, Findings: []lint.Finding{}}
	for _, name := range names {
		r, err := c.one(name, on)
		if err != nil {
			fmt.Fprintln(std.err, safetext.Clean(name+": "+err.Error()))
			return exitFailure
		}
		total.Forms, total.Findings = append(total.Forms, r.Forms...), append(total.Findings, r.Findings...)
	}
	if err := c.write(total, asJSON, std); err != nil {
		fmt.Fprintln(std.err, safetext.Clean(err.Error()))
		return exitFailure
	}
	if total.HasErrors() || c.strict && len(total.Findings) > 0 {
		return exitFailure
	}
	return exitOK
}

func (c *channelCheck) write(r *lint.Report, asJSON bool, std stdio) error {
	if c.sarif != "" {
		var log bytes.Buffer
		if err := r.WriteSARIF(&log); err != nil {
			return err
		}
		if err := writeOut(c.sarif, log.Bytes(), std); err != nil || c.sarif == "-" {
			return err
		}
	}
	if asJSON {
		return r.WriteJSON(std.out)
	}
	return r.Write(std.out, c.screens)
}

// one checks a form, or the forms of a pack.
func (c *channelCheck) one(name string, on []lint.Channel) (*lint.Report, error) {
	pack, found, folder := readPack(name)
	r := &lint.Report{}
	if pack != nil {
		var err error
		if r, err = lint.Check(pack, lint.Options{
			Channels: on, Members: c.members, Now: time.Now(), Price: c.price,
			Columns: func(file string) lint.Columns { return columnsOf(pack, file) },
		}); err != nil {
			return nil, err
		}
	}
	r.Findings = append(lint.Read(found), r.Findings...)
	for i := range r.Forms {
		r.Forms[i].File = filepath.Join(folder, r.Forms[i].File)
	}
	for i := range r.Findings {
		r.Findings[i].Pos.File = filepath.Join(folder, r.Findings[i].Pos.File)
	}
	return r, nil
}

// columnsOf finds where the translations stand in the file of a form.
func columnsOf(pack *packs.Pack, file string) lint.Columns {
	for _, s := range pack.Sources {
		if s.Name == file {
			return xlsform.TextColumns(s.Name, s.Data)
		}
	}
	return xlsform.Columns{}
}

// readPack reads the pack in a folder, or makes one of a single form. Its
// findings name files within the folder that is returned. The pack is nil when
// there are errors.
func readPack(name string) (*packs.Pack, forms.Findings, string) {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		pack, found := packs.Load(os.DirFS(name))
		return pack, found, name
	}
	return singleIn(name)
}

// menuTree writes the menu tree of a form or a pack.
func menuTree(name, lang, out string, std stdio) int {
	pack, found, _ := readPack(name)
	printFindings(std.err, found)
	if pack == nil {
		return exitFailure
	}
	var text bytes.Buffer
	err := lint.WriteMenuTree(&text, pack, lang, time.Now())
	if err == nil {
		err = writeOut(out, text.Bytes(), std)
	}
	if err != nil {
		fmt.Fprintln(std.err, safetext.Clean(name+": "+err.Error()))
		return exitFailure
	}
	return exitOK
}
