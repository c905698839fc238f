// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"context"
	"fmt"
	"os"

	"github.com/google/uuid"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/sessions"
	"github.com/dialform/dialform/store"
)

func Example() {
	dir, err := os.MkdirTemp("", "dialform")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	ctx := context.Background()
	edge, err := store.OpenEdge(ctx, dir)
	if err != nil {
		fmt.Println(err) // names the file and what to do
		return
	}
	defer edge.Close()

	caller := identity.Phone("at", "+254700000001")
	session := sessions.Record{
		ID: uuid.Must(uuid.NewV7()), Service: "*384*96#", Channel: "at", Party: "+254700000001", Seq: 1,
	}
	err = edge.CommitStep(ctx, sessions.Step{Scope: caller, Record: session})
	fmt.Println("first step:", err)
	err = edge.CommitStep(ctx, sessions.Step{Scope: caller, Record: session})
	fmt.Println("the same again:", err)
	_, err = edge.Session(ctx, identity.Phone("at", "+254700000002"), session.ID)
	fmt.Println("another phone:", err)
	// Output:
	// first step: <nil>
	// the same again: commit step: session changed meanwhile
	// another phone: read session: not found
}
