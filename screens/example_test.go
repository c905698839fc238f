// SPDX-License-Identifier: Apache-2.0

package screens_test

import (
	"fmt"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/screens"
)

func Example() {
	question := flows.Screen{
		Body:    flows.Literal("**Does the household own land?**"),
		Options: []flows.Option{{Label: flows.Literal("Ndiyo")}, {Label: flows.Literal("Hapana")}},
		Expect:  flows.Expect{Kind: flows.ExpectOne},
		Can:     flows.CanBack | flows.CanHome,
	}
	catalog, layout := screens.System(), screens.Layout{Septets: 160, UCS2: 70}
	page := screens.Render(catalog, question, "sw", layout)
	fmt.Println(page.Text)
	fmt.Printf("%T\n", screens.Read(catalog, question, "sw", "٢", layout))
	// Output:
	// Does the household own land?
	// 1 Ndiyo
	// 2 Hapana
	// 0 Rudi
	// 00 Mwanzo
	// flows.Choose
}
