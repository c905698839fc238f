// SPDX-License-Identifier: Apache-2.0

package xpath

// Foreign is a function in another language. Its arguments in an expression are
// location paths of what it reads: they make it depend on these nodes and are
// not evaluated. Its value is a text; an empty one is false. With an error the
// evaluation ends.
type Foreign func(*Context) (string, error)

// foreign is the code of a call.
func (c *compiler) foreign(f Foreign) code {
	return c.text(func(m *machine) string {
		ctx := m.ctx
		ctx.Node = m.node
		s, err := f(&ctx)
		if err != nil {
			m.fail(err)
		}
		return m.spendText(s)
	})
}
