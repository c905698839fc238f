// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"io"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/internal/safetext"
)

// Ways to call the verb form.
const (
	usageCheck   = "dialform form check FILE... [--json] [--channel ussd,sms,plain] [--sarif FILE]\n"
	usageConvert = "dialform form convert FILE --to xform|yaml|xlsx|formio|menu-tree [--out FILE]\n"
	usageRun     = "dialform form run FILE --answers FILE | --record FILE [--channel ussd|sms|plain] [--lang TAG] [--limit N] [--now TIME] [--tz ZONE]\n"
	usageEval    = "dialform form eval EXPRESSION [--instance FILE] [--context PATH]\n"
)

// formCommand is the verb form: what can be done with a form without serving
// it.
func formCommand(ctx context.Context, args []string, std stdio) int {
	var sub string
	if len(args) > 0 {
		sub = args[0]
	}
	switch sub {
	case "check":
		return formCheck(args[1:], std)
	case "convert":
		return formConvert(args[1:], std)
	case "run":
		return formRun(ctx, args[1:], std)
	case "eval":
		return formEval(args[1:], std)
	case "-h", "--help":
		formUsage(std.out)
		return exitOK
	}
	formUsage(std.err)
	return exitUsage
}

func formUsage(w io.Writer) {
	fmt.Fprint(w, usageCheck+usageConvert+usageRun+usageEval+
		"\nA form is a workbook (.xlsx, .xls), tables in text (.md, .csv), an XForm (.xml), a form of Form.io (.json) or dialform's own .yaml.\n")
}

// readForm reads a form and compiles it. The form is nil when a finding is an
// error.
func readForm(file string) (*forms.Form, forms.Findings) {
	pack, found := singleForm(file)
	if pack == nil {
		return nil, found
	}
	return pack.Service.Items[0].Form, found
}

// printFindings writes what is said of a form, a line each.
func printFindings(w io.Writer, found forms.Findings) {
	for _, f := range found {
		line := f.String()
		if f.Severity == forms.Warning {
			line += " (warning)"
		}
		fmt.Fprintln(w, safetext.Clean(line))
	}
}
