// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"context"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
)

// workbook TEXT XLSX writes an Excel workbook. In the text, [name] begins a sheet
// and each line is a row, its cells parted by |.
func workbook(ts *testscript.TestScript, neg bool, args []string) {
	refuse(ts, neg)
	if len(args) != 2 {
		ts.Fatalf("usage: workbook TEXT XLSX")
	}
	file := excelize.NewFile()
	defer func() { ts.Check(file.Close()) }()
	sheet, row := "", 0
	for line := range strings.Lines(ts.ReadFile(args[0])) {
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "["); ok {
			sheet, row = strings.TrimSuffix(name, "]"), 0
			_, err := file.NewSheet(sheet)
			ts.Check(err)
			continue
		}
		row++
		for i, cell := range strings.Split(line, "|") {
			at, err := excelize.CoordinatesToCellName(i+1, row)
			ts.Check(err)
			ts.Check(file.SetCellStr(sheet, at, strings.TrimSpace(cell)))
		}
	}
	ts.Check(file.DeleteSheet("Sheet1"))
	ts.Check(file.SaveAs(ts.MkAbs(args[1])))
}

// expand FILE... puts the values of $NAMES into files of the script.
func expand(ts *testscript.TestScript, neg bool, args []string) {
	refuse(ts, neg)
	for _, name := range args {
		ts.Check(os.WriteFile(ts.MkAbs(name), []byte(os.Expand(ts.ReadFile(name), ts.Getenv)), 0o600))
	}
}

// hostile is what people, broken handsets and attackers type.
var hostile = []string{
	"", " ", "*", "#", "**", "0", "00", "98", "99", "-1", "1e9", "999999999999999999999999",
	"\x00", "\x1b[2J", "\x1b]52;c;aGk=\a", "\xff\xfe", "\xc3", "\u202eabc", "\u200b", "\u0300\u0301",
	"' OR 1=1 --", "<script>", "${name}", "{{7*7}}", "%00%s%n", "../../etc/passwd",
	"١٢٣", "１", "፩", "😀😀😀", "ሰላም ነው", "a\nb", "a\r\nb", "a\tb",
	strings.Repeat("x", 5000), strings.Repeat("ሰ", 1000), strings.Repeat("1*", 500),
}

// garble N types N answers that no form expects, some from a list and some of
// random bytes, whatever the screen; it dials again when a session closes. Every
// one must give a screen within its limit.
func garble(ts *testscript.TestScript, neg bool, args []string) {
	refuse(ts, neg)
	if len(args) != 1 {
		ts.Fatalf("usage: garble N")
	}
	count, err := strconv.Atoi(args[0])
	ts.Check(err)
	h := current(ts)
	random := rand.New(rand.NewPCG(384, 96)) // the same for every run, so that a failure comes back
	for range count {
		if random.IntN(10) == 0 {
			h.Phone.HangUp() // a cumulative text grows with the session; nobody types for an hour
		}
		line := "> " + hostile[random.IntN(len(hostile))]
		switch {
		case !h.Phone.InSession():
			line = "dial " + h.Phone.Code()
		case random.IntN(3) == 0:
			line = "> " + bytesOf(random)
		case random.IntN(3) == 0:
			line = "> " + strconv.Itoa(1+random.IntN(3)) // get deeper into the form
		}
		before := h.transcript.Len()
		if err := h.Line(context.Background(), line); err != nil {
			ts.Logf("%s", h.transcript.String()[before:])
			ts.Fatalf("%q: %v", line, err)
		}
	}
}

// garbage N FILE writes N lines like those that garble types.
func garbage(ts *testscript.TestScript, neg bool, args []string) {
	refuse(ts, neg)
	if len(args) != 2 {
		ts.Fatalf("usage: garbage N FILE")
	}
	count, err := strconv.Atoi(args[0])
	ts.Check(err)
	random := rand.New(rand.NewPCG(384, 96))
	var text strings.Builder
	for range count {
		text.WriteString(hostile[random.IntN(len(hostile))] + "\n" + bytesOf(random) + "\n1\n")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(text.String()), 0o600))
}

func bytesOf(random *rand.Rand) string {
	text := make([]byte, random.IntN(40))
	for i := range text {
		text[i] = byte(random.UintN(256))
	}
	return string(text)
}
