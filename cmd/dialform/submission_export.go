// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/dialform/dialform/briefcase"
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/internal/safetext"
	"github.com/dialform/dialform/packs"
	"github.com/dialform/dialform/registry"
	"github.com/dialform/dialform/sessions"
	"github.com/dialform/dialform/store"
)

// usageExport is how submissions are laid out for ODK's tools.
const usageExport = "dialform submission export REFERENCE|ID|--all|--since TIME --to FOLDER [--pack FOLDER] [--data DIR]\n"

// exportOptions are the flags of submission export.
type exportOptions struct {
	data, to, pack, since string
	all                   bool
}

// submissionExport writes submissions as ODK's tools keep them.
func submissionExport(ctx context.Context, args []string, std stdio) int {
	var o exportOptions
	flags := flag.NewFlagSet("dialform submission export", flag.ContinueOnError)
	flags.Usage = func() {
		fmt.Fprint(flags.Output(), usageExport+"\n")
		flags.PrintDefaults()
	}
	flags.StringVar(&o.data, "data", "", "read the database in `DIR`, a node's or a hub's (default the hub of the demonstration)")
	flags.StringVar(&o.to, "to", "", "write a folder for each submission into `FOLDER`")
	flags.StringVar(&o.pack, "pack", "", "find forms, and the files beside them, in the pack in `FOLDER` (default the demonstration)")
	flags.StringVar(&o.since, "since", "", "those finished at `TIME` or later, e.g. 2026-11-20T10:30:00Z")
	flags.BoolVar(&o.all, "all", false, "every submission")
	words, code, ok := parseWords(flags, args, std)
	if !ok {
		return code
	}
	o.data = dataFolder(o.data)
	if name := strings.Join(words, " "); o.to == "" || (name == "") == !(o.all || o.since != "") {
		flags.SetOutput(std.err)
		flags.Usage()
		return exitUsage
	} else if err := exportSubmissions(ctx, o, name, std); err != nil {
		fmt.Fprintln(std.err, safetext.Clean(err.Error()))
		return exitFailure
	}
	return exitOK
}

func exportSubmissions(ctx context.Context, o exportOptions, name string, std stdio) error {
	v, err := store.OpenView(ctx, o.data)
	if err != nil {
		return err
	}
	defer v.Close() //nolint:errcheck // it was only read
	chosen, err := chosenEntries(ctx, v, o, name)
	if err != nil {
		return err
	}
	find, err := formFinder(ctx, v, o.pack)
	if err != nil {
		return err
	}
	written := 0
	var faults []error
	for i := range chosen {
		if err := exportOne(ctx, v, &chosen[i], find, o.to, std); err != nil {
			faults = append(faults, fmt.Errorf("submission %s: %w", chosen[i].ID, err))
			continue
		}
		written++
	}
	fmt.Fprintf(std.out, "%d of %d submissions are in %s\n", written, len(chosen), safetext.Line(o.to))
	return errors.Join(faults...)
}

// chosenEntries are the submissions that are asked for.
func chosenEntries(ctx context.Context, v *store.View, o exportOptions, name string) ([]store.Entry, error) {
	if name != "" {
		key, err := submissionKey(name)
		if err != nil {
			return nil, err
		}
		entry, err := v.Submission(ctx, identity.System(), key)
		if errors.Is(err, sessions.ErrNotFound) {
			return nil, fmt.Errorf("%s: there is no submission %s", v.Path(), key)
		}
		return []store.Entry{entry}, err
	}
	var since time.Time
	if o.since != "" {
		var err error
		if since, err = time.Parse(time.RFC3339, o.since); err != nil {
			return nil, fmt.Errorf("%q is no time; write it like 2026-11-20T10:30:00Z", o.since)
		}
	}
	all, err := v.Submissions(ctx, identity.System(), math.MaxInt32)
	var chosen []store.Entry
	for i := range all {
		if !all[i].Finished.Before(since) {
			chosen = append(chosen, all[i])
		}
	}
	return chosen, err
}

// formFinder finds forms by their hash: the ones that the node kept, else those
// of the pack. What a form names beside itself is the pack's.
func formFinder(ctx context.Context, v *store.View, folder string) (func([32]byte) *forms.Form, error) {
	pack, found := packs.Demo()
	if folder != "" {
		pack, found = packs.Load(os.DirFS(folder))
	}
	if found.HasErrors() {
		return nil, found.Err()
	}
	return pack.Earlier(func(hash [32]byte) (packs.Source, error) {
		if name, data, err := v.KeptForm(ctx, hash); err == nil {
			return packs.Source{Hash: hash, Name: name, Data: data}, nil
		}
		for _, s := range pack.Sources {
			if s.Hash == hash {
				return s, nil
			}
		}
		return packs.Source{}, sessions.ErrNotFound
	}), nil
}

func exportOne(ctx context.Context, v *store.View, e *store.Entry, find func([32]byte) *forms.Form, to string, std stdio) error {
	s, err := registry.Thaw(e.Bytes)
	if err != nil {
		return err
	}
	var hash [32]byte
	if b, err := hex.DecodeString(s.Form.Hash); err != nil || copy(hash[:], b) != len(hash) {
		return store.ErrDamaged
	}
	form := find(hash)
	if form == nil {
		return fmt.Errorf("the form %s is not here as it was; name the pack that has it by --pack", safetext.Line(s.Form.ID))
	}
	happened, err := v.History(ctx, e.Frozen)
	if err != nil {
		return err
	}
	history := make([]briefcase.Event, len(happened))
	for i, h := range happened {
		history[i] = briefcase.Event(h)
	}
	folder, err := briefcase.Pack(s, form, briefcase.Sources{History: history, Random: rand.Reader, File: func(name string) ([]byte, error) {
		data, err := v.File(ctx, name)
		if errors.Is(err, sessions.ErrNotFound) {
			err = fs.ErrNotExist
		}
		return data, err
	}})
	if err != nil {
		return err
	}
	for _, name := range folder.Missing {
		fmt.Fprintf(std.err, "submission %s: the file %s is named, but it is not here\n", e.ID, safetext.Line(name))
	}
	dir := filepath.Join(to, folder.Name)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return cause(err)
	}
	for _, f := range folder.Files {
		if err := os.WriteFile(filepath.Join(dir, f.Name), f.Data, 0o600); err != nil {
			return cause(err)
		}
	}
	return nil
}
