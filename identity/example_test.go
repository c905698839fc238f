// SPDX-License-Identifier: Apache-2.0

package identity_test

import (
	"fmt"

	"github.com/dialform/dialform/identity"
)

func ExampleNewDirectory() {
	_, err := identity.NewDirectory([]identity.Registration{
		{ID: "amina", Keys: []string{"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHUvkN5Rz5lP1o1vS0nM2b0m0b0m0b0m0b0m0b0m0b0m"}, Roles: []string{"registrar"}},
	})
	fmt.Println(err)
	// Output: operator 1 ("amina"): role "registrar" is not known; use one of [enumerator supervisor admin auditor]
}

func ExampleCan() {
	officer := identity.Subject{Scope: identity.Operator("amina", "SL02"), Roles: []identity.Role{identity.Auditor}}
	fmt.Println(identity.Can(officer, identity.Find), identity.Can(officer, identity.Register))
	fmt.Println(officer.Scope.Covers("SL0201"), officer.Scope.Covers("SL03"))
	// Output:
	// true false
	// true false
}
