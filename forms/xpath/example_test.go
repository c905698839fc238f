// SPDX-License-Identifier: Apache-2.0

package xpath_test

import (
	"fmt"

	"github.com/dialform/dialform/forms/xpath"
)

func Example() {
	doc, err := xpath.ParseXML([]byte(`<data>
		<member><name>Asha</name><age>7</age></member>
		<member><name>Juma</name><age>12</age></member>
	</data>`))
	if err != nil {
		fmt.Println(err)
		return
	}
	expr, err := xpath.Compile("join(', ', /data/member[age > 10]/name)", xpath.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	names, err := expr.String(&xpath.Context{Node: doc.Node(doc.Root())})
	fmt.Println(names, err)
	for _, path := range expr.Paths() {
		fmt.Println(path)
	}
	// Output:
	// Juma <nil>
	// /data/member/age
	// /data/member[...]/name
}

func ExampleCompile_fault() {
	_, err := xpath.Compile("substr(/data/name)", xpath.Options{})
	fmt.Println(err)
	// Output: function substr() takes 2 to 3 arguments, not 1 at character 1
}
