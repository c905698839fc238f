// SPDX-License-Identifier: Apache-2.0

package packs

import (
	"embed"
	"errors"
	"io/fs"
	"path"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formfile"
)

//go:embed demo
var demo embed.FS

// Pack is a pack that was read and compiled.
type Pack struct {
	Service  *flows.Service
	Zone     *time.Location
	Messages map[string]map[string]string // language tag to message key to the pack's own wording
	Sources  []Source

	folder fs.FS // that it was read from
}

// Source is the file that a form was compiled from. It is kept so that a draft
// finishes on the version it began when the pack has a newer one.
type Source struct {
	Hash [32]byte // of Data
	Name string
	Data []byte
}

// Demo returns the demonstration pack.
func Demo() (*Pack, forms.Findings) {
	sub, err := fs.Sub(demo, "demo")
	if err != nil {
		return nil, forms.Findings{serviceError("demo", "", "%v", err)}
	}
	return Load(sub)
}

// Load reads the pack in a folder. The findings hold warnings, and errors if
// there is no pack.
func Load(folder fs.FS) (*Pack, forms.Findings) {
	const file = "service.yaml"
	data, err := fs.ReadFile(folder, file)
	if err != nil {
		return nil, forms.Findings{serviceError(file, "a pack is a folder with a service.yaml and its forms in forms/", "%s", reason(err))}
	}
	s, found := readService(file, data)
	if found.HasErrors() {
		return nil, found
	}
	b := newBuilder(folder, file, &Pack{Service: &flows.Service{
		Code: s.Service, Name: s.Name, AskLanguage: s.AskLanguage, Start: s.Start,
	}, Zone: time.UTC, Messages: map[string]map[string]string{}})
	b.head(s)
	b.nudge(s.Nudge)
	for _, item := range s.Menu {
		b.item(item)
	}
	b.start()
	b.messages()
	if b.found.HasErrors() {
		return nil, b.found
	}
	return b.pack, b.found
}

// Single makes a pack of one form: a dial opens it at once, in its own
// languages.
func Single(name string, data []byte, files fs.FS) (*Pack, forms.Findings) {
	b := newBuilder(files, name, &Pack{Service: &flows.Service{Code: "*384*96#", Start: "form"}, Zone: time.UTC})
	form := b.compile(name, data)
	if form == nil || b.found.HasErrors() {
		return nil, b.found
	}
	v := b.pack.Service
	title := form.Title
	if title == "" {
		title = form.ID
	}
	v.Name = flows.Text{"en": title}
	for _, l := range form.Languages {
		lang := flows.Language{Tag: l.Tag, Name: l.Name}
		if lang.Tag == "" {
			continue
		}
		if l.Name == form.DefaultLanguage {
			v.Languages = append([]flows.Language{lang}, v.Languages...)
		} else {
			v.Languages = append(v.Languages, lang)
		}
	}
	if len(v.Languages) == 0 {
		v.Languages = []flows.Language{{Tag: "en", Name: "English"}}
	}
	v.AskLanguage = len(v.Languages) > 1
	v.Items = []flows.Item{{
		ID: "form", Kind: flows.ItemForm, Label: v.Name, Form: form, Purpose: "register", Review: true, Receipt: true,
	}}
	return b.pack, b.found
}

// builder puts a pack together and collects what is wrong with it.
type builder struct {
	folder fs.FS
	file   string
	pack   *Pack
	lists  map[string]*Places // by folder within the pack; nil where there is none
	found  forms.Findings
}

func newBuilder(folder fs.FS, file string, pack *Pack) builder {
	pack.folder = folder
	return builder{folder: folder, file: file, pack: pack, lists: map[string]*Places{}}
}

func (b *builder) errorf(hint, format string, args ...any) {
	b.found = append(b.found, serviceError(b.file, hint, format, args...))
}

// head checks what stands above the menu.
func (b *builder) head(s *serviceFile) {
	v := b.pack.Service
	if !strings.HasPrefix(v.Code, "*") || !strings.HasSuffix(v.Code, "#") {
		b.errorf(`write it as it is dialled, e.g. service: "*384*96#"`, "service %q is no short code", v.Code)
	}
	for _, l := range s.Languages {
		if l.Tag == "" || l.Name == "" {
			b.errorf("e.g. - {tag: sw, name: Kiswahili}", "a language needs a tag and its own name")
			continue
		}
		v.Languages = append(v.Languages, flows.Language{Tag: l.Tag, Name: l.Name})
	}
	if len(v.Languages) == 0 {
		b.errorf("e.g. languages: [{tag: en, name: English}]", "no languages")
	}
	if len(s.Menu) == 0 {
		b.errorf("e.g. menu: [{id: register, form: forms/register.xlsx, label: {en: Register}}]", "the menu is empty")
	}
	if s.Zone != "" {
		zone, err := time.LoadLocation(s.Zone)
		if err != nil {
			b.errorf("e.g. zone: Africa/Nairobi", "zone %q is not known", s.Zone)
			return
		}
		b.pack.Zone = zone
	}
}

var itemKinds = map[string]flows.ItemKind{
	"": flows.ItemForm, "form": flows.ItemForm, "status": flows.ItemStatus, "language": flows.ItemLanguage,
	"continue": flows.ItemContinue,
}

var resumes = map[string]flows.Resume{
	"": flows.ResumeAsk, "ask": flows.ResumeAsk, "continue": flows.ResumeContinue, "start": flows.ResumeStart,
}

// item adds a line of the menu.
func (b *builder) item(f itemFile) {
	it := flows.Item{ID: f.ID, Label: f.Label, Purpose: f.Purpose, Review: true, Receipt: true}
	if f.Review != nil {
		it.Review = *f.Review
	}
	if f.Receipt != nil {
		it.Receipt = *f.Receipt
	}
	var ok bool
	if it.Kind, ok = itemKinds[f.Kind]; !ok {
		b.errorf("use form, status, continue or language", "menu item %q: unknown kind %q", f.ID, f.Kind)
	}
	if it.Resume, ok = resumes[f.Resume]; !ok {
		b.errorf("use ask, continue or start", "menu item %q: unknown resume %q", f.ID, f.Resume)
	}
	if f.ID == "" || strings.ContainsAny(f.ID, " \t\n") {
		b.errorf("give it a short name without spaces, e.g. id: register", "menu item %q has no usable id", f.ID)
	}
	if _, twice := b.pack.Service.Item(f.ID); twice {
		b.errorf("give each item an id of its own", "menu item %q stands twice", f.ID)
	}
	if it.Kind == flows.ItemForm {
		it.Form = b.form(f)
	}
	b.drafts(f, &it)
	for _, l := range b.pack.Service.Languages {
		if it.Label[l.Tag] == "" {
			b.errorf("add it to label", "menu item %q has no label in %s", f.ID, l.Tag)
		}
	}
	b.pack.Service.Items = append(b.pack.Service.Items, it)
}

func (b *builder) form(f itemFile) *forms.Form {
	if f.Form == "" {
		b.errorf("e.g. form: forms/register.xlsx", "menu item %q names no form", f.ID)
		return nil
	}
	data, err := fs.ReadFile(b.folder, f.Form)
	if err != nil {
		b.errorf("check the name; it is looked for within the pack", "menu item %q: form %s: %s", f.ID, f.Form, reason(err))
		return nil
	}
	return b.compile(f.Form, data)
}

// compile reads and compiles a form.
func (b *builder) compile(name string, data []byte) *forms.Form {
	folder, dir := b.folder, path.Dir(name)
	if dir != "." && folder != nil {
		if sub, err := fs.Sub(folder, dir); err == nil {
			folder = sub
		}
	}
	places := b.places(dir)
	if places != nil {
		folder = beside{folder, places}
	}
	def, found := formfile.Read(name, data, folder)
	b.found = append(b.found, found...)
	if found.HasErrors() {
		return nil
	}
	if places != nil {
		places.attach(def)
	}
	form, found := forms.Compile(def)
	b.found = append(b.found, found...)
	if found.HasErrors() {
		return nil
	}
	b.pack.Sources = append(b.pack.Sources, Source{Hash: form.Hash, Name: name, Data: data})
	return form
}

// start checks the item that a dial opens.
func (b *builder) start() {
	v := b.pack.Service
	if v.Start == "" {
		return
	}
	if it, ok := v.Item(v.Start); !ok || it.Kind != flows.ItemForm {
		b.errorf("name the id of an item that runs a form", "start: %q is no such item", v.Start)
	}
}

// messages reads messages/<tag>.yaml, the pack's own wording.
func (b *builder) messages() {
	files, err := fs.Glob(b.folder, "messages/*.yaml")
	if err != nil {
		return
	}
	for _, name := range files {
		data, err := fs.ReadFile(b.folder, name)
		if err != nil {
			b.errorf("", "%s: %s", name, reason(err))
			continue
		}
		words := map[string]string{}
		if err := yaml.Unmarshal(data, &words); err != nil {
			b.found = append(b.found, yamlFinding(name, err))
			continue
		}
		b.pack.Messages[strings.TrimSuffix(path.Base(name), ".yaml")] = words
	}
}

// reason words an error of the file system without the path, which the
// finding names already.
func reason(err error) string {
	if errors.Is(err, fs.ErrNotExist) {
		return "no such file"
	}
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}
