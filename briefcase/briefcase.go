// SPDX-License-Identifier: Apache-2.0

package briefcase

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xform"
	"github.com/dialform/dialform/registry"
)

// Names of files that ODK's tools look for.
const (
	submissionFile = "submission.xml"
	auditFile      = "audit.csv"
)

// Event is a line of the history of a session: what happened, never what was
// answered.
type Event struct {
	At     time.Time
	Kind   string // "began", "answered", "refused", ...
	Detail string // a form's or a question's name
}

// Folder is a submission as a folder.
type Folder struct {
	Name    string // from the id of the instance, as ODK's tools name it
	Files   []xform.File
	Missing []string // files that answers name and nobody attached
}

// Sources are what a submission alone does not tell.
type Sources struct {
	History []Event                                    // how it was filled in, oldest first
	File    func(name string) (data []byte, err error) // a file that was attached; fs.ErrNotExist when it was not
	Random  io.Reader                                  // where the key of an encrypted submission comes from
}

// Pack makes the folder of a submission. The errors are those of package xform
// and of the sources.
func Pack(s registry.Submission, form *forms.Form, from Sources) (Folder, error) {
	given := answers(s.Answers, "", forms.GivenDef{})
	id := instanceID(form, given, s.ID)
	audit, logged := auditOf(form)
	var media []xform.File
	if logged {
		given.Values[below(form, audit.Path)] = auditFile
		var out bytes.Buffer
		if err := xform.WriteAudit(&out, events(form, from.History, given, s.By.Operator), xform.AuditColumnsOf(audit.Params)); err != nil {
			return Folder{}, err
		}
		media = append(media, xform.File{Name: auditFile, Data: out.Bytes()})
	}
	var submission bytes.Buffer
	if err := xform.WriteRecorded(&submission, form, given); err != nil {
		return Folder{}, err
	}
	f := Folder{Name: folderName(id)}
	if f.Name == "" {
		f.Name = "uuid" + s.ID
	}
	for _, name := range xform.Attachments(form, given) {
		if name == auditFile {
			continue
		}
		data, err := from.File(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			f.Missing = append(f.Missing, name)
		case err != nil:
			return Folder{}, fmt.Errorf("pack submission: %w", err)
		default:
			media = append(media, xform.File{Name: name, Data: data})
		}
	}
	manifest, sealed, err := xform.Encrypt(from.Random, form, id, submission.Bytes(), media)
	switch {
	case errors.Is(err, xform.ErrNoPublicKey):
		f.Files = append([]xform.File{{Name: submissionFile, Data: submission.Bytes()}}, media...)
	case err != nil:
		return Folder{}, fmt.Errorf("pack submission: %w", err)
	default:
		f.Files = append([]xform.File{{Name: submissionFile, Data: manifest}}, sealed...)
	}
	return f, nil
}

// answers gathers what was answered by its path below the form, or below the
// repeat instance it is in.
func answers(o registry.Object, prefix string, into forms.GivenDef) forms.GivenDef {
	if into.Values == nil {
		into.Values, into.Repeats = map[string]string{}, map[string][]forms.GivenDef{}
	}
	for _, m := range o {
		switch v := m.Value.(type) {
		case string:
			into.Values[prefix+m.Name] = v
		case registry.Object:
			answers(v, prefix+m.Name+"/", into)
		case []registry.Object:
			for _, instance := range v {
				into.Repeats[prefix+m.Name] = append(into.Repeats[prefix+m.Name], answers(instance, "", forms.GivenDef{}))
			}
		}
	}
	return into
}

// instanceID is the id that a submission has, or gets: a form without a rule for
// it leaves it empty, which no server of ODK takes.
func instanceID(form *forms.Form, given forms.GivenDef, id string) string {
	for i := range form.Nodes {
		n := &form.Nodes[i]
		if path := below(form, n.Path); strings.HasSuffix(path, "instanceID") && strings.Count(path, "/") == 1 && isMeta(form, n.Parent) {
			if given.Values[path] == "" {
				given.Values[path] = "uuid:" + id
			}
			return given.Values[path]
		}
	}
	return "uuid:" + id
}

// auditOf is the node by which a form asks for an audit log.
func auditOf(form *forms.Form) (*forms.Node, bool) {
	for i := range form.Nodes {
		if n := &form.Nodes[i]; local(n.Name) == "audit" && isMeta(form, n.Parent) {
			return n, true
		}
	}
	return nil, false
}

// isMeta tells the group of what the form keeps about itself.
func isMeta(form *forms.Form, node int) bool {
	return node > 0 && form.Nodes[node].Parent == 0 && local(form.Nodes[node].Name) == "meta"
}

func local(name string) string { return name[strings.IndexByte(name, ':')+1:] }

// below is a path without the root.
func below(form *forms.Form, path string) string {
	return strings.TrimPrefix(path, form.Nodes[0].Path+"/")
}

// folderName makes a name of an id that every disk takes.
func folderName(id string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
			return r
		}
		return -1
	}, id)
}
