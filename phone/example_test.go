// SPDX-License-Identifier: Apache-2.0

package phone_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"

	"github.com/dialform/dialform/phone"
)

// A script dials a service, answers it and says what it expects to see.
func ExampleScript() {
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("text") == "" {
			fmt.Fprint(w, "CON Do you agree to register?\n1 Yes\n2 No")
			return
		}
		fmt.Fprint(w, "END Thank you")
	}))
	defer service.Close()

	script := phone.Script{Phone: phone.New(phone.Options{URL: service.URL}), Out: os.Stdout}
	err := script.Run(context.Background(), "register", strings.NewReader(`
dial *384*96#
expect agree to register?
1
expect END Thank you
`))
	fmt.Println(err)
	// Output:
	// > dial *384*96#
	// < CON Do you agree to register?
	//   1 Yes
	//   2 No [36/160]
	// > 1
	// < END Thank you [9/160]
	// <nil>
}
