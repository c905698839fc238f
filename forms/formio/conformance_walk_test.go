// SPDX-License-Identifier: Apache-2.0

package formio_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/conformance"
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio"
	"github.com/dialform/dialform/forms/formio/jsvalue"
	"github.com/dialform/dialform/forms/formio/process"
	"github.com/dialform/dialform/forms/formio/script"
)

// TestConformanceFormioWalks lets a person go through every form on a phone and at
// a terminal, from the first question to the closing screen. What is submitted is
// judged by the rules of Form.io itself.
func TestConformanceFormioWalks(t *testing.T) {
	files := loadableFiles(t)
	pool := script.NewPool()
	t.Cleanup(pool.Close)
	for _, channel := range []string{"ussd", "plain"} {
		score := conformance.Set(t, "formio-walks-"+channel)
		for _, file := range files {
			score.Count(channel+": "+filepath.Base(file), walkFile(pool, file, channel))
		}
		score.Finish()
	}
}

// loadableFiles are the files that hold forms.
func loadableFiles(t *testing.T) []string {
	t.Helper()
	dir, exclude := dataDir(t), conformance.Excluded(t, "formio-forms")
	files, err := filepath.Glob(filepath.Join(dir, "formio", "*.json"))
	require.NoError(t, err)
	return slices.DeleteFunc(files, func(file string) bool {
		_, excluded := exclude[filepath.Base(file)]
		return excluded
	})
}

// walkFile walks through every form of a file.
func walkFile(pool *script.Pool, file, channel string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	source, err := jsvalue.Parse(data)
	if err != nil {
		return err
	}
	sources := loadable(source)
	definitions, _ := formio.ReadAll(filepath.Base(file), data, nil)
	for i, def := range definitions {
		form, findings := forms.Compile(def)
		if form == nil {
			return findings.Err()
		}
		p := newPerson(form, channel)
		if err := p.walk(); err != nil {
			return fmt.Errorf("%s: %w", def.ID, err)
		}
		if err := accepted(pool, sources[i], p.sent); err != nil {
			return fmt.Errorf("%s: %w", def.ID, err)
		}
	}
	return nil
}

// accepted judges a submission as the server of Form.io does when it takes it.
// Files come later.
func accepted(pool *script.Pool, components *jsvalue.Array, sent *forms.Instance) error {
	var later []string
	for i := range sent.Form().Nodes {
		if n := &sent.Form().Nodes[i]; n.Control == forms.Upload {
			later = append(later, n.Body["formio:key"])
		}
	}
	data := formio.Data(sent)
	out, err := process.Run(process.Input{
		Components: components, Data: data, Pool: pool, Now: sent.Env().Now, Library: true,
		Processors: []string{"conditions", "logic", "clearHidden", "validate"},
	})
	if err != nil {
		return err
	}
	for _, fault := range out.Errors {
		if !slices.ContainsFunc(later, func(key string) bool { return strings.HasSuffix("."+fault.Path, "."+key) }) {
			return fmt.Errorf("sent, and refused by Form.io: %v over %.600s", fault, jsvalue.JSON(data))
		}
	}
	return nil
}
