// SPDX-License-Identifier: Apache-2.0

package safetext_test

import (
	"fmt"

	"github.com/dialform/dialform/internal/safetext"
)

func ExampleLine() {
	name := "Jane\x1b[1A\x1b[2KStatus:\tAPPROVED\u202e"
	fmt.Println(safetext.Line(name))
	// Output: Jane[1A[2KStatus: APPROVED
}
