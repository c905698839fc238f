// SPDX-License-Identifier: Apache-2.0

package xlsform_test

import (
	"fmt"

	"github.com/dialform/dialform/forms/xlsform"
)

func ExampleRead() {
	_, findings := xlsform.Read("household.md", []byte(`
		| survey |                   |       |                    |
		|        | type              | name  | label              |
		|        | text              | head  | Who is the head?   |
		|        | selct_one yes_no  | share | May we share this? |`), nil)
	for _, f := range findings {
		fmt.Println(f)
	}
	// Output:
	// household.md: survey!A3: unknown type "selct_one yes_no", did you mean "select_one yes_no"?
}
