// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/dialform/dialform/internal/safetext"
	"github.com/dialform/dialform/registry"
	"github.com/dialform/dialform/sessions"
	"github.com/dialform/dialform/store"
)

// taskCommand is the verb task.
func taskCommand(ctx context.Context, args []string, std stdio) int {
	var (
		data   string
		asJSON bool
		limit  int
	)
	fs := flag.NewFlagSet("dialform task", flag.ContinueOnError)
	fs.Usage = func() {
		fmt.Fprint(fs.Output(), "dialform task list [--limit N] [--json] [--data DIR]\n"+
			"dialform task attach REFERENCE QUESTION FILE [--data DIR]\n"+
			"dialform task file NAME FILE [--data DIR]\n\n"+
			"A desk that opens the reference afterwards finds the file, and sends the form with it.\n"+
			"task file writes an attached file, by the name that the answer has, to a new FILE.\n\n")
		fs.PrintDefaults()
	}
	fs.StringVar(&data, "data", "", "use the database of the node in `DIR` (default the one of the demonstration)")
	fs.BoolVar(&asJSON, "json", false, "one line of JSON for each task")
	fs.IntVar(&limit, "limit", 100, "list the oldest `N`")
	words, code, ok := parseWords(fs, args, std)
	if !ok {
		return code
	}
	if data == "" {
		data = os.Getenv("DIALFORM_DATA_DIR")
	}
	if data == "" {
		data = demoDir()
	}
	var do func(*store.Tasks) error
	switch {
	case len(words) == 1 && words[0] == "list" && limit > 0:
		do = func(t *store.Tasks) error { return listTasks(ctx, t, limit, asJSON, std) }
	case len(words) > 3 && words[0] == "attach":
		n := len(words)
		do = func(t *store.Tasks) error {
			return attachFile(ctx, t, strings.Join(words[1:n-2], " "), words[n-2], words[n-1], std)
		}
	case len(words) == 3 && words[0] == "file":
		do = func(t *store.Tasks) error { return writeAttached(ctx, t, words[1], words[2]) }
	default:
		fs.SetOutput(std.err)
		fs.Usage()
		return exitUsage
	}
	if err := withTasks(ctx, data, do); err != nil {
		fmt.Fprintln(std.err, safetext.Clean(err.Error()))
		return exitFailure
	}
	return exitOK
}

func withTasks(ctx context.Context, data string, do func(*store.Tasks) error) error {
	t, err := store.OpenTasks(ctx, data)
	if err != nil {
		return err
	}
	return errors.Join(do(t), t.Close())
}

// taskLine is a task as task list --json prints it.
type taskLine struct {
	Ref        string    `json:"ref"`
	Form       string    `json:"form"`
	Submission string    `json:"submission"`
	Since      time.Time `json:"since"`
	Missing    []partOf  `json:"missing"`
}

type partOf struct {
	Kind  string `json:"kind"`
	Path  string `json:"path"`
	Label string `json:"label"`
}

func listTasks(ctx context.Context, t *store.Tasks, limit int, asJSON bool, std stdio) error {
	tasks, err := t.List(ctx, limit)
	if err != nil {
		return err
	}
	if asJSON {
		return tasksJSON(std.out, tasks)
	}
	if len(tasks) == 0 {
		_, err := fmt.Fprintln(std.out, "Nothing waits to be completed.")
		return err
	}
	w := tabwriter.NewWriter(std.out, 0, 0, 3, ' ', 0)
	fmt.Fprintln(w, "REFERENCE\tSENT (UTC)\tFORM\tQUESTION\tMISSING")
	for _, task := range tasks {
		for _, part := range task.Parts {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", safetext.Line(registry.Reference(task.Ref).Grouped()), minute(task.Since),
				safetext.Line(task.Form), safetext.Line(path.Base(part.Path)), safetext.Line(part.Kind))
		}
	}
	return w.Flush()
}

func tasksJSON(out io.Writer, tasks []sessions.Task) error {
	for _, task := range tasks {
		line := taskLine{Ref: task.Ref, Form: task.Form, Submission: task.Submission, Since: task.Since}
		for _, part := range task.Parts {
			line.Missing = append(line.Missing, partOf(part))
		}
		b, err := json.Marshal(line)
		if err != nil {
			return fmt.Errorf("print task: %w", err)
		}
		if _, err := out.Write(append(escapeInvisible(b), '\n')); err != nil {
			return err
		}
	}
	return nil
}

// attachFile keeps a file for a question.
func attachFile(ctx context.Context, t *store.Tasks, name, question, file string, std stdio) error {
	ref, err := registry.ParseReference(name)
	if err != nil {
		return fmt.Errorf("%s: this is no reference; it has 12 digits", name)
	}
	f, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("%s: the file can't be read: %w", file, cause(err))
	}
	defer f.Close() //nolint:errcheck // it was only read
	kept, err := t.Attach(ctx, ref.String(), question, f, time.Now())
	switch {
	case errors.Is(err, sessions.ErrNotFound):
		return fmt.Errorf("%s: nothing is missing under %s; dialform task list shows what is", t.Path(), ref.Grouped())
	case errors.Is(err, store.ErrNoPart):
		return fmt.Errorf("%s: no question of this name waits for a file; dialform task list --json has the paths", question)
	case errors.Is(err, store.ErrFileSize):
		return fmt.Errorf("%s: the file is empty, or larger than %d MB", file, store.MaxAttachment>>20)
	case errors.Is(err, store.ErrFileType):
		return fmt.Errorf("%s: the content of the file is not what the question asks for", file)
	case err != nil:
		return err
	}
	_, err = fmt.Fprintf(std.out, "%s is kept for %s as %s. Open %s at a desk to send it.\n",
		safetext.Line(path.Base(file)), safetext.Line(kept.Path), kept.Name, ref.Grouped())
	return err
}

// writeAttached writes an attached file to a new one.
func writeAttached(ctx context.Context, t *store.Tasks, name, file string) error {
	data, err := t.File(ctx, name)
	if errors.Is(err, sessions.ErrNotFound) {
		return fmt.Errorf("%s: there is no file %s", t.Path(), name)
	}
	if err != nil {
		return err
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("%s: can't be written: %w", file, cause(err))
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("%s: can't be written: %w", file, cause(err))
	}
	return nil
}
