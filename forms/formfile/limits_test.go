// SPDX-License-Identifier: Apache-2.0

package formfile_test

import (
	"archive/zip"
	"bytes"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formfile"
)

// What a file that nobody could want may cost before it is refused.
const (
	mostMemory = 256 << 20
	million    = 1_000_000
	deep       = 10_000
)

// mostTime of one processor.
var mostTime = 2 * time.Second

// TestHostileFilesAreRefused is not parallel, so that time and memory are those
// of one file.
func TestHostileFilesAreRefused(t *testing.T) {
	tests := []struct {
		name string
		data func() []byte
		want string
	}{
		{"workbook of 6 MiB", func() []byte { return append([]byte("PK\x03\x04"), make([]byte, 6<<20)...) }, "at most 5242880 are read"},
		{"zip bomb", func() []byte { return workbook(cell(strings.Repeat("a", 200<<20)), "") }, "workbook too large"},
		{"zip bomb in a part that is not read", func() []byte { return workbook(cell("a"), "", "xl/media/image1.png", string(make([]byte, 200<<20))) }, "workbook too large"},
		{"a million questions", func() []byte {
			return workbook(row("type", "name", "label")+strings.Repeat(row("text", "a", "A"), million), "")
		}, "workbook too large"},
		{"200,000 rows", func() []byte {
			return workbook(row("type", "name", "label")+strings.Repeat(row("a"), 200_000), "")
		}, "more than 100000 rows"},
		{"a million choices", func() []byte {
			return workbook(row("type", "name", "label")+row("select_one l", "a", "A"), row("list_name", "name", "label")+strings.Repeat(row("l", "a", "A"), million))
		}, "workbook too large"},
		{"a million columns", func() []byte { return workbook(wide(million), "") }, "more than 16384 columns"},
		{"all columns", func() []byte { return workbook(strings.Repeat(wide(16_384), 40), "") }, "there is no column"},
		{"a million choices in a table", func() []byte {
			return []byte("| survey |\n| | type | name | label |\n| | select_one l | a | A |\n| choices |\n| | list_name | name |\n" +
				strings.Repeat("||l|a|\n", million))
		}, "at most 5242880 are read"},
		{"half a million choices in a table", func() []byte {
			return []byte("| survey |\n| | type | name | label |\n| | select_one l | a | A |\n| choices |\n| | list_name | name |\n" +
				strings.Repeat("||l|a|\n", million/2))
		}, ""},
		{"a million choices in csv", func() []byte {
			return []byte("survey\n,type,name,label\n,select_one l,a,A\nchoices\n,list_name,name\n" + strings.Repeat(",l,a\n", million*4/5))
		}, ""},
		{"a million choices in an XForm", func() []byte {
			return xformWith("<instance id=\"l\"><root>"+strings.Repeat("<item><n/></item>", million)+"</root></instance>", "", "")
		}, "at most 5242880 are read"},
		{"too many choices in an XForm", func() []byte {
			return xformWith("<instance id=\"l\"><root>"+strings.Repeat("<i/>", million*5/4)+"</root></instance>", "", "")
		}, "too large"},
		{"a million choices in YAML", func() []byte { return []byte("lists:\n  l:\n" + strings.Repeat("  - {}\n", million/2)) }, "too large"},
		{"deep groups in a workbook", func() []byte {
			return workbook(row("type", "name", "label")+strings.Repeat(row("begin group", "g", "G"), deep)+row("text", "a", "A")+
				strings.Repeat(row("end group", "", ""), deep), "")
		}, "groups are nested more than 100 deep"},
		{"deep groups in an XForm", func() []byte {
			return xformWith("", strings.Repeat("<g>", deep)+strings.Repeat("</g>", deep), "")
		}, "not an XForm"},
		{"deep groups in YAML", func() []byte {
			return []byte(strings.Repeat("{questions: [", deep) + strings.Repeat("]}", deep))
		}, "nested too deep"},
		{"a deep expression", func() []byte {
			return xformWith("", "<a/>", `<bind nodeset="/data/a" calculate="`+strings.Repeat("(", deep)+"1"+strings.Repeat(")", deep)+`"/>`)
		}, "the calculation"},
		{"a long expression", func() []byte {
			return xformWith("", "<a/>", `<bind nodeset="/data/a" calculate="1`+strings.Repeat(" + 1", million)+`"/>`)
		}, "the calculation"},
		{"an entity in a workbook", func() []byte {
			return workbook(`<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>`+cell("&e;"), "")
		}, ""},
		{"an entity in an XForm", func() []byte {
			return append([]byte(`<!DOCTYPE h:html [<!ENTITY e SYSTEM "file:///etc/passwd">]>`), xformWith("", "<a>&e;</a>", "")...)
		}, "document type declares something"},
		{"laughter in an XForm", func() []byte {
			return append([]byte(`<!DOCTYPE h:html [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>`), xformWith("", "<a>&b;</a>", "")...)
		}, "document type declares something"},
		{"laughter in YAML", func() []byte { return []byte("a: &a [x, x]\nb: &b [*a, *a]\nquestions: *b\n") }, "anchors and aliases are not read"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			data := tt.data()
			var found forms.Findings
			used, memory := cost(t, func() {
				def, first := formfile.Read("form", data, nil)
				found = first
				if !found.HasErrors() {
					_, found = forms.Compile(def)
				}
			})
			t.Logf("%v, %d MiB", used.Round(time.Millisecond), memory>>20)
			require.Error(t, found.Err())
			require.Contains(t, found.Err().Error(), tt.want)
			require.Less(t, used, mostTime)
			require.Less(t, memory, uint64(mostMemory))
		})
	}
}

// An expression that would never end ends with its budget, and its value is
// empty.
func TestEndlessExpression(t *testing.T) {
	data := xformWith("<instance id=\"l\"><root>"+strings.Repeat("<item><n>1</n></item>", 10_000)+"</root></instance>", "<a/><b/>",
		`<bind nodeset="/data/a" calculate="count(instance('l')//*[count(instance('l')//*[count(instance('l')//*) &gt; 1]) &gt; 1])"/>`)
	def, found := formfile.Read("form.xml", data, nil)
	require.NoError(t, found.Err())
	form, found := forms.Compile(def)
	require.NoError(t, found.Err())
	var in *forms.Instance
	used, memory := cost(t, func() { in = form.New(forms.Env{Now: time.Unix(0, 0).UTC()}) })
	require.Empty(t, in.Value(forms.At{Node: int32(form.Index("/data/a"))}))
	require.Less(t, used, mostTime)
	require.Less(t, memory, uint64(mostMemory))
}

// cost is the processor time that something takes, and the most memory that
// the process holds meanwhile beyond what it held before.
func cost(t *testing.T, do func()) (used time.Duration, memory uint64) {
	t.Helper()
	debug.FreeOSMemory()
	before, begun := held(), processor(t)
	done, peak := make(chan struct{}), make(chan uint64)
	go func() {
		most := before
		for tick := time.NewTicker(time.Millisecond); ; {
			select {
			case <-tick.C:
				most = max(most, held())
			case <-done:
				tick.Stop()
				peak <- max(most, held())
				return
			}
		}
	}()
	do()
	used = processor(t) - begun
	close(done)
	return used, <-peak - before
}

func held() uint64 {
	s := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64() - s[1].Value.Uint64()
}

func processor(t testing.TB) time.Duration {
	t.Helper()
	var u syscall.Rusage
	require.NoError(t, syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// workbook has a sheet survey and a sheet choices with these rows, and further
// parts by name.
func workbook(survey, choices string, parts ...string) []byte {
	must := func(err error) {
		if err != nil {
			panic(err)
		}
	}
	f := excelize.NewFile()
	must(f.SetSheetName("Sheet1", "survey"))
	_, err := f.NewSheet("choices")
	must(err)
	var plain, out bytes.Buffer
	must(f.Write(&plain))
	book, err := zip.NewReader(bytes.NewReader(plain.Bytes()), int64(plain.Len()))
	must(err)
	w := zip.NewWriter(&out)
	for _, part := range book.File {
		if !strings.HasPrefix(part.Name, "xl/worksheets/") {
			must(w.Copy(part))
		}
	}
	parts = append(parts, "xl/worksheets/sheet1.xml", sheet(survey), "xl/worksheets/sheet2.xml", sheet(choices))
	for i := 0; i < len(parts); i += 2 {
		part, err := w.Create(parts[i])
		must(err)
		_, err = part.Write([]byte(parts[i+1]))
		must(err)
	}
	must(w.Close())
	return out.Bytes()
}

func sheet(rows string) string {
	head := ""
	if strings.HasPrefix(rows, "<!") {
		head, rows, _ = strings.Cut(rows, "]>")
		head += "]>"
	}
	return head + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + rows + `</sheetData></worksheet>`
}

func cell(text string) string { return `<row><c t="str"><v>` + text + `</v></c></row>` }

func wide(columns int) string {
	return "<row>" + strings.Repeat(`<c t="str"><v>label</v></c>`, columns) + "</row>"
}

func row(cells ...string) string {
	var b strings.Builder
	b.WriteString("<row>")
	for _, c := range cells {
		b.WriteString(`<c t="str"><v>` + c + `</v></c>`)
	}
	return b.String() + "</row>"
}

// xformWith is an XForm with more instances, nodes in its primary instance and
// binds.
func xformWith(instances, nodes, binds string) []byte {
	return []byte(`<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>A</h:title><model>` +
		`<instance><data id="a">` + nodes + `</data></instance>` + instances + binds + `</model></h:head><h:body/></h:html>`)
}
