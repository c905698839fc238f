// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/google/uuid"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/internal/safetext"
	"github.com/dialform/dialform/registry"
	"github.com/dialform/dialform/sessions"
	"github.com/dialform/dialform/store"
)

// submissionCommand is the verb submission.
func submissionCommand(ctx context.Context, args []string, std stdio) int {
	if len(args) > 0 {
		switch args[0] {
		case "export":
			return submissionExport(ctx, args[1:], std)
		case "check":
			return submissionCheck(args[1:], std)
		}
	}
	var (
		data   string
		asJSON bool
		limit  int
	)
	fs := flag.NewFlagSet("dialform submission", flag.ContinueOnError)
	fs.Usage = func() {
		fmt.Fprint(fs.Output(), "dialform submission list [--limit N] [--json] [--data DIR]\n"+
			"dialform submission show REFERENCE|ID [--json] [--data DIR]\n"+usageExport+usageSubmissionCheck+"\n")
		fs.PrintDefaults()
	}
	fs.StringVar(&data, "data", "", "read the database in `DIR`, a node's or a hub's (default the hub of the demonstration)")
	fs.BoolVar(&asJSON, "json", false, "one line of JSON for each submission")
	fs.IntVar(&limit, "limit", 100, "list the newest `N`")
	words, code, ok := parseWords(fs, args, std)
	if !ok {
		return code
	}
	data = dataFolder(data)
	var err error
	switch {
	case len(words) == 1 && words[0] == "list" && limit > 0:
		err = listSubmissions(ctx, data, limit, asJSON, std)
	case len(words) > 1 && words[0] == "show":
		err = showSubmission(ctx, data, strings.Join(words[1:], " "), asJSON, std)
	default:
		fs.SetOutput(std.err)
		fs.Usage()
		return exitUsage
	}
	if err != nil {
		fmt.Fprintln(std.err, safetext.Clean(err.Error()))
		return exitFailure
	}
	return exitOK
}

// dataFolder is where submissions are read when no folder is named.
func dataFolder(data string) string {
	if data == "" {
		data = os.Getenv("DIALFORM_DATA_DIR")
	}
	if data == "" {
		data = filepath.Join(demoDir(), "hub")
	}
	return data
}

// parseWords reads flags that may stand before, between and after the words of
// a verb.
func parseWords(fs *flag.FlagSet, args []string, std stdio) (words []string, code int, ok bool) {
	for {
		if code, ok := parseFlags(fs, args, std); !ok {
			return nil, code, false
		}
		if args = fs.Args(); len(args) == 0 {
			return words, exitOK, true
		}
		words, args = append(words, args[0]), args[1:]
	}
}

func listSubmissions(ctx context.Context, data string, limit int, asJSON bool, std stdio) error {
	v, err := store.OpenView(ctx, data)
	if err != nil {
		return err
	}
	defer v.Close() //nolint:errcheck // it was only read
	entries, err := v.Submissions(ctx, identity.System(), limit)
	if err != nil {
		return err
	}
	if asJSON {
		for i := range entries {
			if err := entryJSON(std.out, &entries[i]); err != nil {
				return err
			}
		}
		return nil
	}
	return entryTable(std.out, entries)
}

func showSubmission(ctx context.Context, data, name string, asJSON bool, std stdio) error {
	key, err := submissionKey(name)
	if err != nil {
		return err
	}
	v, err := store.OpenView(ctx, data)
	if err != nil {
		return err
	}
	defer v.Close() //nolint:errcheck // it was only read
	entry, err := v.Submission(ctx, identity.System(), key)
	if errors.Is(err, sessions.ErrNotFound) {
		return fmt.Errorf("%s: there is no submission %s", v.Path(), key)
	}
	if err != nil {
		return err
	}
	if asJSON {
		return entryJSON(std.out, &entry)
	}
	return entryPage(std.out, &entry)
}

// submissionKey reads what a person names a submission by: its reference, as
// they would type it on a phone, or its id.
func submissionKey(name string) (string, error) {
	if id, err := uuid.Parse(name); err == nil {
		return id.String(), nil
	}
	ref, err := registry.ParseReference(name)
	switch {
	case errors.Is(err, registry.ErrReferenceCheck):
		return "", fmt.Errorf("%s: a digit of this reference is mistaken; compare it with the receipt", name)
	case err != nil:
		return "", fmt.Errorf("%s: this is no reference (12 digits) and no id of a submission", name)
	}
	return ref.String(), nil
}
